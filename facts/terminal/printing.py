"""Output for people: styled sheets and progress bars; plain text when piped."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from textwrap import indent

import click

from facts.terminal.sheets import SheetLine
from facts.usecases.paging import Progress, no_progress


def print_sheet(sheet: Iterable[SheetLine]) -> None:
    """Print to standard output. Markup and escape sequences in the text have no effect."""
    if sys.stdout.isatty():
        # Only for terminals: a program reading many sheets need not wait for the import.
        from rich.console import Console  # noqa: PLC0415
        from rich.padding import Padding  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        console = Console()
        for line in sheet:
            text = Text(line.text, line.look.value)
            console.print(Padding(text, (0, 0, 0, line.indent), expand=False))
        return
    for line in sheet:
        click.echo(indent(line.text, " " * line.indent))


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """A progress bar titled ``what`` on standard error; yields the callback for the work."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show
