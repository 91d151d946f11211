"""Health of the store and everything that follows its log, for the operator."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from facts.store.protocol import FactStore
from facts.usecases.alerts.alerting import Alerting
from facts.usecases.catalogue import Catalogue
from facts.usecases.newsroom.newsroom import Newsroom
from facts.usecases.outbox.delivery_admin import Delivering


@dataclass(frozen=True, slots=True)
class StorePlace:
    """The kind of store, the folder of its files (None without files), and a function that returns
    the time of the newest automatic backup in UTC.
    """

    engine: str
    folder: Path | None = None
    newest_backup: Callable[[], datetime | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Vitals:
    """A snapshot of the state. ``lag`` is in changes of the log, by follower."""

    place: StorePlace
    facts: int
    store_bytes: int
    newest_backup: datetime | None
    lag: Mapping[str, int]
    alerts_waiting: int
    alerts_failed: int
    requests_waiting: int


@dataclass(frozen=True, slots=True)
class VitalSigns:
    """Takes snapshots. Cheap enough for every few seconds."""

    _store: FactStore
    _place: StorePlace
    _catalogue: Catalogue
    _alerting: Alerting
    _delivering: Delivering
    _newsroom: Newsroom

    async def watch(self) -> None:
        """Run until the store is gone for good, then raise StoreUnavailable."""
        await self._store.watch()

    async def read(self) -> Vitals:
        """Take a snapshot."""
        last = await self._store.last_change()
        waiting, failed = await self._delivering.deliveries.counts()
        folder = self._place.folder
        return Vitals(
            place=self._place,
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
    """The total size in bytes of all files below ``folder``; vanishing files count 0."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
