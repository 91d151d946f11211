"""The protocol of what sends messages, and the outcomes of a send."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Message(Protocol):
    """What one delivery shows: of each kind of lane its own class, which the messenger knows."""

    @property
    def delivery(self) -> str:
        """The id of its delivery."""
        ...

    @property
    def tried_at(self) -> datetime | None:
        """When an earlier try of the very same message may have gone through unknown to us."""
        ...


@dataclass(frozen=True, slots=True)
class Sent:
    """The message is there.

    With ``pages`` it shows a part of its digest: the rest can be asked for by the delivery's id
    for 30 days. ``message`` is the network's id of it.
    """

    pages: bool = False
    message: str | None = None


@dataclass(frozen=True, slots=True)
class MessageGone:
    """What was to be changed is not there any more: nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing was sent; the place, or ``everywhere`` all of them, rests for ``seconds`` (429)."""

    seconds: float
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class TryLater:
    """It failed, or nobody knows: a server's error, a cut connection. Tried again with backoff.

    In an ``outage`` nothing can be sent at all: everything is tried again soon, for however long.
    """

    reason: str
    outage: bool = False


@dataclass(frozen=True, slots=True)
class Unsendable:
    """This one message is not accepted (400): it is not tried again, others are sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Never:
    """Nothing can be sent there any more (403, 404, 50007): every lane to that place stops.

    ``reason`` is a sentence for the owner: what is wrong, and what to do.
    """

    reason: str


Outcome = Sent | MessageGone | Wait | TryLater | Unsendable | Never


class Messenger(Protocol):
    """Sends messages. Limits its own rate as the network wants it: calls come several at a time.

    No two calls for the same ``where`` come at the same time.
    """

    async def send(self, where: str, message: Message, nonce: str) -> Outcome:
        """Send ``message`` to ``where``. The same ``nonce`` is the same message: it is there once.

        An exception counts as ``TryLater`` and is logged with its traceback.
        """
        ...
