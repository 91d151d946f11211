"""Overrides private methods of TinyDB, whose version is pinned for that reason.

``Table._update_table(updater)`` makes every change of a table: TinyDB passes ``updater`` a dict of
all documents and writes all of them back. Here the updater gets a draft that reads documents on
access and records which ones changed. ``_read_table`` and ``_get_next_id`` read the whole table in
TinyDB, and single rows here.
"""

import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from itertools import pairwise
from operator import gt, lt
from typing import Any, cast

from tinydb import TinyDB
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from facts.store.tinydb.rows import Id, Rows, id_of
from facts.store.tinydb.sqlite import damaged
from facts.store.tinydb.storage import SQLiteStorage

_TOUCHED: dict[Callable[..., Any], list[str]] = {
    Table._update_table: ["self", "updater"],  # noqa: SLF001 - this page is about them
    Table._read_table: ["self"],  # noqa: SLF001
    Table._get_next_id: ["self"],  # noqa: SLF001
}
if any(list(inspect.signature(one).parameters) != names for one, names in _TOUCHED.items()):
    raise ImportError("This version of TinyDB writes its tables in another way: pin tinydb<4.10")

ALL = 2**62
_ALSO = (
    " AND EXISTS (SELECT 1 FROM @_by"
    " WHERE name = ? AND value IN (SELECT value FROM json_each(?)) AND doc_id = a.doc_id)"
)


class _NoCache(LRUCache[Any, Any]):
    """A query cache that stores nothing: other processes write the same table."""

    def set(self, key: Any, value: Any) -> None:
        """Forget it at once."""


class RowTable(Table):
    """A TinyDB table that only reads and writes the rows affected."""

    query_cache_class = _NoCache

    @property
    def storage(self) -> SQLiteStorage:
        return cast("SQLiteStorage", self._storage)

    @property
    def rows(self) -> Rows:
        return self.storage.rows(self.name)

    def insert(self, document: Mapping[str, Any]) -> int:
        with self.storage.transaction():
            doc_id = super().insert(document)
            if isinstance(document, self.document_class):
                self.storage.set_next_id(self.name, None)
            return doc_id

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        with self.storage.transaction():
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[int]:
        with self.storage.transaction():
            return super().upsert(document, cond)

    def truncate(self) -> None:
        with self.storage.transaction():
            super().truncate()
            self.storage.set_next_id(self.name, None)

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        if doc_id is not None or doc_ids is None:
            return super().get(cond, doc_id, doc_ids)
        return [
            self.document_class(document, self.document_id_class(key))
            for key, document in self.rows.several(doc_ids)
        ]

    def ids_by(
        self,
        index: str,
        value: Any,
        *,
        also: Iterable[tuple[str, Sequence[Any]]] = (),
        after: int = 0,
        limit: int = ALL,
    ) -> list[int]:
        """The ids of the documents with ``value`` in a look-up index, ascending.

        Each of ``also`` names another index in which they need one of some values. Only ids above
        ``after``, at most ``limit``. Use them with ``get(doc_ids=)``.
        """
        statement, given = "SELECT doc_id FROM @_by a WHERE name = ? AND value = ?", [index, value]
        for name, values in also:
            statement += _ALSO
            given += [name, json.dumps(values)]
        statement += " AND doc_id > ? ORDER BY doc_id LIMIT ?"
        return self._ordered(after, self.rows.found(statement, *given, after, limit))

    def newest_by(self, index: str, value: Any, before: int, limit: int) -> list[int]:
        """The largest ids below ``before`` of documents that have ``value``, descending."""
        statement = (
            "SELECT doc_id FROM @_by WHERE name = ? AND value = ? AND doc_id < ?"
            " ORDER BY doc_id DESC LIMIT ?"
        )
        return self._ordered(before, self.rows.found(statement, index, value, before, limit), gt)

    def count_by(self, index: str, value: Any, limit: int = ALL) -> int:
        """The number of documents with ``value`` in an index, counted up to ``limit``."""
        statement = "SELECT count(*) FROM (SELECT 1 FROM @_by WHERE name = ? AND value = ? LIMIT ?)"
        return self.rows.one(statement, index, value, limit) or 0

    def values(self, index: str) -> list[Any]:
        """The distinct values in an index, ascending."""
        statement = "SELECT DISTINCT value FROM @_by WHERE name = ? ORDER BY 1"
        return _firsts(self.rows.found(statement, index))

    def largest(self, index: str) -> Any:
        """The largest value in an index; None if it is empty."""
        return self.rows.one("SELECT max(value) FROM @_by WHERE name = ?", index)

    def ids(self, after: int = 0, limit: int = ALL) -> list[int]:
        """The ids above ``after``, ascending, at most ``limit``."""
        statement = "SELECT doc_id FROM @ WHERE doc_id > ? ORDER BY doc_id LIMIT ?"
        return self._ordered(after, self.rows.found(statement, after, limit))

    def newest(self) -> Document | None:
        """The document with the largest id, or None."""
        found = self.rows.found("SELECT doc_id, document FROM @ ORDER BY doc_id DESC LIMIT 1")
        return Document(self.rows.document(found[0][1]), found[0][0]) if found else None

    def last_id(self) -> int:
        """The largest id in use, 0 for none."""
        return self.rows.last_id() or 0

    def _ordered(
        self, start: int, rows: Iterable[Sequence[int]], order: Callable[[int, int], bool] = lt
    ) -> list[int]:
        """The ids in ``rows``. Reading on after the last of a damaged tree could go on for ever."""
        ids = _firsts(rows)
        pairs = pairwise([start, *ids])
        if not all(type(later) is int and order(one, later) for one, later in pairs):
            raise damaged(self.storage.path)
        return ids

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", self.rows)

    def _update_table(self, updater: Callable[[dict[int, Any]], None]) -> None:
        with self.storage.transaction():
            draft = _Draft(self.storage.rows(self.name, make=True), self.document_id_class)
            updater(cast("dict[int, Any]", draft))
            draft.write()

    def _get_next_id(self) -> int:
        with self.storage.transaction():
            return self.storage.next_id(self.name)


