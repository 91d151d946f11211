"""What takes long: lists, a page at a time, and work that says how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of ``total`` items. ``number`` counts from 0, ``pages`` is at least 1."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int


def page_of(items: Sequence[T], number: int, size: int) -> Page[T]:
    """The ``number``th page of ``size`` items each, brought into range."""
    pages = max(1, -(-len(items) // size))
    number = min(max(number, 0), pages - 1)
    shown = tuple(items[number * size : (number + 1) * size])
    return Page(shown, number, pages, len(items))


class Progress(Protocol):
    """Told again and again during long work: ``done`` of ``total`` lines or facts."""

    def __call__(self, done: int, total: int) -> None: ...


def no_progress(done: int, total: int) -> None:
    """For work that nobody watches."""
