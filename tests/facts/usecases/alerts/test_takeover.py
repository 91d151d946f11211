"""One of several processes sends the alerts. It dies or stands still at any step, another takes
over, and each alert is told once. Their clocks are a minute apart.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from facts.outbox.delivery import Message, SendOutcome
from facts.store.leases import Lease
from facts.store.postgres.leases import PostgresLeases
from facts.store.postgres.store import PostgresStore
from facts.usecases import processes as processes_module
from facts.usecases.outbox.sending import LeadersMessenger
from facts.usecases.processes import Leadership, Processes
from tests.facts.usecases.alerts.conftest import START, Newsroom, newsroom_over
from tests.facts.usecases.alerts.crashing import Network
from tests.postgres import Server

_STEPS = ("taken", "begun", "sent", "before noted")
_LEASE_SECONDS = 0.6
_PATIENCE = 30.0


@dataclass
class Stand:
    """Where a process stands still, once it comes there, until it goes on."""

    step: str | None = None
    there: asyncio.Event = field(default_factory=asyncio.Event)
    on: asyncio.Event = field(default_factory=asyncio.Event)

    async def at(self, step: str) -> None:
        if step == self.step and not self.on.is_set():
            self.there.set()
            await self.on.wait()

    async def whole(self) -> None:
        """What goes on beside it stands still, too."""
        if self.there.is_set():
            await self.on.wait()


@dataclass
class Sender:
    """One process: a newsroom on the store that all share, and what it sends by."""

    newsroom: Newsroom
    processes: Processes
    network: Network
    stand: Stand = field(default_factory=Stand)
    led: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Lead when nobody else does, and send until somebody else took over."""
        async with self.processes.lead("alerts") as leadership:
            self.led.set()
            messenger = LeadersMessenger(_Standing(self.network, self.stand), leadership)
            while leadership.holds:
                await self.newsroom.delivering.sending.turn(
                    _Begun(messenger, self.stand, leadership)
                )
                await asyncio.sleep(0.02)


@dataclass
class _Begun:
    """The way from a delivery that was begun to the check whether it may still be sent."""

    messenger: LeadersMessenger
    stand: Stand
    leadership: Leadership

    async def send(self, where: str, message: Message, nonce: str) -> SendOutcome:
        await self.stand.at("begun")
        return await self.messenger.send(where, message, nonce)


@dataclass
class _Standing:
    """The way to the network and back."""

    network: Network
    stand: Stand

    async def send(self, where: str, message: Any, nonce: str) -> SendOutcome:
        outcome = await self.network.send(where, message, nonce)
        await self.stand.at("sent")
        return outcome


class _Shelf:
    """A shelf whose writes are steps: the first begins a delivery, the second notes it."""

    def __init__(self, shelf: Any, stand: Stand) -> None:
        self._shelf = shelf
        self._stand = stand
        self._deliveries = 0

    async def keep(self, steps: Any) -> int:
        if any(step.kind == "alert-deliveries" for step in steps):
            self._deliveries += 1
            await self._stand.at("taken" if self._deliveries == 1 else "before noted")
        return int(await self._shelf.keep(steps))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shelf, name)


class _Leases(PostgresLeases):
    """Leases of a process that cannot renew them while it stands still."""

    stand: Stand

    async def renew(self, lease: Lease, seconds: float) -> Lease | None:
        await self.stand.whole()
        return await super().renew(lease, seconds)


@pytest.fixture
async def two(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Sender, Sender]]:
    """Two processes on one store and one network, with clocks a minute apart."""
    monkeypatch.setattr(processes_module, "_LEADER_SECONDS", _LEASE_SECONDS)
    monkeypatch.setattr(processes_module, "_LOOKS_EVERY", 0.05)
    address, network = postgres.new_database(), Network()
    stores, senders, begun = [], [], time.monotonic()
    for ahead in (timedelta(0), timedelta(minutes=1)):

        def clock(ahead: timedelta = ahead) -> datetime:
            # A hundred seconds go by in one.
            return START + ahead + 100 * timedelta(seconds=time.monotonic() - begun)

        store = await PostgresStore.open(address, clock=clock)
        stores.append(store)
        stand = Stand()
        leases = _Leases(store.database)
        leases.stand = stand
        newsroom = newsroom_over(store, clock, network)  # type: ignore[arg-type] # goes by itself
        newsroom.delivering.outbox.view._shelf = _Shelf(store.shelf, stand)  # type: ignore[assignment] # the same methods
        senders.append(Sender(newsroom, Processes(leases), network, stand))
    yield senders[0], senders[1]
    for store in stores:
        await store.close()


async def _told(network: Network, subscription: str, facts: list[int]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while sorted(_facts_told(network, subscription)) != facts:  # noqa: ASYNC110 - of another loop's making
            await asyncio.sleep(0.02)


def _facts_told(network: Network, subscription: str) -> list[int]:
    return [event.fact.id for alert in network.posted[subscription] for event in alert.events]


@pytest.mark.parametrize("fate", ["killed", "stopped"])
@pytest.mark.parametrize("step", _STEPS)
async def test_each_alert_is_told_once(two: tuple[Sender, Sender], step: str, fate: str) -> None:
    """Whoever stood still wakes up when all was told, and tells and notes nothing more."""
    first, second = two
    network = first.network
    subscription = await first.newsroom.subscribe()
    sending = asyncio.create_task(first.run())
    await asyncio.wait_for(first.led.wait(), _PATIENCE)
    first.stand.step = step
    fact = await second.newsroom.add("The bridge is shut")
    await asyncio.wait_for(first.stand.there.wait(), _PATIENCE)
    if fate == "killed":
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    taking_over = asyncio.create_task(second.run())
    await asyncio.wait_for(second.led.wait(), _PATIENCE)
    await _told(network, subscription.id, [fact])
    first.stand.on.set()
    if fate == "stopped":
        await asyncio.wait_for(sending, _PATIENCE)
    other = await first.newsroom.add("The tunnel is open")
    await _told(network, subscription.id, [fact, other])
    taking_over.cancel()
    await asyncio.gather(sending, taking_over, return_exceptions=True)
    await second.newsroom.delivering.sending.turn(network)
    assert sorted(_facts_told(network, subscription.id)) == [fact, other]
    assert not network.doubles
    assert await second.newsroom.delivering.deliveries.list() == ()
