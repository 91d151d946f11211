"""Deliveries: one alert on its way to one subscription; alerts: what such a delivery shows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from facts.alerts.events import Event
from facts.alerts.subscription import Subscription


class State(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Delivery(BaseModel):
    """The ``changes`` (numbers of the log) that one message tells one subscription.

    ``attempts`` counts the sends that were begun; the last began at ``tried_at``, and whether it
    went through is not known while the state is ``waiting``. ``reason`` says why it still waits,
    failed or was dropped.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    subscription: str
    changes: Annotated[tuple[int, ...], Field(min_length=1)]
    state: State = State.WAITING
    attempts: int = 0
    next_try: AwareDatetime
    tried_at: AwareDatetime | None = None
    reason: str | None = None

    @property
    def nonce(self) -> str:
        """At most 25 characters that the same changes to the same subscription always have."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The events of a digest on one topic; ``topic`` is None for facts without one."""

    topic: str | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """What one message tells: a single event, or several as a digest.

    ``delivery`` is the id of its delivery (a digest's pages are found by it for 30 days). A ``test``
    tells nothing that happened just now. ``tried_at`` is set where an earlier try of the very same
    alert may have gone through without our knowing.
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
        raise NotImplementedError
