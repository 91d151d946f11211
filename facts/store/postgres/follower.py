"""Follows both logs of the store, so that this process sees the writes of all others."""

import asyncio
import logging
from collections.abc import Callable, Sequence

import psycopg

from facts.model import Change
from facts.store.postgres import shelf_log
from facts.store.postgres.database import Database
from facts.store.postgres.mirror import Mirror
from facts.store.postgres.rows import change_of, fact_of
from facts.store.protocol import StoreAway
from facts.store.shelf import ShelfLogCutError

_log = logging.getLogger(__name__)
_PAGE = 500
_POLLS_EVERY = 2.0
_AGAIN_AFTER = 1.0


class Follower:
    """Updates ``mirror`` from the logs, and calls ``listeners`` when something is new."""

    def __init__(self, database: Database, mirror: Mirror) -> None:
        self._database = database
        self._mirror = mirror
        self._following = asyncio.Lock()
        self._told_change = self._told_shelf = 0
        self.last_document = 0
        """The newest number of the shelf's log that this process wrote or read."""
        self._task: asyncio.Task[None] | None = None
        self.listeners: list[Callable[[], None]] = []

    async def fill(self) -> None:
        """Load the mirror. Raises StoreAway."""
        async with self._following:
            self._mirror.change = await self._database.step(lambda it: it.counter("change"))
            after = 0
            while rows := await self._database.rows("every_fact", after=after, limit=_PAGE):
                for row in rows:
                    self._mirror.put(fact_of(row))
                after = rows[-1]["id"]
            await self._refill_shelf()
        await self.catch_up()
        self._told_change, self._told_shelf = self._mirror.change, self._mirror.shelf

    def start(self) -> None:
        """Start following in a background task."""
        self._task = asyncio.create_task(self._run(), name="store-follower")

    async def stop(self) -> None:
        """Stop the task."""
        while self._task is not None and not self._task.done():
            # More than once: a connection pool can swallow it (``asyncio.wait_for`` before 3.12).
            self._task.cancel()
            await asyncio.wait([self._task], timeout=_AGAIN_AFTER)

    async def wrote(self, changes: Sequence[Change] = ()) -> None:
        """Apply what this process has just written, even if the database is unavailable by now."""
        async with self._following:
            for change in changes:
                self._mirror.follow(change)
        if not changes or self._mirror.change < changes[-1].number:
            try:
                await self.catch_up()
            except StoreAway:  # it is read once the store is available again
                return
        self._tell()

    def wrote_documents(self, count: int, last: int) -> None:
        """Skip the newest ``count`` shelf entries up to ``last``: this process wrote them."""
        self.last_document = max(self.last_document, last)
        if last - count == self._told_shelf:
            self._told_shelf = last

    async def catch_up(self) -> None:
        """Read and apply everything new. Raises StoreAway."""
        async with self._following:
            rows = await self._database.rows("last_changes")
            last = {row["name"]: row["value"] for row in rows}
            while self._mirror.change < last["change"]:
                await self._follow_facts()
            self.last_document = max(self.last_document, last["shelf"])
            while self._mirror.shelf < last["shelf"]:
                await self._follow_shelf(last["shelf"])

    async def _follow_facts(self) -> None:
        after = self._mirror.change
        for row in await self._database.rows("changes_after", after=after, limit=_PAGE):
            self._mirror.follow(change_of(row))
        await asyncio.sleep(0)

    async def _follow_shelf(self, last: int) -> None:
        after, kinds = self._mirror.shelf, self._mirror.kinds
        try:
            found = await self._database.step(
                lambda it: shelf_log.changes(it, after, kinds=kinds, limit=_PAGE)
            )
        except ShelfLogCutError:
            await self._refill_shelf()
            return
        for change in found:
            self._mirror.follow_shelf(change)
        self._mirror.shelf = last if len(found) < _PAGE else found[-1].number

    async def _refill_shelf(self) -> None:
        kinds, documents = self._mirror.kinds, []
        last = await self._database.step(lambda it: it.counter("shelf"))
        for kind in kinds:
            rows = await self._database.rows("documents_of_kind", kind=kind)
            documents += [shelf_log.shelf_change(row | {"kind": kind}) for row in rows]
        self._mirror.forget_documents()
        for change in documents:
            self._mirror.follow_shelf(change)
        self._mirror.shelf = last

    def _tell(self) -> None:
        mirror = self._mirror
        if mirror.change > self._told_change or mirror.shelf > self._told_shelf:
            self._told_change = mirror.change
            self._told_shelf = max(mirror.shelf, self._told_shelf)
            for call in self.listeners:
                call()

    async def _run(self) -> None:
        while True:
            try:
                async with await self._database.connect() as connection:
                    await connection.execute("LISTEN nicenote")
                    while True:
                        await self.catch_up()
                        self._tell()
                        # Notifications are only hints: missed ones are found by the next poll.
                        async for _ in connection.notifies(timeout=_POLLS_EVERY, stop_after=1):
                            pass
            except (psycopg.Error, StoreAway, OSError) as error:
                _log.debug("Following the store failed: %s", error)
            except Exception:  # noqa: BLE001 - a follower that stopped would serve outdated facts for ever
                _log.exception("Could not read what another process wrote; retrying")
            await asyncio.sleep(_AGAIN_AFTER)
