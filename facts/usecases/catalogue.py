"""The index in step with the store: it follows the change log behind a cursor."""

import asyncio

from facts.matching.protocol import ClaimIndex
from facts.store.protocol import FactStore

_FACTS_PER_TURN = 50


class Catalogue:
    """Fills ``index`` from ``store`` and keeps it there. The index is a cache of the store."""

    def __init__(self, store: FactStore, index: ClaimIndex) -> None:
        self.store = store
        self.index = index
        self._cursor: int | None = None
        self._catching_up = asyncio.Lock()

    async def catch_up(self) -> None:
        """Take every acknowledged change into the index; cheap when there is none."""
        if self._cursor == await self.store.last_change():
            return
        async with self._catching_up:
            if self._cursor is None:
                await self._fill()
            async for change in self.store.changes(after=self._cursor or 0):
                if change.after is None or change.after.merged_into is not None:
                    self.index.remove(change.fact_id)
                else:
                    self.index.put(change.after)
                self._cursor = change.number

    async def _fill(self) -> None:
        cursor = await self.store.last_change()
        held = 0
        async for fact in self.store.facts():
            self.index.put(fact)
            held += 1
            if held % _FACTS_PER_TURN == 0:
                await asyncio.sleep(0)
        self._cursor = cursor
