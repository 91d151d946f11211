"""The one place that overrides private methods of TinyDB, which is pinned for that reason.

``Table._update_table(updater)`` makes every change of a table: TinyDB hands ``updater`` a dict of
all documents and writes all of them back. Here the updater gets a draft that reads documents as
they are asked for and knows afterwards which ones are different. ``_read_table`` and
``_get_next_id`` read the whole table elsewhere, and rows here.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, cast

from tinydb import TinyDB
from tinydb.table import Document, Table
from tinydb.utils import LRUCache

from facts.store.tinydb.rows import Key, Rows
from facts.store.tinydb.storage import SQLiteStorage

_TOUCHED: dict[Callable[..., Any], list[str]] = {
    Table._update_table: ["self", "updater"],  # noqa: SLF001 - this page is about them
    Table._read_table: ["self"],  # noqa: SLF001
    Table._get_next_id: ["self"],  # noqa: SLF001
}
if any(list(inspect.signature(one).parameters) != names for one, names in _TOUCHED.items()):
    raise ImportError("This version of TinyDB writes its tables in another way: pin tinydb<4.10")

ALL = 2**62


class _NoCache(LRUCache[Any, Any]):
    """Keeps nothing: other processes write the same table."""

    def set(self, key: Any, value: Any) -> None:
        """Forget it at once."""


class RowTable(Table):
    """A TinyDB table that reads and writes the rows a call is about, and nothing else."""

    query_cache_class = _NoCache

    @property
    def _rows(self) -> Rows:
        return cast("SQLiteStorage", self._storage).rows(self.name)

    def insert(self, document: Mapping[str, Any]) -> int:
        storage = cast("SQLiteStorage", self._storage)
        with storage.transaction():
            doc_id = super().insert(document)
            if isinstance(document, self.document_class):
                storage.set_next_id(self.name, None)
            return doc_id

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        with self.transaction():
            return super().insert_multiple(documents)

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[int]:
        with self.transaction():
            return super().upsert(document, cond)

    def truncate(self) -> None:
        with self.transaction():
            super().truncate()
            cast("SQLiteStorage", self._storage).set_next_id(self.name, None)

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        if doc_id is not None or doc_ids is None:
            return super().get(cond, doc_id, doc_ids)
        return [
            self.document_class(document, self.document_id_class(key))
            for key, document in self._rows.several(doc_ids)
        ]

    def transaction(self) -> AbstractContextManager[None]:
        """All that is done inside, to this and other tables, is one durable step, or nothing."""
        return cast("SQLiteStorage", self._storage).transaction()

    def ids_by(
        self,
        index: str,
        value: Any,
        *,
        also: Iterable[tuple[str, Sequence[Any]]] = (),
        after: int = 0,
        limit: int = ALL,
    ) -> list[int]:
        """The ids of the documents that have ``value`` in a look-up index, ascending.

        Each of ``also`` names an index in which they have one of some values, too. Those above
        ``after``, and no more than ``limit``. For ``get(doc_ids=)``.
        """
        return self._rows.ids_by((index, value), also, after, limit)

    def ids_from(self, index: str, value: Any) -> list[int]:
        """The ids of the documents that have ``value`` or a larger one in an index, ascending."""
        return self._rows.ids_from((index, value))

    def count_by(self, index: str, value: Any) -> int:
        """How many documents have ``value`` in an index."""
        return self._rows.count_by((index, value))

    def newest(self, index: str) -> Any:
        """The largest value in an index; None for an empty one."""
        return self._rows.newest(index)

    def values(self, index: str) -> list[Any]:
        """The values in an index, each once, ascending."""
        return self._rows.values_of(index)

    def ids(self, after: int = 0, limit: int = ALL) -> list[int]:
        """The ids above ``after``, ascending, no more than ``limit``."""
        return self._rows.ids(after, limit)

    def last_id(self) -> int:
        """The largest id in use, 0 for none."""
        return self._rows.last_id() or 0

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", self._rows)

    def _update_table(self, updater: Callable[[dict[int, Any]], None]) -> None:
        with self.transaction():
            rows = cast("SQLiteStorage", self._storage).rows(self.name, make=True)
            draft = _Draft(rows, self.document_id_class)
            updater(cast("dict[int, Any]", draft))
            draft.write()

    def _get_next_id(self) -> int:
        with self.transaction():
            return cast("SQLiteStorage", self._storage).next_id(self.name)


class RowTinyDB(TinyDB):
    """TinyDB over SQLite, a row for a document."""

    table_class = RowTable
    default_storage_class = SQLiteStorage  # type: ignore[assignment] # TinyDB's is JSONStorage

    def table(self, name: str, **kwargs: Any) -> RowTable:
        return cast("RowTable", super().table(name, **kwargs))


class _Draft(MutableMapping[Any, Any]):
    """A table while an updater is at work on it. Documents may be changed in place."""

    def __init__(self, rows: Rows, id_class: Callable[[str], Any]) -> None:
        self._rows = rows
        self._id_class = id_class
        self._last_id = rows.last_id()
        # What was read or set so far; which of it is new, in order; what was taken away.
        self._touched: dict[str, Any] = {}
        self._added: dict[str, None] = {}
        self._removed: dict[str, None] = {}
        self._cleared = False

    def __getitem__(self, doc_id: Any) -> Any:
        key = str(doc_id)
        if key not in self._touched:
            if self._cleared or key in self._removed:
                raise KeyError(doc_id)
            self._touched[key] = self._rows[key]
        return self._touched[key]

    def __setitem__(self, doc_id: Any, document: Any) -> None:
        key = str(doc_id)
        if key not in self._touched and doc_id not in self:
            self._added[key] = None
        self._touched[key] = document

    def __delitem__(self, doc_id: Any) -> None:
        key = str(doc_id)
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched.pop(key, None)
        if key in self._added:
            del self._added[key]
        else:
            self._removed[key] = None

    def __contains__(self, doc_id: object) -> bool:
        key = str(doc_id)
        if key in self._touched:
            return True
        if self._cleared or key in self._removed or self._last_id is None:
            return False
        is_new = isinstance(doc_id, int) and isinstance(self._last_id, int)
        return not (is_new and doc_id > self._last_id) and key in self._rows  # type: ignore[operator] # mypy does not see the isinstance

    def __iter__(self) -> Iterator[Any]:
        if not self._cleared:
            for key in self._rows:
                if key not in self._removed and key not in self._added:
                    yield self._id_class(key)
        yield from map(self._id_class, list(self._added))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self._cleared = True
        self._touched.clear()
        self._added.clear()
        self._removed.clear()

    def write(self) -> None:
        """Make the rows what the draft is."""
        inserted = {key: self._touched.pop(key) for key in self._added}
        self._rows.change(self._touched, inserted, list(self._removed), cleared=self._cleared)


__all__ = ["ALL", "Document", "Key", "RowTable", "RowTinyDB"]
