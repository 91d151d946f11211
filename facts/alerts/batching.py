"""Batching: which of the changes due to a subscription go into one message, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from facts.alerts.events import Happening
from facts.alerts.schedule import AtOnce, next_time
from facts.alerts.subscription import Subscription
from facts.outbox.delivery import Delivery

_EDITS = (Happening.CORRECTED, Happening.UPDATED, Happening.DENIED)
# Edits of a fact within this time of the first are combined into one alert.
BURST = timedelta(minutes=2)
# If more facts than this are due at once, they become a digest: after a pause, a night or an import
# nobody wants the messages one by one.
TOLD_SINGLY = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A change that one subscription has to be told and has not been yet."""

    change: int
    fact_id: int
    happened: Happening
    at: datetime

    @property
    def edits(self) -> bool:
        """Whether more edits of the fact may follow shortly and should be in the same message."""
        return self.happened in _EDITS


def time_of(subscription: Subscription, due: Due) -> datetime:
    """The earliest time to send ``due``, regardless of what else is due."""
    at = due.at
    if isinstance(subscription.when, AtOnce) and due.edits:
        at += BURST
    if subscription.paused_until is not None:
        at = max(at, subscription.paused_until)
    return next_time(subscription.when, subscription.zone, subscription.quiet, at)


def time_of_next(subscription: Subscription, dues: Iterable[Due]) -> datetime | None:
    """The earliest time to send any of ``dues``; None if there are none."""
    return min((time_of(subscription, due) for due in dues), default=None)


def time_of_retry(subscription: Subscription, delivery: Delivery) -> datetime:
    """When to retry a delivery: outside quiet hours and pauses."""
    at = delivery.next_try
    if subscription.paused_until is not None:
        at = max(at, subscription.paused_until)
    return next_time(AtOnce(), subscription.zone, subscription.quiet, at)


def gathered(subscription: Subscription, dues: Sequence[Due], now: datetime) -> tuple[int, ...]:
    """The changes for the next message: of one fact or, as a digest, of several.

    All due changes of a fact go together, so that they are told in order.
    """
    facts = _by_fact(dues)
    if isinstance(subscription.when, AtOnce):
        ready = {
            fact_id: of_fact
            for fact_id, of_fact in facts.items()
            if any(time_of(subscription, due) <= now for due in of_fact)
        }
        facts = ready if len(ready) > TOLD_SINGLY else dict(list(ready.items())[:1])
    return _changes(facts.values())


def _by_fact(dues: Iterable[Due]) -> dict[int, list[Due]]:
    facts: dict[int, list[Due]] = {}
    for due in sorted(dues, key=lambda due: due.change):
        facts.setdefault(due.fact_id, []).append(due)
    return facts


def _changes(facts: Iterable[Sequence[Due]]) -> tuple[int, ...]:
    return tuple(sorted(due.change for of_fact in facts for due in of_fact))
