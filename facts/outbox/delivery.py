"""Deliveries: messages that were tried; notices: what must reach a person in another way."""

from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

from pydantic import AliasChoices, AwareDatetime, Field

from facts.model import DeskId
from facts.model.fields import Frozen


class DeliveryState(StrEnum):
    """How far a delivery is. What was sent, or dropped, is no longer kept."""

    WAITING = "waiting"
    FAILED = "failed"


class Delivery(Frozen):
    """The ``changes`` (numbers whose meaning is the lane's; of alerts, those of the change log)
    that one message of a lane tells.

    ``attempts`` counts the sends that were begun; the last began at ``tried_at``, and while the
    delivery waits it is not known for certain that nothing went through. ``reason`` says why it
    waits longer, or failed.
    """

    # Stores of version 0.1 say "subscription".
    lane: Annotated[str, Field(validation_alias=AliasChoices("lane", "subscription"))]
    changes: Annotated[tuple[int, ...], Field(min_length=1)]
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    next_try: AwareDatetime
    tried_at: AwareDatetime | None = None
    reason: str | None = None

    @property
    def id(self) -> str:
        """Short, and fit for a control's custom id: no change is the first of two deliveries."""
        return f"{self.lane}-{self.changes[0]}"

    @property
    def nonce(self) -> str:
        """16 characters that the same changes of the same lane always have."""
        named = f"{self.lane}:{','.join(map(str, self.changes))}"
        return blake2b(named.encode(), digest_size=8).hexdigest()


class Stopped(Frozen):
    """That nothing can be sent to a place any more: since when and why, a sentence for people."""

    at: AwareDatetime
    reason: str


class Notice(Frozen):
    """What a message could not tell ``owner``: told at their next command, and, where ``desk`` is
    given, in that desk's log. ``about`` is the desk whose request the sentence
    repeats. ``revision`` is that of its document.
    """

    id: str
    owner: str
    desk: DeskId | None
    where: str
    sentence: str
    at: AwareDatetime
    about: DeskId | None = None
    revision: int = 0
