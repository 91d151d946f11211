"""Everything about alerts in one place for front ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from facts.alerts.index import SubscriptionIndex
from facts.matching.standing import StandingQuestions
from facts.store.protocol import FactStore
from facts.usecases.alerting.caring import Deliveries, Notices
from facts.usecases.alerting.composing import Composer
from facts.usecases.alerting.ending import Ending
from facts.usecases.alerting.following import Following
from facts.usecases.alerting.ledger import Ledger
from facts.usecases.alerting.matching import Matching
from facts.usecases.alerting.office import Office
from facts.usecases.alerting.planning import Planner
from facts.usecases.alerting.previewing import Previewing
from facts.usecases.alerting.sending import Sending
from facts.usecases.alerting.subscribing import Subscribing


@dataclass(frozen=True, slots=True)
class Alerting:
    """The use-cases of alerts. ``Library.alerting`` is one."""

    subscribing: Subscribing
    following: Following
    previewing: Previewing
    ending: Ending
    sending: Sending
    deliveries: Deliveries
    notices: Notices

    @classmethod
    def over(cls, store: FactStore, clock: Callable[[], datetime]) -> Self:
        """Alerts over ``store``, at times that ``clock`` tells in UTC; the store's own clock."""
        keywords = StandingQuestions()
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
            previewing=Previewing(store, subscribing, StandingQuestions, clock),
            ending=Ending(office),
            sending=sending,
            deliveries=Deliveries(office),
            notices=Notices(ledger),
        )
