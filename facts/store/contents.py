"""What a tiny store's tables hold, as facts and changes, and the indexes over them.

The table ``facts`` has each fact as it is, ``changes`` each change with the state *before* it. So
every revision is kept once: the state after a change is the one before the fact's next change, or
the present one. ``merged`` has the facts that others answer for, ``once`` which changes a named
step made, ``cursors`` how far each consumer of the log has come, ``erasures`` when a person's name
was taken out of the log.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, overload

import orjson

from facts.model import Change, DeskId, Fact
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
ERASURES = "erasures"
_DECODED = 2_000
_SORTED_AT_ONCE = 5_000


class Contents:
    """Facts and changes over ``tables``, which ``take`` changes."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._histories: dict[int, tuple[int, ...]] = {}
        # The log's numbers and its times, which never go back, in seconds since 1970.
        self._numbers = array("q")
        self._times = array("d")
        self._decoded: OrderedDict[int, Fact] = OrderedDict()
        self._lookups = Lookups()
        self._indexed = 0
        self.last_change = 0
        self.last_id = 0
        log = tables.lines(CHANGES)
        # In order already, unless a repair put lines together.
        for number in sorted(log, key=int):
            values = orjson.loads(records.document(log[number]))
            at = datetime.fromisoformat(values["at"])
            self._note(values["number"], values["fact_id"], at)

    def index(self, count: int) -> bool:
        """Take the next ``count`` facts into the indexes; False when none is left.

        They are made when something is looked up for the first time, some facts at a turn, and
        kept in step from then on.
        """
        if self._indexed >= self.last_id:
            return False
        for fact_id in range(self._indexed + 1, min(self._indexed + count, self.last_id) + 1):
            self._indexed = fact_id
            self._enter(fact_id)
        return True

    def steps(self, change: Change) -> tuple[Record, ...]:
        """The records that make ``change`` hold."""
        fact_id = str(change.fact_id)
        old, new = _table(change.before), _table(change.after)
        state = [records.gone(old, fact_id)] if old is not None and old != new else []
        if new is not None and change.after is not None:
            state.append(records.put(new, fact_id, to_json(change.after)))
        text = change.model_dump_json(exclude_defaults=True, exclude={"after"}).encode()
        return *state, records.put(CHANGES, str(change.number), text)

    def step_done(self, once: str, first: int, last: int) -> Record:
        """The record that the step named ``once`` made the changes from ``first`` to ``last``."""
        return records.put(ONCE, once, orjson.dumps({"first": first, "last": last}))

    def done(self, once: str) -> Sequence[Change]:
        """The changes that the step named ``once`` made; none where there was no such step."""
        line = self._tables.lines(ONCE).get(once)
        if line is None:
            return ()
        span = orjson.loads(records.document(line))
        return Logged(self, span["first"], span["last"])

    def take(self, change: Change, steps: Sequence[Record]) -> None:
        """Let a change hold that is durable by now."""
        fact_id = change.fact_id
        indexed = fact_id <= self._indexed or self._indexed == self.last_id > 0
        if indexed and _table(change.before) == FACTS:
            self._lookups.remove(fact_id, self._keys(fact_id))
        self._tables.take(steps)
        self._decoded.pop(fact_id, None)
        self._note(change.number, fact_id, change.at)
        if indexed:
            self._indexed = max(self._indexed, fact_id)
            self._enter(fact_id)

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

    def count(self, desks: Collection[DeskId] | None) -> int:
        return len(self._tables.lines(FACTS)) if desks is None else self._lookups.count(desks)

    def find(self, having: Having) -> Iterator[Sequence[int]]:
        """The ids of the facts that may have what is asked, in order, in parts of little work.

        An id of a fact that was removed may be among them.
        """
        found = self._lookups.having(having)
        first = 0
        if having.changed_since is not None:
            place = bisect_left(self._times, having.changed_since.timestamp())
            recent = self._numbers[place:]
            if len(recent) <= _SORTED_AT_ONCE:
                changed = {int(self._said(number)["fact_id"]) for number in recent}
                found = changed if found is None else changed.intersection(found)
            else:
                first = recent[0]
        windows: Iterable[Collection[int]]
        if found is not None and len(found) <= _SORTED_AT_ONCE:
            windows = [sorted(found)]
        else:
            starts = range(1, self.last_id + 1, _SORTED_AT_ONCE)
            windows = (range(n, min(n + _SORTED_AT_ONCE, self.last_id + 1)) for n in starts)
        for window in windows:
            yield [
                one
                for one in window
                if (found is None or one in found) and self._histories.get(one, (0,))[-1] >= first
            ]

    def history(self, fact_id: int) -> tuple[Change, ...]:
        """The fact's changes, in order."""
        return tuple(map(self.change, self._histories.get(fact_id, ())))

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

    def _enter(self, fact_id: int) -> None:
        if str(fact_id) in self._tables.lines(FACTS):
            self._lookups.put(fact_id, self._keys(fact_id))

    def _keys(self, fact_id: int) -> Keys:
        line = self._tables.lines(FACTS)[str(fact_id)]
        return keys_of(orjson.loads(records.document(line)))

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


class Logged(Sequence[Change]):
    """The changes from number ``first`` to ``last``, each read from the log when asked for."""

    def __init__(self, contents: Contents, first: int, last: int) -> None:
        self._contents = contents
        self._numbers = range(first, last + 1)

    @overload
    def __getitem__(self, place: int) -> Change: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Change]: ...
    def __getitem__(self, place: int | slice) -> Change | Sequence[Change]:
        if isinstance(place, slice):
            return [self._contents.change(number) for number in self._numbers[place]]
        return self._contents.change(self._numbers[place])

    def __len__(self) -> int:
        return len(self._numbers)


def _table(fact: Fact | None) -> str | None:
    """The table that has a fact in that state."""
    if fact is None:
        return None
    return FACTS if fact.merged_into is None else MERGED
