"""How far long work is, on standard error and only where a person looks at it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from facts.usecases.paging import Progress, no_progress


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """A bar under the title ``what``; give the function that it yields to the work."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    # For people alone: a program that reads many sheets need not wait for it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show
