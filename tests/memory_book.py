"""The state that follows from a change log, kept in memory as objects."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from facts.model import Change, DeskId, Fact
from facts.store.keys import asked, keys_of
from facts.store.planning import Plan
from facts.store.protocol import Having, Write
from facts.store.removals import Removal, TextRemoval


class Book:
    """The log and the present facts. ``plan`` decides what writes mean, ``commit`` takes them in.

    A store makes the planned changes durable between the two.
    """

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self._log: list[Change] = []
        self._facts: dict[int, Fact] = {}
        self._merged: dict[int, Fact] = {}
        self._counts: dict[DeskId, int] = {}
        self._cursors: dict[str, int] = {}
        self._last_id = 0
        self.commit(changes)

    def plan(
        self, writes: Iterable[Write], *, editor: str, at: datetime, reason: str | None
    ) -> tuple[Change, ...]:
        """The changes that ``writes`` amount to, numbered after the log; nothing is kept yet.

        Raises UnknownFact, StaleRevision.
        """
        at = self._not_before_last(at)
        plan = Plan(self.get, self.history, len(self._log), self._last_id, editor, at, reason)
        return tuple(plan.changes(writes))

    def commit(self, changes: Iterable[Change]) -> None:
        """Take planned, or stored, changes into the log and the present state."""
        for change in changes:
            self._log.append(change)
            self._last_id = max(self._last_id, change.fact_id)
            gone = self._facts.pop(change.fact_id, None)
            self._merged.pop(change.fact_id, None)
            if gone is not None:
                self._counts[gone.desk] -= 1
            if change.after is None:
                continue
            if change.after.merged_into is not None:
                self._merged[change.fact_id] = change.after
                continue
            self._facts[change.fact_id] = change.after
            self._counts[change.after.desk] = self._counts.get(change.after.desk, 0) + 1

    def get(self, fact_id: int) -> Fact | None:
        return self._facts.get(fact_id) or self._merged.get(fact_id)

    def facts(self, desks: Collection[DeskId] | None) -> Iterator[Fact]:
        for _, fact in sorted(self._facts.items()):
            if desks is None or fact.desk in desks:
                yield fact

    def count(self, desks: Collection[DeskId] | None) -> int:
        if desks is None:
            return len(self._facts)
        return sum(self._counts.get(desk, 0) for desk in set(desks))

    def find(self, having: Having) -> Iterator[Fact]:
        wanted = set(asked(having))
        for fact in self.facts(having.desks):
            if wanted <= keys_of(fact.model_dump(mode="json", exclude_defaults=True)):
                yield fact

    def history(self, fact_id: int) -> tuple[Change, ...]:
        return tuple(change for change in self._log if change.fact_id == fact_id)

    def take_out(self, removal: Removal) -> int:
        """Take a name out of all changes, or a text out of a fact's; in how many it was."""
        fact_id, count = removal.record.get("fact_id"), 0
        for place, change in enumerate(self._log):
            entry = change.model_dump(mode="json", exclude_defaults=True)
            if fact_id in (None, change.fact_id) and (left := removal.entry(entry)) != entry:
                self._log[place] = Change.model_validate(left)
                count += 1
        for facts in (self._facts, self._merged):
            for known in facts:
                now = self.history(known)[-1].after
                assert now is not None
                facts[known] = now
        return count

    def redact(self, removal: TextRemoval, at: datetime) -> Change:
        """Take texts out of a fact, and log that. Raises NothingToRedact."""
        fact_id, editor, reason = (removal.record[p] for p in ("fact_id", "editor", "reason"))
        at = self._not_before_last(at)
        plan = Plan(self.get, self.history, len(self._log), self._last_id, editor, at, reason)
        change = plan.redacted(fact_id, self.take_out(removal))
        self.commit([change])
        return change

    def _not_before_last(self, at: datetime) -> datetime:
        return max(at, self._log[-1].at) if self._log else at

    def cursor(self, consumer: str) -> int:
        return self._cursors.get(consumer, 0)

    def move_cursor(self, consumer: str, number: int) -> None:
        self._cursors[consumer] = number

    def changes(self, after: int) -> Iterator[Change]:
        yield from self._log[after:]

    def change(self, number: int) -> Change | None:
        return self._log[number - 1] if 1 <= number <= len(self._log) else None

    def last_change(self) -> int:
        return len(self._log)
