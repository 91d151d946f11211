"""The repository of subscriptions and of what is due to each: durable first, then in memory."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from facts.alerts.alert import Alert
from facts.alerts.batching import Due, gathered, time_of, time_of_next, time_of_retry
from facts.alerts.subscription import Subscription
from facts.alerts.subscription_index import SubscriptionIndex
from facts.outbox.delivery import Delivery, Notice, State, Stopped
from facts.outbox.messenger import Sent
from facts.store.protocol import Delete, Put, Shelf
from facts.usecases.alerting import documents
from facts.usecases.alerting.composing import Composer
from facts.usecases.outbox.outbox import (
    DELIVERIES,
    Outbox,
    OutboxLane,
    Steps,
    keep_delivery,
    keep_notice,
    tried,
)

# How many are dealt with before others get their turn: some milliseconds.
_PER_TURN = 500
# One change, and those who must hear of it.
Planned = tuple[Due, Sequence[Subscription]]


class SubscriptionLane(OutboxLane):
    """What one subscription has not been told yet: ``dues`` by the number of their change."""

    def __init__(self, subscription: Subscription, composer: Composer) -> None:
        super().__init__()
        self.subscription = subscription
        self.dues: dict[int, Due] = {}
        self._composer = composer

    @property
    def id(self) -> str:
        return self.subscription.id

    @property
    def where(self) -> str:
        return self.subscription.where

    @property
    def owner(self) -> str:
        return self.subscription.owner

    @property
    def paused_until(self) -> datetime | None:
        return self.subscription.paused_until

    def waiting(self) -> tuple[int, ...]:
        return tuple(sorted(self.dues))

    def next_time(self) -> datetime | None:
        if self.subscription.stopped:
            return None
        if self.delivery is not None:
            return time_of_retry(self.subscription, self.delivery)
        return time_of_next(self.subscription, self.dues.values())

    def gather(self, now: datetime) -> tuple[int, ...]:
        return gathered(self.subscription, tuple(self.dues.values()), now)

    async def compose(self, delivery: Delivery) -> Alert | None:
        return await self._composer.alert(self.subscription, delivery)

    def settled(self, delivery: Delivery, sent: Sent | None) -> Steps:
        digest = self._composer.keep_digest(delivery) if sent and sent.pages else []
        return [*documents.delete_dues(self.id, delivery.changes), *digest]

    def forget(self, delivery: Delivery, sent: Sent | None) -> None:
        for change in delivery.changes:
            self.dues.pop(change, None)
        if sent and sent.pages:
            self._composer.remember_digest(delivery)


class Subscriptions:
    """Subscriptions in ``index``, their lanes in ``outbox``. ``followed`` is the number of the last
    change of the log that was planned. Who changes anything holds the outbox's ``writing``.
    """

    def __init__(
        self, shelf: Shelf, outbox: Outbox, index: SubscriptionIndex, composer: Composer
    ) -> None:
        self.index = index
        self.outbox = outbox
        self.composer = composer
        self.followed = 0
        self._shelf = shelf

    async def read(self) -> Iterable[SubscriptionLane]:
        """All that the shelf holds."""
        lanes: dict[str, SubscriptionLane] = {}
        for document in (await self._shelf.items(documents.SUBSCRIPTIONS)).values():
            subscription = Subscription.model_validate(document)
            self.index.put(subscription)
            lanes[subscription.id] = SubscriptionLane(subscription, self.composer)
        for key, document in (await self._shelf.items(documents.DUES)).items():
            subscription_id, due = documents.read_due(key, document)
            if subscription_id in lanes:
                lanes[subscription_id].dues[due.change] = due
        await self.composer.read()
        progress = await self._shelf.get(documents.PROGRESS, documents.FOLLOWED)
        self.followed = progress["after"] if progress else 0
        return lanes.values()

    def lane(self, subscription_id: str) -> SubscriptionLane | None:
        lane = self.outbox.queue.lane(subscription_id)
        return lane if isinstance(lane, SubscriptionLane) else None

    async def put(self, subscription: Subscription) -> None:
        """Keep a subscription, new or changed."""
        await self.revive(subscription, [], [])

    async def revive(
        self, subscription: Subscription, failed: Sequence[Delivery], dues: Sequence[Due]
    ) -> None:
        """Keep a subscription; what ``failed`` of it is due once more, as ``dues``."""
        steps: list[Put | Delete] = [documents.keep_subscription(subscription)]
        steps += [Delete(DELIVERIES, one.id) for one in failed]
        for due in dues:
            steps += documents.keep_due([subscription.id], due)

        def then() -> None:
            for one in failed:
                self.outbox.failed.pop(one.id, None)
            lane = self.lane(subscription.id) or SubscriptionLane(subscription, self.composer)
            lane.dues.update((due.change, due) for due in dues)
            self._replace(lane, subscription)

        await self.outbox.keep(steps, then)

    async def remove(self, subscriptions: Iterable[Subscription]) -> None:
        """End subscriptions, with everything that is due to them."""
        ids = {one.id for one in subscriptions}
        failed = [one for one in self.outbox.failed.values() if one.lane in ids]
        steps: list[Put | Delete] = [Delete(documents.SUBSCRIPTIONS, one) for one in ids]
        steps += [Delete(DELIVERIES, one.id) for one in failed]
        for lane in filter(None, map(self.lane, ids)):
            steps += [*documents.delete_dues(lane.id, lane.dues), *tried(lane)]

        def then() -> None:
            for subscription_id in ids:
                self.index.remove(subscription_id)
                self.outbox.queue.remove(subscription_id)
            for one in failed:
                self.outbox.failed.pop(one.id, None)

        await self.outbox.keep(steps, then)

    async def plan(
        self, planned: Sequence[Planned], moved: Sequence[Subscription], followed: int
    ) -> None:
        """Let all that is ``planned`` be due, ``moved`` follow other facts, and the log be followed
        so far.
        """
        steps: list[Put | Delete] = [documents.keep_progress(followed)]
        steps += map(documents.keep_subscription, moved)
        for due, hearing in planned:
            for start in range(0, len(hearing), _PER_TURN):
                part = hearing[start : start + _PER_TURN]
                steps += documents.keep_due([one.id for one in part], due)
                await asyncio.sleep(0)

        def then() -> Iterator[None]:
            self.followed = followed
            for subscription in moved:
                if lane := self.lane(subscription.id):
                    self._replace(lane, subscription)
            for due, hearing in planned:
                for turn, subscription in enumerate(hearing, start=1):
                    if lane := self.lane(subscription.id):
                        self._add(lane, due)
                    if turn % _PER_TURN == 0:
                        yield

        await self.outbox.keep(steps, then)

    async def stop(self, where: str, stopped: Stopped) -> None:
        """Tell nothing at ``where`` any more: what is due there failed, its owners get notices."""
        steps: list[Put | Delete] = []
        halted: list[tuple[SubscriptionLane, Subscription]] = []
        failed: list[Delivery] = []
        notices: dict[str, Notice] = {}
        for subscription in self.index.all():
            lane = self.lane(subscription.id)
            if subscription.where != where or lane is None or subscription.stopped:
                continue
            now_stopped = subscription.model_copy(update={"stopped": stopped})
            halted.append((lane, now_stopped))
            dues = documents.delete_dues(lane.id, lane.dues)
            steps += [documents.keep_subscription(now_stopped), *tried(lane), *dues]
            if lane.dues:
                failed.append(_failed(lane, stopped))
            notice = _notice(subscription, stopped)
            notices[notice.id] = notice
        steps += map(keep_delivery, failed)
        steps += map(keep_notice, notices.values())

        def then() -> None:
            for lane, subscription in halted:
                lane.delivery = None
                lane.dues.clear()
                self._replace(lane, subscription)
            self.outbox.failed.update((one.id, one) for one in failed)
            self.outbox.notices.update(notices)

        if steps:
            await self.outbox.keep(steps, then)

    def _replace(self, lane: SubscriptionLane, subscription: Subscription) -> None:
        self.index.put(subscription)
        lane.subscription = subscription
        self.outbox.queue.put(lane)

    def _add(self, lane: SubscriptionLane, due: Due) -> None:
        lane.dues[due.change] = due
        if lane.delivery is None and lane.subscription.stopped is None:
            self.outbox.queue.hurry(lane, time_of(lane.subscription, due))


def _failed(lane: SubscriptionLane, stopped: Stopped) -> Delivery:
    return Delivery(
        lane=lane.id,
        changes=lane.waiting(),
        state=State.FAILED,
        attempts=lane.delivery.attempts if lane.delivery else 0,
        next_try=stopped.at,
        tried_at=lane.delivery.tried_at if lane.delivery else None,
        reason=stopped.reason,
    )


def _notice(subscription: Subscription, stopped: Stopped) -> Notice:
    """One for all that stopped at the same place."""
    return Notice(
        id=f"{subscription.owner}@{subscription.where}",
        owner=subscription.owner,
        desk=subscription.desk if subscription.shared else None,
        where=subscription.where,
        sentence=stopped.reason,
        at=stopped.at,
    )
