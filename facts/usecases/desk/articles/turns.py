"""Work that takes long, done fairly: one thing at a time for each desk, a few desks at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from facts.model import DeskId, Refusal


class DeskBusy(Refusal):
    """The desk is already doing as much of that as it may."""


class Turns:
    """Gives turns to desks. However much one asks for, another waits for one thing of it at most.

    ``waiting`` is how many a desk may have in line behind the one that is done; ``busy`` is the
    sentence for more.
    """

    def __init__(self, *, desks_at_once: int, waiting: int, busy: str) -> None:
        self._desks = asyncio.Semaphore(desks_at_once)
        self._one_and_waiting = 1 + waiting
        self._busy = busy
        self._asked: Counter[DeskId] = Counter()
        self._lines: dict[DeskId, asyncio.Lock] = {}

    @asynccontextmanager
    async def turn(self, desk: DeskId) -> AsyncIterator[None]:
        """Have the turn of ``desk`` inside this. Raises DeskBusy."""
        if self._asked[desk] >= self._one_and_waiting:
            raise DeskBusy(self._busy)
        self._asked[desk] += 1
        try:
            async with self._lines.setdefault(desk, asyncio.Lock()), self._desks:
                yield
        finally:
            self._asked[desk] -= 1
            if not self._asked[desk]:
                del self._asked[desk], self._lines[desk]
