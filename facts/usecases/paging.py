"""Long lists and long work: pages, progress, and turns of the event loop."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of ``total`` items. ``number`` counts from 0, ``pages`` is at least 1."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int


def page_of(items: Sequence[T], number: int, size: int) -> Page[T]:
    """The page ``number`` of ``size`` items each; the number is clamped."""
    pages = max(1, -(-len(items) // size))
    number = min(max(number, 0), pages - 1)
    shown = tuple(items[number * size : (number + 1) * size])
    return Page(shown, number, pages, len(items))


# A progress callback: how many of all lines or facts are done.
Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Progress that is ignored."""


async def in_turns(
    items: AsyncIterable[T] | Iterable[T],
    size: int,
    progress: Progress = no_progress,
    total: int = 0,
) -> AsyncIterator[T]:
    """``items``; after ``size`` of them progress is reported and the event loop gets a turn."""
    done = 0
    async for item in items if isinstance(items, AsyncIterable) else _one_by_one(items):
        yield item
        done += 1
        if done % size == 0:
            progress(done, total)
            await asyncio.sleep(0)


async def _one_by_one(items: Iterable[T]) -> AsyncIterator[T]:
    for item in items:
        yield item
