"""The state that follows from a change log, kept in memory: what every embedded store shares."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from facts.model import Change, ChangeKind, DeskId, Fact, FactDraft
from facts.store.protocol import Add, Edit, Remove, StaleRevision, UnknownFact, Write


class Book:
    """The log and the present facts. ``plan`` decides what writes mean, ``commit`` takes them in.

    A store makes the planned changes durable between the two.
    """

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self._log: list[Change] = []
        self._facts: dict[int, Fact] = {}
        self._counts: dict[DeskId, int] = {}
        self._last_id = 0
        self.commit(changes)

    def plan(
        self, writes: Sequence[Write], *, editor: str, at: datetime, reason: str | None
    ) -> tuple[Change, ...]:
        """The changes that ``writes`` amount to, numbered after the log; nothing is kept yet.

        Raises UnknownFact, StaleRevision.
        """
        planned: list[Change] = []
        pending: dict[int, Fact | None] = {}
        next_id = self._last_id + 1
        for write in writes:
            number = len(self._log) + len(planned) + 1
            if isinstance(write, Add):
                before, after = None, _first(write, next_id, at)
                kind, fact_id, next_id = ChangeKind.ADDED, next_id, next_id + 1
            else:
                fact_id = write.fact_id
                before = self._expected(write, pending)
                after = _edited(before, write, at) if isinstance(write, Edit) else None
                kind = ChangeKind.EDITED if after else ChangeKind.REMOVED
            pending[fact_id] = after
            planned.append(
                Change(
                    number=number,
                    kind=kind,
                    fact_id=fact_id,
                    revision=after.revision if after else write.revision + 1,  # type: ignore[union-attr]
                    editor=editor,
                    at=at,
                    reason=reason,
                    before=before,
                    after=after,
                )
            )
        return tuple(planned)

    def commit(self, changes: Iterable[Change]) -> None:
        """Take planned, or stored, changes into the log and the present state."""
        for change in changes:
            self._log.append(change)
            self._last_id = max(self._last_id, change.fact_id)
            if change.before is not None:
                self._counts[change.before.desk] -= 1
            if change.after is None:
                self._facts.pop(change.fact_id, None)
            else:
                self._facts[change.fact_id] = change.after
                self._counts[change.after.desk] = self._counts.get(change.after.desk, 0) + 1

    def get(self, fact_id: int) -> Fact | None:
        return self._facts.get(fact_id)

    def facts(self, desks: Collection[DeskId] | None) -> Iterator[Fact]:
        for fact in list(self._facts.values()):
            if desks is None or fact.desk in desks:
                yield fact

    def count(self, desks: Collection[DeskId] | None) -> int:
        if desks is None:
            return len(self._facts)
        return sum(self._counts.get(desk, 0) for desk in set(desks))

    def changes(self, after: int) -> Iterator[Change]:
        yield from self._log[after:]

    def last_change(self) -> int:
        return len(self._log)

    def _expected(self, write: Edit | Remove, pending: dict[int, Fact | None]) -> Fact:
        fact = pending.get(write.fact_id, self._facts.get(write.fact_id))
        if fact is None:
            raise UnknownFact(f"There is no fact {write.fact_id}.")
        if fact.revision != write.revision:
            raise StaleRevision(
                f"Fact {fact.id} is at revision {fact.revision} by now, and this change was made to "
                f"revision {write.revision}. Look at it again, then repeat the change."
            )
        return fact


def _content(draft: FactDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in FactDraft.model_fields}


def _first(write: Add, fact_id: int, at: datetime) -> Fact:
    return Fact.model_validate(
        _content(write.draft)
        | {"id": fact_id, "desk": write.desk, "revision": 1, "created_at": at, "changed_at": at}
    )


def _edited(before: Fact, write: Edit, at: datetime) -> Fact:
    return Fact.model_validate(
        _content(write.draft)
        | {
            "id": before.id,
            "desk": before.desk,
            "revision": before.revision + 1,
            "created_at": before.created_at,
            "changed_at": at,
        }
    )
