"""Facts to match against: the starter facts, and facts made of a sentence."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from facts.interchange.file_formats import FileFormat, read_facts
from facts.matching.search import ClaimIndex
from facts.model import HOME, STARTER, Fact
from facts.starter import starter_content

_FIRST = datetime(2026, 1, 1, tzinfo=UTC)

MakeFact = Callable[..., Fact]
MakeIndex = Callable[..., ClaimIndex]


async def each(facts: Iterable[Fact]) -> AsyncIterator[Fact]:
    """The facts as a store gives them."""
    for fact in facts:
        yield fact


def fill(index: ClaimIndex, facts: Iterable[Fact]) -> None:
    """Fill ``index`` with the facts, where no event loop runs."""
    asyncio.run(index.fill(each(facts)))


@pytest.fixture(scope="session")
def make_fact() -> MakeFact:
    """Makes fact ``number`` of a claim, changed so many minutes after the first."""

    def make(number: int, claim: Any, **more: Any) -> Fact:
        changed = _FIRST + timedelta(minutes=number)
        content: dict[str, Any] = {
            "id": number,
            "desk": HOME,
            "revision": 1,
            "created_at": _FIRST,
            "changed_at": changed,
            "claim": claim,
            "sources": [{"outlet": "An outlet"}],
        }
        return Fact.model_validate(content | more)

    return make


@pytest.fixture(scope="session")
def index_of(make_fact: MakeFact) -> MakeIndex:
    """Makes an index of claims, whose facts are numbered from 1."""

    def make(*claims: str) -> ClaimIndex:
        index = ClaimIndex()
        for number, claim in enumerate(claims, 1):
            index.put(make_fact(number, claim))
        return index

    return make


@pytest.fixture(scope="session")
def starter(make_fact: MakeFact) -> dict[str, Fact]:
    """The starter facts by their reference."""
    drafts = [
        line.draft
        for line in read_facts(starter_content(), FileFormat.JSON_LINES)
        if line.draft is not None
    ]
    facts = {}
    for number, draft in enumerate(drafts, 1):
        content = {name: getattr(draft, name) for name in type(draft).model_fields}
        facts[draft.ref or ""] = make_fact(number, **content | {"desk": STARTER})
    return facts


@pytest.fixture
def starter_index(starter: dict[str, Fact]) -> ClaimIndex:
    """An index of nothing but the starter facts."""
    index = ClaimIndex()
    for fact in starter.values():
        index.put(fact)
    return index
