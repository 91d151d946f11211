"""The TinyDB tables of the store, their look-up indexes, and facts and changes as documents."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import orjson
from pydantic import BaseModel, ValidationError

from facts.model import Change, Fact
from facts.store.keys import keys_of
from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.rows import Indexer, Key
from facts.store.tinydb.sql_views import keep_views
from facts.store.tinydb.sqlite import FORMAT, ErrorSentences, damaged
from facts.store.tinydb.storage import SQLiteStorage
from facts.store.tinydb.table import Document, RowTable, RowTinyDB

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


_TABLES = (FACTS, MERGED, CHANGES, ONCE, CURSORS, SHELF, REMOVALS)
INDEXES: dict[str, Indexer] = {
    FACTS: keys_of,
    CHANGES: lambda document: [("fact", document["fact_id"]), ("desk", document["desk"])],
    ONCE: lambda document: [("name", document["name"])],
    CURSORS: lambda document: [("consumer", document["consumer"])],
    SHELF: _shelf_keys,
}


# Larger facts are not kept in memory, in bytes of their documents.
_LARGE = 20_000
# The fields required in every document of a table.
_OF_FACTS = ("claim", "sources", "desk", "changed_at")
_PARTS = {
    FACTS: _OF_FACTS,
    MERGED: _OF_FACTS,
    CHANGES: ("number", "fact_id", "desk", "at"),
    ONCE: ("name", "first", "last"),
    CURSORS: ("consumer", "after"),
    SHELF: ("kind", "key", "document"),
    REMOVALS: ("what", "text", "at", "shelf", "editor", "finished"),
}


def open_tables(path: Path | None, *, read_only: bool = False) -> RowTinyDB:
    """The TinyDB database in ``path`` (None: in memory), with tables and views. Raises as
    ``connect`` does, and StoreUnavailable if tables are lost.
    """
    db = RowTinyDB(path, read_only=read_only, indexes=INDEXES, parts=_PARTS)
    storage = cast("SQLiteStorage", db.storage)
    try:
        with nullcontext() if read_only else storage.transaction():
            if read_only or storage.format():
                _expect_tables(storage)
            else:
                for name in _TABLES:
                    storage.rows(name, make=True)
                storage.set_format(FORMAT)
            if not read_only:
                with ErrorSentences(storage.path):
                    keep_views(storage.connection)
    except BaseException:
        db.close()
        raise
    return db


def _expect_tables(storage: SQLiteStorage) -> None:
    """A store that was made whole has all of them: it is not begun anew."""
    if not storage.format():
        raise StoreUnavailable(
            f"The store {storage.path} is still being made. Try again in a moment, or start the "
            "bot."
        )
    if any(storage.rows(name).stored_as is None for name in _TABLES):
        raise StoreUnavailable(
            f"The store {storage.path} has no tables any more: another program dropped them. "
            "Nothing was changed. Restore the newest backup: python -m facts restore FILE"
        )


def place_of(kind: str, key: str) -> str:
    """One text for kind and key, for indexing."""
    return f"{kind}\0{key}"


def insert_new(table: RowTable, documents: Iterable[Document]) -> None:
    """Insert documents with ids above the largest. Raises StoreUnavailable if one is taken: then
    the table is damaged.
    """
    try:
        table.insert_multiple(documents)
    except ValueError as error:
        raise damaged(table.storage.path) from error


def replaced_by(document: Mapping[str, Any]) -> Callable[[MutableMapping[str, Any]], None]:
    """An operation for ``Table.update`` that replaces the whole document."""

    def replace(present: MutableMapping[str, Any]) -> None:
        present.clear()
        present.update(document)

    return replace


def to_json(model: BaseModel) -> dict[str, Any]:
    """A model as a document, without fields that have their default."""
    return model.model_dump(mode="json", exclude_defaults=True)


def entry_of(change: Change, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """The log entry; ``before`` is the document of the state before it, if that was read."""
    # Done by hand: pydantic's traversal would take half the time of a bulk import.
    document: dict[str, Any] = {
        "number": change.number,
        "kind": change.kind.value,
        "fact_id": change.fact_id,
        "desk": change.desk,
        "revision": change.revision,
        "editor": change.editor,
        "at": change.at.isoformat(),
    }
    if change.reason is not None:
        document["reason"] = change.reason
    if change.before is not None:
        document["before"] = before or to_json(change.before)
    if change.after is None:
        document["gone"] = True
    return document


def change_of(values: Document, before: Fact | None, after: Fact | None) -> Change:
    """The change that is stored so, with the states before and after it."""
    said = {name: value for name, value in values.items() if name not in ("gone", "desk")}
    try:
        change = Change.model_validate(said | {"before": before, "after": after})
    except ValidationError as error:
        raise _unfit(
            f"Change {values.doc_id}", error.errors(include_url=False)[0]["msg"]
        ) from error
    if change.number != values.doc_id:
        raise _unfit(f"Change {values.doc_id}", f"it has the number {change.number}")
    return change


def before_in(entry: Mapping[str, Any]) -> Fact | None:
    """The state before a change, from its log entry."""
    before = entry.get("before")
    return None if before is None else fact_of(before)


def fact_of(values: Mapping[str, Any]) -> Fact:
    """The fact that is stored so. Raises StoreUnavailable if it is damaged, as all of these do."""
    try:
        return Fact.model_validate(values)
    except ValidationError as error:
        raise _unfit(
            f"Fact {values.get('id')}", error.errors(include_url=False)[0]["msg"]
        ) from error


def cached_fact(values: Mapping[str, Any]) -> Fact:
    """``fact_of`` for single facts: one that was shown is soon changed or shown again."""
    try:
        text = orjson.dumps(values)
    except TypeError:  # damaged: integers of more than 64 bits, say
        return fact_of(values)
    return _validated(text) if len(text) < _LARGE else fact_of(values)


@lru_cache(maxsize=128)
def _validated(text: bytes) -> Fact:
    return fact_of(orjson.loads(text))


def _unfit(what: str, why: str) -> StoreUnavailable:
    return StoreUnavailable(f"{what} in the store is damaged: {why}. Run: python -m facts check")
