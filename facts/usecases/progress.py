"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Told again and again during long work: ``done`` of ``total`` lines or facts."""

    def __call__(self, done: int, total: int) -> None: ...


def no_progress(done: int, total: int) -> None:
    """For work that nobody watches."""
