"""Opens a store for what needs no index: for commands that start at once."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from facts.model import utc_now
from facts.store.address import StoreAddress
from facts.store.engines import Opening, back_up, check, copy, open_store, restore
from facts.usecases.reading.fact_lists import FactLists
from facts.usecases.reading.history import History
from facts.usecases.reading.verifying import Verifying

# What front ends see of stores as a whole.
__all__ = ["Opening", "Records", "back_up", "check", "copy", "open_records", "restore"]


@dataclass(frozen=True, slots=True)
class Records:
    """What can be done with one store without an index."""

    history: History
    verifying: Verifying
    lists: FactLists


@asynccontextmanager
async def open_records(at: StoreAddress, opening: Opening = Opening.READ) -> AsyncIterator[Records]:
    """Open the store ``at`` that address, which must be there. Raises StoreUnavailable."""
    async with AsyncExitStack() as closing:
        store, _ = await open_store(at, opening, utc_now, closing)
        history = History(store)
        yield Records(history, Verifying(store, history), FactLists(store))
