"""The index on disk is used when it is whole, of this version and not ahead of the store."""

import json
from pathlib import Path

import pytest

from facts.matching.decision.judgement import Decision
from facts.matching.index.disk_cache import IndexCache, UnusableCacheError
from facts.matching.search import ClaimIndex
from facts.model import HOME, DeskId
from tests.facts.matching.conftest import MakeFact, each

_LAST = 7


@pytest.fixture
async def written(tmp_path: Path, make_fact: MakeFact) -> IndexCache:
    """A cache of three facts, as of the seventh change."""
    index = ClaimIndex()
    source = {"outlet": "Post", "url": "https://example.org/a"}
    away = make_fact(2, "Gone.", desk=DeskId("away"))
    await index.fill(each([make_fact(1, "The bridge is closed."), away]))
    index.put(make_fact(3, "Pyongyang denies the nice note.", sources=[source]))
    index.put(make_fact(6, "Las elecciones de Perú fueron anuladas por el juez."))
    index.put(make_fact(4, "Soon removed."))
    index.remove(4)
    cache = IndexCache(tmp_path / "index")
    await index.merge(_LAST, cache)
    return cache


async def test_what_was_written_is_found_again(written: IndexCache, make_fact: MakeFact) -> None:
    """With its desks, its aliases, its links and its misspellings; and more can be put."""
    stored = written.read(_LAST)
    assert stored.cursor == _LAST
    index = ClaimIndex()
    await index.restore(stored)
    assert len(index.complete("", None)) == 4
    assert index.search("anular la elección del Perú", [HOME]).candidates[0].fact_id == 6
    assert index.search("north korea nice note", [HOME]).candidates[0].fact_id == 3
    assert index.search("brigde closed", [HOME]).candidates[0].fact_id == 1
    assert index.search("https://example.org/a", None).candidates[0].fact_id == 3
    assert index.search("gone", [HOME]).candidates == ()
    index.put(make_fact(5, "A tunnel is flooded."))
    index.put(make_fact(1, "The ferry is late."))
    assert index.search("tunnel flooded", [HOME]).candidates[0].fact_id == 5
    assert index.search("bridge closed", [HOME]).decision is Decision.NOT_FOUND
    assert index.complete("fer", None) == (1,)


async def test_it_can_be_written_over_and_over(written: IndexCache) -> None:
    """The newer takes the place of the older, and nothing is left beside it."""
    index = ClaimIndex()
    await index.restore(written.read(_LAST))
    await index.merge(_LAST + 1, written)
    assert written.read(_LAST + 1).cursor == _LAST + 1
    assert list(written.folder.parent.iterdir()) == [written.folder]


def test_what_is_ahead_of_the_store_is_not_used(written: IndexCache) -> None:
    """A store that was put back from a backup has not seen what the index has."""
    with pytest.raises(UnusableCacheError, match="ahead"):
        written.read(_LAST - 1)


def test_what_is_missing_is_not_used(tmp_path: Path) -> None:
    """A first start has none."""
    with pytest.raises(UnusableCacheError, match="none yet"):
        IndexCache(tmp_path / "index").read(_LAST)


def test_another_versions_is_not_used(written: IndexCache) -> None:
    """Other aliases give other words."""
    with pytest.raises(UnusableCacheError, match="version"):
        IndexCache(written.folder, aliases=("bridge; viaduct",)).read(_LAST)


def test_damage_to_any_file_is_noticed(written: IndexCache) -> None:
    """A byte that changed, a file cut short and a file that is gone."""
    for path in sorted(written.folder.iterdir()):
        whole = path.read_bytes()
        for damaged in (whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1])):
            path.write_bytes(damaged)
            with pytest.raises(UnusableCacheError):
                written.read(_LAST)
        path.unlink()
        with pytest.raises(UnusableCacheError):
            written.read(_LAST)
        path.write_bytes(whole)
    assert written.read(_LAST).cursor == _LAST


@pytest.mark.parametrize("about", ["{}", "[]", "null", '{"version": 1}', "", "\x00"])
def test_a_strange_description_is_noticed(written: IndexCache, about: str) -> None:
    """Whatever stands where the description should."""
    (written.folder / "about.json").write_text(about, encoding="utf-8")
    with pytest.raises(UnusableCacheError):
        written.read(_LAST)


def test_a_description_with_other_types_is_noticed(written: IndexCache) -> None:
    """A cursor that is no number."""
    path = written.folder / "about.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(about | {"cursor": "7"}), encoding="utf-8")
    with pytest.raises(UnusableCacheError):
        written.read(_LAST)