class RowTinyDB(TinyDB):
    """TinyDB on SQLite, with one row per document."""

    table_class = RowTable
    default_storage_class = SQLiteStorage  # type: ignore[assignment] # TinyDB's is JSONStorage

    def table(self, name: str, **kwargs: Any) -> RowTable:
        return cast("RowTable", super().table(name, **kwargs))


class _Draft(MutableMapping[Any, Any]):
    """A table during an update. Documents may be modified in place."""

    def __init__(self, rows: Rows, id_class: Callable[[str], Any]) -> None:
        self._rows = rows
        self._id_class = id_class
        # Documents read or set so far, by id; None for deleted ones.
        self._touched: dict[Id, Any] = {}
        # What the rows have of those that were looked for.
        self._before: dict[Id, str | None] = {}
        # The largest id, read for the second document: the first is looked for by itself.
        self._last_id: Any = ALL
        self._cleared = False

    def __getitem__(self, doc_id: Any) -> Any:
        key = id_of(doc_id)
        if key not in self._touched and (text := self._text(key)) is not None:
            self._touched[key] = self._rows.document(text)
        if self._touched.get(key) is None:
            raise KeyError(doc_id)
        return self._touched[key]

    def __setitem__(self, doc_id: Any, document: Any) -> None:
        self._touched[id_of(doc_id)] = document

    def __delitem__(self, doc_id: Any) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched[id_of(doc_id)] = None

    def __contains__(self, doc_id: object) -> bool:
        key = id_of(doc_id)
        if key in self._touched:
            return self._touched[key] is not None
        return self._text(key) is not None

    def _text(self, key: Id) -> str | None:
        if self._cleared:
            return None
        if key not in self._before:
            if self._before and self._last_id == ALL:
                self._last_id = self._rows.last_id() or 0
            if isinstance(key, int) and isinstance(self._last_id, int) and key > self._last_id:
                return None
            self._before[key] = self._rows.text(key)
        return self._before[key]

    def __iter__(self) -> Iterator[Any]:
        known = {} if self._cleared else dict.fromkeys(map(id_of, self._rows))
        for key in {**known, **self._touched}:
            if self._touched.get(key, key) is not None:
                yield self._id_class(str(key))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self._cleared = True
        self._touched.clear()

    def write(self) -> None:
        """Write the changed documents to the rows."""
        self._rows.change(self._touched, self._text, cleared=self._cleared)


def _firsts(rows: Iterable[Sequence[Any]]) -> list[Any]:
    return [row[0] for row in rows]


__all__ = ["ALL", "Document", "RowTable", "RowTinyDB"]
