"""The TinyDB tables of the store, and the look-up indexes of each."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from facts.store.keys import keys_of
from facts.store.tinydb.rows import Indexer, Key
from facts.store.tinydb.sqlite import sentences
from facts.store.tinydb.storage import SQLiteStorage
from facts.store.tinydb.table import RowTinyDB
from facts.store.tinydb.views import VIEWS

# The facts as they are now, by their id.
FACTS = "facts"
# Those that others answer for since they were merged: in no list and no look-up.
MERGED = "merged"
# The log, by number. Each change has the fact's state before it, so that every revision is kept
# once: the state after it is the one before the fact's next change, or the present one.
CHANGES = "changes"
# Which changes a named step made.
ONCE = "once"
# How far each consumer of a log has come.
CURSORS = "cursors"
# The small documents, by the number of the shelf's log that wrote them; deleted ones leave a mark.
SHELF = "shelf"
# When a name was erased or a text redacted, without either.
REMOVALS = "removals"


def _fact_keys(document: Mapping[str, Any]) -> Iterable[Key]:
    changed = datetime.fromisoformat(document["changed_at"]).timestamp()
    return {*keys_of(document), ("changed", changed)}


def _shelf_keys(document: Mapping[str, Any]) -> Iterable[Key]:
    place = place_of(document["kind"], document["key"])
    if document["document"] is None:
        return [("deleted", place), ("mark", 1)]
    return [("place", place), ("kind", document["kind"])]


INDEXES: dict[str, Indexer] = {
    FACTS: _fact_keys,
    CHANGES: lambda document: [("fact", document["fact_id"])],
    ONCE: lambda document: [("name", document["name"])],
    CURSORS: lambda document: [("consumer", document["consumer"])],
    SHELF: _shelf_keys,
}


def open_tables(path: Path, *, read_only: bool = False) -> RowTinyDB:
    """The TinyDB of the store in ``path``, with tables and views. Raises as ``connect`` does."""
    db = RowTinyDB(path, read_only=read_only, indexes=INDEXES)
    if read_only:
        return db
    storage = cast("SQLiteStorage", db.storage)
    try:
        with sentences(path), storage.transaction():
            for name in (FACTS, MERGED, CHANGES, ONCE, CURSORS, SHELF, REMOVALS):
                storage.rows(name, make=True)
            for view in VIEWS:
                storage.connection.execute(view)
    except BaseException:
        db.close()
        raise
    return db


def place_of(kind: str, key: str) -> str:
    """One text for a kind and a key."""
    return f"{kind}\0{key}"


def replaced_by(document: Mapping[str, Any]) -> Callable[[MutableMapping[str, Any]], None]:
    """An operation for ``Table.update``: the whole document is another one from now on."""

    def replace(present: MutableMapping[str, Any]) -> None:
        present.clear()
        present.update(document)

    return replace
