"""Opens a store without an index, for commands that start fast."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from facts.model import utc_now
from facts.store.address import StoreAddress
from facts.store.engines import Opening, back_up, check, copy, open_store, restore
from facts.usecases.reading.fact_lists import FactLists
from facts.usecases.reading.history import History

# Re-exported, so that front ends need not import the store package.
__all__ = ["Opening", "Records", "back_up", "check", "copy", "open_records", "restore"]


@dataclass(frozen=True, slots=True)
class Records:
    """The use-cases of a store that need no index."""

    history: History
    lists: FactLists


@asynccontextmanager
async def open_records(at: StoreAddress, opening: Opening = Opening.READ) -> AsyncIterator[Records]:
    """Open the existing store ``at`` that address. Raises StoreUnavailable."""
    async with AsyncExitStack() as closing:
        store, _ = await open_store(at, opening, utc_now, closing)
        yield Records(History(store), FactLists(store))
