"""Everything about alerts in one place for front ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from facts.store.protocol import FactStore
from facts.usecases.alerting.caring import Deliveries, Notices
from facts.usecases.alerting.previewing import Previewing
from facts.usecases.alerting.sending import Sending
from facts.usecases.alerting.subscribing import Ending, Following, Subscribing


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
    async def over(cls, store: FactStore, clock: Callable[[], datetime]) -> Self:
        """Alerts over ``store``, at times that ``clock`` tells in UTC."""
        raise NotImplementedError
