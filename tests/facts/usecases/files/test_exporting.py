"""Exporting gives the facts of the desks that are named, each ref once."""

from facts.model import HOME, STARTER, DeskId, FactDraft, utc_now
from facts.store.protocol import Add
from facts.store.tinydb.access import MemoryAccess
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.files.exporting import Exporting
from tests.memory_store import MemoryStore

OTHER = DeskId("7")


async def store_of(*facts: tuple[DeskId, str, str | None]) -> MemoryStore:
    """A store with facts of these desks, claims and refs."""
    store = MemoryStore()
    for desk, claim, ref in facts:
        draft = FactDraft.model_validate({"claim": claim, "ref": ref, "sources": [{"outlet": "o"}]})
        await store.apply([Add(desk, draft)], editor="test")
    return store


async def claims(store: MemoryStore, *desks: DeskId) -> list[str]:
    """The claims of an export, in its order."""
    return [fact.claim.text async for fact in Exporting(store).facts(desks)]


async def test_the_facts_of_the_desks_that_are_named_are_exported() -> None:
    """What a server keeps for itself goes out only when it is asked for."""
    store = await store_of((STARTER, "a", None), (OTHER, "b", None), (HOME, "c", None))
    assert await claims(store, HOME, STARTER) == ["a", "c"]
    assert await claims(store, OTHER) == ["b"]
    assert await claims(store, DeskId("8")) == []


async def test_a_ref_is_given_once_as_the_first_desk_has_it() -> None:
    """Else the file could not be imported again."""
    store = await store_of((STARTER, "a", "1"), (HOME, "b", "1"), (HOME, "c", None))
    assert await claims(store, HOME, STARTER) == ["b", "c"]
    assert await claims(store, STARTER, HOME) == ["a", "c"]


async def test_progress_ends_at_the_number_of_facts() -> None:
    """Even where a ref was left out."""
    told: list[tuple[int, int]] = []
    store = await store_of((STARTER, "a", "1"), (HOME, "b", "1"))
    exporting = Exporting(store).facts([HOME, STARTER], lambda *counts: told.append(counts))
    assert len([fact async for fact in exporting]) == 1
    assert told == [(2, 2)]


async def test_facts_that_are_published_meanwhile_do_no_harm() -> None:
    """Also one with a ref that nobody had when the export began."""
    store = TinyDBStore(MemoryAccess(), utc_now)
    drafts = [
        FactDraft.model_validate({"claim": ref, "ref": ref, "sources": [{"outlet": "o"}]})
        for ref in map(str, range(120))
    ]
    await store.apply([Add(HOME, draft) for draft in drafts[:-1]], editor="test")
    found = []
    async for fact in Exporting(store).facts([HOME]):
        if not found:
            await store.apply([Add(HOME, drafts[-1])], editor="test")
        found.append(fact.ref)
    assert found == [draft.ref for draft in drafts]
