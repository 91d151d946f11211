"""The index follows the store's log, and lies on disk behind its own cursor."""

import gc
from pathlib import Path

import pytest

from facts.matching.decision.judgement import Decision
from facts.matching.index.disk_cache import IndexCache
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.search import ClaimIndex
from facts.model import HOME, FactDraft
from facts.store.protocol import Add, Edit, Remove
from facts.usecases.catalogue import Catalogue
from facts.usecases.indexing import Indexing
from facts.usecases.questions.answers import Found
from facts.usecases.questions.asking import Asking
from tests.facts.matching.conftest import each
from tests.memory_store import MemoryStore

_ENOUGH_TO_BE_WRITTEN = 2_100


def _draft(claim: str) -> FactDraft:
    return FactDraft.model_validate({"claim": claim, "sources": [{"outlet": "Post"}]})


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def cache(tmp_path: Path) -> IndexCache:
    return IndexCache(tmp_path / "index")


async def _filled(store: MemoryStore, count: int) -> None:
    adds = [Add(HOME, _draft(f"Claim {n} about bridge{n}.")) for n in range(count)]
    await store.apply(adds, editor="test")


async def test_every_acknowledged_change_is_found(store: MemoryStore) -> None:
    """Added, edited, removed: the next question sees it."""
    catalogue = Catalogue(store, ClaimIndex())
    index = catalogue.index
    await _filled(store, 3)
    await catalogue.catch_up()
    assert index.search("bridge2", None).candidates[0].fact_id == 3
    await store.apply([Edit(3, 1, _draft("A tunnel is flooded."))], editor="test")
    await catalogue.catch_up()
    assert index.search("tunnel flooded", None).candidates[0].fact_id == 3
    await store.apply([Remove(3, 2)], editor="test")
    await catalogue.catch_up()
    assert index.search("tunnel flooded", None).decision is Decision.NOT_FOUND


async def test_who_asks_does_not_wait_for_an_import(store: MemoryStore) -> None:
    """They are answered from what is known so far; soon all of it is, and a few changes at once."""
    asking = Asking(Catalogue(store, ClaimIndex()))
    await _filled(store, 3)
    assert isinstance(await asking.ask("bridge2", None), Found)
    await _filled(store, _ENOUGH_TO_BE_WRITTEN)
    await asking.ask("bridge2", None)
    assert asking.catalogue.followed < await store.last_change()
    await asking.catalogue.catch_up()
    await store.apply([Add(HOME, _draft("A tunnel is flooded."))], editor="test")
    assert isinstance(await asking.ask("tunnel flooded", None), Found)
    await asking.catalogue.close()


async def test_the_next_process_begins_where_this_one_was(
    store: MemoryStore, cache: IndexCache
) -> None:
    """It takes the index from disk and only the later changes from the log."""
    await _filled(store, _ENOUGH_TO_BE_WRITTEN)
    first = Catalogue(store, ClaimIndex(), cache)
    await first.catch_up()
    await first.close()
    reached = cache.read(await store.last_change()).cursor
    assert reached == _ENOUGH_TO_BE_WRITTEN
    await store.apply([Add(HOME, _draft("A tunnel is flooded.")), Remove(5, 1)], editor="test")
    second = Catalogue(store, ClaimIndex(), cache)
    await second.catch_up()
    found = second.index.search("tunnel flooded", None)
    assert found.candidates[0].fact_id == _ENOUGH_TO_BE_WRITTEN + 1
    assert all(c.fact_id != 5 for c in second.index.search("bridge4", None).candidates)
    assert second.index.search("bridge77", None).candidates[0].fact_id == 78


async def test_a_damaged_cache_is_built_anew(store: MemoryStore, cache: IndexCache) -> None:
    """Nobody notices but the log."""
    await _filled(store, 3)
    cache.folder.mkdir()
    (cache.folder / "about.json").write_text("{", encoding="utf-8")
    catalogue = Catalogue(store, ClaimIndex(), cache)
    await catalogue.catch_up()
    assert catalogue.index.search("bridge2", None).candidates[0].fact_id == 3


async def test_check_tells_what_is_wrong_and_rebuild_mends_it(
    store: MemoryStore, cache: IndexCache
) -> None:
    """Missing, in order, and behind the store."""
    await _filled(store, 3)
    indexing = Indexing(Catalogue(store, ClaimIndex(), cache), cache)
    assert "can’t be used" in (await indexing.check() or "")
    assert await indexing.rebuild() == 3
    assert await indexing.check() is None
    await store.apply([Add(HOME, _draft("A tunnel is flooded.")), Remove(1, 1)], editor="test")
    assert await indexing.check() is None


async def test_an_index_that_lacks_a_fact_is_told(store: MemoryStore, cache: IndexCache) -> None:
    """Whatever made it so."""
    await _filled(store, 3)
    index = ClaimIndex()
    await index.fill(each([fact async for fact in store.facts([HOME]) if fact.id != 2]))
    await index.merge(3, cache)
    told = await Indexing(Catalogue(store, ClaimIndex(), cache), cache).check()
    assert told == "The index on disk is missing fact #2. Run: index rebuild"


async def test_an_index_that_is_filled_anew_lets_its_words_go(store: MemoryStore) -> None:
    """At once: what a running bot holds for long is exempt from collecting."""
    await _filled(store, 3)
    index = ClaimIndex()
    await index.fill(store.facts([HOME]))
    index.search("claim 1 is not about bridge1 of 2019", None)
    gc.collect()
    gc.disable()
    try:
        held = sum(isinstance(one, Vocabulary) for one in gc.get_objects())
        await index.fill(store.facts([HOME]))
        assert sum(isinstance(one, Vocabulary) for one in gc.get_objects()) == held > 0
    finally:
        gc.enable()
