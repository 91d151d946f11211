"""What a tiny store's tables hold, as facts and changes, and the indexes over them.

The table ``facts`` has each fact as it is, ``changes`` each change with the state *before* it. So
every revision is kept once: the state after a change is the one before the fact's next change, or
the present one. ``merged`` has the facts that others answer for, ``once`` which changes a named
step made, ``cursors`` how far each consumer of the log has come.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from facts.model import Change, Fact
from facts.store.journal import records
from facts.store.journal.records import Record
from facts.store.journal.tables import Tables
from facts.store.lookups import Keys, Lookups, keys_of
from facts.store.protocol import Having
from facts.store.trusted import build, from_json, to_json

FACTS = "facts"
CHANGES = "changes"
CURSORS = "cursors"
MERGED = "merged"
ONCE = "once"
_DECODED = 2_000


class Contents:
    """Facts and changes over ``tables``, which ``take`` changes."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._histories: dict[int, tuple[int, ...]] = {}
        # The log's numbers and its times, which never go back, in seconds since 1970.
        self._numbers = array("q")
        self._times = array("d")
        self._decoded: OrderedDict[int, Fact] = OrderedDict()
        self.lookups = Lookups()
        self.last_change = 0
        self.last_id = 0
        for line in tables.lines(CHANGES).values():
            values = orjson.loads(records.document(line))
            at = datetime.fromisoformat(values["at"])
            self._note(values["number"], values["fact_id"], at)
        for line in tables.lines(FACTS).values():
            values = orjson.loads(records.document(line))
            self.lookups.put(values["id"], keys_of(values))

    def steps(self, change: Change) -> tuple[Record, ...]:
        """The records that make ``change`` hold."""
        fact_id = str(change.fact_id)
        old, new = _table(change.before), _table(change.after)
        state = [records.gone(old, fact_id)] if old is not None and old != new else []
        if new is not None and change.after is not None:
            state.append(records.put(new, fact_id, to_json(change.after)))
        text = change.model_dump_json(exclude_defaults=True, exclude={"after"}).encode()
        return *state, records.put(CHANGES, str(change.number), text)

    def step_done(self, once: str, changes: Sequence[Change]) -> Record:
        """The record that the step named ``once`` made ``changes``."""
        span = {"first": changes[0].number, "last": changes[-1].number}
        return records.put(ONCE, once, orjson.dumps(span))

    def done(self, once: str) -> tuple[Change, ...]:
        """The changes that the step named ``once`` made; none where there was no such step."""
        line = self._tables.lines(ONCE).get(once)
        if line is None:
            return ()
        span = orjson.loads(records.document(line))
        return tuple(map(self.change, range(span["first"], span["last"] + 1)))

    def take(self, change: Change, steps: Sequence[Record]) -> None:
        """Let a change hold that is durable by now."""
        old = self._keys(change.fact_id)
        if old is not None:
            self.lookups.remove(change.fact_id, old)
        self._tables.take(steps)
        self._decoded.pop(change.fact_id, None)
        new = self._keys(change.fact_id)
        if new is not None:
            self.lookups.put(change.fact_id, new)
        self._note(change.number, change.fact_id, change.at)

    def get(self, fact_id: int) -> Fact | None:
        fact = self._decoded.get(fact_id)
        if fact is not None:
            self._decoded.move_to_end(fact_id)
            return fact
        key = str(fact_id)
        line = self._tables.lines(FACTS).get(key) or self._tables.lines(MERGED).get(key)
        if line is None:
            return None
        fact = from_json(Fact, records.document(line))
        self._decoded[fact_id] = fact
        if len(self._decoded) > _DECODED:
            self._decoded.popitem(last=False)
        return fact

    def not_before_last(self, at: datetime) -> datetime:
        """``at``, or the time of the last change when that is later."""
        return max(at, datetime.fromtimestamp(self._times[-1], UTC)) if self._times else at

    def ids(self) -> list[int]:
        return sorted(map(int, self._tables.lines(FACTS)))

    def count(self) -> int:
        return len(self._tables.lines(FACTS))

    def find(self, having: Having) -> list[int]:
        """The ids of the facts that have what is asked, in order."""
        found = self.lookups.find(having)
        if having.changed_since is None:
            return self.ids() if found is None else found
        first = bisect_left(self._times, having.changed_since.timestamp())
        changed = {int(self._said(number)["fact_id"]) for number in self._numbers[first:]}
        present = changed if found is None else changed.intersection(found)
        facts = self._tables.lines(FACTS)
        return sorted(fact_id for fact_id in present if str(fact_id) in facts)

    def history(self, fact_id: int) -> tuple[int, ...]:
        """The numbers of the fact's changes, in order."""
        return self._histories.get(fact_id, ())

    def numbers_after(self, number: int) -> Sequence[int]:
        """The numbers of the changes after ``number``, in order."""
        return self._numbers[bisect_right(self._numbers, number) :]

    def change(self, number: int) -> Change:
        """The change of that number, with the states before and after it."""
        values = self._said(number)
        numbers = self._histories[values["fact_id"]]
        place = numbers.index(number) + 1
        if place == len(numbers):
            after = self.get(values["fact_id"])
        else:
            after = self._before(numbers[place])
        return build(Change, values).model_copy(update={"after": after})

    def cursor(self, consumer: str) -> int:
        line = self._tables.lines(CURSORS).get(consumer)
        return 0 if line is None else int(orjson.loads(records.document(line))["after"])

    def _before(self, number: int) -> Fact | None:
        values = self._said(number)
        return build(Fact, values["before"]) if "before" in values else None

    def _keys(self, fact_id: int) -> Keys | None:
        line = self._tables.lines(FACTS).get(str(fact_id))
        return None if line is None else keys_of(orjson.loads(records.document(line)))

    def _said(self, number: int) -> dict[str, Any]:
        values: dict[str, Any] = orjson.loads(
            records.document(self._tables.lines(CHANGES)[str(number)])
        )
        return values

    def _note(self, number: int, fact_id: int, at: datetime) -> None:
        self._histories[fact_id] = (*self._histories.get(fact_id, ()), number)
        self._numbers.append(number)
        self._times.append(at.timestamp())
        self.last_change = number
        self.last_id = max(self.last_id, fact_id)


def _table(fact: Fact | None) -> str | None:
    """The table that has a fact in that state."""
    if fact is None:
        return None
    return FACTS if fact.merged_into is None else MERGED
