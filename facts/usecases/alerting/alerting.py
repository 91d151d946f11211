"""Everything about alerts in one place for front ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from facts.alerts.index import SubscriptionIndex
from facts.alerts.keywords import KeywordMatcher
from facts.matching.saved_searches import SavedSearches
from facts.store.protocol import FactStore
from facts.usecases.alerting.change_follower import Planner
from facts.usecases.alerting.composing import Composer
from facts.usecases.alerting.deliveries import Deliveries, Notices
from facts.usecases.alerting.ending import Ending
from facts.usecases.alerting.following import Following
from facts.usecases.alerting.matching import Matching
from facts.usecases.alerting.outbox import Ledger
from facts.usecases.alerting.previewing import Previewing
from facts.usecases.alerting.sending import Sending
from facts.usecases.alerting.subscribing import Subscribing
from facts.usecases.alerting.subscription_access import Office


@dataclass(frozen=True, slots=True)
class Alerting:
    """The use-cases of alerts; ``clock`` tells their time in UTC. ``Library.alerting`` is one."""

    subscribing: Subscribing
    following: Following
    previewing: Previewing
    ending: Ending
    sending: Sending
    deliveries: Deliveries
    notices: Notices
    clock: Callable[[], datetime]

    @classmethod
    def over(
        cls,
        store: FactStore,
        clock: Callable[[], datetime],
        matcher: Callable[[], KeywordMatcher] = SavedSearches,
    ) -> Self:
        """Alerts over ``store``, whose own clock is ``clock``; ``matcher`` makes what keywords are
        matched with.
        """
        keywords = matcher()
        index = SubscriptionIndex(keywords)
        ledger = Ledger(store.shelf, index)
        planner = Planner(store, ledger, Matching(index, keywords))
        sending = Sending(ledger, planner, Composer(store), clock)
        store.on_change(sending.hint)
        office = Office(ledger, planner, clock, sending.hint)
        subscribing = Subscribing(office)
        return cls(
            subscribing=subscribing,
            following=Following(office, store),
            previewing=Previewing(store, subscribing, matcher, clock),
            ending=Ending(office),
            sending=sending,
            deliveries=Deliveries(office),
            notices=Notices(ledger),
            clock=clock,
        )
