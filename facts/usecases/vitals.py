"""How the store and everything that follows it are doing, for whoever runs the bot."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from facts.store.protocol import FactStore
from facts.usecases.alerting.alerting import Alerting
from facts.usecases.catalogue import Catalogue
from facts.usecases.newsroom.newsroom import Newsroom
from facts.usecases.outbox.deliveries import Delivering


@dataclass(frozen=True, slots=True)
class StorePlace:
    """What the store runs on, where its files lie (None for no files), and a function that looks
    when its newest automatic backup was made, in UTC.
    """

    engine: str
    folder: Path | None = None
    newest_backup: Callable[[], datetime | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Vitals:
    """The state at one moment. ``lag`` is in changes of the log, by follower."""

    engine: str
    folder: Path | None
    facts: int
    store_bytes: int
    newest_backup: datetime | None
    lag: Mapping[str, int]
    alerts_waiting: int
    alerts_failed: int
    requests_waiting: int


class VitalSigns:
    """Takes the vitals. Cheap enough for a look every few seconds."""

    def __init__(
        self,
        store: FactStore,
        place: StorePlace,
        *,
        catalogue: Catalogue,
        alerting: Alerting,
        delivering: Delivering,
        newsroom: Newsroom,
    ) -> None:
        self._store = store
        self._place = place
        self._catalogue = catalogue
        self._alerting = alerting
        self._delivering = delivering
        self._newsroom = newsroom

    async def watch(self) -> None:
        """Go on until the store is gone for good, and raise StoreUnavailable then."""
        await self._store.watch()

    async def read(self) -> Vitals:
        """Look at everything once."""
        last = await self._store.last_change()
        waiting, failed = await self._delivering.deliveries.counts()
        folder = self._place.folder
        return Vitals(
            engine=self._place.engine,
            folder=folder,
            facts=await self._store.count(),
            store_bytes=await asyncio.to_thread(_size, folder) if folder else 0,
            newest_backup=await asyncio.to_thread(self._place.newest_backup),
            lag={
                "index": last - self._catalogue.followed,
                "alerts": last - await self._alerting.followed(),
            },
            alerts_waiting=waiting,
            alerts_failed=failed,
            requests_waiting=await self._newsroom.queue.open_everywhere(),
        )


def _size(folder: Path) -> int:
    """The bytes of all files below ``folder``; one that vanishes meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
