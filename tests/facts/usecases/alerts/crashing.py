"""A process that dies at any write and any send, and a network that fails now and then."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from facts.alerts.alert import Alert
from facts.outbox.delivery import SendOutcome, Sent, TryLater, Wait
from facts.store.shelf import Delete, Put, Shelf
from facts.usecases.newsroom.asker_mailbox import RequestTold
from facts.usecases.newsroom.shown_answers import AnswerCorrected

FATES = ("sent", "sent", "sent", "lost", "unheard", "busy", "crash before", "crash after")


class Crash(BaseException):
    """The process is gone: nothing after this line happens."""


@dataclass
class Process:
    """The bot's process: once it died nothing of it acts any more."""

    dead: bool = False

    def die(self) -> NoReturn:
        self.dead = True
        raise Crash

    def expect_alive(self) -> None:
        if self.dead:
            raise Crash


@dataclass
class Network:
    """Posts a nonce once, as Discord does; now and then it fails, or the process dies with it."""

    process: Process = field(default_factory=Process)
    fates: list[str] = field(default_factory=list)
    posted: dict[str, list[Alert]] = field(default_factory=lambda: defaultdict(list))
    nonces: set[str] = field(default_factory=set)
    doubles: list[str] = field(default_factory=list)
    told: list[tuple[int, str]] = field(default_factory=list)
    edited: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    async def send(self, where: str, message: Any, nonce: str) -> SendOutcome:
        self.process.expect_alive()
        fate = self.fates.pop() if self.fates else "sent"
        if fate == "busy":
            return Wait(3)
        if fate == "lost":
            return TryLater("503")
        if fate == "crash before":
            self.process.die()
        if nonce in self.nonces and message.tried_at is None:
            self.doubles.append(nonce)  # Discord would not know the nonce after some minutes
        if nonce not in self.nonces:
            self.nonces.add(nonce)
            self._take(where, message)
        if fate == "unheard":
            raise ConnectionError("cut off")
        if fate == "crash after":
            self.process.die()
        return Sent(message=str(1_000_000 + len(self.nonces)))

    def _take(self, where: str, message: Any) -> None:
        match message:
            case Alert():
                self.posted[message.subscription.id].append(message)
            case RequestTold():
                self.told.append((message.request.number, where))
            case AnswerCorrected():
                self.edited[message.shown.message].append(message.mark.change)


class Fragile:
    """A shelf that dies at one of its writes: before it, or once it is on the disk."""

    def __init__(self, shelf: Shelf, process: Process) -> None:
        self._shelf = shelf
        self._process = process
        self.writes_left: int | None = None
        self.durable = False
        self.writes = 0
        self.held: Callable[[], bool] = lambda: False

    async def keep(self, steps: Sequence[Put | Delete]) -> int:
        self._process.expect_alive()
        dies = self.writes_left == 0
        if self.writes_left is not None:
            self.writes_left -= 1
        if dies and not self.durable:
            self._process.die()
        while self.held():  # noqa: ASYNC110 - others act before the write arrives
            await asyncio.sleep(0)
        self.writes += 1
        last = await self._shelf.keep(steps)
        if dies:
            self._process.die()
        return last

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shelf, name)
