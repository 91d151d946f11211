"""The TinyDB tables of the store, and the look-up indexes of each."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, cast

from facts.store.keys import keys_of
from facts.store.tinydb.rows import Indexer, Key
from facts.store.tinydb.sql_views import keep_views
from facts.store.tinydb.sqlite import ErrorSentences
from facts.store.tinydb.storage import SQLiteStorage
from facts.store.tinydb.table import RowTinyDB

# The present facts, by id.
FACTS = "facts"
# Facts that were merged into others: in no list and no look-up.
MERGED = "merged"
# The log, by number. Each change has the fact's state before it, so that every revision is stored
# once: the state after it is the one before the fact's next change, or the present one.
CHANGES = "changes"
# The changes by idempotency key.
ONCE = "once"
# The position of each consumer of a log.
CURSORS = "cursors"
# The shelf's documents, by log number; deleted ones leave a mark.
SHELF = "shelf"
# Records of erasures and redactions, without the texts.
REMOVALS = "removals"


def _shelf_keys(document: Mapping[str, Any]) -> Iterable[Key]:
    place = place_of(document["kind"], document["key"])
    if document["document"] is None:
        return [("deleted", place), ("mark", 1)]
    return [("place", place), ("kind", document["kind"])]


INDEXES: dict[str, Indexer] = {
    FACTS: keys_of,
    CHANGES: lambda document: [("fact", document["fact_id"]), ("desk", document["desk"])],
    ONCE: lambda document: [("name", document["name"])],
    CURSORS: lambda document: [("consumer", document["consumer"])],
    SHELF: _shelf_keys,
}


# An index of facts by the time of their last change, which the log tells as well: its entries in
# stores made before November 2026 would be taken for damage.
_RETIRED = "changed"
# The fields required in every document of a table.
_PARTS = {
    FACTS: ("claim", "sources", "desk", "changed_at"),
    CHANGES: ("number", "fact_id", "desk", "at"),
    ONCE: ("name", "first", "last"),
    CURSORS: ("consumer", "after"),
    SHELF: ("kind", "key", "document"),
    REMOVALS: ("what", "text", "at", "shelf", "editor", "finished"),
}


def open_tables(path: Path | None, *, read_only: bool = False) -> RowTinyDB:
    """The TinyDB database in ``path`` (None: in memory), with tables and views. Raises as
    ``connect`` does.
    """
    db = RowTinyDB(path, read_only=read_only, indexes=INDEXES, parts=_PARTS)
    if read_only:
        return db
    storage = cast("SQLiteStorage", db.storage)
    try:
        with ErrorSentences(storage.path), storage.transaction():
            for name in (FACTS, MERGED, CHANGES, ONCE, CURSORS, SHELF, REMOVALS):
                rows = storage.rows(name, make=True)
                if name == FACTS:
                    rows.forget(_RETIRED)
            keep_views(storage.connection)
    except BaseException:
        db.close()
        raise
    return db


def place_of(kind: str, key: str) -> str:
    """One text for kind and key, for indexing."""
    return f"{kind}\0{key}"


def replaced_by(document: Mapping[str, Any]) -> Callable[[MutableMapping[str, Any]], None]:
    """An operation for ``Table.update`` that replaces the whole document."""

    def replace(present: MutableMapping[str, Any]) -> None:
        present.clear()
        present.update(document)

    return replace
