"""The repository of subscriptions and their pending changes: written first, then held in memory."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from facts.alerts.alert import Alert, Due, gathered, time_of, time_of_next, time_of_retry
from facts.alerts.events import Happening
from facts.alerts.subscription import Subscription
from facts.alerts.subscription_index import SubscriptionIndex
from facts.outbox.delivery import Delivery, DeliveryState, Notice, Sent, Stopped
from facts.store.shelf import Delete, Put, ShelfDocument
from facts.usecases.alerts.composing import DIGESTS, Composer
from facts.usecases.newsroom.shown_answers import ShownAnswer, keep_shown
from facts.usecases.outbox.outbox import (
    Outbox,
    OutboxMailbox,
    ShelfSteps,
    forget_delivery,
    keep_delivery,
    keep_notice,
)
from facts.usecases.shelf_view import Projection, held_in

SUBSCRIPTIONS = "alert-subscriptions"
# One document for each change due to a subscription; deleted once sent.
_DUES = "alert-dues"
# How far the log was processed. Written in the same step as the dues, which a cursor of the store
# could not be.
_PROGRESS, _FOLLOWED = "alert-progress", "followed"
# The number processed before yielding to the event loop: some milliseconds.
_PER_TURN = 500
# One change, and the subscriptions that get an alert for it.
Planned = tuple[Due, Sequence[Subscription]]


class SubscriptionMailbox(OutboxMailbox):
    """The mailbox of one subscription: its pending changes, ``dues``, by log number."""

    def __init__(self, subscription: Subscription, composer: Composer) -> None:
        super().__init__(subscription.id)
        self.subscription = subscription
        self.dues: dict[int, Due] = {}
        self._alert: Alert | None = None
        self._composer = composer

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
        self._alert = await self._composer.alert(self.subscription, delivery)
        return self._alert

    def settled(self, delivery: Delivery, sent: Sent | None) -> ShelfSteps:
        digest = self._composer.keep_digest(delivery) if sent and sent.pages else []
        shown = self._shown(sent) if sent else []
        return [*_delete_dues(self.id, delivery.changes), *digest, *shown]

    def _shown(self, sent: Sent) -> ShelfSteps:
        """An alert with one fact in a shared channel is corrected as answers are."""
        alert = self._alert
        if alert is None or alert.digest or sent.message is None or not self.subscription.shared:
            return []
        (event,) = alert.events
        fact = event.fact
        return [
            keep_shown(
                ShownAnswer(
                    message=sent.message,
                    where=self.where,
                    fact_id=fact.id,
                    revision=fact.revision,
                    at=event.at,
                )
            )
        ]


class Subscriptions:
    """The subscriptions in ``index`` and their mailboxes in ``outbox``. ``followed`` is the number
    of the last change that was processed.

    The document of ``followed`` versions the whole repository: whoever processes changes or writes
    a subscription writes it in the same step at the revision they know (optimistic locking). All
    writes raise StaleDocument.
    """

    def __init__(self, outbox: Outbox, index: SubscriptionIndex, composer: Composer) -> None:
        self.index = index
        self.outbox = outbox
        self.composer = composer
        self.followed = 0
        self._revision = 0
        view = outbox.view
        view.register(SUBSCRIPTIONS, Projection(self._put, self._delete, index.ids))
        view.register(_PROGRESS, Projection(self._put_progress, lambda _: None, tuple))
        view.register(_DUES, Projection(self._put_due, self._delete_due, self._due_keys))
        view.register(DIGESTS, held_in(composer.digests, Delivery.model_validate))

    def mailbox(self, subscription_id: str) -> SubscriptionMailbox | None:
        mailbox = self.outbox.queue.mailbox(subscription_id)
        return mailbox if isinstance(mailbox, SubscriptionMailbox) else None

    async def put(self, subscription: Subscription) -> None:
        """Save a new or changed subscription."""
        await self.revive(subscription, [], [])

    async def revive(
        self, subscription: Subscription, failed: Sequence[Delivery], dues: Sequence[Due]
    ) -> None:
        """Save a subscription and make the changes of ``failed`` due again, as ``dues``."""
        steps: list[Put | Delete] = [keep_subscription(subscription)]
        steps += map(forget_delivery, failed)
        for due in dues:
            steps += _keep_due([subscription.id], due)
        await self._keep(steps)

    async def remove(self, subscriptions: Iterable[Subscription]) -> None:
        """Delete subscriptions with everything due to them."""
        ids = {one.id for one in subscriptions}
        steps: list[Put | Delete] = [Delete(SUBSCRIPTIONS, one) for one in ids]
        steps += self.outbox.ending(*ids)
        for mailbox in filter(None, map(self.mailbox, ids)):
            steps += _delete_dues(mailbox.id, mailbox.dues)
        await self._keep(steps)

    async def plan(
        self, planned: Sequence[Planned], moved: Sequence[Subscription], followed: int
    ) -> None:
        """Save the dues ``planned``, subscriptions ``moved`` to merged facts, and the progress."""
        steps: list[Put | Delete] = [*map(keep_subscription, moved)]
        for due, hearing in planned:
            for start in range(0, len(hearing), _PER_TURN):
                part = hearing[start : start + _PER_TURN]
                steps += _keep_due([one.id for one in part], due)
                await asyncio.sleep(0)
        await self._keep(steps, followed)

    async def stop(self, where: str, stopped: Stopped) -> None:
        """Stop all subscriptions to ``where``: pending changes fail, and the owners get notices."""
        steps: list[Put | Delete] = []
        notices: dict[str, Notice] = {}
        for subscription in self.index.all():
            mailbox = self.mailbox(subscription.id)
            if subscription.where != where or mailbox is None or subscription.stopped:
                continue
            now_stopped = subscription.model_copy(update={"stopped": stopped})
            steps += _delete_dues(mailbox.id, mailbox.dues)
            steps.append(keep_subscription(now_stopped))
            if mailbox.delivery:
                steps.append(forget_delivery(mailbox.delivery))
            if mailbox.dues:
                steps.append(keep_delivery(_failed(mailbox, stopped)))
            notice = _notice(subscription, stopped)
            notices[notice.id] = notice
        if steps:
            await self._keep([*steps, *map(keep_notice, notices.values())])

    async def _keep(self, steps: ShelfSteps, followed: int | None = None) -> None:
        version = _keep_progress(self.followed if followed is None else followed, self._revision)
        await self.outbox.view.keep([version, *steps])

    def _put(self, key: str, document: ShelfDocument) -> None:
        subscription = Subscription.model_validate(dict(document))
        self.index.put(subscription)
        mailbox = self.mailbox(key) or SubscriptionMailbox(subscription, self.composer)
        mailbox.subscription = subscription
        self.outbox.queue.put(mailbox)

    def _delete(self, key: str) -> None:
        self.index.remove(key)
        self.outbox.queue.remove(key)

    def _put_progress(self, key: str, document: ShelfDocument) -> None:  # noqa: ARG002 - a handler
        self.followed, self._revision = document["after"], document.revision

    def _put_due(self, key: str, document: ShelfDocument) -> None:
        subscription_id, due = _read_due(key, document)
        mailbox = self.mailbox(subscription_id)
        if mailbox is not None:
            mailbox.dues[due.change] = due
            if mailbox.delivery is None and mailbox.subscription.stopped is None:
                self.outbox.queue.schedule_earlier(mailbox, time_of(mailbox.subscription, due))

    def _delete_due(self, key: str) -> None:
        subscription_id, _, change = key.rpartition("-")
        if mailbox := self.mailbox(subscription_id):
            mailbox.dues.pop(int(change), None)

    def _due_keys(self) -> list[str]:
        mailboxes = filter(None, map(self.mailbox, self.index.ids()))
        return [_due_key(mailbox.id, change) for mailbox in mailboxes for change in mailbox.dues]


def _failed(mailbox: SubscriptionMailbox, stopped: Stopped) -> Delivery:
    return Delivery(
        mailbox=mailbox.id,
        changes=mailbox.waiting(),
        state=DeliveryState.FAILED,
        attempts=mailbox.delivery.attempts if mailbox.delivery else 0,
        next_try=stopped.at,
        tried_at=mailbox.delivery.tried_at if mailbox.delivery else None,
        reason=stopped.reason,
    )


def _notice(subscription: Subscription, stopped: Stopped) -> Notice:
    """One notice for all subscriptions stopped at the same place."""
    return Notice(
        id=f"{subscription.owner}@{subscription.where}",
        owner=subscription.owner,
        where=subscription.where,
        sentence=stopped.reason,
        at=stopped.at,
    )


def keep_subscription(subscription: Subscription) -> Put:
    return Put(SUBSCRIPTIONS, subscription.id, subscription.model_dump(mode="json"))


def _keep_due(subscription_ids: Iterable[str], due: Due) -> Iterator[Put]:
    """Steps that write one due change for each of the subscriptions."""
    document = {"fact": due.fact_id, "is": due.happened.value, "at": due.at.isoformat()}
    for subscription_id in subscription_ids:
        yield Put(_DUES, _due_key(subscription_id, due.change), document)


def _delete_dues(subscription_id: str, changes: Iterable[int]) -> list[Delete]:
    return [Delete(_DUES, _due_key(subscription_id, change)) for change in changes]


def _due_key(subscription_id: str, change: int) -> str:
    return f"{subscription_id}-{change}"


def _read_due(key: str, document: dict[str, Any]) -> tuple[str, Due]:
    """The subscription's id and the due change."""
    subscription_id, _, change = key.rpartition("-")
    happened, at = Happening(document["is"]), datetime.fromisoformat(document["at"])
    return subscription_id, Due(int(change), document["fact"], happened, at)


def _keep_progress(followed: int, revision: int) -> Put:
    """A step that writes the progress if it is at ``revision``; 0: if there is none yet."""
    return Put(_PROGRESS, _FOLLOWED, {"after": followed}, revision)
