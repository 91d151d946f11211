"""What every fact store promises, run on each of them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from facts.model import HOME, STARTER, ChangeKind, DeskId, FactDraft
from facts.store.memory import MemoryStore
from facts.store.protocol import (
    Add,
    Delete,
    Edit,
    FactStore,
    Put,
    Remove,
    StaleRevision,
    UnknownFact,
)
from facts.store.tiny import TinyStore


class Clock:
    """A clock that moves one second at each look."""

    def __init__(self) -> None:
        self.now = datetime(2020, 4, 18, 21, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(params=["memory", "tiny"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[FactStore]:
    """An empty store of each kind."""
    opened: FactStore
    if request.param == "memory":
        opened = MemoryStore(clock=Clock())
    else:
        opened = await TinyStore.open(tmp_path / "book", clock=Clock())
    yield opened
    await opened.close()


def draft(text: str = "Trump received a nice note", **fields: object) -> FactDraft:
    """A fact about to be stored."""
    return FactDraft.model_validate({"claim": text, "sources": [{"outlet": "Reuters"}]} | fields)


async def test_a_new_store_is_empty(store: FactStore) -> None:
    """Nothing is there, and no change was made."""
    assert [fact async for fact in store.facts()] == []
    assert await store.count() == 0
    assert await store.last_change() == 0
    assert await store.get(1) is None


async def test_an_added_fact_has_the_first_id_and_revision(store: FactStore) -> None:
    """Adding answers with the change, and the fact can be read back as it was given."""
    (change,) = await store.apply([Add(HOME, draft())], editor="ana", reason="first")
    assert (change.number, change.kind, change.fact_id) == (1, ChangeKind.ADDED, 1)
    assert (change.editor, change.reason, change.before) == ("ana", "first", None)
    fact = await store.get(1)
    assert fact == change.after
    assert fact is not None
    assert fact.citation == "1.1"
    assert fact.created_at == fact.changed_at == change.at


async def test_an_edit_makes_the_next_revision(store: FactStore) -> None:
    """The new content is there, the desk and the first time stay, the change tells both states."""
    (added,) = await store.apply([Add(HOME, draft())], editor="ana")
    (edited,) = await store.apply([Edit(1, 1, draft("He did not"))], editor="ben")
    assert edited.before == added.after
    assert edited.after == await store.get(1)
    assert edited.after is not None
    assert edited.after.claim.text == "He did not"
    assert (edited.after.revision, edited.after.desk) == (2, HOME)
    assert edited.after.created_at == added.at < edited.after.changed_at


async def test_a_removed_fact_is_gone_and_stays_in_the_log(store: FactStore) -> None:
    """A removal takes the fact from the present state only; its id is never used again."""
    await store.apply([Add(HOME, draft())], editor="ana")
    (removed,) = await store.apply([Remove(1, 1)], editor="ana")
    assert removed.kind is ChangeKind.REMOVED
    assert (removed.revision, removed.after) == (2, None)
    assert await store.get(1) is None
    assert await store.count() == 0
    (added,) = await store.apply([Add(HOME, draft("another"))], editor="ana")
    assert added.fact_id == 2
    assert [change.number async for change in store.changes()] == [1, 2, 3]


async def test_an_edit_of_an_old_revision_is_refused(store: FactStore) -> None:
    """Who edits what was changed meanwhile is told, and nothing is written."""
    await store.apply([Add(HOME, draft())], editor="ana")
    await store.apply([Edit(1, 1, draft("changed"))], editor="ben")
    with pytest.raises(StaleRevision, match="revision 2"):
        await store.apply([Edit(1, 1, draft("too late"))], editor="ana")
    with pytest.raises(StaleRevision):
        await store.apply([Remove(1, 1)], editor="ana")
    assert await store.last_change() == 2


async def test_unknown_facts_are_refused(store: FactStore) -> None:
    """An id that was never given, and one that was removed, cannot be changed."""
    with pytest.raises(UnknownFact):
        await store.apply([Edit(7, 1, draft())], editor="ana")
    await store.apply([Add(HOME, draft())], editor="ana")
    await store.apply([Remove(1, 1)], editor="ana")
    with pytest.raises(UnknownFact):
        await store.apply([Remove(1, 2)], editor="ana")


async def test_writes_are_all_done_or_none(store: FactStore) -> None:
    """One bad write among good ones leaves the store as it was."""
    with pytest.raises(UnknownFact):
        await store.apply([Add(HOME, draft()), Edit(9, 1, draft())], editor="ana")
    assert await store.count() == 0
    assert await store.last_change() == 0


async def test_later_writes_of_one_step_see_earlier_ones(store: FactStore) -> None:
    """Adding, editing and removing the same fact in one step follows the order given."""
    changes = await store.apply(
        [Add(HOME, draft()), Edit(1, 1, draft("second")), Remove(1, 2), Add(HOME, draft("b"))],
        editor="ana",
    )
    assert [(c.number, c.fact_id, c.revision) for c in changes] == [
        (1, 1, 1),
        (2, 1, 2),
        (3, 1, 3),
        (4, 2, 1),
    ]
    assert [fact.id async for fact in store.facts()] == [2]


async def test_no_writes_are_no_change(store: FactStore) -> None:
    """An empty step leaves no trace."""
    assert await store.apply([], editor="ana") == ()
    assert await store.last_change() == 0


async def test_facts_are_told_apart_by_desk(store: FactStore) -> None:
    """Listing and counting take some desks, or all of them."""
    desk = DeskId("1234")
    await store.apply([Add(d, draft()) for d in (HOME, STARTER, desk, HOME)], editor="ana")
    await store.apply([Remove(4, 1)], editor="ana")
    assert [fact.id async for fact in store.facts([HOME, desk])] == [1, 3]
    assert [fact.id async for fact in store.facts()] == [1, 2, 3]
    assert await store.count([HOME]) == 1
    assert await store.count([HOME, HOME, desk]) == 2
    assert await store.count([DeskId("nobody")]) == 0
    assert await store.count([]) == 0
    assert await store.count() == 3


async def test_changes_go_on_at_a_cursor(store: FactStore) -> None:
    """A consumer that has seen a change gets the ones after it, whole and in order."""
    made = await store.apply([Add(HOME, draft(str(n))) for n in range(5)], editor="ana")
    assert tuple([change async for change in store.changes(after=3)]) == made[3:]
    assert [change async for change in store.changes(after=99)] == []


async def test_several_documents_are_kept_in_one_step(store: FactStore) -> None:
    """What is put and deleted together holds together, later steps after earlier ones."""
    await store.shelf.put("a", "old", {"n": 1})
    await store.shelf.keep(
        [
            Put("a", "new", {"n": 2}),
            Delete("a", "old"),
            Put("b", "x", {}),
            Put("a", "new", {"n": 3}),
        ]
    )
    assert await store.shelf.items("a") == {"new": {"n": 3}}
    assert await store.shelf.get("b", "x") == {}
    await store.shelf.keep([])
    await store.shelf.keep([Delete("a", "never there")])
    assert await store.shelf.items("a") == {"new": {"n": 3}}


async def test_who_listens_hears_of_each_write(store: FactStore) -> None:
    """Once the change can be read; documents beside the facts are no change."""
    heard: list[int] = []
    store.on_change(lambda: heard.append(1))
    await store.shelf.put("a", "b", {})
    await store.apply([], editor="ana")
    assert len(heard) <= 1
    heard.clear()
    await store.apply([Add(HOME, draft()), Add(HOME, draft())], editor="ana")
    assert heard == [1]


async def test_one_change_can_be_looked_up_by_its_number(store: FactStore) -> None:
    """Whole, as it stands in the log; there is none outside of it."""
    made = await store.apply([Add(HOME, draft(str(n))) for n in range(3)], editor="ana")
    assert [await store.change(number) for number in (1, 2, 3)] == list(made)
    assert [await store.change(number) for number in (-1, 0, 4)] == [None] * 3
