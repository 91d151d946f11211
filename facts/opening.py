"""Opens a store for what facts were and are, without an index: for commands that start at once."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from facts.store.address import StoreAddress
from facts.store.engines import Opening, open_store
from facts.usecases.reading.history import History


@asynccontextmanager
async def open_history(at: StoreAddress) -> AsyncIterator[History]:
    """Read the store ``at`` that address, which must be there. Raises StoreUnavailable."""
    async with AsyncExitStack() as closing:
        store, _ = await open_store(at, Opening.READ, partial(datetime.now, UTC), closing)
        yield History(store)
