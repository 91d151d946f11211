"""Follows the change log by a cursor and determines what is due to which subscription."""

import asyncio
from collections.abc import Iterable

from facts.alerts.alert import Due
from facts.alerts.events import Event, event_of
from facts.alerts.subscription import Subscription
from facts.model import Change, Clock
from facts.outbox.delivery import Delivery, Stopped
from facts.store.protocol import FactStore
from facts.store.shelf import StaleDocument
from facts.usecases.alerts.subscriptions import Planned, SubscriptionMailbox, Subscriptions
from facts.usecases.outbox.outbox import MessageKind, OutboxMailbox
from facts.usecases.shelf_view import retrying

# The size of one durable step: the most changes, and the most dues.
_CHANGES_PER_STEP, _DUES_PER_STEP = 500, 5_000


class ChangeFollower(MessageKind):
    """The alerts' ``MessageKind``: matches the changes of ``store`` to ``subscriptions``."""

    def __init__(self, store: FactStore, subscriptions: Subscriptions, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._subscriptions = subscriptions
        # An optimization: the store rejects a change that is processed twice.
        self._planning = asyncio.Lock()

    async def follow(self) -> None:
        async with self._planning:
            while self._subscriptions.followed < await self._store.last_change():
                try:
                    await self._step()
                except StaleDocument:  # another process has processed it
                    continue

    @retrying
    async def stop(self, where: str, stopped: Stopped, mailbox: OutboxMailbox) -> None:
        if isinstance(mailbox, SubscriptionMailbox):
            await self._subscriptions.stop(where, stopped)

    @retrying
    async def revive(self, failed: Delivery) -> bool:
        subscription = self._subscriptions.index.get(failed.mailbox)
        if subscription is not None:
            await self.restart(subscription, [failed])
        return subscription is not None

    async def restart(self, subscription: Subscription, failed: Iterable[Delivery]) -> Subscription:
        """Save a subscription that is no longer stopped; ``failed`` is what to send again."""
        going_on = subscription.model_copy(update={"stopped": None})
        again = list(failed)
        dues = [
            due
            for one in again
            for number in one.changes
            if (due := await self._due(number)) is not None
        ]
        await self._subscriptions.revive(going_on, again, dues)
        return going_on

    async def _due(self, number: int) -> Due | None:
        change = await self._store.change(number)
        event = event_of([change]) if change else None
        return self._due_of(change, event) if change and event else None

    async def _step(self) -> None:
        subscriptions = self._subscriptions
        if not len(subscriptions.index):
            await subscriptions.plan([], [], await self._store.last_change())
            return
        planned: list[Planned] = []
        in_all = 0
        moved: list[Subscription] = []
        followed = subscriptions.followed
        last = min(await self._store.last_change(), followed + _CHANGES_PER_STEP)
        while followed < last and in_all < _DUES_PER_STEP and not moved:
            followed += 1
            change = await self._store.change(followed)
            if change is not None:
                moved = self._moved(change)
                event, hearing = await subscriptions.index.who_hears(change)
                if event is not None and hearing:
                    planned.append((self._due_of(change, event), hearing))
                    in_all += len(hearing)
        await subscriptions.plan(planned, moved, followed)

    def _moved(self, change: Change) -> list[Subscription]:
        """Subscriptions that followed the merged fact also follow the one it was merged into."""
        into = change.after.merged_into if change.after else None
        if into is None:
            return []
        index = self._subscriptions.index
        return [
            one.model_copy(update={"follows": one.follows | {into}})
            for one in filter(None, map(index.get, index.followers(change.fact_id)))
            if into not in one.follows
        ]

    def _due_of(self, change: Change, event: Event) -> Due:
        # Log times never go back, so after the clock was set back they are in the future.
        at = min(change.at, self._clock())
        return Due(change.number, change.fact_id, event.happened, at)
