"""Where subscriptions are changed: after the last change of the log, by who may, one at a time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from facts.alerts.subscription import Subscription
from facts.model import Refusal
from facts.usecases.alerting.change_follower import ChangeFollower
from facts.usecases.alerting.subscriptions import Subscriptions
from facts.usecases.alerting.wishes import Subscriber
from facts.usecases.outbox.deliveries import Delivering


class NoSuchSubscription(Refusal):
    """The subscription is not there, or is not this person's to see."""


class SubscriptionAccess:
    """Opens ``subscriptions`` to those who change them, and tells the sender afterwards."""

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
        """Take in what was written until now."""
        await self._outbox.view.catch_up()

    @asynccontextmanager
    async def at_the_end_of_the_log(self) -> AsyncIterator[Subscriptions]:
        """The subscriptions, with every change planned by what was asked for until now.

        What writes to them raises StaleDocument where somebody else did meanwhile.
        """
        await self.open()
        await self._follower.follow()
        yield self.subscriptions
        self._hint()

    @asynccontextmanager
    async def changing(self, who: Subscriber, subscription_id: str) -> AsyncIterator[Subscription]:
        """The same for one subscription that ``who`` cares for, while nothing of it is being sent.

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
        """A subscription that ``who`` cares for. Raises NoSuchSubscription."""
        subscription = self.index.get(subscription_id)
        if subscription is None or not cares_for(who, subscription):
            raise _nothing_there()
        return subscription

    async def start(self, subscription: Subscription) -> Subscription:
        """Keep a subscription. If it was stopped it is no longer, and what failed is due again."""
        if subscription.stopped is None:
            await self.subscriptions.put(subscription)
            return subscription
        failed = [one for one in self._outbox.failed.values() if one.lane == subscription.id]
        return await self._follower.restart(subscription, failed)


def cares_for(who: Subscriber, subscription: Subscription) -> bool:
    """Whether it is theirs, or their server's and they manage it.

    The owner of a shared one who no longer manages it may still end what they began.
    """
    manages = subscription.shared and who.manages and subscription.desk == who.desk
    return subscription.owner == who.id or manages


def _nothing_there() -> NoSuchSubscription:
    return NoSuchSubscription(
        "You don’t have that subscription any more. See yours with /alerts list."
    )
