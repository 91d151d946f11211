"""One thread that writes, and what waits for it is made durable together: a group commit."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.storage import SQLiteStorage

T = TypeVar("T")
_MOST_AT_ONCE = 100


class _Waiting(NamedTuple):
    work: Callable[[], Any]
    future: "Future[Any]"
    alone: bool


class Writer:
    """Does work on ``storage`` in the order in which it is given, in a thread of its own."""

    def __init__(self, storage: SQLiteStorage) -> None:
        self._storage = storage
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    async def write(self, work: Callable[[], T]) -> T:
        """Do ``work`` inside a transaction and return what it does, once that is durable.

        It is done whole or not at all, also when the caller gives up waiting.
        """
        return await self._wait(work, alone=False)

    async def do(self, work: Callable[[], T]) -> T:
        """Do ``work``, which begins and ends its own transactions."""
        return await self._wait(work, alone=True)

    async def close(self) -> None:
        """End once everything that waits is done."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
            await asyncio.to_thread(self._thread.join)

    async def _wait(self, work: Callable[[], T], *, alone: bool) -> T:
        if self._closed:
            raise StoreUnavailable("The store was closed.")
        future: Future[T] = Future()
        self._waiting.put(_Waiting(work, future, alone))
        return await asyncio.wrap_future(future)

    def _run(self) -> None:
        going = True
        while going:
            group: list[_Waiting] = []
            following = self._waiting.get()
            while following is not None:
                if following.future.set_running_or_notify_cancel():
                    if following.alone:
                        self._together(group)
                        group = []
                        _answer(following)
                    else:
                        group.append(following)
                if len(group) >= _MOST_AT_ONCE:
                    break
                try:
                    following = self._waiting.get_nowait()
                except Empty:
                    break
            self._together(group)
            going = following is not None

    def _together(self, group: list[_Waiting]) -> None:
        """Do all of a group in one transaction. One that fails fails by itself."""
        if not group:
            return
        results: list[tuple[_Waiting, Any]] = []
        try:
            with self._storage.transaction():
                for one in group:
                    try:
                        with self._storage.savepoint():
                            results.append((one, one.work()))
                    except Exception as error:
                        if not self._storage.is_writing():
                            raise  # SQLite has undone everything: the disk is full, say
                        one.future.set_exception(error)
        except Exception as error:  # noqa: BLE001 - it goes to each who waits
            for one in group:
                if not one.future.done():
                    one.future.set_exception(error)
            return
        for one, result in results:
            one.future.set_result(result)


def _answer(waiting: _Waiting) -> None:
    try:
        waiting.future.set_result(waiting.work())
    except Exception as error:  # noqa: BLE001 - it goes to who waits
        waiting.future.set_exception(error)
