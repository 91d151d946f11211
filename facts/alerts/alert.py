"""One message to a subscription: which of the due changes go into it, when, and its content."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from facts.alerts.events import Event, Happening
from facts.alerts.subscription import AtOnce, Subscription, next_time
from facts.model.fields import topic_key
from facts.outbox.delivery import Delivery

_EDITS = (Happening.CORRECTED, Happening.UPDATED, Happening.DENIED)
# Edits of a fact within this time of the first are combined into one alert.
BURST = timedelta(minutes=2)
# If more facts than this are due at once, they become a digest: after a pause, a night or an import
# nobody wants the messages one by one.
TOLD_SINGLY = 3


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """A digest's events on one topic; ``topic`` is None for facts without one."""

    topic: str | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """The content of one message: a single event, or several as a digest.

    ``delivery`` is the id of its delivery. ``test``: nothing in it happened just now. ``tried_at``
    is set if an earlier attempt to send the same alert may have succeeded without our knowing.
    """

    delivery: str
    subscription: Subscription
    events: tuple[Event, ...]
    test: bool = False
    tried_at: datetime | None = None

    @property
    def digest(self) -> bool:
        """Whether it has events of more than one fact."""
        return len(self.events) > 1

    @property
    def groups(self) -> tuple[TopicGroup, ...]:
        """The events by topic, largest group first, facts without a topic last.

        A fact with several topics appears once, under the topic with the most events.
        """
        named = [topic for event in self.events for topic in event.fact.topics]
        counts, names = Counter(map(topic_key, named)), {topic_key(one): one for one in named[::-1]}
        groups: dict[str | None, list[Event]] = {}
        for event in self.events:
            keys = map(topic_key, event.fact.topics)
            topic = max(keys, key=lambda one: (counts[one], one), default=None)
            groups.setdefault(topic, []).append(event)
        ordered = sorted(groups.items(), key=lambda item: (item[0] is None, -len(item[1])))
        return tuple(
            TopicGroup(names[key] if key else None, tuple(events)) for key, events in ordered
        )


@dataclass(frozen=True, slots=True)
class Due:
    """A change that one subscription has to get an alert for, and has not yet."""

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

    All due changes of a fact go together, so that they arrive in order.
    """
    facts: dict[int, list[Due]] = {}
    for due in sorted(dues, key=lambda due: due.change):
        facts.setdefault(due.fact_id, []).append(due)
    if isinstance(subscription.when, AtOnce):
        ready = {
            fact_id: of_fact
            for fact_id, of_fact in facts.items()
            if any(time_of(subscription, due) <= now for due in of_fact)
        }
        facts = ready if len(ready) > TOLD_SINGLY else dict(list(ready.items())[:1])
    return tuple(sorted(due.change for of_fact in facts.values() for due in of_fact))
