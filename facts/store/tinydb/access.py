"""Who reads and writes the tables, so that the event loop never waits for the disk for long."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar, cast

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.state import State
from facts.store.tinydb.storage import SQLiteStorage
from facts.store.tinydb.tables import open_tables
from facts.store.tinydb.writer import Writer

T = TypeVar("T")


class Access:
    """Three connections to the file ``path``: for the thread that writes (unless ``read_only``),
    for a thread that reads what takes a while, and for what the event loop reads at once, which
    takes a fraction of a millisecond. Raises StoreUnavailable.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._closing: list[Callable[[], object]] = []
        try:
            self._writing = None if read_only else self._opened(path, read_only=False)
            self.at_once = self._opened(path, read_only=True)
            self._reading = self._opened(path, read_only=True)
        except BaseException:
            self._close()
            raise
        self._writer = None if self._writing is None else Writer(storage_of(self._writing))
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="store-reader")

    async def read(self, work: Callable[[State], T]) -> T:
        """Do ``work``, which only reads, in a thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reader, work, self._reading)

    async def write(self, work: Callable[[State], T]) -> T:
        """Do ``work`` inside a transaction; what it returns, once that is durable."""
        writer, state = self._expect_writer()
        return await writer.write(lambda: work(state))

    async def do(self, work: Callable[[State], T]) -> T:
        """Do ``work``, which begins and ends its own transactions, as the only one to write."""
        writer, state = self._expect_writer()
        return await writer.do(lambda: work(state))

    async def close(self) -> None:
        if self._writer is not None:
            await self._writer.close()
        self._reader.shutdown()
        self._close()

    def _opened(self, path: Path, *, read_only: bool) -> State:
        db = open_tables(path, read_only=read_only)
        self._closing.append(db.close)
        return State(db)

    def _expect_writer(self) -> tuple[Writer, State]:
        if self._writer is None or self._writing is None:
            raise StoreUnavailable("The store was opened for reading only.")
        return self._writer, self._writing

    def _close(self) -> None:
        # The writer's last: it is the one that may fold the log into the file.
        while self._closing:
            self._closing.pop()()


def storage_of(state: State) -> SQLiteStorage:
    """The storage under the tables."""
    return cast("SQLiteStorage", state.db.storage)
