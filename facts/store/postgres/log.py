"""Writing to the change log: one writer at a time, so that numbers are in commit order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from facts.model import Change, Fact
from facts.store.planning import Plan, parts_of
from facts.store.postgres import rows
from facts.store.postgres.database import Session
from facts.store.protocol import RETURNED, Add, Write

PAGE = 200


@dataclass(slots=True)
class LogWriter:
    """The log, locked from ``locked`` until the end of the transaction."""

    session: Session
    last_change: int
    last_id: int
    at: datetime

    @classmethod
    async def locked(cls, session: Session, at: datetime) -> Self:
        """Lock the log. Changes get the time ``at``, or that of the last change if it is later."""
        counters = {row["name"]: row["value"] for row in await session.rows("lock_log")}
        last = await session.row("last_time", number=counters["change"])
        at = at if last is None else max(at, last["at"])
        return cls(session, counters["change"], counters["fact"], at)

    async def apply(
        self, writes: Iterable[Write], *, editor: str, reason: str | None, once: str | None
    ) -> tuple[Change, ...]:
        """Plan and write ``writes``. Raises UnknownFact, StaleRevision."""
        first = self.last_change + 1
        made: list[Change] = []
        for part in parts_of(writes):
            ids = [write.fact_id for write in part if not isinstance(write, Add)]
            plan = await self.plan(ids, editor, reason)
            planned = plan.changes(part)
            await rows.write(self.session, planned)
            self.last_change, self.last_id = plan.last_change, plan.last_id
            made = [*made, *planned][-RETURNED:]
        if not made:
            await self.plan((), editor, reason)  # rejects a signature that is too long
        else:
            await self.close(first, once)
        return tuple(made)

    async def plan(self, fact_ids: Sequence[int], editor: str, reason: str | None) -> Plan:
        """A plan with the facts of those ids and their histories."""
        found = await self.session.rows("facts_by_id", ids=list(fact_ids)) if fact_ids else []
        facts: dict[int, Fact] = {row["id"]: rows.fact_of(row) for row in found}
        histories: dict[int, list[Change]] = {}
        for row in await self.session.rows("histories", ids=list(fact_ids)) if fact_ids else []:
            change = rows.change_of(row)
            histories.setdefault(change.fact_id, []).append(change)
        return Plan(
            facts.get,
            lambda fact_id: histories.get(fact_id, []),
            self.last_change,
            self.last_id,
            editor,
            self.at,
            reason,
        )

    async def close(self, first: int, once: str | None) -> None:
        """Record the step, from change ``first`` on, and notify the followers."""
        if once is not None:
            await self.session.do("add_step", name=once, first=first, last=self.last_change)
        await self.session.do("set_counter", name="change", value=self.last_change)
        await self.session.do("set_counter", name="fact", value=self.last_id)
        await self.session.do("announce", what="change")


async def step_of(session: Session, once: str) -> tuple[Change, ...]:
    """The changes made under that idempotency key; empty if there are none."""
    done = await session.row("step", name=once)
    if done is None:
        return ()
    first, last = max(done["first"], done["last"] + 1 - RETURNED), done["last"]
    found = await session.rows("changes_between", first=first, last=last)
    return tuple(map(rows.change_of, found))
