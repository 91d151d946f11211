"""Where subscriptions are changed: after the last change of the log, by who may, one at a time."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from facts.alerts.queue import Box
from facts.alerts.subscription import Subscription
from facts.model import Refusal
from facts.usecases.alerting.change_follower import Planner
from facts.usecases.alerting.outbox import Ledger
from facts.usecases.alerting.people import Subscriber


class NoSuchSubscription(Refusal):
    """The subscription is not there, or is not this person's to see."""


class Office:
    """Opens the ledger to those who change it, and tells the sender afterwards."""

    def __init__(
        self,
        ledger: Ledger,
        planner: Planner,
        clock: Callable[[], datetime],
        hint: Callable[[], None],
    ) -> None:
        self.ledger = ledger
        self.planner = planner
        self.clock = clock
        self._hint = hint

    @asynccontextmanager
    async def at_the_end_of_the_log(self) -> AsyncIterator[Ledger]:
        """The ledger, with every change planned by what was asked for until now."""
        await self.ledger.open()
        async with self.ledger.writing:
            await self.planner.follow()
            yield self.ledger
        self._hint()

    @asynccontextmanager
    async def with_box(self, who: Subscriber, subscription_id: str) -> AsyncIterator[Box]:
        """The same for one subscription that ``who`` cares for, while nothing of it is being sent.

        Raises NoSuchSubscription.
        """
        await self.ledger.open()
        self.of(who, subscription_id)
        box = self.ledger.agenda.box(subscription_id)
        if box is None:
            raise _nothing_there()
        async with box.lock, self.at_the_end_of_the_log():
            self.of(who, subscription_id)
            yield box

    def of(self, who: Subscriber, subscription_id: str) -> Subscription:
        """A subscription that ``who`` cares for. Raises NoSuchSubscription."""
        subscription = self.ledger.index.get(subscription_id)
        if subscription is None or not cares_for(who, subscription):
            raise _nothing_there()
        return subscription


def cares_for(who: Subscriber, subscription: Subscription) -> bool:
    """Whether it is theirs, or their server's and they manage it.

    The owner of a shared one who no longer manages it may still end what they began.
    """
    manages = subscription.shared and who.manages and subscription.desk == who.desk
    return subscription.owner == who.id or manages


def _nothing_there() -> NoSuchSubscription:
    return NoSuchSubscription(
        "There is no such subscription of yours any more. /alerts list shows those that are there."
    )
