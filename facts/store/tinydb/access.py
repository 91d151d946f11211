"""Threads and connections for the tables, so that disk access does not block the event loop."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.state import State
from facts.store.tinydb.tables import open_tables

T = TypeVar("T")
Work = Callable[[State], T]
_MOST_AT_ONCE = 100


class Access:
    """Three connections to the file ``path``: for the writer thread (unless ``read_only``), for a
    reader thread, and for quick reads on the event loop, which take a fraction of a millisecond.
    Raises StoreUnavailable.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        # The writer opens first and closes last: only it may checkpoint the write-ahead log.
        self._states: list[State] = []
        try:
            for reads in (read_only, True, True):
                self._states.append(State(open_tables(path, read_only=reads)))
        except BaseException:
            self._close()
            raise
        self._writing, self.at_once, self._reading = self._states
        # The event loop does not wait while another program has locked the file.
        self.at_once.storage.connection.execute("PRAGMA busy_timeout = 50")
        self._read_only = read_only
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="store-reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._waiting: deque[tuple[Work[Any], Future[Any]]] = deque()
        self._closed = False

    async def read(self, work: Work[T]) -> T:
        """Run the read-only ``work`` in a thread, on a consistent snapshot."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reader, _of_one_moment, work, self._reading)

    def read_now(self, work: Work[T]) -> T:
        """Run the read-only ``work`` at once, on a consistent snapshot. It must be short."""
        return _of_one_moment(work, self.at_once)

    async def write(self, work: Work[T]) -> T:
        """Run ``work`` in a transaction; returns its result once that is durable.

        Atomic, also if the caller is cancelled. All pending work is committed together, in order: a
        group commit.
        """
        self._expect_writer()
        future: Future[T] = Future()
        self._waiting.append((work, future))
        self._writer.submit(self._write_waiting)
        return await asyncio.wrap_future(future)

    async def do(self, work: Work[T]) -> T:
        """Run ``work``, which manages its own transactions, as the only writer."""
        self._expect_writer()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, work, self._writing)

    async def close(self) -> None:
        """Close after all pending work is done."""
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._writer.shutdown)
            await asyncio.to_thread(self._reader.shutdown)
            self._close()

    def _write_waiting(self) -> None:
        group: list[tuple[Work[Any], Future[Any]]] = []
        while self._waiting and len(group) < _MOST_AT_ONCE:
            work, future = self._waiting.popleft()
            if future.set_running_or_notify_cancel():
                group.append((work, future))
        if group:
            self._write_together(group)

    def _write_together(self, group: list[tuple[Work[Any], Future[Any]]]) -> None:
        """Run a group in one transaction. A failing item is rolled back alone."""
        storage = self._writing.storage
        results: list[tuple[Future[Any], Any]] = []
        try:
            with storage.transaction():
                for work, future in group:
                    try:
                        # A savepoint copies each page that is written: not for one alone.
                        with storage.savepoint() if len(group) > 1 else nullcontext():
                            results.append((future, work(self._writing)))
                    except Exception as error:
                        # SQLite itself rolls back everything on a full disk, for example.
                        if len(group) == 1 or not storage.is_writing():
                            raise
                        future.set_exception(error)
        except Exception as error:  # noqa: BLE001 - it is passed to each caller
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        for future, result in results:
            future.set_result(result)

    def _expect_writer(self) -> None:
        if self._closed:
            raise StoreUnavailable("The store is closed.")
        if self._read_only:
            raise StoreUnavailable("The store is open for reading only.")

    def _close(self) -> None:
        while self._states:
            self._states.pop().db.close()


def _of_one_moment(work: Work[T], state: State) -> T:
    with state.storage.snapshot():
        return work(state)


class MemoryAccess:
    """The same for tables in memory, without threads; they last as long as the process."""

    def __init__(self) -> None:
        self.at_once = State(open_tables(None))

    async def read(self, work: Work[T]) -> T:
        return work(self.at_once)

    def read_now(self, work: Work[T]) -> T:
        return work(self.at_once)

    async def write(self, work: Work[T]) -> T:
        with self.at_once.storage.transaction():
            return work(self.at_once)

    async def do(self, work: Work[T]) -> T:
        return work(self.at_once)

    async def close(self) -> None:
        self.at_once.db.close()
