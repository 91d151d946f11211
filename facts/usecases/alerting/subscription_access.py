"""Access control and locking for changes to subscriptions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from facts.alerts.subscription import Subscription
from facts.model import Refusal
from facts.usecases.alerting.change_follower import ChangeFollower
from facts.usecases.alerting.subscriptions import Subscriptions
from facts.usecases.alerting.wishes import Subscriber
from facts.usecases.outbox.deliveries import Delivering


class NoSuchSubscription(Refusal):
    """The subscription does not exist, or the person may not see it."""


class SubscriptionAccess:
    """Gives access to ``subscriptions`` for changing them, and notifies the sender afterwards."""

    def __init__(
        self, subscriptions: Subscriptions, follower: ChangeFollower, delivering: Delivering
    ) -> None:
        self.subscriptions = subscriptions
        self.index = subscriptions.index
        self.clock = delivering.clock
        self._follower = follower
        self._outbox = delivering.outbox
        self._hint = delivering.sending.hint

    async def open(self) -> None:
        """Read everything written so far."""
        await self._outbox.view.catch_up()

    @asynccontextmanager
    async def at_the_end_of_the_log(self) -> AsyncIterator[Subscriptions]:
        """The subscriptions, after all changes logged so far were processed for them.

        Writing raises StaleDocument if somebody else wrote meanwhile.
        """
        await self.open()
        await self._follower.follow()
        yield self.subscriptions
        self._hint()

    @asynccontextmanager
    async def changing(self, who: Subscriber, subscription_id: str) -> AsyncIterator[Subscription]:
        """The same for one subscription that ``who`` manages, locked against sending.

        Raises NoSuchSubscription.
        """
        await self.open()
        self.find(who, subscription_id)
        lane = self.subscriptions.lane(subscription_id)
        if lane is None:
            raise _nothing_there()
        async with lane.lock, self.at_the_end_of_the_log():
            yield self.find(who, subscription_id)

    def find(self, who: Subscriber, subscription_id: str) -> Subscription:
        """A subscription that ``who`` manages. Raises NoSuchSubscription."""
        subscription = self.index.get(subscription_id)
        if subscription is None or not cares_for(who, subscription):
            raise _nothing_there()
        return subscription

    async def start(self, subscription: Subscription) -> Subscription:
        """Save a subscription. If it was stopped it becomes active and failed alerts are
        due again.
        """
        if subscription.stopped is None:
            await self.subscriptions.put(subscription)
            return subscription
        failed = [one for one in self._outbox.failed.values() if one.lane == subscription.id]
        return await self._follower.restart(subscription, failed)


def cares_for(who: Subscriber, subscription: Subscription) -> bool:
    """Whether ``who`` may manage it: the owner, or for a shared one a manager of its server.

    The owner of a shared one who no longer manages the server may still delete it.
    """
    manages = subscription.shared and who.manages and subscription.desk == who.desk
    return subscription.owner == who.id or manages


def _nothing_there() -> NoSuchSubscription:
    return NoSuchSubscription(
        "You don’t have that subscription any more. See yours with /alerts list."
    )
