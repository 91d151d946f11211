"""The content of one message to a subscription."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from facts.alerts.events import Event
from facts.alerts.subscription import Subscription
from facts.model.fields import topic_key


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
