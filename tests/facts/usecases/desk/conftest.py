"""A desk with its people: who manages its server, who has its role, and who has neither."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from facts.matching.index import FuzzyIndex
from facts.model import DeskId, Fact
from facts.store.memory import MemoryStore
from facts.store.protocol import FactStore
from facts.usecases.asking import Asking
from facts.usecases.catalogue import Catalogue
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.forms import ClaimForm, SourceForm
from facts.usecases.desk.members import Member
from facts.usecases.desk.publishing import Published

DESK = DeskId("77")


class Clock:
    """A clock that stands on one Saturday and moves a second at each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The desk's clock: it is Saturday, 21 November 2026."""
    return Clock()


@pytest.fixture
async def store(clock: Clock) -> FactStore:
    """An empty store in memory."""
    return MemoryStore(clock)


@pytest.fixture
async def asking(store: FactStore) -> AsyncIterator[Asking]:
    """Answers from ``store``."""
    catalogue = Catalogue(store, FuzzyIndex())
    yield Asking(catalogue)
    await catalogue.close()


@pytest.fixture
async def desk(store: FactStore, asking: Asking, clock: Clock, ana: Member) -> Desk:
    """The use-cases, for a desk that ana set up with the role ``reporters``."""
    opened = Desk.over(store, asking, clock)
    await opened.setup.change(ana, moderator_roles={"reporters"})
    return opened


@pytest.fixture
def ana() -> Member:
    """Manages the server."""
    return Member(DESK, "1", "Ana", manages_server=True)


@pytest.fixture
def ben() -> Member:
    """Has the moderators' role."""
    return Member(DESK, "2", "Ben", manages_server=False, roles=frozenset({"reporters"}))


@pytest.fixture
def eve() -> Member:
    """Is on the server, and no moderator."""
    return Member(DESK, "3", "Eve", manages_server=False, roles=frozenset({"readers"}))


@pytest.fixture
def zoe() -> Member:
    """Manages another server, whose desk is another one."""
    return Member(DeskId("88"), "4", "Zoe", manages_server=True)


POST = SourceForm(
    outlet="Harbour Post",
    headline="Bridge shut",
    published="4 May 2021",
    url="https://harbour.example/bridge",
)


async def publish(
    desk: Desk,
    member: Member,
    text: str = "The mayor closed the harbour bridge.",
    source: SourceForm = POST,
) -> Fact:
    """A fact that ``member`` published."""
    draft = await desk.drafting.open(member, ClaimForm(text=text), source)
    outcome = await desk.publishing.publish(member, draft.id)
    assert isinstance(outcome, Published)
    return outcome.fact
