"""The transactional outbox: on the shelf first, then in memory, each change in one step.

Each kind of message keeps on the shelf what is due (an alert's changes, an asker's answer); here
are the deliveries that were tried or failed, and the notices about them.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from facts.outbox.delivery import Delivery, Notice, State, Stopped
from facts.outbox.messenger import Message, Sent
from facts.outbox.queue import Lane, Queue
from facts.store.protocol import Delete, Put, Shelf

DELIVERIES, NOTICES = "alert-deliveries", "alert-notices"
Steps = Sequence[Put | Delete]


class OutboxLane(Lane):
    """A lane that knows what its messages show, and how its dues are kept."""

    @property
    @abstractmethod
    def owner(self) -> str:
        """The id of the person it is for."""

    @property
    def paused_until(self) -> datetime | None:
        """Until when its owner wants nothing of it."""
        return None

    @abstractmethod
    async def compose(self, delivery: Delivery) -> Message | None:
        """What ``delivery`` tells now; None where nothing of it is left to tell."""

    @abstractmethod
    def settled(self, delivery: Delivery, sent: Sent | None) -> Steps:
        """What makes durable that all of ``delivery`` needs no more telling: it was ``sent``,
        or (None) there is nothing left to tell, it failed or it was dropped.
        """

    @abstractmethod
    def forget(self, delivery: Delivery, sent: Sent | None) -> None:
        """The same in memory."""


class Kind(ABC):
    """One kind of lane: alerts, answers to askers, corrections of what was shown."""

    @abstractmethod
    async def read(self) -> Iterable[OutboxLane]:
        """The lanes that the shelf holds, with what is due to them."""

    @abstractmethod
    async def follow(self) -> None:
        """Let be due what is new. Whoever calls it holds the outbox's ``writing``."""

    @abstractmethod
    async def stop(self, where: str, stopped: Stopped) -> None:
        """Nothing can be sent to ``where`` any more. The caller holds ``writing``."""

    @abstractmethod
    async def revive(self, failed: Delivery) -> bool:
        """Let what failed be due once more; False where it is not of this kind or has ended."""


class Outbox:
    """Lanes, deliveries and notices.

    Who changes anything holds ``writing``. Who waits for a lane's lock does not hold it meanwhile.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.queue = Queue[OutboxLane]()
        self.kinds: list[Kind] = []
        self.failed: dict[str, Delivery] = {}
        self.notices: dict[str, Notice] = {}
        self.writing = asyncio.Lock()
        self._shelf = shelf
        self._opening = asyncio.Lock()
        self._opened = False

    async def open(self) -> None:
        """Read what the shelf holds, once. Everything else here comes after."""
        async with self._opening:
            if not self._opened:
                await self._read()
                self._opened = True

    async def follow(self) -> None:
        """Let everything be due that is new. The caller holds ``writing``."""
        for kind in self.kinds:
            await kind.follow()

    async def begin(self, lane: OutboxLane, delivery: Delivery) -> None:
        """``delivery`` is about to be sent, or waits to be sent once more."""

        def then() -> None:
            lane.delivery = delivery

        await self.keep([*tried(lane), keep_delivery(delivery)], then)

    async def cancel(self, lane: OutboxLane) -> None:
        """Nothing was sent, for certain: what was gathered may be gathered anew."""

        def then() -> None:
            lane.delivery = None

        await self.keep(tried(lane), then)

    async def settle(self, lane: OutboxLane, delivery: Delivery, sent: Sent | None) -> None:
        """All of ``delivery`` needs no more telling."""

        def then() -> None:
            lane.delivery = None
            lane.forget(delivery, sent)

        await self.keep([*tried(lane), *lane.settled(delivery, sent)], then)

    async def fail(self, lane: OutboxLane, delivery: Delivery, reason: str) -> None:
        """It will not be tried again by itself."""
        failed = delivery.model_copy(update={"state": State.FAILED, "reason": reason})

        def then() -> None:
            lane.delivery = None
            lane.forget(failed, None)
            self.failed[failed.id] = failed

        steps = [*tried(lane), *lane.settled(failed, None), keep_delivery(failed)]
        await self.keep(steps, then)

    async def forget_failed(self, failed: Sequence[Delivery]) -> None:
        """Keep failed deliveries no longer."""

        def then() -> None:
            for one in failed:
                self.failed.pop(one.id, None)

        await self.keep([Delete(DELIVERIES, one.id) for one in failed], then)

    async def forget_notices(self, told: Sequence[Notice]) -> None:
        def then() -> None:
            for one in told:
                self.notices.pop(one.id, None)

        await self.keep([Delete(NOTICES, one.id) for one in told], then)

    async def keep(self, steps: Steps, then: Callable[[], Iterable[None] | None]) -> None:
        """Make ``steps`` durable, then do ``then``, even when the caller gives up waiting.

        ``then`` may yield where others may have their turn.
        """

        async def both() -> None:
            await self._shelf.keep(steps)
            for _ in then() or ():
                await asyncio.sleep(0)

        await asyncio.shield(asyncio.create_task(both()))

    async def _read(self) -> None:
        lanes = {lane.id: lane for kind in self.kinds for lane in await kind.read()}
        for document in (await self._shelf.items(DELIVERIES)).values():
            delivery = Delivery.model_validate(document)
            if delivery.state is State.FAILED:
                self.failed[delivery.id] = delivery
            elif delivery.lane in lanes:
                lanes[delivery.lane].delivery = delivery
        for lane in lanes.values():
            self.queue.put(lane)
        notices = map(Notice.model_validate, (await self._shelf.items(NOTICES)).values())
        self.notices = {one.id: one for one in notices}


def tried(lane: OutboxLane) -> list[Delete]:
    """What takes the delivery that was tried so far off the shelf."""
    return [Delete(DELIVERIES, lane.delivery.id)] if lane.delivery else []


def keep_delivery(delivery: Delivery) -> Put:
    return Put(DELIVERIES, delivery.id, delivery.model_dump(mode="json"))


def keep_notice(notice: Notice) -> Put:
    return Put(NOTICES, notice.id, notice.model_dump(mode="json"))
