"""Turns for the slow work of desks: reading articles and files."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from facts.model import DeskId, LimitReached


class Turns:
    """Serializes the jobs of each desk. A desk waits for at most one job of any other desk.

    ``waiting`` is how many jobs a desk may queue behind its running one; ``busy`` is the sentence
    for any more.
    """

    def __init__(self, desks_at_once: int, waiting: int, busy: str) -> None:
        self._desks = asyncio.Semaphore(desks_at_once)
        self._one_and_waiting = 1 + waiting
        self._busy = busy
        self._asked: Counter[DeskId] = Counter()
        self._lines: dict[DeskId, asyncio.Lock] = {}

    @asynccontextmanager
    async def turn(self, desk: DeskId) -> AsyncIterator[None]:
        """Wait for the turn of ``desk`` and hold it inside this block. Raises LimitReached."""
        if self._asked[desk] >= self._one_and_waiting:
            raise LimitReached(self._busy)
        self._asked[desk] += 1
        try:
            async with self._lines.setdefault(desk, asyncio.Lock()), self._desks:
                yield
        finally:
            self._asked[desk] -= 1
            if not self._asked[desk]:
                del self._asked[desk], self._lines[desk]
