"""Alerts: what one message tells a subscription."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from facts.alerts.events import Event
from facts.alerts.subscription import Subscription
from facts.model.fields import topic_key


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The events of a digest on one topic; ``topic`` is None for facts without one."""

    topic: str | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """What one message tells: a single event, or several as a digest.

    ``delivery`` is the id of its delivery. A ``test`` tells nothing that happened just now.
    ``tried_at`` is set where an earlier try of the very same alert may have gone through without
    our knowing.
    """

    delivery: str
    subscription: Subscription
    events: tuple[Event, ...]
    test: bool = False
    tried_at: datetime | None = None

    @property
    def digest(self) -> bool:
        """Whether it tells of more than one fact."""
        return len(self.events) > 1

    @property
    def groups(self) -> tuple[TopicGroup, ...]:
        """The events by topic, the largest group first, facts without a topic last.

        A fact on several topics is told once, on the one that most of the events have.
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
