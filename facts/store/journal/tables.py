"""The present documents of a store in memory: as the lines that its files are made of.

A line takes a third of the memory of the objects in it, is never looked at by the garbage
collector, and goes into a snapshot as it is.
"""

from collections.abc import Iterable, Iterator

from facts.store.journal import records
from facts.store.journal.records import Record


class Tables:
    """Table name -> document id -> line. Changed by ``take`` alone."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[str, bytes]] = {}

    def take(self, steps: Iterable[Record]) -> None:
        """Let ``steps`` hold from now on, in their order."""
        for table, doc_id, kept, line in steps:
            if doc_id is None:
                if kept:
                    self._lines[table] = {}
                else:
                    self._lines.pop(table, None)
            elif kept:
                self.lines(table, make=True)[doc_id] = line
            else:
                self.lines(table, make=True).pop(doc_id, None)

    def lines(self, table: str, *, make: bool = False) -> dict[str, bytes]:
        """The lines of ``table`` by document id: to be looked at, not changed."""
        found = self._lines.get(table)
        if found is None:
            found = {}
            if make:
                self._lines[table] = found
        return found

    def names(self) -> tuple[str, ...]:
        """The tables that are there, empty ones included."""
        return tuple(self._lines)

    def all_lines(self) -> Iterator[bytes]:
        """The lines of a snapshot: each table's own, then those of its documents."""
        for table, lines in self._lines.items():
            yield records.cleared(table).line
            yield from lines.values()
