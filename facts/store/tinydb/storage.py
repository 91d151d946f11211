"""TinyDB's ``Storage`` over SQLite: every TinyDB table is a table, every document a row.

    with TinyDB("data/nicenote/facts.sqlite", storage=SQLiteStorage) as db:
        db.table("facts").search(where("desk") == "home")

With TinyDB's own ``Table`` that works, and a write replaces the table it is made to; ``RowTable``
touches the rows that a call is about, and no others.
"""

import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.rows import Indexer, Rows
from facts.store.tinydb.sqlite import ErrorSentences, connect, damaged, expect_in_place

_CATALOGUE = (
    "CREATE TABLE IF NOT EXISTS tinydb_tables"
    " (name TEXT PRIMARY KEY, stored_as TEXT NOT NULL UNIQUE, next_id INTEGER)"
)
_PART = nullcontext()


class SQLiteStorage(Storage):
    """Tables in the file ``path``, which is created if missing; None: in memory.

    ``indexes`` gives the index entries of documents for tables with look-up indexes. A table
    written with an index cannot be written without it. ``parts`` are the required fields of a
    table's documents: one without them is damaged. One connection, for one thread at a time. Raises
    StoreUnavailable.
    """

    def __init__(
        self,
        path: Path | str | None,
        *,
        read_only: bool = False,
        indexes: Mapping[str, Indexer] | None = None,
        parts: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        self.connection = connect(None if path is None else Path(path), read_only=read_only)
        self.path = Path(path or ":memory:")
        self._file = None if path is None else expect_in_place(self.path)
        self._indexes = indexes or {}
        self._parts = parts or {}
        self._rows: dict[str, Rows] = {}
        if not read_only:
            self._run(_CATALOGUE)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """All tables by name, whose documents are read on access."""
        names = self._run("SELECT name FROM tinydb_tables")
        tables = _Read(self.version())
        tables.update((name, self.rows(name)) for (name,) in names)
        return tables or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Write all tables. Tables that came from ``read`` and are unchanged are skipped. Raises
        StoreUnavailable if another program wrote since.
        """
        with self.transaction():
            if isinstance(data, _Read) and data.version != self.version():
                raise StoreUnavailable(
                    "Another program has written in the meantime. Read again, then write."
                )
            for name in (self.read() or {}).keys() - data.keys():
                self._drop(name)
            changed: dict[str, Any] = dict(data)
            for name, documents in changed.items():
                if not isinstance(documents, Rows):
                    self.rows(name, make=True).change(documents, cleared=True)

    def close(self) -> None:
        self.connection.close()

    def rows(self, name: str, *, make: bool = False) -> Rows:
        """The rows of a table; empty if it does not exist, unless ``make`` creates it."""
        rows = self._rows.get(name)
        if rows is not None and rows.stored_as is not None:
            return rows
        statement = "SELECT stored_as FROM tinydb_tables WHERE name = ?"
        with ErrorSentences(self.path):
            known = self.connection.execute(statement, (name,)).fetchone()
            stored_as = None if known is None else str(known[0])
            if stored_as is not None and not stored_as.isidentifier():
                raise damaged(self.path)
            about = self._indexes.get(name), self._parts.get(name, ())
            rows = Rows(self.path, self.connection, stored_as, *about)
            if known is None and make:
                with self.transaction():
                    self._make(name, rows)
        self._rows[name] = rows
        return rows

    def transaction(self) -> AbstractContextManager[None]:
        """A durable transaction; nested ones are part of the outer one.

        There are no concurrent writers. Raises StoreUnavailable if the file was moved or deleted,
        as writes would be lost.
        """
        return _PART if self.is_writing() else self._outermost()

    @contextmanager
    def _outermost(self) -> Iterator[None]:
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            if self._file is not None:
                expect_in_place(self.path, self._file)
            self._run("COMMIT")
        except BaseException:
            self._rows.clear()
            if self.is_writing():
                self._run("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A consistent snapshot for all reads inside, whatever others write meanwhile."""
        is_part = self.is_writing()
        if not is_part:
            self._run("BEGIN")
        try:
            yield
        finally:
            if not is_part and self.is_writing():
                self._run("COMMIT")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction that is rolled back alone when it fails."""
        self._run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._rows.clear()
            if self.is_writing():
                self._run("ROLLBACK TO part")
                self._run("RELEASE part")
            raise
        self._run("RELEASE part")

    def is_writing(self) -> bool:
        """Whether a transaction is active."""
        return self.connection.in_transaction

    def next_id(self, name: str) -> int:
        """An id that no document of the table has or had. Inside a transaction."""
        last = self.rows(name, make=True).last_id() or 0
        ((stored,),) = self._run("SELECT next_id FROM tinydb_tables WHERE name = ?", name)
        chosen: int = last + 1 if stored is None else max(stored, last + 1)
        self.set_next_id(name, chosen + 1)
        return chosen

    def set_next_id(self, name: str, next_id: int | None) -> None:
        """Set the next id; None: one above the largest in use."""
        self._run("UPDATE tinydb_tables SET next_id = ? WHERE name = ?", next_id, name)

    def version(self) -> int:
        """Another number when another connection has written. Raises StoreUnavailable once the file
        was moved or deleted.
        """
        if self._file is not None:
            expect_in_place(self.path, self._file)
        ((version,),) = self._run("PRAGMA data_version")
        return int(version)

    def format(self) -> int:
        """The format of the file: 0 until ``set_format``."""
        ((number,),) = self._run("PRAGMA user_version")
        return int(number)

    def set_format(self, number: int) -> None:
        """Say that the tables of that format have been made."""
        self._run(f"PRAGMA user_version = {number}")

    def _make(self, name: str, rows: Rows) -> None:
        """Create the table, under its own name if SQL permits that name."""
        taken = {row[0] for row in self._run("SELECT name FROM sqlite_schema")}
        is_plain = name.isascii() and name.isidentifier() and name.islower() and name not in taken
        if not is_plain or name.startswith(("sqlite_", "tinydb_")) or name.endswith("_by"):
            # Never a dropped table's: another program may still have that one open.
            rows.make(f"tinydb_table_{secrets.token_hex(8)}")
        else:
            rows.make(name)
        self._run("INSERT INTO tinydb_tables VALUES (?, ?, NULL)", name, rows.stored_as)

    def _drop(self, name: str) -> None:
        with ErrorSentences(self.path):
            self.rows(name).drop()
        self._run("DELETE FROM tinydb_tables WHERE name = ?", name)

    def _run(self, statement: str, *given: Any) -> list[Any]:
        """All rows of a statement's result."""
        with ErrorSentences(self.path):
            return self.connection.execute(statement, given).fetchall()


class _Read(dict[str, Any]):
    """What was read, and the data version at that time."""

    def __init__(self, version: int) -> None:
        super().__init__()
        self.version = version
