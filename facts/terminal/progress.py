"""How far long work is, on standard error and only where a person looks at it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress as Bar

from facts.usecases.progress import Progress


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """A bar under the title ``what``; give the function that it yields to the work."""
    with Bar(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show
