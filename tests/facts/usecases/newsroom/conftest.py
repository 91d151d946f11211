"""A library with a desk that takes requests, and a network that the test holds in its hands."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from facts.model import HOME, DeskId, Fact, Member
from facts.outbox.delivery import Message, SendOutcome, Sent
from facts.wiring import Library, open_library
from tests.facts.usecases.alerts.conftest import Clock

MODERATOR = Member(HOME, "1001", "Ada", manages_server=True)
CLAIM = "The mayor closed the harbour bridge"


@dataclass
class Network:
    """Takes every message, or answers what the test has put there for a place."""

    answers: dict[str, list[SendOutcome]] = field(default_factory=dict)
    sent: list[tuple[str, Any]] = field(default_factory=list)

    async def send(self, where: str, message: Message, nonce: str) -> SendOutcome:
        answers = self.answers.get(where)
        answer = answers.pop(0) if answers else Sent(message=str(1000 + len(self.sent)))
        if isinstance(answer, Sent):
            self.sent.append((where, message))
        return answer

    def sent_messages(self) -> list[Any]:
        """All that was sent, in order."""
        return [message for _, message in self.sent]

    def told(self, where: str) -> list[Any]:
        return [message for place, message in self.sent if place == where]


@dataclass
class House:
    """Everything a test needs: the library, its clock and its network."""

    library: Library
    clock: Clock
    network: Network

    async def publish(self, ref: str = "bridge", desk: DeskId = HOME, **content: Any) -> Fact:
        """Publish or change the fact that is known as ``ref``."""
        line = {"ref": ref, "claim": CLAIM, "sources": [{"outlet": "Harbour Post"}]} | content
        await self.library.importing.run(json.dumps(line).encode(), editor="the desk", desk=desk)
        facts = [one async for one in self.library.asking.catalogue.store.facts([desk])]
        return next(one for one in facts if one.ref == ref)

    async def correct(
        self, ref: str, claim: str, sentence: str = "It was closed, not shut."
    ) -> Fact:
        """Publish a correction of a fact."""
        note = {"on": "2026-03-27", "sentence": sentence}
        return await self.publish(ref, claim=claim, corrections=[note])

    async def ask(self, person: str, text: str = "did the mayor close the harbour bridge") -> int:
        """Ask the home desk; the number of the request."""
        handed = await self.library.newsroom.requesting.ask(person, None, text, f"dm {person}")
        return handed.request.number

    async def turn(self) -> datetime | None:
        return await self.library.delivering.sending.turn(self.network)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    """A library in memory whose home desk takes requests."""
    clock = Clock()
    async with open_library(None, clock=clock) as library:
        await library.desk.setup.change(MODERATOR, takes_requests=True)
        yield House(library, clock, Network())
