"""Previews: what a wish would have told, and a test of what it will look like."""

from dataclasses import dataclass

from facts.alerts.delivery import Alert
from facts.alerts.events import Event
from facts.alerts.subscription import Wish
from facts.usecases.alerting.people import Subscriber

PREVIEW_DAYS = 30


@dataclass(frozen=True, slots=True)
class Preview:
    """What the last ``days`` days would have told: the events oldest first, in ``messages``."""

    days: int
    events: tuple[Event, ...]
    messages: int


class Previewing:
    """Shows what subscriptions tell without telling it."""

    async def preview(self, who: Subscriber, wish: Wish, days: int = PREVIEW_DAYS) -> Preview:
        """What ``wish`` would have told. Raises what ``Subscribing.subscribe`` raises of a wish."""
        raise NotImplementedError

    async def test(self, who: Subscriber, subscription_id: str) -> Alert:
        """An alert to send at once as a test: the newest thing it would have told, else any fact.

        Raises NoSuchSubscription, Refusal where there is no fact at all.
        """
        raise NotImplementedError
