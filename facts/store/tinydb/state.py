"""Reads and writes facts and changes in the tables. For one thread at a time."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, cast

from facts.model import Change, DeskId, Fact
from facts.store.keys import asked
from facts.store.planning import Plan
from facts.store.protocol import RETURNED, Having
from facts.store.tinydb import tables
from facts.store.tinydb.sqlite import damaged
from facts.store.tinydb.storage import SQLiteStorage
from facts.store.tinydb.table import Document, RowTable, RowTinyDB

_PAGE = 100
# Values that more facts have are not counted further, to find the rarest.
_MANY = 1_000
# The first page is small, so that looking for one fact does not read a hundred.
_FIRST_PAGE = 8


class State:
    """The content of ``db`` as objects."""

    def __init__(self, db: RowTinyDB) -> None:
        self.db = db
        self.storage = cast("SQLiteStorage", db.storage)
        self._facts = db.table(tables.FACTS)
        self._merged = db.table(tables.MERGED)
        self._changes = db.table(tables.CHANGES)
        self._once = db.table(tables.ONCE)
        self._cursors = db.table(tables.CURSORS)
        # The stored documents of facts that are about to be changed.
        self._read: dict[int, dict[str, Any]] = {}

    def get(self, fact_id: int) -> Fact | None:
        values = self._present(fact_id)
        return None if values is None else tables.cached_fact(values)

    def several(self, fact_ids: Sequence[int]) -> list[Fact]:
        """Those of the facts that exist, by id."""
        return [tables.fact_of(values) for values in self._facts.get(doc_ids=list(fact_ids))]

    def find(self, having: Having) -> Iterator[list[int]]:
        """The ids of the facts that match the criteria, ascending, in pages of growing size.

        Other writes may happen between two pages.
        """
        found, size = self._having(having), _FIRST_PAGE
        while page := list(islice(found, size)):
            yield page
            size = min(2 * size, _PAGE)

    def count(self, desks: Collection[DeskId] | None) -> int:
        if desks is None:
            return len(self._facts)
        return sum(self._facts.count_by("desk", desk) for desk in set(desks))

    def change(self, number: int) -> Change | None:
        """The change with that number, and the states before and after it."""
        values = self._changes.get(doc_id=number)
        return None if values is None else self._whole(values)

    def changes(self, after: int) -> list[Change]:
        """The next changes of the log, one page."""
        found = self._changes.get(doc_ids=self._changes.ids(after, _PAGE))
        return [self._whole(values) for values in found]

    def desk_changes(self, desk: DeskId, before: int, limit: int) -> list[Change]:
        """The newest changes of a desk with numbers below ``before``, newest first."""
        numbers = self._changes.newest_by("desk", desk, before, limit)
        return [self._whole(values) for values in reversed(self._changes.get(doc_ids=numbers))]

    def history(self, fact_id: int) -> tuple[Change, ...]:
        """The fact's changes, oldest first."""
        found = self._changes.get(doc_ids=self._changes.ids_by("fact", fact_id))
        states = [tables.before_in(values) for values in found]
        states.append(self.get(fact_id))
        return tuple(
            tables.change_of(
                values, states[place], None if values.get("gone") else states[place + 1]
            )
            for place, values in enumerate(found)
        )

    def last_change(self) -> int:
        return self._changes.last_id()

    def last_fact(self) -> int:
        """The largest fact id ever assigned."""
        return self._changes.largest("fact") or 0

    def plan(self, editor: str, at: datetime, reason: str | None = None) -> Plan:
        """A plan for the next changes, at ``at`` or at the time of the last one if it is later."""
        last = self._changes.newest()
        at = at if last is None else max(at, self._time(last))
        number = last.doc_id if last is not None else 0
        self._read.clear()
        return Plan(self._expected, self.history, number, self.last_fact(), editor, at, reason)

    def cursor(self, consumer: str) -> int:
        known = self._cursors.get(doc_ids=self._cursors.ids_by("consumer", consumer))
        return known[0]["after"] if known else 0

    def move_cursor(self, consumer: str, number: int) -> None:
        document = {"consumer": consumer, "after": number}
        known = self._cursors.ids_by("consumer", consumer)
        if known:
            self._cursors.update(document, doc_ids=known)
        else:
            self._cursors.insert(document)

    def done(self, once: str) -> tuple[Change, ...]:
        """What ``apply`` returned under the idempotency key ``once``; empty if it was not."""
        known = self._once.get(doc_ids=self._once.ids_by("name", once))
        if not known:
            return ()
        first, last = known[0]["first"], known[0]["last"]
        numbers = range(max(first, last + 1 - RETURNED), last + 1)
        return tuple(map(self._whole, self._changes.get(doc_ids=numbers)))

    def note_done(self, once: str, first: int, last: int) -> None:
        self._once.insert({"name": once, "first": first, "last": last})

    def write(self, changes: Sequence[Change]) -> None:
        """Write planned changes. Inside a transaction."""
        steps: dict[int, tuple[Fact | None, Fact | None]] = {}
        for change in changes:
            before, _ = steps.get(change.fact_id, (change.before, None))
            steps[change.fact_id] = before, change.after
        gone: dict[RowTable, list[int]] = {}
        new: dict[RowTable, list[Document]] = {}
        for fact_id, (before, after) in steps.items():
            was, stays = self._table(before), self._table(after)
            document = {} if after is None else tables.to_json(after)
            if was is not None and was is stays:
                was.update(tables.replaced_by(document), doc_ids=[fact_id])
                continue
            if was is not None:
                gone.setdefault(was, []).append(fact_id)
            if stays is not None:
                new.setdefault(stays, []).append(Document(document, fact_id))
        for table, ids in gone.items():
            table.remove(doc_ids=ids)
        for table, documents in new.items():
            tables.insert_new(table, documents)
        tables.insert_new(
            self._changes,
            [
                Document(tables.entry_of(one, self._read.pop(one.fact_id, None)), one.number)
                for one in changes
            ],
        )

    def _present(self, fact_id: int) -> Document | None:
        found = self._facts.get(doc_id=fact_id) or self._merged.get(doc_id=fact_id)
        return cast("Document | None", found)

    def _expected(self, fact_id: int) -> Fact | None:
        """``get``, keeping the document for the log entry of the fact's next change."""
        values = self._present(fact_id)
        if values is None:
            return None
        self._read[fact_id] = dict(values)
        return tables.cached_fact(values)

    def _table(self, fact: Fact | None) -> RowTable | None:
        """The table for a fact in that state."""
        if fact is None:
            return None
        return self._facts if fact.merged_into is None else self._merged

    def _having(self, having: Having) -> Iterator[int]:
        required = [[key] for key in asked(having)]
        if having.desks is not None:
            required.append([("desk", desk) for desk in sorted(set(having.desks))])
        if not required:
            return self._paged(None, [])
        if [] in required:
            return iter(())
        if len(required) > 1:
            count = self._facts.count_by
            # The rarest first: of a small desk's facts, not of all facts that were denied.
            required.sort(key=lambda keys: sum(count(name, value, _MANY) for name, value in keys))
        first, *others = required
        also = [(keys[0][0], [value for _, value in keys]) for keys in others]
        # Sorted by id, however many there are and of whichever desks.
        return merge(*(self._paged(key, also) for key in first))

    def _paged(
        self, key: tuple[str, str] | None, also: Sequence[tuple[str, Sequence[str]]]
    ) -> Iterator[int]:
        after = 0
        while True:
            if key is None:
                page = self._facts.ids(after, _PAGE)
            else:
                page = self._facts.ids_by(*key, also=also, after=after, limit=_PAGE)
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1]

    def _time(self, values: Document) -> datetime:
        try:
            return datetime.fromisoformat(values["at"])
        except (TypeError, ValueError) as error:
            raise damaged(self.storage.path) from error

    def _whole(self, values: Document) -> Change:
        before, after = tables.before_in(values), None
        if not values.get("gone"):
            later = self._changes.ids_by("fact", values["fact_id"], after=values["number"], limit=1)
            if later:
                after = tables.before_in(self._changes.get(doc_ids=later)[0])
            else:
                after = self.get(values["fact_id"])
        return tables.change_of(values, before, after)
