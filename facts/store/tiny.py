"""The store that needs nothing but a folder, and whose answered writes are on the disk."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import orjson

from facts.model import Change, DeskId, Fact
from facts.store import erasing
from facts.store.collector import collector_waits
from facts.store.contents import CHANGES, CURSORS, Contents, Logged
from facts.store.erasing import Erasure
from facts.store.journal import records
from facts.store.journal.disk import Disk
from facts.store.journal.records import Record
from facts.store.journal.volume import Volume
from facts.store.planning import Plan
from facts.store.protocol import Erased, Having, NobodyOfThatName, Shelf, StoreUnavailable, Write
from facts.store.shelves import JournalShelf

T = TypeVar("T")
_log = logging.getLogger(__name__)
# How much is done before others get their turn: some milliseconds of work.
_PER_TURN = 50
# How many small documents: as many milliseconds.
_TAKEN_AT_ONCE = 2_000
_LINES_PER_TURN = 10_000
_BULK = 1_000


class TinyStore:
    """A FactStore kept in a folder. Made by ``open``; a writer holds the folder's lock.

    Memory is read and changed by the event loop alone; the disk is waited for in a thread.
    """

    def __init__(self, volume: Volume, contents: Contents, clock: Callable[[], datetime]) -> None:
        self._volume = volume
        self._tables = volume.found.tables
        self._contents = contents
        self._clock = clock
        self._writing = asyncio.Lock()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._snapshotting = asyncio.Lock()
        self._snapshot: asyncio.Task[None] | None = None
        self._closed = False
        self._listeners: list[Callable[[], None]] = []
        self.shelf: Shelf = JournalShelf(self._tables, self._keep_durably)

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        disk: Disk | None = None,
    ) -> Self:
        """Open the store in folder ``path``; a writer makes the folder when it is not there.

        Any number may read (a consistent state of the moment of opening) beside the one writer.
        Raises StoreUnavailable, with the sentence to show.
        """
        with collector_waits():
            volume = await asyncio.to_thread(Volume.open, path, read_only=read_only, disk=disk)
            try:
                contents = await asyncio.to_thread(Contents, volume.found.tables)
            except BaseException:
                volume.close()
                raise
        store = cls(volume, contents, clock)
        if not read_only and list(erasing.unfinished(store._tables)):
            await store._forget_the_past()
        return store

    async def apply(
        self,
        writes: Sequence[Write],
        *,
        editor: str,
        reason: str | None = None,
        once: str | None = None,
    ) -> Sequence[Change]:
        return await self._finish(self._apply(writes, editor, reason, once))

    async def done(self, once: str) -> Sequence[Change]:
        changes = self._contents.done(once)
        return changes if len(changes) > _BULK else tuple(changes)

    async def get(self, fact_id: int) -> Fact | None:
        return self._contents.get(fact_id)

    def facts(self, desks: Collection[DeskId] | None = None) -> AsyncIterator[Fact]:
        return self.find(Having(desks=desks))

    async def find(self, having: Having) -> AsyncIterator[Fact]:
        if having != Having(changed_since=having.changed_since):
            await self._indexed()
        for ids in self._contents.find(having):
            await asyncio.sleep(0)
            for turn, fact_id in enumerate(ids, start=1):
                fact = self._contents.get(fact_id)
                if fact is not None and fact.merged_into is None:
                    yield fact
                if turn % _PER_TURN == 0:
                    await asyncio.sleep(0)

    async def count(self, desks: Collection[DeskId] | None = None) -> int:
        if desks is not None:
            await self._indexed()
        return self._contents.count(desks)

    async def changes(self, after: int = 0) -> AsyncIterator[Change]:
        for turn, number in enumerate(self._contents.numbers_after(after), start=1):
            yield self._contents.change(number)
            if turn % _PER_TURN == 0:
                await asyncio.sleep(0)

    async def change(self, number: int) -> Change | None:
        known = 1 <= number <= self._contents.last_change
        return self._contents.change(number) if known else None

    async def history(self, fact_id: int) -> tuple[Change, ...]:
        return self._contents.history(fact_id)

    async def last_change(self) -> int:
        return self._contents.last_change

    def on_change(self, call: Callable[[], None]) -> None:
        self._listeners.append(call)

    async def cursor(self, consumer: str) -> int:
        return self._contents.cursor(consumer)

    async def move_cursor(self, consumer: str, number: int) -> None:
        step = records.put(CURSORS, consumer, orjson.dumps({"after": number}))
        await self._keep_durably([step])

    async def erase(self, person: str, *, editor: str) -> Erased:
        return await self._finish(self._erase(person, editor))

    async def redact(self, *_: Any, **__: Any) -> Change:
        raise StoreUnavailable("This store cannot redact yet.")

    async def snapshot(self) -> int:
        """Write all that is stored into a new snapshot; others go on meanwhile. Its number."""
        self._expect_writable()
        async with self._snapshotting:
            async with self._writing:
                number = await self._in_thread(self._volume.rotate)
                lines = []
                for turn, line in enumerate(self._tables.all_lines()):
                    lines.append(line)
                    if turn % _LINES_PER_TURN == 0:
                        await asyncio.sleep(0)
            await asyncio.to_thread(self._volume.write_snapshot, number, lines)
        return number

    async def close(self) -> None:
        async with self._writing:
            self._closed = True
        if self._snapshot is not None:
            await self._snapshot
        async with self._snapshotting:
            self._writer.shutdown()
            self._volume.close()

    async def _apply(
        self, writes: Sequence[Write], editor: str, reason: str | None, once: str | None
    ) -> Sequence[Change]:
        self._expect_writable()
        bulk = len(writes) > _BULK
        async with self._writing:
            if once is not None and (before := await self.done(once)):
                return before
            first = self._contents.last_change + 1
            with collector_waits() if bulk else nullcontext():
                changes, steps = await self._planned(writes, editor, reason)
                done = None if bulk else tuple(changes)
                if changes and once is not None:
                    last = self._contents.last_change + len(changes)
                    steps.append(self._contents.step_done(once, first, last))
                if steps:
                    await self._in_thread(self._volume.append, steps)
                for turn in range(1, len(changes) + 1):
                    # Let go of one by one: freeing them all at once would hold the loop.
                    self._contents.take(changes.popleft(), tuple(_of_next_change(steps)))
                    if turn % _PER_TURN == 0:
                        await asyncio.sleep(0)
                self._tables.take(steps)
            for call in self._listeners:
                call()
            self._snapshot_when_due()
        return Logged(self._contents, first, self._contents.last_change) if done is None else done

    async def _planned(
        self, writes: Sequence[Write], editor: str, reason: str | None
    ) -> tuple[deque[Change], deque[Record]]:
        contents = self._contents
        at = contents.not_before_last(self._clock())
        last = contents.last_change, contents.last_id
        plan = Plan(contents.get, contents.history, *last, editor, at, reason)
        changes: deque[Change] = deque()
        steps: deque[Record] = deque()
        for turn, write in enumerate(writes, start=1):
            changes.append(plan.change(write))
            steps.extend(contents.steps(changes[-1]))
            if turn % _PER_TURN == 0:
                await asyncio.sleep(0)
        return changes, steps

    async def _keep_durably(self, steps: Sequence[Record]) -> None:
        await self._finish(self._keep(steps))

    async def _erase(self, person: str, editor: str) -> Erased:
        self._expect_writable()
        async with self._writing:
            at = self._contents.not_before_last(self._clock())
            work = Erasure(self._tables, person, editor, at)
            for turn, (number, line) in enumerate(self._tables.lines(CHANGES).items()):
                work.look_at(number, line)
                if turn % _PER_TURN == 0:
                    await asyncio.sleep(0)
            work.look_at_shelves(self._tables)
            if not work.done.changes and not work.done.documents:
                raise NobodyOfThatName
            steps = work.steps()
            await self._in_thread(self._volume.append, steps)
            self._tables.take(steps)
        await self._forget_the_past()
        return work.done

    async def _forget_the_past(self) -> None:
        number = await self.snapshot()
        async with self._writing:
            await self._in_thread(self._volume.forget_the_past, number)
            steps = erasing.finished(self._tables)
            await self._in_thread(self._volume.append, steps)
            self._tables.take(steps)

    async def _keep(self, steps: Sequence[Record]) -> None:
        self._expect_writable()
        async with self._writing:
            await self._in_thread(self._volume.append, steps)
            for start in range(0, len(steps), _TAKEN_AT_ONCE):
                self._tables.take(steps[start : start + _TAKEN_AT_ONCE])
                await asyncio.sleep(0)
            self._snapshot_when_due()

    async def _indexed(self) -> None:
        if not self._contents.index(_PER_TURN):
            return
        with collector_waits():
            more = True
            while more:
                more = self._contents.index(_PER_TURN)
                await asyncio.sleep(0)

    def _snapshot_when_due(self) -> None:
        running = self._snapshot is not None and not self._snapshot.done()
        if self._volume.snapshot_due and not running and not self._closed:
            self._snapshot = asyncio.create_task(self._snapshot_behind())

    async def _snapshot_behind(self) -> None:
        try:
            await self.snapshot()
        except StoreUnavailable as error:
            _log.warning("%s", error)

    def _expect_writable(self) -> None:
        if self._closed:
            raise StoreUnavailable("The store was closed.")
        self._volume.expect_writable()

    async def _finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Do ``work`` to its end even when the caller gives up waiting: memory follows the disk."""
        return await asyncio.shield(asyncio.create_task(work))

    async def _in_thread(self, function: Callable[..., T], *arguments: Any) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, function, *arguments)


def _of_next_change(steps: deque[Record]) -> Iterator[Record]:
    """Takes out the records of the next change, the last of which is its entry in the log."""
    while True:
        step = steps.popleft()
        yield step
        if step.table == CHANGES:
            return
