"""The protocol of message senders, and the outcomes of a send."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Message(Protocol):
    """The content of one delivery; each kind of lane has its own class, known to the messenger."""

    @property
    def delivery(self) -> str:
        """The id of its delivery."""
        ...

    @property
    def tried_at(self) -> datetime | None:
        """When an earlier attempt to send the same message was made that may have succeeded
        unnoticed.
        """
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
    """Rate limited (429): nothing was sent. Do not send there (``everywhere``: at all) for
    ``seconds``.
    """

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
    """Nothing can be sent to this place any more (403, 404, 50007): all lanes to it stop.

    ``reason`` is a sentence for the owner: what is wrong, and what to do.
    """

    reason: str


Outcome = Sent | MessageGone | Wait | TryLater | Unsendable | Never


class Messenger(Protocol):
    """Sends messages, several at a time, and keeps to the network's rate limits itself.

    There are no concurrent calls for the same ``where``.
    """

    async def send(self, where: str, message: Message, nonce: str) -> Outcome:
        """Send ``message`` to ``where``. Idempotent: the same ``nonce`` is delivered only once.

        An exception counts as ``TryLater`` and is logged with its traceback.
        """
        ...
