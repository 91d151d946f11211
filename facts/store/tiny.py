"""The store that needs nothing but a folder, and whose answered writes are on the disk."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from facts.model import Change, DeskId, Fact
from facts.store.book import Book
from facts.store.journal import records
from facts.store.journal.volume import Volume
from facts.store.protocol import Write

_PER_TURN = 100


class TinyStore:
    """A FactStore kept in a folder. Made by ``open``; a writer holds the folder's lock."""

    def __init__(self, volume: Volume, book: Book, clock: Callable[[], datetime]) -> None:
        self._volume = volume
        self._book = book
        self._clock = clock
        self._writing = asyncio.Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="store")

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Self:
        """Open the store in folder ``path``; a writer makes the folder when it is not there.

        Any number may read (a consistent state of the moment of opening) beside the one writer.
        Raises StoreUnavailable, with the sentence to show.
        """
        volume = await asyncio.to_thread(Volume.open, path, read_only=read_only)
        book = Book()
        for _, lines in volume.writes():
            book.commit(Change.model_validate_json(records.document(line)) for line in lines)
            await asyncio.sleep(0)
        return cls(volume, book, clock)

    async def apply(
        self, writes: Sequence[Write], *, editor: str, reason: str | None = None
    ) -> tuple[Change, ...]:
        self._volume.expect_writable()
        async with self._writing:
            changes = self._book.plan(writes, editor=editor, at=self._clock(), reason=reason)
            lines = []
            for number, change in enumerate(changes):
                lines.append(
                    records.put(
                        "changes",
                        str(change.number),
                        change.model_dump_json(exclude_defaults=True).encode(),
                    )
                )
                if number % _PER_TURN == 0:
                    await asyncio.sleep(0)
            if lines:
                loop = asyncio.get_running_loop()
                # Shielded, so that memory and file agree when the caller gives up waiting.
                await asyncio.shield(loop.run_in_executor(self._worker, self._volume.append, lines))
            self._book.commit(changes)
        return changes

    async def get(self, fact_id: int) -> Fact | None:
        return self._book.get(fact_id)

    async def facts(self, desks: Collection[DeskId] | None = None) -> AsyncIterator[Fact]:
        for fact in self._book.facts(desks):
            yield fact

    async def count(self, desks: Collection[DeskId] | None = None) -> int:
        return self._book.count(desks)

    async def changes(self, after: int = 0) -> AsyncIterator[Change]:
        for change in self._book.changes(after):
            yield change

    async def last_change(self) -> int:
        return self._book.last_change()

    async def close(self) -> None:
        async with self._writing:
            self._worker.shutdown()
            self._volume.close()
