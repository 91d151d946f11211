"""Deliveries: messages being sent or retried. Notices: texts to pass on in another way."""

from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

from pydantic import AliasChoices, AwareDatetime, Field

from facts.model import DeskId
from facts.model.fields import Frozen


class DeliveryState(StrEnum):
    """The state of a delivery. Sent and dropped ones are deleted."""

    WAITING = "waiting"
    FAILED = "failed"


class Delivery(Frozen):
    """One message of a lane, telling ``changes``: numbers whose meaning is the lane's; for alerts,
    those of the change log.

    ``attempts`` counts the sends that were started, the last at ``tried_at``. While the delivery
    waits for a retry, an attempt may have succeeded unnoticed. ``reason`` is why it waits or
    failed.
    """

    # The name in stores of version 0.1: "subscription".
    lane: Annotated[str, Field(validation_alias=AliasChoices("lane", "subscription"))]
    changes: Annotated[tuple[int, ...], Field(min_length=1)]
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    next_try: AwareDatetime
    tried_at: AwareDatetime | None = None
    reason: str | None = None

    @property
    def id(self) -> str:
        """Short enough for a control's custom id. Unique, as no change is the first of two
        deliveries.
        """
        return f"{self.lane}-{self.changes[0]}"

    @property
    def nonce(self) -> str:
        """16 characters, always the same for the same changes of the same lane (Discord's
        nonce).
        """
        named = f"{self.lane}:{','.join(map(str, self.changes))}"
        return blake2b(named.encode(), digest_size=8).hexdigest()


class Stopped(Frozen):
    """Nothing can be sent to a place any more: since when, and why as a sentence."""

    at: AwareDatetime
    reason: str


class Notice(Frozen):
    """A text that could not be sent to ``owner``: shown at their next command and, if ``desk`` is
    given, in that desk's log. ``about`` is the desk whose request the text quotes. ``revision`` is
    that of its document.
    """

    id: str
    owner: str
    desk: DeskId | None
    where: str
    sentence: str
    at: AwareDatetime
    about: DeskId | None = None
    revision: int = 0
