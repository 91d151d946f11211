"""The one place that overrides a private method of TinyDB (which is pinned for that reason).

``Table._update_table(updater)`` is how every change of a table is made: TinyDB hands ``updater`` a
dict of all documents and writes all of them back. Here the updater gets a draft that reads
documents as they are asked for and knows afterwards which ones are different.
"""

import inspect
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any, cast

from tinydb import TinyDB
from tinydb.table import Table

from facts.store.journal import records
from facts.store.journal.documents import Document, Documents, kept
from facts.store.journal.records import Record
from facts.store.journal.storage import JournalStorage

if list(inspect.signature(Table._update_table).parameters) != ["self", "updater"]:  # noqa: SLF001 - this page is about it
    raise ImportError("This version of TinyDB writes its tables in another way: pin tinydb<4.10")


class Draft(MutableMapping[Any, Document]):
    """A table while an updater is at work on it. Documents may be changed in place."""

    def __init__(self, documents: Documents, id_class: Callable[[str], Any]) -> None:
        self._documents = documents
        self._id_class = id_class
        # What was read or set so far; which of it is new, in order; what was taken away.
        self._touched: dict[str, Document] = {}
        self._added: dict[str, None] = {}
        self._removed: set[str] = set()
        self._cleared = False

    def __getitem__(self, doc_id: Any) -> Document:
        key = str(doc_id)
        if key not in self._touched:
            if key not in self:
                raise KeyError(doc_id)
            self._touched[key] = self._documents[key]
        return self._touched[key]

    def __setitem__(self, doc_id: Any, document: Document) -> None:
        key = str(doc_id)
        if key not in self:
            self._added[key] = None
        self._touched[key] = document

    def __delitem__(self, doc_id: Any) -> None:
        key = str(doc_id)
        if key not in self:
            raise KeyError(doc_id)
        self._touched.pop(key, None)
        self._added.pop(key, None)
        self._removed.add(key)

    def __contains__(self, doc_id: object) -> bool:
        key = str(doc_id)
        if key in self._touched:
            return True
        return not self._cleared and key not in self._removed and key in self._documents

    def __iter__(self) -> Iterator[Any]:
        if not self._cleared:
            for key in self._documents:
                if key not in self._removed:
                    yield self._id_class(key)
        yield from map(self._id_class, list(self._added))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self._cleared = True
        self._touched.clear()
        self._added.clear()

    def steps(self, table: str, *, is_new: bool) -> Iterator[Record]:
        """The records that make the table what the draft is."""
        if self._cleared or is_new:
            yield records.cleared(table)
        else:
            for key in self._removed:
                if key in self._documents:
                    yield records.gone(table, key)
        for key, document in self._touched.items():
            step = kept(table, key, document)
            if key in self._added or step.line != self._documents.lines[key]:
                yield step


class JournalTable(Table):
    """A TinyDB table that writes what a change changes, and nothing else."""

    def _update_table(self, updater: Callable[[dict[int, Any]], None]) -> None:
        storage = cast("JournalStorage", self._storage)
        draft = Draft(storage.documents(self.name), self.document_id_class)
        updater(cast("dict[int, Any]", draft))
        tables = storage.read() or {}
        storage.commit(list(draft.steps(self.name, is_new=self.name not in tables)))
        self.clear_cache()


class JournalDB(TinyDB):
    """``JournalDB(folder)`` is a TinyDB whose tables are kept in a journal in ``folder``.

    Takes ``read_only=True`` to read beside the process that writes. Raises StoreUnavailable.
    """

    table_class = JournalTable
    default_storage_class = JournalStorage  # type: ignore[assignment]
