"""The rows of one TinyDB table, and the look-up index beside them, in SQLite."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.json_text import decode, encode
from facts.store.tinydb.sqlite import sentences

Key = tuple[str, Any]
Documents = Mapping[str, Mapping[str, Any]]
# What a document is found by: pairs of an index's name and a value, each once.
Indexer = Callable[[Mapping[str, Any]], Iterable[Key]]
_PAGE = 250


class RowStatements:
    """The SQL about the table that is stored under a name. A rowid table, since one without row
    ids is three times as large with rows of a kilobyte; its row ids keep the order of insertion.
    """

    def __init__(self, stored_as: str) -> None:
        def about(statement: str) -> str:
            return statement.replace("@", stored_as)

        self.name = stored_as
        self.make = [
            about('CREATE TABLE "@" (place INTEGER PRIMARY KEY, doc_id UNIQUE, document TEXT)')
        ]
        self.make_index = [
            about(
                'CREATE TABLE "@_by" (name TEXT, value, doc_id, PRIMARY KEY (name, value, doc_id))'
                " WITHOUT ROWID"
            )
        ]
        self.drop = [about('DROP TABLE "@"'), about('DROP TABLE IF EXISTS "@_by"')]
        self.empty, self.empty_index = about('DELETE FROM "@"'), about('DELETE FROM "@_by"')
        self.insert = about('INSERT INTO "@" (doc_id, document) VALUES (?, ?)')
        self.update = about('UPDATE "@" SET document = ? WHERE doc_id = ?')
        self.delete = about('DELETE FROM "@" WHERE doc_id = ?')
        self.get = about('SELECT document FROM "@" WHERE doc_id = ?')
        self.has = about('SELECT 1 FROM "@" WHERE doc_id = ?')
        self.page = about(
            'SELECT place, doc_id, document FROM "@" WHERE place > ? ORDER BY place LIMIT ?'
        )
        self.ids = about('SELECT doc_id FROM "@" WHERE doc_id > ? ORDER BY doc_id LIMIT ?')
        self.several = about(
            'SELECT place, doc_id, document FROM "@" WHERE doc_id IN (?) ORDER BY 1'
        )
        self.count = about('SELECT count(*) FROM "@"')
        self.last = about('SELECT max(doc_id) FROM "@"')
        self.index = about('INSERT INTO "@_by" VALUES (?, ?, ?)')
        self.unindex = about('DELETE FROM "@_by" WHERE name = ? AND value = ? AND doc_id = ?')
        self.found = about('SELECT doc_id FROM "@_by" a WHERE name = ? AND value = ?')
        self.found_from = about('SELECT doc_id FROM "@_by" a WHERE name = ? AND value >= ?')
        self.also = about(
            ' AND EXISTS (SELECT 1 FROM "@_by"'
            " WHERE name = ? AND value IN (?) AND doc_id = a.doc_id)"
        )
        self.count_index = about('SELECT count(*) FROM "@_by"')
        self.count_found = about('SELECT count(*) FROM "@_by" WHERE name = ? AND value = ?')
        self.values = about('SELECT DISTINCT value FROM "@_by" WHERE name = ? ORDER BY 1')
        self.newest = about('SELECT max(value) FROM "@_by" WHERE name = ?')


class Rows(Mapping[str, dict[str, Any]]):
    """The documents of one table by id, read from the file when they are looked at.

    ``statements`` is None where the table is not there yet.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        statements: RowStatements | None,
        indexer: Indexer | None,
    ) -> None:
        self._path = path
        self._connection = connection
        self._sql = statements
        self._indexer = indexer

    @property
    def is_there(self) -> bool:
        return self._sql is not None

    def __getitem__(self, key: str) -> dict[str, Any]:
        text = self.text(key)
        if text is None:
            raise KeyError(key)
        return decode(text)

    def __contains__(self, key: object) -> bool:
        return self._sql is not None and self._one(self._sql.has, (_id(key),)) is not None

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self.pairs())

    def __len__(self) -> int:
        return 0 if self._sql is None else int(self._one(self._sql.count, ())[0])

    def items(self) -> Any:
        """Each id with its document, a page at a time."""
        return self.pairs()

    def pairs(self) -> Iterator[tuple[str, dict[str, Any]]]:
        place = -1
        while self._sql is not None:
            page = self._all(self._sql.page, (place, _PAGE))
            for _, doc_id, text in page:
                yield str(doc_id), decode(text)
            if len(page) < _PAGE:
                return
            place = page[-1][0]

    def text(self, key: object) -> str | None:
        """The JSON of one document."""
        found = None if self._sql is None else self._one(self._sql.get, (_id(key),))
        return None if found is None else found[0]

    def several(self, keys: Iterable[object]) -> list[tuple[str, dict[str, Any]]]:
        """Those of the documents that are there, in the order of the table."""
        if self._sql is None:
            return []
        wanted = [_id(key) for key in keys]
        found: list[tuple[int, Any, str]] = []
        for start in range(0, len(wanted), _PAGE):
            part = wanted[start : start + _PAGE]
            found += self._all(_spread(self._sql.several, part), part)
        return [(str(doc_id), decode(text)) for _, doc_id, text in sorted(found)]

    def ids(self, after: int, limit: int) -> list[int]:
        """The ids above ``after``, ascending."""
        return [] if self._sql is None else _firsts(self._all(self._sql.ids, (after, limit)))

    def last_id(self) -> int | None:
        """The largest id in use."""
        return None if self._sql is None else self._one(self._sql.last, ())[0]

    def ids_by(
        self, key: Key, also: Iterable[tuple[str, Sequence[Any]]], after: int, limit: int
    ) -> list[int]:
        """The ids above ``after`` of documents found by ``key`` and, of each of ``also``, by one
        of the values, ascending.
        """
        if self._sql is None:
            return []
        statement, given = self._sql.found, list(key)
        for name, values in also:
            statement += _spread(self._sql.also, values)
            given += [name, *values]
        statement += " AND doc_id > ? ORDER BY doc_id LIMIT ?"
        return _firsts(self._all(statement, (*given, after, limit)))

    def ids_from(self, key: Key) -> list[int]:
        """The ids of documents whose value in an index is that of ``key`` or more, ascending."""
        return [] if self._sql is None else sorted(_firsts(self._all(self._sql.found_from, key)))

    def count_by(self, key: Key) -> int:
        """How many documents are found by ``key``."""
        return 0 if self._sql is None else int(self._one(self._sql.count_found, key)[0])

    def count_all(self) -> int:
        """How many entries the index has."""
        return 0 if self._sql is None else int(self._one(self._sql.count_index, ())[0])

    def newest(self, index: str) -> Any:
        """The largest value in an index."""
        return None if self._sql is None else self._one(self._sql.newest, (index,))[0]

    def values_of(self, index: str) -> list[Any]:
        """The values in an index, each once, ascending."""
        return [] if self._sql is None else _firsts(self._all(self._sql.values, (index,)))

    def replace(self, documents: Documents) -> None:
        """Make these the documents of the table."""
        self.change({}, documents, [], cleared=True)

    def change(
        self,
        updated: Documents,
        inserted: Documents,
        deleted: Sequence[str],
        *,
        cleared: bool = False,
    ) -> None:
        """Write documents by id, and keep the index in step. Inside a transaction.

        Of ``updated`` those are written that are others than before.
        """
        sql = self._sql
        assert sql is not None  # noqa: S101 - whoever writes had the table made
        texts = {key: encode(document) for key, document in {**updated, **inserted}.items()}
        with sentences(self._path):
            self._expect_indexer(sql)
            before = {} if cleared else {key: self.text(key) for key in (*deleted, *updated)}
            changed = {key: updated[key] for key in updated if before[key] != texts[key]}
            if cleared:
                self._connection.execute(sql.empty)
            if self._indexer:
                if cleared:
                    self._connection.execute(sql.empty_index)
                old = {key: before[key] for key in (*deleted, *changed)}
                self._reindex(sql, self._indexer, old, {**changed, **inserted})
            self._many(sql.delete, [(_id(key),) for key in deleted])
            self._many(sql.update, [(texts[key], _id(key)) for key in changed])
            self._many(sql.insert, [(_id(key), texts[key]) for key in inserted])

    def _reindex(
        self,
        sql: RowStatements,
        indexer: Indexer,
        old: Mapping[str, str | None],
        new: Documents,
    ) -> None:
        gone: list[tuple[Any, ...]] = []
        found: list[tuple[Any, ...]] = []
        for key in {**old, **new}:
            text, doc_id = old.get(key), _id(key)
            was = set(indexer(decode(text))) if text is not None else set()
            now = set(indexer(new[key])) if key in new else set()
            gone += ((*one, doc_id) for one in was - now)
            found += ((*one, doc_id) for one in now - was)
        self._many(sql.unindex, gone)
        self._many(sql.index, sorted(found))

    def _expect_indexer(self, sql: RowStatements) -> None:
        if (
            self._indexer is None
            and self._connection.execute(
                "SELECT 1 FROM sqlite_schema WHERE name = ?", (f"{sql.name}_by",)
            ).fetchone()
        ):
            raise StoreUnavailable(
                f"The table {sql.name} has an index that this program does not keep. Read it only."
            )

    def _many(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._connection.executemany(statement, rows)

    def _one(self, statement: str, given: Sequence[Any]) -> Any:
        with sentences(self._path):
            return self._connection.execute(statement, given).fetchone()

    def _all(self, statement: str, given: Sequence[Any]) -> list[Any]:
        with sentences(self._path):
            return self._connection.execute(statement, given).fetchall()


def _id(key: object) -> int | str:
    """TinyDB gives ids as numbers or as text of them; the file has numbers."""
    text = str(key)
    return int(text) if text.isdecimal() and (text == "0" or text[0] != "0") else text


def _spread(statement: str, values: Sequence[object]) -> str:
    return statement.replace("IN (?)", f"IN ({','.join('?' * len(values))})")


def _firsts(rows: Iterable[Sequence[Any]]) -> list[Any]:
    return [row[0] for row in rows]
