"""Starter facts come with a new store and go for good."""

import pytest

from facts.interchange.problems import BadLines
from facts.model import HOME, STARTER, FactDraft
from facts.store.protocol import Add
from facts.usecases.files.importing import Importing, StarterFacts
from tests.memory_store import MemoryStore

CONTENT = b"""{"claim": "a", "sources": [{"outlet": "o"}]}
{"claim": "b", "ref": "starter/b", "sources": [{"outlet": "o"}]}
"""
OWN = FactDraft.model_validate({"claim": "c", "sources": [{"outlet": "o"}]})


async def test_a_new_store_gets_them_under_their_own_desk() -> None:
    """Once: a second start adds nothing."""
    store = MemoryStore()
    assert await StarterFacts(store, Importing(store), CONTENT).load() == 2
    assert await StarterFacts(store, Importing(store), CONTENT).load() == 0
    assert await store.count([STARTER]) == await store.count() == 2


async def test_a_store_that_was_written_gets_none() -> None:
    """A newsroom that started without them stays without them."""
    store = MemoryStore()
    await store.apply([Add(HOME, OWN)], editor="test")
    assert await StarterFacts(store, Importing(store), CONTENT).load() == 0
    assert await store.count() == 1


async def test_they_are_removed_at_once_and_do_not_come_back() -> None:
    """The newsroom's own facts stay."""
    store = MemoryStore()
    starter = StarterFacts(store, Importing(store), CONTENT)
    await starter.load()
    await store.apply([Add(HOME, OWN)], editor="test")
    assert await starter.remove("test") == 2
    assert await starter.load() == 0
    assert [fact.claim.text async for fact in store.facts()] == ["c"]
    assert await starter.remove("test") == 0


async def test_a_broken_file_of_them_is_named_by_line_and_changes_nothing() -> None:
    """A defect of a release must not leave half a store behind."""
    store = MemoryStore()
    with pytest.raises(BadLines, match=r"line 3, sources\[0\].outlett"):
        await StarterFacts(
            store, Importing(store), CONTENT + b'{"claim": "c", "sources": [{"outlett": "o"}]}'
        ).load()
    assert await store.last_change() == 0
