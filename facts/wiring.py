"""The one place that chooses the store and the index, and builds the use-cases on them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from facts.matching.index import FuzzyIndex
from facts.starter import starter_content
from facts.store.memory import MemoryStore
from facts.store.protocol import FactStore
from facts.store.tiny import TinyStore
from facts.usecases.alerting.alerting import Alerting
from facts.usecases.asking import Asking
from facts.usecases.catalogue import Catalogue
from facts.usecases.desk.desk import Desk
from facts.usecases.exporting import Exporting
from facts.usecases.importing import Importing
from facts.usecases.starter_facts import StarterFacts

STORE_VARIABLE = "NICENOTE_STORE"
DEFAULT_STORE = Path("data/nicenote")


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that can be done with one store."""

    asking: Asking
    importing: Importing
    exporting: Exporting
    starter: StarterFacts
    desk: Desk
    alerting: Alerting


@asynccontextmanager
async def open_library(
    path: Path | None,
    *,
    read_only: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[Library]:
    """Open the store in folder ``path``, or one that lives in memory where that is None.

    A new store gets the starter facts. ``read_only`` works beside a running bot; a store that is
    not there is made all the same. ``clock`` tells the time of changes and of alerts, in UTC.
    Raises StoreUnavailable, with the sentence to show.
    """
    store = await _open_store(path, clock, read_only=read_only)
    try:
        asking = Asking(Catalogue(store, FuzzyIndex()))
        library = Library(
            asking=asking,
            importing=Importing(store),
            exporting=Exporting(store),
            starter=StarterFacts(store, starter_content()),
            desk=Desk.over(store, asking),
            alerting=Alerting.over(store, clock),
        )
        await library.starter.load()
        yield library
    finally:
        await store.close()


async def _open_store(
    path: Path | None, clock: Callable[[], datetime], *, read_only: bool
) -> FactStore:
    if path is None:
        return MemoryStore(clock)
    if read_only and await asyncio.to_thread(path.exists):
        store = await TinyStore.open(path, read_only=True, clock=clock)
        if await store.last_change() > 0:
            return store
        await store.close()
    return await TinyStore.open(path, clock=clock)
