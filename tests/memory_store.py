"""The plainest store that keeps the protocol: what those with a file are compared with."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence

from facts.model import Change, Clock, DeskId, Fact, utc_now
from facts.store.protocol import RETURNED, Erased, Having, NobodyOfThatName, Redact, Write
from facts.store.removals import erasure, redaction
from facts.store.shelf import Delete, Put
from tests.memory_book import Book
from tests.memory_shelf import MemoryShelf


class MemoryStore:
    """A FactStore without a file. ``clock`` gives the time of each write, in UTC."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._book = Book()
        self._clock = clock
        self._steps: dict[str, tuple[int, int]] = {}
        self._erasures = 0
        self._listeners: list[Callable[[], None]] = []
        self.shelf = MemoryShelf()

    async def apply(
        self,
        writes: Iterable[Write],
        *,
        editor: str,
        reason: str | None = None,
        once: str | None = None,
        also: Sequence[Put | Delete] = (),
    ) -> tuple[Change, ...]:
        if once is not None and once in self._steps:
            return await self.done(once)
        changes = self._book.plan(writes, editor=editor, at=self._clock(), reason=reason)
        await self.shelf.keep(also)
        self._book.commit(changes)
        self._made(changes, once)
        return changes[-RETURNED:]

    async def done(self, once: str) -> tuple[Change, ...]:
        first, last = self._steps.get(once, (1, 0))
        changes = [change for change in self._book.changes(first - 1) if change.number <= last]
        return tuple(changes[-RETURNED:])

    async def get(self, fact_id: int) -> Fact | None:
        return self._book.get(fact_id)

    async def facts(self, desks: Collection[DeskId] | None = None) -> AsyncIterator[Fact]:
        for fact in self._book.facts(desks):
            yield fact

    async def find(self, having: Having) -> AsyncIterator[Fact]:
        for fact in self._book.find(having):
            yield fact

    async def ids(self, having: Having) -> Sequence[int]:
        return [fact.id for fact in self._book.find(having)]

    async def count(self, desks: Collection[DeskId] | None = None) -> int:
        return self._book.count(desks)

    async def changes(self, after: int = 0) -> AsyncIterator[Change]:
        for change in self._book.changes(after):
            yield change

    async def change(self, number: int) -> Change | None:
        return self._book.change(number)

    async def desk_changes(self, desk: DeskId, before: int | None = None) -> AsyncIterator[Change]:
        for change in reversed(list(self._book.changes(0))):
            if change.desk == desk and (before is None or change.number < before):
                yield change

    async def history(self, fact_id: int) -> tuple[Change, ...]:
        return self._book.history(fact_id)

    async def erase(self, person: str, *, editor: str) -> Erased:
        removal = erasure(person, editor, self._clock(), self._erasures)
        changes = self._book.take_out(removal)
        documents = self.shelf.take_out(removal)
        if not changes and not documents:
            raise NobodyOfThatName
        self._erasures += 1
        return Erased(removal.record["replacement"], changes, documents)

    async def redact(self, asked: Redact, *, editor: str, once: str | None = None) -> Change:
        at = self._clock()
        if once is not None and once in self._steps:
            return (await self.done(once))[0]
        removal = redaction(asked, editor, at)
        change = self._book.redact(removal, at)
        self.shelf.take_out(removal)
        self._made((change,), once)
        return change

    async def cursor(self, consumer: str) -> int:
        return self._book.cursor(consumer)

    async def move_cursor(self, consumer: str, number: int) -> None:
        self._book.move_cursor(consumer, number)

    async def last_change(self) -> int:
        return self._book.last_change()

    def on_change(self, call: Callable[[], None]) -> None:
        self._listeners.append(call)

    async def watch(self) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        return None

    def _made(self, changes: Sequence[Change], once: str | None) -> None:
        if once is not None and changes:
            self._steps[once] = changes[0].number, changes[-1].number
        for call in self._listeners:
            call()
