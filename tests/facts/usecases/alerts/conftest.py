"""Alerts over a store, with a clock and a messenger that the test holds in its hands."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from facts.alerts.alert import Alert
from facts.alerts.filters import EVERYTHING
from facts.alerts.subscription import Subscription, SubscriptionSpec
from facts.matching.saved_searches import SavedSearches
from facts.model import HOME, Change, FactDraft
from facts.outbox.delivery import SendOutcome, Sent
from facts.store.protocol import Add, Edit, FactStore, Remove
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.alerts.alerting import Alerting
from facts.usecases.alerts.subscription_access import Subscriber
from facts.usecases.newsroom.request_book import RequestBook
from facts.usecases.newsroom.shown_answers import ShownAnswers
from facts.usecases.outbox.delivery_admin import Delivering
from facts.usecases.reading.fact_lists import FactLists
from tests.memory_store import MemoryStore

START = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)
# Seconds; only a turn that never ends takes as many.
_NO_TURN_TAKES = 60
ANA = Subscriber("ana")


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Post:
    """A network that takes every message, or answers what the test has put there for a place."""

    clock: Clock
    answers: dict[str, list[SendOutcome | Exception]] = field(default_factory=dict)
    sent: list[tuple[str, Alert]] = field(default_factory=list)
    tries: list[tuple[datetime, str, str]] = field(default_factory=list)

    async def send(self, where: str, alert: Alert, nonce: str) -> SendOutcome:
        self.tries.append((self.clock(), where, nonce))
        answers = self.answers.get(where)
        answer = answers.pop(0) if answers else Sent()
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Sent):
            self.sent.append((where, alert))
        return answer

    def told(self, where: str) -> list[list[tuple[str, int]]]:
        """The messages at ``where``, each as what happened to which facts."""
        return [
            [(event.happened.value, event.fact.id) for event in alert.events]
            for place, alert in self.sent
            if place == where
        ]


@dataclass
class Newsroom:
    """A store, alerts over it, and a network."""

    store: FactStore
    alerting: Alerting
    delivering: Delivering
    book: RequestBook
    shown: ShownAnswers
    clock: Clock
    post: Any

    async def add(self, text: str = "The mayor closed the bridge", **fields: Any) -> int:
        """Publish a fact; its id."""
        (change,) = await self.apply(Add(fields.pop("desk", HOME), draft(text, **fields)))
        return change.fact_id

    async def edit(self, fact_id: int, **fields: Any) -> Change:
        """Change some of what a fact says."""
        fact = await self.store.get(fact_id)
        assert fact is not None
        content = {name: getattr(fact, name) for name in FactDraft.model_fields}
        (change,) = await self.apply(
            Edit(fact_id, fact.revision, FactDraft.model_validate(content | fields))
        )
        return change

    async def correct(self, fact_id: int, **fields: Any) -> Change:
        """Change some of what a fact says, with a correction that readers see."""
        fact = await self.store.get(fact_id)
        assert fact is not None
        on, number = "2026-03-27", len(fact.corrections) + 1
        correction = {"on": on, "sentence": f"Correction {number} of the desk."}
        corrections = [*(one.model_dump() for one in fact.corrections), correction]
        return await self.edit(fact_id, corrections=corrections, **fields)

    async def retract(self, fact_id: int, reason: str = "It was a hoax") -> Change:
        return await self.edit(fact_id, retraction={"on": "2026-03-27", "reason": reason})

    async def remove(self, fact_id: int) -> Change:
        fact = await self.store.get(fact_id)
        assert fact is not None
        (change,) = await self.apply(Remove(fact_id, fact.revision))
        return change

    async def apply(self, *writes: Any) -> Sequence[Change]:
        return await self.store.apply(writes, editor="ada")

    async def subscribe(
        self, where: str = "dm-ana", who: Subscriber = ANA, **fields: Any
    ) -> Subscription:
        """Subscribe to everything, or to what is given."""
        spec = SubscriptionSpec(
            **({"where": where, "wanted": EVERYTHING, "desk": who.desk} | fields)
        )
        subscribing = self.alerting.subscribing
        kept = await subscribing.subscribe(who, spec)
        return await subscribing.resume(who, kept.id) if kept.unknown else kept

    async def turn(self) -> datetime | None:
        async with asyncio.timeout(_NO_TURN_TAKES):
            return await self.delivering.sending.turn(self.post)

    async def turns(self, until: datetime) -> None:
        """Take turns as time goes by, each at the time that the last one named."""
        before = None
        while (then := await self.turn()) is not None and then <= until:
            assert then > (before or self.clock.now), "a turn that leaves what was due before it"
            before = self.clock.now = then
        self.clock.now = until
        await self.turn()


def draft(text: str, **fields: Any) -> FactDraft:
    """A fact about to be published."""
    return FactDraft.model_validate(
        {"claim": text, "sources": [{"outlet": "Harbour Post"}], "topics": ["harbour"]} | fields
    )


def denial(by: str, quote: str = "No.") -> dict[str, str]:
    """A response that denies."""
    return {"stance": "denies", "by": by, "quote": quote}


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()


@pytest.fixture
async def newsroom(clock: Clock) -> Newsroom:
    """Alerts over a store in memory."""
    store = MemoryStore(clock)
    return newsroom_over(store, clock, Post(clock))


async def open_newsroom(folder: Path, clock: Clock, post: Any) -> Newsroom:
    """A newsroom over the store in ``folder``."""
    store = await TinyDBStore.open(folder, clock=clock)
    return newsroom_over(store, clock, post)


def newsroom_over(store: FactStore, clock: Clock, post: Any) -> Newsroom:
    """A newsroom over ``store``."""
    delivering = Delivering.over(store.shelf, clock)
    alerting = Alerting.over(store, delivering, FactLists(store), SavedSearches)
    book = RequestBook(store, delivering.outbox, clock)
    shown = ShownAnswers(store, delivering.outbox, book.errors_closed_by, clock)
    delivering.outbox.add(book)
    delivering.outbox.add(shown)
    return Newsroom(store, alerting, delivering, book, shown, clock, post)


@dataclass
class Building:
    """A store in a folder that can be left as a crash leaves it, and entered again."""

    folder: Path
    clock: Clock
    post: Post
    newsroom: Newsroom | None = None

    async def enter(self) -> Newsroom:
        self.newsroom = await open_newsroom(self.folder, self.clock, self.post)
        return self.newsroom

    async def leave(self) -> None:
        if self.newsroom is not None:
            await self.newsroom.store.close()
            self.newsroom = None


@pytest.fixture
async def building(tmp_path: Path, clock: Clock) -> AsyncIterator[Building]:
    """A store in a folder, not entered yet."""
    place = Building(tmp_path / "store", clock, Post(clock))
    yield place
    await place.leave()
