"""Citations: the check is of the exact text, so that a forged answer is exposed."""

import pytest

from facts.model import HOME, DeskId, FactDraft, Refusal, checked_citation, checksum
from facts.store.protocol import Add, Edit, Remove, UnknownFact
from facts.usecases.reading.history import History
from tests.memory_store import MemoryStore


def draft(text: str = "a note", **fields: object) -> FactDraft:
    """A fact about to be stored."""
    return FactDraft.model_validate({"claim": text, "sources": [{"outlet": "Reuters"}]} | fields)


async def test_an_old_citation_shows_the_text_of_its_revision() -> None:
    """However the fact was changed since, and says whether it was."""
    store = MemoryStore()
    (added,) = await store.apply([Add(HOME, draft("one"))], editor="ana")
    assert added.after is not None
    citation = checked_citation(added.after)
    await store.apply([Edit(1, 1, draft("two"))], editor="ana")
    verified = await History(store).verify(f" #{citation.upper()} ", [HOME])
    assert (verified.fact, verified.genuine, verified.is_latest) == (added.after, True, False)
    await store.apply([Remove(1, 2)], editor="ana")
    verified = await History(store).verify(citation, None)
    assert (verified.genuine, verified.now) == (True, None)


async def test_a_forged_text_has_another_check() -> None:
    """The check of a text that was never stored is not that of the revision it claims to be."""
    store = MemoryStore()
    (added,) = await store.apply([Add(HOME, draft("They denied it"))], editor="ana")
    assert added.after is not None
    forged = added.after.model_copy(update={"claim": draft("They confirmed it").claim})
    verified = await History(store).verify(checked_citation(forged), None)
    assert (verified.genuine, verified.fact.claim.text) == (False, "They denied it")
    assert (await History(store).verify("1.1", None)).genuine is None


async def test_a_number_alone_shows_the_newest_text() -> None:
    """Who types only the fact's number gets what the fact says now, without a check to compare."""
    store = MemoryStore()
    await store.apply([Add(HOME, draft())], editor="ana")
    await store.apply([Edit(1, 1, draft("They denied it"))], editor="ana")
    verified = await History(store).verify("fact 1.", None)
    assert (verified.fact.revision, verified.genuine) == (2, None)


@pytest.mark.parametrize("text", ["", "nice note", "12.3-", "12.3-äöü", "1.1-" + "a" * 20])
async def test_other_text_is_no_citation(text: str) -> None:
    """The refusal says what a citation looks like."""
    with pytest.raises(Refusal, match=r"12\.3-k7x2qm"):
        await History(MemoryStore()).verify(text, None)


async def test_facts_of_other_desks_are_not_shown() -> None:
    """A citation is no way around who sees what."""
    store = MemoryStore()
    (added,) = await store.apply([Add(DeskId("1"), draft())], editor="ana")
    assert added.after is not None
    with pytest.raises(UnknownFact):
        await History(store).verify(checked_citation(added.after), [HOME])


async def test_the_check_is_of_content_id_and_revision_alone() -> None:
    """Another letter, id or revision makes another check; when it was stored does not."""
    store = MemoryStore()
    (one, same) = await store.apply([Add(HOME, draft()), Add(HOME, draft())], editor="ana")
    assert one.after is not None
    assert same.after is not None
    later = one.after.model_copy(update={"changed_at": same.at.replace(year=2030)})
    assert checksum(later) == checksum(one.after) != checksum(same.after)
    assert checksum(one.after.model_copy(update={"revision": 2})) != checksum(one.after)
    assert len(checksum(one.after)) == 6
