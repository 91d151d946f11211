"""Batching: which of the changes due to a subscription go into one message, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from facts.alerts.events import Happening
from facts.alerts.schedule import AtOnce, next_time
from facts.alerts.subscription import Subscription
from facts.outbox.delivery import Delivery

_EDITS = (Happening.CORRECTED, Happening.UPDATED, Happening.DENIED)
# The edits of a fact within this time of the first are one alert.
BURST = timedelta(minutes=2)
# When more facts than this are due at the same time, they are told in one: nobody wants the
# messages of a pause, a night or an import one by one.
TOLD_SINGLY = 3


@dataclass(frozen=True, slots=True)
class Due:
    """One change that one subscription must hear of, and has not yet."""

    change: int
    fact_id: int
    happened: Happening
    at: datetime

    @property
    def edits(self) -> bool:
        """Whether more of its kind may follow closely, and should be told with it."""
        return self.happened in _EDITS


def time_of(subscription: Subscription, due: Due) -> datetime:
    """When ``due`` may be told, as far as it depends on nothing else that is due."""
    at = due.at
    if isinstance(subscription.when, AtOnce) and due.edits:
        at += BURST
    if subscription.paused_until is not None:
        at = max(at, subscription.paused_until)
    return next_time(subscription.when, subscription.zone, subscription.quiet, at)


def time_of_next(subscription: Subscription, dues: Iterable[Due]) -> datetime | None:
    """When the first of ``dues`` may be told; None where there are none."""
    return min((time_of(subscription, due) for due in dues), default=None)


def time_of_retry(subscription: Subscription, delivery: Delivery) -> datetime:
    """When a delivery that was tried may be tried again: not in quiet hours, not in a pause."""
    at = delivery.next_try
    if subscription.paused_until is not None:
        at = max(at, subscription.paused_until)
    return next_time(AtOnce(), subscription.zone, subscription.quiet, at)


def gathered(subscription: Subscription, dues: Sequence[Due], now: datetime) -> tuple[int, ...]:
    """The changes that the next message tells: of one fact or, as a digest, of several.

    A fact comes with everything that is due of it, so that each is told in order.
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
