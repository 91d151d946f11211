"""The rows of one TinyDB table and its look-up index, in SQLite."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.sqlite import ErrorSentences, damaged

Key = tuple[str, Any]
Document = Mapping[str, Any]
Id = int | str
# Returns the index entries of a document: distinct pairs of an index's name and a value.
Indexer = Callable[[Document], Iterable[Key]]
_PAGE = 250
# SQLite has numbers of 64 bits. Ids that come near the largest are texts.
_ID_LIMIT, _ID_LENGTH = 2**62, 20
# Row ids keep the order of insertion. In a table with an index all ids are numbers and the order is
# that of the ids: there the id is the row id, which saves each row an index entry.
# WITHOUT ROWID would be three times as large for rows of a kilobyte.
_MAKE = "CREATE TABLE @ (place INTEGER PRIMARY KEY, doc_id UNIQUE, document TEXT)"
_MAKE_BY_ID = "CREATE TABLE @ (doc_id INTEGER PRIMARY KEY, document TEXT)"
_MAKE_INDEX = (
    "CREATE TABLE @_by (name TEXT, value, doc_id, PRIMARY KEY (name, value, doc_id)) WITHOUT ROWID"
)
_OPTIONS = (
    orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
# A prefix of texts that orjson rejects or misreads: integers of more than 64 bits, NaN, lone
# surrogates. To JSON readers it is white space.
_ODD = " "


class Rows(Mapping[str, dict[str, Any]]):
    """The documents of one table by id, read on access.

    In statements ``@`` stands for the table and ``@_by`` for its index. ``stored_as`` is None if
    the table does not exist yet: it is then empty. Each document has all of ``parts``.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        stored_as: str | None,
        indexer: Indexer | None,
        parts: Collection[str] = (),
    ) -> None:
        self._path = path
        self._connection = connection
        self._indexer = indexer
        self._parts = frozenset(parts)
        self._statements: dict[str, str] = {}
        self.stored_as = stored_as

    def __getitem__(self, key: str) -> dict[str, Any]:
        text = self.text(key)
        if text is None:
            raise KeyError(key)
        return self.document(text)

    def __contains__(self, key: object) -> bool:
        return bool(self.found("SELECT 1 FROM @ WHERE doc_id = ?", id_of(key)))

    def __iter__(self) -> Iterator[str]:
        found = self.found("SELECT doc_id FROM @ ORDER BY rowid")
        return (self._key(doc_id) for (doc_id,) in found)

    def __len__(self) -> int:
        return int(self.one("SELECT count(*) FROM @") or 0)

    def items(self) -> Any:
        """All ids with documents, of one moment: whoever iterates may write meanwhile."""
        found = self.found("SELECT doc_id, document FROM @ ORDER BY rowid")
        return ((self._key(doc_id), self.document(text)) for doc_id, text in found)

    def pairs(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The same, read page by page, for large tables."""
        statement = "SELECT rowid, doc_id, document FROM @ WHERE rowid > ? ORDER BY rowid LIMIT ?"
        last = -_ID_LIMIT
        while page := self.found(statement, last, _PAGE):
            for _, doc_id, text in page:
                yield self._key(doc_id), self.document(text)
            if page[-1][0] <= last:
                raise damaged(self._path)
            last = page[-1][0]

    def several(self, keys: Iterable[object]) -> list[tuple[str, dict[str, Any]]]:
        """Those of the documents that exist, in the order of the table."""
        statement = (
            "SELECT doc_id, document FROM @ WHERE doc_id IN (SELECT value FROM json_each(?))"
            " ORDER BY rowid"
        )
        found = self.found(statement, orjson.dumps([id_of(key) for key in keys]).decode())
        return [(self._key(doc_id), self.document(text)) for doc_id, text in found]

    def last_id(self) -> Any:
        """The largest id in use, or None."""
        last = self.one("SELECT max(doc_id) FROM @")
        if last is not None:
            self._key(last)
        return last

    def _key(self, doc_id: object) -> str:
        """An id for TinyDB. Raises StoreUnavailable if it is damaged."""
        if type(doc_id) is not int and (self._parts or type(doc_id) is not str):
            raise damaged(self._path)
        return str(doc_id)

    def found(self, statement: str, *given: Any) -> list[Any]:
        """All rows of a query's result."""
        if self.stored_as is None:
            return []
        with ErrorSentences(self._path):
            return self._connection.execute(self._about(statement), given).fetchall()

    def one(self, statement: str, *given: Any) -> Any:
        """The first column of the first row, or None."""
        rows = self.found(statement, *given)
        return rows[0][0] if rows else None

    def make(self, stored_as: str) -> None:
        """Create the table and its index, if it has one. Inside a transaction."""
        self.stored_as = stored_as
        self._statements.clear()
        for statement in (_MAKE_BY_ID, _MAKE_INDEX) if self._indexer else (_MAKE,):
            self._connection.execute(self._about(statement))

    def drop(self) -> None:
        """Drop both. Inside a transaction."""
        self._expect_indexer()
        for statement in ("DROP TABLE @", "DROP TABLE IF EXISTS @_by"):
            self._connection.execute(self._about(statement))
        self.stored_as = None

    def change(
        self,
        changed: Mapping[Any, Document | None],
        present: Callable[[Id], str | None] = lambda _: None,
        *,
        cleared: bool = False,
    ) -> None:
        """Write documents by id, None to delete one; ``cleared``: delete all others first. Updates
        the index. Inside a transaction. ``present`` gives the text that the rows have of one.
        """
        with ErrorSentences(self._path):
            self._expect_indexer()
            if cleared:
                self._connection.execute(self._about("DELETE FROM @"))
                if self._indexer:
                    self._connection.execute(self._about("DELETE FROM @_by"))
            indexer, removed, updated, added, gone, found = self._indexer, [], [], [], [], []
            for key, document in changed.items():
                doc_id = id_of(key)
                was = present(doc_id)
                text = None if document is None else _encode(document)
                if text == was:
                    continue
                new = indexer(document) if indexer and document is not None else ()
                if was is None:
                    added.append((doc_id, text))
                elif indexer:
                    old, new = self._known_keys(self.document(was)), set(new)
                    gone += [(name, value, doc_id) for name, value in old - new]
                    new -= old
                found += [(name, value, doc_id) for name, value in new]
                if text is None:
                    removed.append((doc_id,))
                elif was is not None:
                    updated.append((text, doc_id))
            self._each("DELETE FROM @_by WHERE name = ? AND value = ? AND doc_id = ?", gone)
            self._each("INSERT INTO @_by VALUES (?, ?, ?)", sorted(found))
            self._each("DELETE FROM @ WHERE doc_id = ?", removed)
            self._each("UPDATE @ SET document = ? WHERE doc_id = ?", updated)
            self._each("INSERT INTO @ (doc_id, document) VALUES (?, ?)", added)

    def has_odd_keys(self) -> bool:
        """Whether the index differs from the documents."""
        statement = "SELECT 1 FROM @_by WHERE name = ? AND value = ? AND doc_id = ?"
        count = 0
        for doc_id, document in self.pairs():
            for key in self._known_keys(document):
                if not self.one(statement, *key, id_of(doc_id)):
                    return True
                count += 1
        return bool(count != self.one("SELECT count(*) FROM @_by"))

    def _known_keys(self, document: Document) -> set[Key]:
        """The index entries of an existing document."""
        try:
            return set(self._indexer(document)) if self._indexer else set()
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise damaged(self._path) from error

    def _expect_indexer(self) -> None:
        schema = "SELECT 1 FROM sqlite_schema WHERE name = ?"
        if self._indexer is None and self.found(schema, f"{self.stored_as}_by"):
            raise StoreUnavailable(
                f"The table {self.stored_as} has an index that this program doesn’t maintain. "
                "Only read it."
            )

    def text(self, key: object) -> str | None:
        """A document as it is stored, or None."""
        text: str | None = self.one("SELECT document FROM @ WHERE doc_id = ?", id_of(key))
        return text

    def document(self, text: str) -> dict[str, Any]:
        """Parse a document. Raises StoreUnavailable if it is damaged."""
        try:
            document: dict[str, Any] = (
                json.loads(text) if text.startswith(_ODD) else orjson.loads(text)
            )
            is_whole = self._parts <= document.keys()
        except (TypeError, ValueError, AttributeError) as error:
            raise damaged(self._path) from error
        if not is_whole:
            raise damaged(self._path)
        return document

    def _each(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            self._connection.executemany(self._about(statement), rows)

    def _about(self, statement: str) -> str:
        known = self._statements.get(statement)
        if known is None:
            by = statement.replace("@_by", f'"{self.stored_as}_by"')
            known = self._statements[statement] = by.replace("@", f'"{self.stored_as}"')
        return known


def id_of(key: object) -> Id:
    """TinyDB passes ids as numbers or as text; the file has numbers."""
    if isinstance(key, str):
        digits = key.removeprefix("-")
        if len(digits) < _ID_LENGTH and digits.isdecimal() and (digits[0] != "0" or key == "0"):
            key = int(key)
    return key if type(key) is int and -_ID_LIMIT < key < _ID_LIMIT else str(key)


def _encode(document: Document) -> str:
    """The JSON of a document, equivalent to the standard ``json`` module but mostly by orjson.
    Raises TypeError for values that JSON cannot represent.
    """
    try:
        text = orjson.dumps(document, option=_OPTIONS)
    except TypeError:
        return _ODD + json.dumps(document, separators=(",", ":"))
    if b"null" in text:
        standard = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        if standard.encode() != text:
            return _ODD + json.dumps(document, separators=(",", ":"))  # orjson writes NaN as null
    return text.decode()
