"""A desk with its people: who manages its server, who has its role, and who has neither."""

from collections.abc import AsyncIterator

import pytest

from facts.matching.search import ClaimIndex
from facts.model import DeskId, Member
from facts.store.protocol import FactStore
from facts.usecases.catalogue import Catalogue
from facts.usecases.desk.desk import Desk
from facts.usecases.questions.asking import Asking
from tests.facts.usecases.desk.newsroom import DESK, Clock, desk_over
from tests.memory_store import MemoryStore


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
    catalogue = Catalogue(store, ClaimIndex())
    yield Asking(catalogue)
    await catalogue.close()


@pytest.fixture
async def desk(store: FactStore, asking: Asking, clock: Clock, ana: Member) -> Desk:
    """The use-cases, for a desk that ana set up with the role ``reporters``."""
    opened = desk_over(store, clock, asking)
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
