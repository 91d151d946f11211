"""In-memory projections of the shelf (the document store), updated from its log.

A writer whose data was outdated reads again and retries (``retrying``).
"""

import asyncio
import gc
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from facts.store.shelf import Delete, Put, Shelf, ShelfDocument, ShelfLogCutError, StaleDocument
from facts.usecases.memory import without_collecting

# Yield to the event loop after this many seconds. It may be blocked for 10 ms at most.
_TURN = 0.004
_log = logging.getLogger(__name__)

_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Projection:
    """How one kind of documents is projected: handlers for both steps, and the keys ``held``."""

    put: Callable[[str, ShelfDocument], None]
    delete: Callable[[str], None]
    held: Callable[[], Iterable[str]]


def held_in(held: dict[str, _V], read: Callable[[ShelfDocument], _V]) -> Projection:
    """The projection of documents to the dict ``held``, each as ``read``; newest last."""

    def put(key: str, document: ShelfDocument) -> None:
        held.pop(key, None)
        held[key] = read(document)

    def delete(key: str) -> None:
        held.pop(key, None)

    return Projection(put, delete, held.keys)


def time_of(document: ShelfDocument) -> datetime:
    """The time that a document notes as ``at``."""
    return datetime.fromisoformat(document["at"])


class ShelfView:
    """Maintains the registered projections. Writes through it are applied to them on return."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        # In the order of updating: documents that others refer to come first.
        self._projections: dict[str, Projection] = {}
        self._seen: int | None = None
        self._projecting = asyncio.Lock()

    def register(self, kind: str, projection: Projection) -> None:
        """Register the projection of the documents of ``kind``, updated after those registered
        before.

        ``requests/`` stands for all kinds with this prefix, one for each desk; their keys must
        differ.
        """
        self._projections.pop(kind, None)
        self._projections[kind] = projection
        self._seen = None

    async def catch_up(self) -> None:
        """Apply everything written to the shelf so far."""
        async with self._projecting:
            await self._catch_up()

    async def keep(self, steps: Sequence[Put | Delete]) -> int:
        """Write ``steps`` durably as one and apply them, even if the caller is cancelled.

        Returns the revision of the last step, 0 if there is none. Raises StaleDocument if a
        revision is outdated; the newer document has been applied by then.
        """
        if not steps:
            return 0
        keeping = asyncio.create_task(self._keep(steps))
        try:
            return await asyncio.shield(keeping)
        except asyncio.CancelledError:
            keeping.add_done_callback(_log_failure)  # nobody else waits for it now
            raise

    async def _keep(self, steps: Sequence[Put | Delete]) -> int:
        async with self._projecting:
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
            # Long-lived objects: exempt them from garbage collection.
            gc.freeze()

    async def _read_everything(self) -> None:
        self._seen = await self._shelf.last_change()
        there = await self._shelf.kinds()
        for held, projection in self._projections.items():
            items: dict[str, ShelfDocument] = {}
            for kind in there:
                if self._held_as(kind) == held:
                    items |= await self._shelf.items(kind)
            gone = [key for key in projection.held() if key not in items]
            await _take_in(projection, [(key, None) for key in gone])
            # Release them one by one: freeing ten thousand documents at once blocks the loop too.
            await _take_in(projection, ((key, items.pop(key)) for key in tuple(items)))

    def _held_as(self, kind: str) -> str:
        return kind if kind in self._projections else kind[: kind.find("/") + 1]

    async def _take_in(self, written: Sequence[tuple[str, str, ShelfDocument | None]]) -> None:
        of_kind: dict[str, list[tuple[str, ShelfDocument | None]]] = {}
        for kind, key, document in written:
            of_kind.setdefault(self._held_as(kind), []).append((key, document))
        for held, projection in self._projections.items():
            if held in of_kind:
                await _take_in(projection, of_kind[held])


def _log_failure(keeping: asyncio.Task[int]) -> None:
    error = None if keeping.cancelled() else keeping.exception()
    if error is not None and not isinstance(error, StaleDocument):
        _log.warning("A write failed after its caller was cancelled: %s", error)


async def _take_in(
    projection: Projection, written: Iterable[tuple[str, ShelfDocument | None]]
) -> None:
    clock = asyncio.get_running_loop().time
    began = clock()
    for key, document in written:
        if document is None:
            projection.delete(key)
        else:
            projection.put(key, document)
        if clock() - began > _TURN:
            await asyncio.sleep(0)
            began = clock()


_P = ParamSpec("_P")
_T = TypeVar("_T")
# Each failure means that somebody else's write succeeded; this many in a row are a defect.
_MOST_TRIES = 50


def retrying(act: Callable[_P, Coroutine[Any, Any, _T]]) -> Callable[_P, Coroutine[Any, Any, _T]]:
    """Call ``act`` again as long as it raises StaleDocument. It must read what it writes to."""

    @wraps(act)
    async def tried(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        for _ in range(_MOST_TRIES - 1):
            try:
                return await act(*args, **kwargs)
            except StaleDocument:
                continue
        return await act(*args, **kwargs)

    return tried
