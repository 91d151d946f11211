"""Small documents beside the facts, in the tables of a store's journal."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any

import orjson

from facts.store.journal import records
from facts.store.journal.records import Record
from facts.store.journal.tables import Tables
from facts.store.protocol import Delete, Put, ShelfChange, ShelfDocument, StaleDocument

# How many documents are written down before others get their turn: some milliseconds of work.
_PER_TURN = 500

# With it before its name no kind can be a table of the facts.
_PREFIX = "shelf."


class JournalShelf:
    """A Shelf in ``tables``, a table for each kind. ``keep`` makes records durable and hold."""

    def __init__(self, tables: Tables, keep: Callable[[Sequence[Record]], Awaitable[None]]) -> None:
        self._tables = tables
        self._keep = keep

        self._revisions: dict[tuple[str, str], int] = {}
        self._last = 0
        for table in filter(is_shelf, tables.names()):
            for key in tables.lines(table):
                self._last += 1
                self._revisions[table, key] = self._last
        self._log: list[tuple[str, str, int]] = []
        self._writing = asyncio.Lock()

    async def put(
        self, kind: str, key: str, document: Mapping[str, Any], *, revision: int | None = None
    ) -> int:
        return await self.keep([Put(kind, key, document, revision)])

    async def get(self, kind: str, key: str) -> ShelfDocument | None:
        line = self._tables.lines(_table(kind)).get(key)
        return None if line is None else self._loaded(_table(kind), key, line)

    async def delete(self, kind: str, key: str, *, revision: int | None = None) -> None:
        if revision is not None or key in self._tables.lines(_table(kind)):
            await self.keep([Delete(kind, key, revision)])

    async def items(self, kind: str) -> dict[str, ShelfDocument]:
        table = _table(kind)
        return {
            key: self._loaded(table, key, line) for key, line in self._tables.lines(table).items()
        }

    async def kinds(self) -> frozenset[str]:
        names = filter(is_shelf, self._tables.names())
        return frozenset(n.removeprefix(_PREFIX) for n in names if self._tables.lines(n))

    async def last_change(self) -> int:
        return self._last

    async def changes(self, after: int = 0) -> AsyncIterator[ShelfChange]:
        latest = {(table, key): number for table, key, number in self._log}
        for table, key, number in list(self._log):
            if number > after and latest[table, key] == number:
                line = self._tables.lines(table).get(key)
                document = None if line is None else self._loaded(table, key, line)
                yield ShelfChange(number, table.removeprefix(_PREFIX), key, document)

    async def keep(self, steps: Sequence[Put | Delete]) -> int:
        async with self._writing:
            return await self._do(steps)

    async def _do(self, steps: Sequence[Put | Delete]) -> int:
        lines: list[Record] = []
        last: tuple[Mapping[str, Any], bytes] | None = None
        seen: dict[tuple[str, str], int] = {}
        log: list[tuple[str, str, int]] = []
        number = self._last
        for step in steps:
            table, number = _table(step.kind), number + 1
            present = self._revisions.get((table, step.key), 0)
            if step.revision not in (None, seen.get((table, step.key), present)):
                raise StaleDocument(step.kind, step.key)
            if isinstance(step, Put):
                # One document under very many keys is written out once.
                if last is None or last[0] is not step.document:
                    last = step.document, orjson.dumps(dict(step.document))
                lines.append(records.put(table, step.key, last[1]))
                seen[table, step.key] = number
            else:
                lines.append(records.gone(table, step.key))
                seen[table, step.key] = 0
            log.append((table, step.key, number))
            if number % _PER_TURN == 0:
                await asyncio.sleep(0)
        if lines:
            await self._keep(lines)
        # Nobody may see a revision before its document.
        self._last = number
        self._revisions.update(seen)
        self._log += log
        return number

    def _loaded(self, table: str, key: str, line: bytes) -> ShelfDocument:
        document = orjson.loads(records.document(line))
        return ShelfDocument(document, self._revisions.get((table, key), 0))


def is_shelf(table: str) -> bool:
    """Whether that table has documents of a shelf."""
    return table.startswith(_PREFIX)


def _table(kind: str) -> str:
    return _PREFIX + kind
