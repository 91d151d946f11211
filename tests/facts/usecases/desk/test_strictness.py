"""A desk's own strictness decides what its readers are given."""

from collections.abc import AsyncIterator

import pytest

from facts.matching.search import ClaimIndex
from facts.model import HOME, STARTER, DeskId, Member
from facts.store.protocol import FactStore
from facts.usecases.catalogue import Catalogue
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.desk_settings import Strictness
from facts.usecases.questions.answers import Found, Match, Unsure
from facts.usecases.questions.asking import Asking
from tests.facts.usecases.desk.newsroom import DESK, publish

QUESTION = "mayor closed bridge gates"
READERS = frozenset({STARTER, HOME, DESK})


@pytest.fixture
async def strict_asking(store: FactStore, desk: Desk) -> AsyncIterator[Asking]:
    """Answers as strictly as each desk has set."""
    catalogue = Catalogue(store, ClaimIndex())
    yield Asking(catalogue, desk.setup.strictness)
    await catalogue.close()


async def test_strict_desks_ask_back_where_lax_ones_answer(
    desk: Desk, ana: Member, strict_asking: Asking
) -> None:
    """The same question, the same facts: each setting decides by its own numbers."""
    fact = await publish(desk, ana)
    decisions = {}
    for strictness in Strictness:
        await desk.setup.change(ana, strictness=strictness)
        decisions[strictness] = await strict_asking.ask(QUESTION, READERS)
    assert isinstance(decisions[Strictness.LAX], Found)
    assert isinstance(decisions[Strictness.STRICT], Unsure)
    (candidate,) = decisions[Strictness.STRICT].best
    assert isinstance(candidate, Match)
    assert candidate.fact == fact


async def test_other_desks_and_direct_messages_have_the_home_desks(desk: Desk, ana: Member) -> None:
    """One server's setting is no other's; who is at no desk has that of the newsroom."""
    await desk.setup.change(ana, strictness="strict")
    home = Member(HOME, "9", "Ed", manages_server=True)
    await desk.setup.change(home, strictness="lax")
    assert await desk.setup.strictness(READERS) is Strictness.STRICT
    assert await desk.setup.strictness({STARTER, HOME, DeskId("88")}) is None
    assert await desk.setup.strictness({STARTER, HOME}) is Strictness.LAX
    assert await desk.setup.strictness(None) is Strictness.LAX
