"""The shelf as a TinyDB table: a document's id is the number of its log entry.

The table is the log: for each document the latest entry, in the order of numbers.
"""

from collections.abc import AsyncIterator, Sequence
from functools import partial

from facts.store.shelf import (
    DELETIONS_KEPT,
    Delete,
    Put,
    Shelf,
    ShelfChange,
    ShelfDocument,
    ShelfLogCutError,
    planned,
)
from facts.store.tinydb import tables
from facts.store.tinydb.access import Access, MemoryAccess
from facts.store.tinydb.state import State
from facts.store.tinydb.table import Document, RowTable, RowTinyDB
from facts.store.tinydb.tables import place_of

_PAGE = 200


class TableShelf(Shelf):
    """A Shelf on the tables of ``access``."""

    def __init__(self, access: Access | MemoryAccess) -> None:
        self._access = access

    async def get(self, kind: str, key: str) -> ShelfDocument | None:
        place = place_of(kind, key)
        return self._access.read_now(lambda state: _documents(state, "place", place)).get(key)

    async def items(self, kind: str) -> dict[str, ShelfDocument]:
        return await self._access.read(lambda state: _documents(state, "kind", kind))

    async def keep(self, steps: Sequence[Put | Delete]) -> int:
        if not steps:
            return await self.last_change()
        return await self._access.write(lambda state: keep(state.db, steps))

    async def kinds(self) -> frozenset[str]:
        return await self._access.read(lambda state: frozenset(_shelf(state.db).values("kind")))

    async def changes(self, after: int = 0) -> AsyncIterator[ShelfChange]:
        while True:
            page = await self._access.read(partial(_told, after=after))
            for change in page:
                yield change
            if len(page) < _PAGE:
                return
            after = page[-1].number

    async def last_change(self) -> int:
        return self._access.read_now(lambda state: _shelf(state.db).last_id())


def keep(db: RowTinyDB, steps: Sequence[Put | Delete]) -> int:
    """Execute all ``steps``; returns the log's newest number. Inside a transaction. Raises
    StaleDocument.
    """
    table = _shelf(db)
    last = table.last_id()
    number = last + len(steps)
    present: dict[tuple[str, str], int] = {}
    outdated: list[int] = []
    for at in {(step.kind, step.key): None for step in steps}:
        known = table.ids_by("place", place_of(*at))
        present[at] = known[0] if known else 0
        outdated += known or table.ids_by("deleted", place_of(*at))
    latest = planned(steps, present, last)
    forgotten = number - DELETIONS_KEPT
    if forgotten > 0:
        outdated += [one for one in table.ids_by("mark", 1, limit=_PAGE) if one <= forgotten]
    tables.insert_new(table, map(entry_of, latest))
    table.remove(doc_ids=outdated)
    return number


def keep_number(table: RowTable, number: int) -> None:
    """Keep ``number`` as the log's newest, also if no entry has it: the next one has to be new."""
    if number > table.last_id():
        table.insert(entry_of(ShelfChange(number, "", "", None)))


def entry_of(change: ShelfChange) -> Document:
    """A log entry as it is stored."""
    kept = None if change.document is None else dict(change.document)
    return Document({"kind": change.kind, "key": change.key, "document": kept}, change.number)


def change_of(entry: Document) -> ShelfChange:
    """The log entry that is stored so."""
    document = entry["document"]
    kept = None if document is None else ShelfDocument(document, entry.doc_id)
    return ShelfChange(entry.doc_id, entry["kind"], entry["key"], kept)


def _documents(state: State, index: str, value: str) -> dict[str, ShelfDocument]:
    """Those with ``value`` in an index, by key."""
    table = _shelf(state.db)
    found = table.get(doc_ids=table.ids_by(index, value))
    return {one["key"]: ShelfDocument(one["document"], one.doc_id) for one in found}


def _told(state: State, after: int) -> list[ShelfChange]:
    """The next page of the log. Raises ShelfLogCutError."""
    table = _shelf(state.db)
    cut = max((one["shelf"] for one in state.db.table(tables.REMOVALS)), default=0)
    if after < max(cut, table.last_id() - DELETIONS_KEPT):
        raise ShelfLogCutError
    return [*map(change_of, table.get(doc_ids=table.ids(after, _PAGE)))]


def _shelf(db: RowTinyDB) -> RowTable:
    return db.table(tables.SHELF)
