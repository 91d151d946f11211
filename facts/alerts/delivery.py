"""Deliveries: changes on their way to a subscription; alerts: what one such delivery shows."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from facts.alerts.events import Event, Happening
from facts.alerts.subscription import Subscription

_EDITS = (Happening.CORRECTED, Happening.DENIED)


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


class State(StrEnum):
    """How far a delivery is. What was sent, or dropped, is no longer kept."""

    WAITING = "waiting"
    FAILED = "failed"


class Delivery(BaseModel):
    """The ``changes`` (numbers of the log) that one message tells one subscription.

    ``attempts`` counts the sends that were begun; the last began at ``tried_at``, and while the
    delivery waits it is not known for certain that nothing went through. ``reason`` says why it
    waits longer, or failed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    subscription: str
    changes: Annotated[tuple[int, ...], Field(min_length=1)]
    state: State = State.WAITING
    attempts: int = 0
    next_try: AwareDatetime
    tried_at: AwareDatetime | None = None
    reason: str | None = None

    @property
    def id(self) -> str:
        """Short, and fit for a control's custom id: no change is the first of two deliveries."""
        return f"{self.subscription}-{self.changes[0]}"

    @property
    def nonce(self) -> str:
        """16 characters that the same changes to the same subscription always have."""
        named = f"{self.subscription}:{','.join(map(str, self.changes))}"
        return blake2b(named.encode(), digest_size=8).hexdigest()


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
        counts = Counter(topic for event in self.events for topic in set(event.fact.topics))
        groups: dict[str | None, list[Event]] = {}
        for event in self.events:
            topic = max(event.fact.topics, key=lambda one: (counts[one], one), default=None)
            groups.setdefault(topic, []).append(event)
        ordered = sorted(groups.items(), key=lambda item: (item[0] is None, -len(item[1])))
        return tuple(TopicGroup(topic, tuple(events)) for topic, events in ordered)
