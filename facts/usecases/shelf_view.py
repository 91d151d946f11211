"""What a process holds in memory of the shelf: folded from the shelf's log, whoever wrote it.

Who writes to what was changed meanwhile reads it and starts again (``retrying``).
"""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from facts.store.protocol import (
    Delete,
    Put,
    Shelf,
    ShelfDocument,
    ShelfLogCutError,
    StaleDocument,
)
from facts.usecases.memory import without_collecting

# Seconds after which others get their turn. The event loop is held 10 ms at most.
_TURN = 0.004


@dataclass(frozen=True, slots=True)
class Fold:
    """How the documents of one kind are held: one is put, or deleted; the keys ``held``."""

    put: Callable[[str, ShelfDocument], None]
    delete: Callable[[str], None]
    held: Callable[[], Iterable[str]]


class ShelfView:
    """Documents of some kinds, held by their folds. What is written here is held when answered."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        # In the order in which the kinds are taken in: what others refer to comes first.
        self._folds: dict[str, Fold] = {}
        self._seen: int | None = None
        self._folding = asyncio.Lock()

    def hold(self, kind: str, fold: Fold) -> None:
        """Hold the documents of ``kind`` as well, taken in after those of all kinds so far.

        ``requests/`` stands for all kinds that begin so, one of each desk; their keys differ.
        """
        self._folds.pop(kind, None)
        self._folds[kind] = fold
        self._seen = None

    async def catch_up(self) -> None:
        """Take in everything that was written to the shelf until now."""
        async with self._folding:
            await self._catch_up()

    async def keep(self, steps: Sequence[Put | Delete]) -> int:
        """Make ``steps`` durable as one and take them in, even when the caller gives up waiting.

        Returns the revision of the last of them, 0 where there is none. Raises StaleDocument when a
        revision is not what the shelf has; that is taken in by then.
        """
        return await asyncio.shield(asyncio.create_task(self._keep(steps))) if steps else 0

    async def _keep(self, steps: Sequence[Put | Delete]) -> int:
        async with self._folding:
            try:
                last = await self._shelf.keep(steps)
            except StaleDocument:
                await self._catch_up()
                raise
            first = last - len(steps) + 1
            if self._seen != first - 1:
                await self._catch_up()
                return last
            self._seen = last
            written = [
                (
                    step.kind,
                    step.key,
                    ShelfDocument(step.document, number) if isinstance(step, Put) else None,
                )
                for number, step in enumerate(steps, start=first)
            ]
            await self._take_in(written)
            return last

    async def _catch_up(self) -> None:
        if self._seen is None:
            await self._read_anew()
        elif await self._shelf.last_change() > self._seen:
            try:
                await self._follow(self._seen)
            except ShelfLogCutError:
                await self._read_anew()

    async def _follow(self, seen: int) -> None:
        changes = [change async for change in self._shelf.changes(after=seen)]
        self._seen = max((change.number for change in changes), default=seen)
        await self._take_in([(one.kind, one.key, one.document) for one in changes])

    async def _read_anew(self) -> None:
        with without_collecting():
            await self._read_everything()
            # What was loaded stays: the garbage collector need not look at it ever again.
            gc.freeze()

    async def _read_everything(self) -> None:
        self._seen = await self._shelf.last_change()
        there = await self._shelf.kinds()
        for held, fold in self._folds.items():
            items: dict[str, ShelfDocument] = {}
            for kind in there:
                if self._held_as(kind) == held:
                    items |= await self._shelf.items(kind)
            gone = [key for key in fold.held() if key not in items]
            await _take_in(fold, [(key, None) for key in gone])
            # Let go one by one: to free ten thousand documents at once holds the loop, too.
            await _take_in(fold, ((key, items.pop(key)) for key in tuple(items)))

    def _held_as(self, kind: str) -> str:
        return kind if kind in self._folds else kind[: kind.find("/") + 1]

    async def _take_in(self, written: Sequence[tuple[str, str, ShelfDocument | None]]) -> None:
        of_kind: dict[str, list[tuple[str, ShelfDocument | None]]] = {}
        for kind, key, document in written:
            of_kind.setdefault(self._held_as(kind), []).append((key, document))
        for held, fold in self._folds.items():
            await _take_in(fold, of_kind.get(held, ()))


async def _take_in(fold: Fold, written: Iterable[tuple[str, ShelfDocument | None]]) -> None:
    clock = asyncio.get_running_loop().time
    began = clock()
    for key, document in written:
        if document is None:
            fold.delete(key)
        else:
            fold.put(key, document)
        if clock() - began > _TURN:
            await asyncio.sleep(0)
            began = clock()


_P = ParamSpec("_P")
_T = TypeVar("_T")
# Each failure means that somebody else got through; so many in a row are a defect.
_MOST_TRIES = 50


def retrying(
    act: Callable[_P, Coroutine[Any, Any, _T]],
) -> Callable[_P, Coroutine[Any, Any, _T]]:
    """``act``, done again as often as it raises StaleDocument. It must read what it writes to."""

    @wraps(act)
    async def tried(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        for _ in range(_MOST_TRIES - 1):
            try:
                return await act(*args, **kwargs)
            except StaleDocument:
                continue
        return await act(*args, **kwargs)

    return tried
