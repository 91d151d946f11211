"""The transactional outbox: on the shelf first, then in memory, whichever process wrote it.

Each kind of message keeps on the shelf what is due (an alert's changes, an asker's answer); here
are the deliveries that were tried or failed, and the notices about them.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

from facts.model import DeskId
from facts.outbox.delivery import Delivery, DeliveryState, Notice, Stopped
from facts.outbox.messenger import Message, Sent
from facts.outbox.queue import Lane, Queue
from facts.store.protocol import Delete, Put, Shelf, ShelfDocument, StaleDocument
from facts.usecases.shelf_view import Fold, ShelfView, retrying

_DELIVERIES, NOTICES = "alert-deliveries", "alert-notices"
Steps = Sequence[Put | Delete]


class OutboxLane(Lane):
    """A lane that knows what its messages show, and how its dues are kept.

    ``delivery_revision`` is that of the document of ``delivery``, 0 where there is none.
    """

    delivery_revision = 0

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
        """The steps after which nothing of ``delivery`` is due any more: it was ``sent``, or (None)
        there is nothing left to tell, it failed or it was dropped.
        """


class MessageKind(ABC):
    """One kind of lane: alerts, answers to askers, corrections of what was shown.

    It puts its lanes into the outbox's queue as it takes in what the shelf has of them.
    """

    @abstractmethod
    async def follow(self) -> None:
        """Let be due what is new."""

    def next_time(self) -> datetime | None:
        """When ``follow`` has something to do that nobody wrote; None for never."""
        return None

    async def stop(  # noqa: B027 - some kinds have no lanes
        self, where: str, stopped: Stopped, lane: OutboxLane
    ) -> None:
        """Nothing can be sent to ``where`` any more, as was found with ``lane``."""

    async def revive(self, failed: Delivery) -> bool:  # noqa: ARG002 - for those who can
        """Let what failed be due once more; False where it is not of this kind or has ended."""
        return False


class Outbox:
    """Lanes, deliveries and notices, folded from the shelf by ``view``."""

    def __init__(self, shelf: Shelf) -> None:
        self.view = ShelfView(shelf)
        self.queue = Queue[OutboxLane]()
        self.kinds: list[MessageKind] = []
        self.failed: dict[str, Delivery] = {}
        self.notices: dict[str, Notice] = {}

    def add(self, kind: MessageKind) -> None:
        """Send this kind of message as well. Its own folds are in ``view`` already."""
        self.kinds.append(kind)
        self.view.hold(_DELIVERIES, Fold(self._put, self._delete, self._delivery_keys))
        self.view.hold(NOTICES, Fold(self._put_notice, self._delete_notice, self.notices.keys))

    async def follow(self) -> None:
        """Take in what others wrote, and let everything be due that is new."""
        await self.view.catch_up()
        for kind in self.kinds:
            await kind.follow()

    def next_time(self, now: datetime) -> datetime | None:
        """When something may be sent or done again; None for never."""
        times = [self.queue.next_time(now), *(kind.next_time() for kind in self.kinds)]
        return min((time for time in times if time is not None), default=None)

    async def begin(
        self, lane: OutboxLane, delivery: Delivery, fence: int | None = None
    ) -> int | None:
        """``delivery`` is about to be sent, or waits to be sent once more; None if it must not:
        somebody else sent, dropped or hurried it, or the lane ended.

        Returns the revision that it is at now: the fence by which whoever began it is told apart
        from who took over meanwhile. Without one of an earlier ``begin`` it is taken over.
        """
        step = keep_delivery(delivery, lane.delivery_revision if fence is None else fence)
        try:
            begun = await self.view.keep([step])
        except StaleDocument:
            return None
        if self.queue.holds(lane) and set(delivery.changes) <= set(lane.waiting()):
            return begun
        await self.cancel(delivery)
        return None

    async def cancel(self, delivery: Delivery, fence: int | None = None) -> None:
        """Nothing was sent, for certain: what was gathered may be gathered anew.

        This and what follows raise StaleDocument where ``fence`` is outdated.
        """
        await self.view.keep([forget_delivery(delivery, fence)])

    async def settle(
        self, lane: OutboxLane, delivery: Delivery, sent: Sent | None, fence: int | None = None
    ) -> None:
        """Nothing of ``delivery`` is due any more."""
        await self.view.keep([forget_delivery(delivery, fence), *lane.settled(delivery, sent)])

    async def fail(
        self, lane: OutboxLane, delivery: Delivery, reason: str, fence: int | None = None
    ) -> None:
        """It will not be tried again by itself."""
        failed = delivery.model_copy(update={"state": DeliveryState.FAILED, "reason": reason})
        await self.view.keep([keep_delivery(failed, fence), *lane.settled(failed, None)])

    def ending(self, *lane_ids: str) -> list[Delete]:
        """The steps that forget what was tried or failed of lanes that end."""
        failed = [one for one in self.failed.values() if one.lane in lane_ids]
        lanes = filter(None, map(self.queue.lane, lane_ids))
        tried = [lane.delivery for lane in lanes if lane.delivery is not None]
        return [forget_delivery(one) for one in (*tried, *failed)]

    async def forget_notices(self, told: Sequence[Notice]) -> None:
        """Keep notices no longer. Raises StaleDocument where somebody else told one."""
        await self.view.keep([Delete(NOTICES, one.id, one.revision) for one in told])

    def _put(self, key: str, document: ShelfDocument) -> None:
        delivery = Delivery.model_validate(dict(document))
        lane = self.queue.lane(delivery.lane)
        if delivery.state is DeliveryState.FAILED:
            self._delete(key)
            self.failed[key] = delivery
        elif lane is not None:
            lane.delivery, lane.delivery_revision = delivery, document.revision
            self.queue.put(lane)

    def _delete(self, key: str) -> None:
        self.failed.pop(key, None)
        lane = self.queue.lane(key.rpartition("-")[0])
        if lane is not None and lane.delivery is not None and lane.delivery.id == key:
            lane.delivery, lane.delivery_revision = None, 0
            self.queue.put(lane)

    def _delivery_keys(self) -> list[str]:
        tried = (lane.delivery for lane in self.queue.waiting())
        return [*self.failed, *(one.id for one in tried if one is not None)]

    def _put_notice(self, key: str, document: ShelfDocument) -> None:
        notice = Notice.model_validate(dict(document))
        self.notices[key] = notice.model_copy(update={"revision": document.revision})

    def _delete_notice(self, key: str) -> None:
        self.notices.pop(key, None)


class Notices:
    """What must be told by another way than the one that failed."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    @retrying
    async def take(
        self, *, owner: str | None = None, desk: DeskId | None = None
    ) -> tuple[Notice, ...]:
        """The notices for a person, or for a desk's log. Each is given out once, and then gone."""
        await self._outbox.view.catch_up()
        taken = tuple(
            notice
            for notice in self._outbox.notices.values()
            if notice.owner == owner or (desk is not None and notice.desk == desk)
        )
        await self._outbox.forget_notices(taken)
        return taken


def keep_delivery(delivery: Delivery, revision: int | None = None) -> Put:
    return Put(_DELIVERIES, delivery.id, delivery.model_dump(mode="json"), revision)


def forget_delivery(delivery: Delivery, revision: int | None = None) -> Delete:
    return Delete(_DELIVERIES, delivery.id, revision)


def keep_notice(notice: Notice) -> Put:
    return Put(NOTICES, notice.id, notice.model_dump(mode="json", exclude={"revision"}))
