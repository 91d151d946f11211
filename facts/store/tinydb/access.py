"""Threads and connections for the tables, so that disk access does not block the event loop."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar, cast

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.state import State
from facts.store.tinydb.tables import open_tables

T = TypeVar("T")
Work = Callable[[State], T]
_MOST_AT_ONCE = 100


@dataclass(slots=True)
class _Job:
    """Work for the writer thread, and its result or error for the caller's event loop."""

    work: Work[Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def answer(self) -> None:
        """Resolve the future, from the writer thread."""
        with suppress(RuntimeError):  # the event loop was closed
            self.future.get_loop().call_soon_threadsafe(self._resolve)

    def _resolve(self) -> None:
        if self.future.cancelled():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


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
        # A thread of its own: an executor would take a tenth of the time of a write.
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._waiting: deque[_Job] = deque()
        self._writer = Thread(target=self._serve, name="store-writer", daemon=True)
        if not read_only:
            self._writer.start()
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
        job = self._job(work)
        self._waiting.append(job)
        self._tasks.put(self._write_waiting)
        return cast("T", await job.future)

    async def do(self, work: Work[T]) -> T:
        """Run ``work``, which manages its own transactions, as the only writer."""
        job = self._job(work)
        self._tasks.put(partial(self._do, [job], nullcontext))
        return cast("T", await job.future)

    async def close(self) -> None:
        """Close after all pending work is done."""
        if not self._closed:
            await asyncio.to_thread(self._stop)

    def _stop(self) -> None:
        """The same, in the caller's thread."""
        self._closed = True
        if not self._read_only:
            self._tasks.put(None)
            self._writer.join()
        self._reader.shutdown()
        self._close()

    def _job(self, work: Work[Any]) -> _Job:
        if self._closed:
            raise StoreUnavailable("The store is closed.")
        if self._read_only:
            raise StoreUnavailable("The store is open for reading only.")
        return _Job(work, asyncio.get_running_loop().create_future())

    def _serve(self) -> None:
        for task in iter(self._tasks.get, None):
            task()

    def _write_waiting(self) -> None:
        group: list[_Job] = []
        while self._waiting and len(group) < _MOST_AT_ONCE:
            job = self._waiting.popleft()
            if not job.future.cancelled():
                group.append(job)
        if group:
            self._do(group, self._writing.storage.transaction)

    def _do(
        self, group: Sequence[_Job], within: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """Do a group of jobs, ``within`` one transaction. A failing one is rolled back alone."""
        storage = self._writing.storage
        try:
            with within():
                for job in group:
                    try:
                        # A savepoint copies each page that is written: not for one alone.
                        with storage.savepoint() if len(group) > 1 else nullcontext():
                            job.result = job.work(self._writing)
                    except BaseException as error:
                        # SQLite itself rolls back everything on a full disk, for example.
                        if len(group) == 1 or not storage.is_writing():
                            raise
                        job.error = error
        except BaseException as error:  # noqa: BLE001 - each caller gets it; the thread goes on
            for job in group:
                job.error = job.error or error
        for job in group:
            job.answer()

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
