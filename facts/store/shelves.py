"""Small documents beside the facts: in memory, and in the tables of a store's journal."""

import asyncio
import copy
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import orjson

from facts.store.journal import records
from facts.store.journal.records import Record
from facts.store.journal.tables import Tables
from facts.store.protocol import Delete, Put

# How many documents are written down before others get their turn: some milliseconds of work.
_PER_TURN = 500

# With it before its name no kind can be a table of the facts.
_PREFIX = "shelf."


class MemoryShelf:
    """A Shelf that lives as long as its process."""

    def __init__(self) -> None:
        self._kinds: dict[str, dict[str, dict[str, Any]]] = {}

    async def put(self, kind: str, key: str, document: dict[str, Any]) -> None:
        self._kinds.setdefault(kind, {})[key] = copy.deepcopy(document)

    async def get(self, kind: str, key: str) -> dict[str, Any] | None:
        return copy.deepcopy(self._kinds.get(kind, {}).get(key))

    async def delete(self, kind: str, key: str) -> None:
        self._kinds.get(kind, {}).pop(key, None)

    async def items(self, kind: str) -> dict[str, dict[str, Any]]:
        return copy.deepcopy(self._kinds.get(kind, {}))

    async def keep(self, steps: Sequence[Put | Delete]) -> None:
        for step in steps:
            match step:
                case Put(kind, key, document):
                    self._kinds.setdefault(kind, {})[key] = copy.deepcopy(document)
                case Delete(kind, key):
                    self._kinds.get(kind, {}).pop(key, None)

    def erase(self, mention: re.Pattern[str], replacement: str) -> None:
        """Put ``replacement`` wherever a text mentions a person."""
        self._kinds = without(self._kinds, mention, replacement)


class JournalShelf:
    """A Shelf in ``tables``, a table for each kind. ``keep`` makes records durable and hold."""

    def __init__(self, tables: Tables, keep: Callable[[Sequence[Record]], Awaitable[None]]) -> None:
        self._tables = tables
        self._keep = keep

    async def put(self, kind: str, key: str, document: dict[str, Any]) -> None:
        await self._keep([records.put(_table(kind), key, orjson.dumps(document))])

    async def get(self, kind: str, key: str) -> dict[str, Any] | None:
        line = self._tables.lines(_table(kind)).get(key)
        return None if line is None else _loaded(line)

    async def delete(self, kind: str, key: str) -> None:
        if key in self._tables.lines(_table(kind)):
            await self._keep([records.gone(_table(kind), key)])

    async def items(self, kind: str) -> dict[str, dict[str, Any]]:
        return {key: _loaded(line) for key, line in self._tables.lines(_table(kind)).items()}

    async def keep(self, steps: Sequence[Put | Delete]) -> None:
        lines: list[Record] = []
        last: tuple[dict[str, Any], bytes] | None = None
        for turn, step in enumerate(steps, start=1):
            if isinstance(step, Put):
                # One document under very many keys is written out once.
                if last is None or last[0] is not step.document:
                    last = step.document, orjson.dumps(step.document)
                lines.append(records.put(_table(step.kind), step.key, last[1]))
            else:
                lines.append(records.gone(_table(step.kind), step.key))
            if turn % _PER_TURN == 0:
                await asyncio.sleep(0)
        if lines:
            await self._keep(lines)


def without(value: Any, mention: re.Pattern[str], replacement: str) -> Any:
    """A copy of a document with ``replacement`` wherever a text in it has a ``mention``."""
    if isinstance(value, str):
        return mention.sub(replacement, value)
    if isinstance(value, dict):
        return {key: without(part, mention, replacement) for key, part in value.items()}
    if isinstance(value, list):
        return [without(part, mention, replacement) for part in value]
    return value


def is_shelf(table: str) -> bool:
    """Whether that table has documents of a shelf."""
    return table.startswith(_PREFIX)


def _table(kind: str) -> str:
    return _PREFIX + kind


def _loaded(line: bytes) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(records.document(line))
    return document
