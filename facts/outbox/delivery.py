"""Deliveries (messages being sent or retried), notices, and the protocol of message senders."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Annotated, Protocol

from pydantic import AliasChoices, AwareDatetime, ConfigDict, Field

from facts.model import DeskId
from facts.model.fields import Frozen


class DeliveryState(StrEnum):
    """The state of a delivery. Sent and dropped ones are deleted."""

    WAITING = "waiting"
    FAILED = "failed"


class Delivery(Frozen):
    """One message of a mailbox, telling ``changes``: numbers whose meaning is the mailbox's; for
    alerts, those of the change log.

    ``attempts`` counts the sends that were started, the last at ``tried_at``. While the delivery
    waits for a retry, an attempt may have succeeded unnoticed. ``reason`` is why it waits or
    failed.
    """

    # Older stores have other names for it.
    mailbox: Annotated[str, Field(validation_alias=AliasChoices("mailbox", "lane", "subscription"))]
    changes: Annotated[tuple[int, ...], Field(min_length=1)]
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    next_try: AwareDatetime
    tried_at: AwareDatetime | None = None
    reason: str | None = None

    @property
    def id(self) -> str:
        """Short enough for a custom id. Unique: no change is the first of two deliveries."""
        return f"{self.mailbox}-{self.changes[0]}"

    @property
    def nonce(self) -> str:
        """16 characters, the same for the same changes of the same mailbox (Discord's nonce)."""
        named = f"{self.mailbox}:{','.join(map(str, self.changes))}"
        return blake2b(named.encode(), digest_size=8).hexdigest()


class Stopped(Frozen):
    """Nothing can be sent to a place any more: since when, and why as a sentence."""

    at: AwareDatetime
    reason: str


class Notice(Frozen):
    """A text that could not be sent to ``owner``: shown at their next command. ``about`` is the
    desk whose request the text quotes. ``revision`` is that of its document.
    """

    model_config = ConfigDict(extra="ignore")  # older stores have more fields
    id: str
    owner: str
    where: str
    sentence: str
    at: AwareDatetime
    about: DeskId | None = None
    revision: int = 0


class Message(Protocol):
    """The content of one delivery; each kind of mailbox has its own, known to the messenger."""

    @property
    def delivery(self) -> str:
        """The id of its delivery."""
        ...

    @property
    def tried_at(self) -> datetime | None:
        """When an earlier attempt to send it was made that may have succeeded unnoticed."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """The message was delivered.

    ``pages``: it shows the first page of its digest; the others can be requested by the delivery's
    id for 30 days. ``message`` is the network's id of it.
    """

    pages: bool = False
    message: str | None = None


@dataclass(frozen=True, slots=True)
class MessageGone:
    """The message to be edited was deleted: nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Rate limited (429), nothing was sent: wait ``seconds`` there (``everywhere``: for all)."""

    seconds: float
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class TryLater:
    """The send failed or its outcome is unknown (server error, lost connection): retry with
    backoff.

    ``outage``: nothing can be sent at all; everything is retried soon, for however long it lasts.
    """

    reason: str
    outage: bool = False


@dataclass(frozen=True, slots=True)
class Unsendable:
    """This message was rejected (400): it is not retried, others are still sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Never:
    """Nothing can be sent to this place any more (403, 404, 50007): all mailboxes to it stop.

    ``reason`` is a sentence for the owner: what is wrong, and what to do.
    """

    reason: str


SendOutcome = Sent | MessageGone | Wait | TryLater | Unsendable | Never


class Messenger(Protocol):
    """Sends messages, several at a time, and keeps to the network's rate limits itself.

    There are no concurrent calls for the same ``where``.
    """

    async def send(self, where: str, message: Message, nonce: str) -> SendOutcome:
        """Send ``message`` to ``where``. Idempotent: the same ``nonce`` is delivered only once.

        An exception counts as ``TryLater`` and is logged with its traceback.
        """
        ...
