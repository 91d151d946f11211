"""The PostgreSQL store: the database is authoritative, each process holds a mirror."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Self

from facts.model import Change, Clock, DeskId, Fact, utc_now
from facts.store.copying import Everything
from facts.store.postgres import copying, removal, shelf_log
from facts.store.postgres.database import Database, Session
from facts.store.postgres.follower import Follower
from facts.store.postgres.log import PAGE, LogWriter, step_of
from facts.store.postgres.mirror import Mirror
from facts.store.postgres.rows import asked_for, change_of, fact_of
from facts.store.postgres.shelf import PostgresShelf
from facts.store.protocol import Erased, Having, Redact, StoreAway, Write
from facts.store.removals import redaction
from facts.store.shelf import Delete, Put, Shelf


class PostgresStore:
    """A FactStore in a PostgreSQL database. Created by ``open``.

    The present facts and the documents of the kinds at hand are read from memory, which follows the
    writes of all processes: within milliseconds, or two seconds without notifications. Everything
    else queries the database and raises StoreAway if that is unavailable.
    """

    def __init__(
        self, database: Database, at_hand: Collection[str], clock: Callable[[], datetime]
    ) -> None:
        self.database = database
        self._clock = clock
        self._mirror = Mirror(at_hand)
        self._follower = Follower(database, self._mirror)
        self.shelf: Shelf = PostgresShelf(database, self._mirror, self._follower)

    @classmethod
    async def open(
        cls,
        address: str,
        *,
        at_hand: Collection[str] = (),
        clock: Clock = utc_now,
    ) -> Self:
        """Open the store at ``address``, creating its tables if necessary.

        ``at_hand`` are kinds of few documents that are read with each question and may be some
        milliseconds old. Raises StoreUnavailable, with the sentence to show.
        """
        store = cls(await Database.open(address), at_hand, clock)
        try:
            await store._follower.fill()
        except BaseException:
            await store.database.close()
            raise
        store._follower.start()
        return store

    async def apply(
        self,
        writes: Iterable[Write],
        *,
        editor: str,
        reason: str | None = None,
        once: str | None = None,
        also: Sequence[Put | Delete] = (),
    ) -> tuple[Change, ...]:
        async def work(session: Session) -> tuple[tuple[Change, ...], bool, int]:
            log = await LogWriter.locked(session, self._clock())
            if once is not None and (before := await step_of(session, once)):
                return before, False, 0
            number = await shelf_log.keep(session, also) if also else 0
            return await log.apply(writes, editor=editor, reason=reason, once=once), True, number

        changes, new, number = await self.database.step(work)
        if number:
            self._follower.wrote_documents(len(also), number)
        if new and changes:
            await self._follower.wrote(changes)
        return changes

    async def done(self, once: str) -> tuple[Change, ...]:
        return await self.database.step(lambda it: step_of(it, once))

    async def get(self, fact_id: int) -> Fact | None:
        return self._mirror.get(fact_id)

    def facts(self, desks: Collection[DeskId] | None = None) -> AsyncIterator[Fact]:
        return self.find(Having(desks=desks))

    async def find(self, having: Having) -> AsyncIterator[Fact]:
        asked, after = asked_for(having), 0
        while True:
            page = await self.database.rows("found", after=after, limit=PAGE, **asked)
            for row in page:
                yield fact_of(row)
            if len(page) < PAGE:
                return
            after = page[-1]["id"]

    async def ids(self, having: Having) -> Sequence[int]:
        return [row["id"] for row in await self.database.rows("found_ids", **asked_for(having))]

    async def count(self, desks: Collection[DeskId] | None = None) -> int:
        return self._mirror.count(desks)

    def changes(self, after: int = 0) -> AsyncIterator[Change]:
        return self._changes("changes_after", "after", after)

    async def change(self, number: int) -> Change | None:
        row = await self.database.row("change", number=number)
        return None if row is None else change_of(row)

    def desk_changes(self, desk: DeskId, before: int | None = None) -> AsyncIterator[Change]:
        return self._changes("desk_changes", "before", before, desk=desk)

    async def history(self, fact_id: int) -> tuple[Change, ...]:
        rows = await self.database.rows("histories", ids=[fact_id])
        return tuple(map(change_of, rows))

    async def last_change(self) -> int:
        return self._mirror.change

    def on_change(self, call: Callable[[], None]) -> None:
        self._follower.listeners.append(call)

    async def cursor(self, consumer: str) -> int:
        row = await self.database.row("cursor", consumer=consumer)
        return 0 if row is None else int(row["after"])

    async def move_cursor(self, consumer: str, number: int) -> None:
        await self.database.step(lambda it: it.do("move_cursor", consumer=consumer, after=number))

    async def erase(self, person: str, *, editor: str) -> Erased:
        at = self._clock()
        erased = await self.database.step(lambda it: removal.erase(it, person, editor, at))
        await self._follower.wrote()
        # Reasons of redactions were rewritten without a change in the log. If the database is away
        # by now, the old ones stay in memory until the next start, as they do in other processes.
        with suppress(StoreAway):
            await self._follower.fill()
        return erased

    async def redact(self, asked: Redact, *, editor: str, once: str | None = None) -> Change:
        at = self._clock()
        redacting = redaction(asked, editor, at)
        change = await self.database.step(lambda it: removal.redact(it, redacting, once, at))
        await self._follower.wrote((change,))
        return change

    async def everything(self) -> Everything:
        return await self.database.step(copying.everything)

    async def hold(self, everything: Everything) -> None:
        await self.database.step(lambda it: copying.hold(it, everything))
        await self._follower.fill()

    async def _changes(
        self, statement: str, border: str, number: int | None, **values: Any
    ) -> AsyncIterator[Change]:
        """What a statement finds from the number ``border`` on, page by page."""
        while True:
            page = await self.database.rows(statement, limit=PAGE, **{border: number}, **values)
            for row in page:
                change = change_of(row)
                number = change.number
                yield change
            if len(page) < PAGE:
                return

    async def watch(self) -> None:
        await asyncio.Event().wait()  # an unavailable database may come back

    async def close(self) -> None:
        await self._follower.stop()
        await self.database.close()
