"""Coordination of several processes that are one bot: shard groups, sign-in limits, leadership.

Not used if the store is a folder: there is only one process then.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from facts.model import Refusal
from facts.store.leases import Lease, Leases
from facts.store.protocol import StoreAway

_log = logging.getLogger(__name__)
LARGEST_GROUP = 16
_COUNT = "shards"
# Lease durations in seconds, and renewals in each. A dead process's shard group is taken over
# within 60 seconds: its lease expires after 20, then it is found by polling and signs in.
_GROUP_SECONDS, _LEADER_SECONDS, _RENEWALS = 20.0, 15.0, 3
_LOOKS_EVERY = 2.0
# After the store was unavailable, the holders of leases get this long to renew them.
_AFTER_AWAY = 15.0


class MustStartAgain(Refusal):
    """This process cannot continue; a new one can."""


@dataclass(frozen=True, slots=True)
class ShardGroup:
    """The shards served by this process, out of ``count``."""

    shard_ids: tuple[int, ...]
    count: int
    lease: Lease


class Leadership:
    """Leadership of this process for one task, see ``Processes.lead``."""

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self.lost = asyncio.Event()

    @property
    def holds(self) -> bool:
        """Whether no other process can be the leader yet, even if this process was suspended."""
        return not self.lost.is_set() and time.monotonic() < self.lease.until


class Processes:
    """Coordinates by leases. All methods raise StoreAway."""

    def __init__(self, leases: Leases) -> None:
        self._leases = leases

    async def shard_count(self) -> int:
        """The number of shards; 0 if it was never set."""
        return await self._leases.number(_COUNT)

    async def set_shard_count(self, count: int) -> None:
        """Change the number of shards. All processes end within seconds and restart with it."""
        await self._leases.set_number(_COUNT, count)

    async def claim(
        self, recommended: Callable[[], Awaitable[int]], size: int = LARGEST_GROUP
    ) -> ShardGroup:
        """Wait for a free group of ``size`` shards, and take it.

        ``recommended`` gives the number of shards if it was never set.
        """
        told = False
        while True:
            try:
                if (group := await self._free_group(recommended, size)) is not None:
                    return group
                wait = _LOOKS_EVERY
            except StoreAway:
                wait = _AFTER_AWAY
            if not told:
                _log.info("All shards are served by other processes. Waiting to take over.")
                told = True
            await asyncio.sleep(wait)

    async def keep(self, group: ShardGroup) -> None:
        """Renew the lease of ``group`` until cancelled. Raises MustStartAgain if that fails."""
        lease = group.lease
        while True:
            await asyncio.sleep(_GROUP_SECONDS / _RENEWALS)
            try:
                renewed = await self._leases.renew(lease, _GROUP_SECONDS)
                count = await self.shard_count()
            except StoreAway:
                continue
            if renewed is None:
                raise MustStartAgain("Another process took over the shards of this one.")
            if count != group.count:
                raise MustStartAgain(f"The number of shards was changed to {count}.")
            lease = renewed

    async def release(self, group: ShardGroup) -> None:
        """Release the group for another process."""
        await self._leases.release(group.lease)

    async def turn(self, bucket: int, seconds: float) -> None:
        """Wait until no process signed in from rate-limit ``bucket`` in the last ``seconds``."""
        while True:
            taken = await self._leases.take(f"sign-in/{bucket}", seconds)
            if isinstance(taken, Lease):
                return
            await asyncio.sleep(taken)

    @asynccontextmanager
    async def alone(self, what: str, seconds: float) -> AsyncIterator[bool]:
        """A lock without waiting: whether this process is the only one doing ``what``."""
        lease = await self._leases.take(f"alone/{what}", seconds)
        try:
            yield isinstance(lease, Lease)
        finally:
            if isinstance(lease, Lease):
                await self._leases.release(lease)

    @asynccontextmanager
    async def lead(self, what: str) -> AsyncIterator[Leadership]:
        """Wait for the leadership of ``what``, and hold it inside the block."""
        leadership = Leadership(await self._taken(f"lead/{what}"))
        renewing = asyncio.create_task(self._renew(leadership))
        try:
            yield leadership
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)
            try:
                await self._leases.release(leadership.lease)
            except StoreAway:
                _log.debug("Could not release the lease of %s; it will expire", what)

    async def do_as_leader(
        self, what: str, work: Callable[[Leadership], Coroutine[Any, Any, None]]
    ) -> None:
        """Run the endless ``work`` while this process is the leader; cancel it on losing that."""
        while True:
            async with self.lead(what) as leadership:
                doing = asyncio.create_task(work(leadership))
                losing = asyncio.create_task(leadership.lost.wait())
                try:
                    await asyncio.wait({doing, losing}, return_when=asyncio.FIRST_COMPLETED)
                    if doing.done():
                        doing.result()
                finally:
                    for task in (doing, losing):
                        task.cancel()
                    await asyncio.gather(doing, losing, return_exceptions=True)
            _log.warning("Another process has taken this over: %s", what)

    async def _taken(self, name: str) -> Lease:
        while True:
            try:
                lease = await self._leases.take(name, _LEADER_SECONDS)
            except StoreAway:
                lease = _LEADER_SECONDS
            if isinstance(lease, Lease):
                return lease
            await asyncio.sleep(min(lease, _LOOKS_EVERY) or _LOOKS_EVERY)

    async def _renew(self, leadership: Leadership) -> None:
        while True:
            await asyncio.sleep(_LEADER_SECONDS / _RENEWALS)
            try:
                renewed = await self._leases.renew(leadership.lease, _LEADER_SECONDS)
            except StoreAway:
                continue
            if renewed is None:
                leadership.lost.set()
                return
            leadership.lease = renewed

    async def _free_group(
        self, recommended: Callable[[], Awaitable[int]], size: int
    ) -> ShardGroup | None:
        count = await self.shard_count()
        if not count:
            await self._leases.set_number(_COUNT, await recommended(), unless_set=True)
            count = await self.shard_count()
        for number, first in enumerate(range(0, count, size)):
            # Processes still serving shards of the old division would answer the same people.
            lease = await self._leases.take(
                f"shards/{count}/{size}/{number}", _GROUP_SECONDS, unless="shards/%"
            )
            if isinstance(lease, Lease):
                shard_ids = tuple(range(first, min(first + size, count)))
                return ShardGroup(shard_ids, count, lease)
        return None
