"""The entry point of alerting for front ends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from facts.alerts.alert import Alert
from facts.alerts.subscription_index import KeywordMatcher, SubscriptionIndex
from facts.model import Clock
from facts.store.protocol import FactStore
from facts.usecases.alerts.change_follower import ChangeFollower
from facts.usecases.alerts.composing import Composer
from facts.usecases.alerts.following import Following
from facts.usecases.alerts.previewing import Previewing
from facts.usecases.alerts.subscribing import Ending, Subscribing
from facts.usecases.alerts.subscription_access import SubscriptionAccess
from facts.usecases.alerts.subscriptions import Subscriptions
from facts.usecases.outbox.delivery_admin import Delivering
from facts.usecases.reading.fact_lists import FactLists


@dataclass(frozen=True, slots=True)
class Alerting:
    """The use-cases of alerts; ``clock`` is in UTC. Available as ``Library.alerting``."""

    subscribing: Subscribing
    following: Following
    previewing: Previewing
    ending: Ending
    clock: Clock
    _subscriptions: Subscriptions

    @classmethod
    def over(
        cls,
        store: FactStore,
        delivering: Delivering,
        lists: FactLists,
        matcher: Callable[[], KeywordMatcher],
    ) -> Self:
        """Alerts on the facts of ``store``; ``lists`` knows topics, ``matcher`` makes a matcher."""
        index = SubscriptionIndex(matcher())
        subscriptions = Subscriptions(delivering.outbox, index, Composer(store))
        follower = ChangeFollower(store, subscriptions, delivering.clock)
        delivering.outbox.add(follower)
        store.on_change(delivering.sending.hint)
        access = SubscriptionAccess(subscriptions, follower, delivering)
        subscribing = Subscribing(access, lists)
        return cls(
            subscribing=subscribing,
            following=Following(access, store),
            previewing=Previewing(store, subscribing, matcher, delivering.clock),
            ending=Ending(access),
            clock=delivering.clock,
            _subscriptions=subscriptions,
        )

    async def followed(self) -> int:
        """The number of the last change in the log that was processed for subscribers."""
        await self._subscriptions.outbox.view.catch_up()
        return self._subscriptions.followed

    async def digest(self, delivery_id: str) -> Alert:
        """The content of a digest sent in the last 30 days, for its page buttons.

        Raises DoesNotExist.
        """
        await self._subscriptions.outbox.view.catch_up()
        delivery = self._subscriptions.composer.digests.get(delivery_id)
        subscription = self._subscriptions.index.get(delivery.mailbox) if delivery else None
        return await self._subscriptions.composer.digest(delivery, subscription)
