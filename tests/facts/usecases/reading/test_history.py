"""History of a fact: every state, who made it, and taking a change back."""

from datetime import UTC, datetime, timedelta

import pytest

from facts.model import HOME, STARTER, ChangeKind, DeskId, FactDraft
from facts.store.protocol import Add, Edit, Redact, Remove, UnknownFact
from facts.usecases.reading.history import CannotUndo, History
from tests.memory_store import MemoryStore

START = datetime(2020, 4, 18, 12, 0, tzinfo=UTC)


def draft(text: str = "a note", **fields: object) -> FactDraft:
    """A fact about to be stored."""
    return FactDraft.model_validate({"claim": text, "sources": [{"outlet": "Reuters"}]} | fields)


@pytest.fixture
def store() -> MemoryStore:
    """An empty store whose clock moves an hour with each write."""
    moments = iter(START + timedelta(hours=hour) for hour in range(100))
    return MemoryStore(clock=lambda: next(moments))


async def test_each_revision_can_be_looked_at(store: MemoryStore) -> None:
    """By its number, removed facts included; what there is not is said with what there is."""
    await store.apply([Add(HOME, draft("one"))], editor="ana")
    await store.apply([Edit(1, 1, draft("two"))], editor="ben")
    await store.apply([Remove(1, 2)], editor="ana")
    history = History(store)
    assert (await history.at_revision(1, 1, None)).claim.text == "one"
    assert (await history.at_revision(1, 2, [HOME])).claim.text == "two"
    with pytest.raises(UnknownFact, match=r"no revision 3. It has: 1, 2\."):
        await history.at_revision(1, 3, None)


async def test_a_fact_as_it_was_at_a_moment(store: MemoryStore) -> None:
    """Between two changes it is what the first left; before the first and after a removal, none."""
    await store.apply([Add(HOME, draft("one"))], editor="ana")
    await store.apply([Edit(1, 1, draft("two"))], editor="ben")
    await store.apply([Remove(1, 2)], editor="ana")
    history = History(store)
    assert (await history.at_moment(1, START + timedelta(minutes=59), None)).claim.text == "one"
    assert (await history.at_moment(1, START + timedelta(hours=1), None)).claim.text == "two"
    for moment in (START - timedelta(seconds=1), START + timedelta(hours=2)):
        with pytest.raises(UnknownFact, match="There was no fact #1 at 2020-04-18"):
            await history.at_moment(1, moment, None)


async def test_other_desks_facts_have_no_history_here(store: MemoryStore) -> None:
    """A reader who does not see a fact does not see its changes, removed or not."""
    await store.apply([Add(DeskId("1"), draft()), Add(STARTER, draft())], editor="ana")
    await store.apply([Remove(1, 1)], editor="ana")
    history = History(store)
    assert len(await history.changes(2, [HOME, STARTER])) == 1
    with pytest.raises(UnknownFact):
        await history.changes(1, [HOME, STARTER])
    with pytest.raises(UnknownFact):
        await history.changes(7, None)


async def test_undoing_an_edit_keeps_later_edits_of_other_parts(store: MemoryStore) -> None:
    """Only what the undone edit changed goes back; it is a new revision with its own editor."""
    await store.apply([Add(HOME, draft("one"))], editor="ana")
    await store.apply([Edit(1, 1, draft("two"))], editor="ben")
    await store.apply([Edit(1, 2, draft("two", topics=["covid"]))], editor="eva")
    change = await History(store).undo(1, 2, editor="ana")
    assert change.after is not None
    assert (change.after.claim.text, change.after.topics) == ("one", ("covid",))
    assert (change.revision, change.editor, change.reason) == (4, "ana", "revision 2 undone")


async def test_what_was_changed_again_cannot_be_undone_by_itself(store: MemoryStore) -> None:
    """The refusal names the part, the later revision and its editor; nothing is changed."""
    await store.apply([Add(HOME, draft("one"))], editor="ana")
    await store.apply([Edit(1, 1, draft("two"))], editor="ben")
    await store.apply([Edit(1, 2, draft("three"))], editor="eva")
    history = History(store)
    with pytest.raises(CannotUndo, match=r"A later change is to the same place \(the claim\)"):
        await history.undo(1, 2, editor="ana")
    with pytest.raises(CannotUndo):
        await history.undo(1, 1, editor="ana")
    with pytest.raises(UnknownFact):
        await history.undo(1, 9, editor="ana")
    assert await store.last_change() == 3


async def test_removing_and_bringing_back_can_be_undone(store: MemoryStore) -> None:
    """Undoing a removal brings the fact back, undoing that takes it away, and so on."""
    await store.apply([Add(HOME, draft("one"))], editor="ana")
    await store.apply([Remove(1, 1)], editor="ana")
    history = History(store)
    kinds = [(await history.undo(1, revision, editor="ana")).kind for revision in (2, 3, 4)]
    assert kinds == [ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.ADDED]
    assert await store.get(1) is not None


async def test_what_made_a_fact_and_what_redacted_it_cannot_be_undone(store: MemoryStore) -> None:
    """A fact that should not be there is retracted; a text that was redacted is nowhere."""
    await store.apply([Add(HOME, draft("one of many"))], editor="ana")
    with pytest.raises(CannotUndo, match="Retract"):
        await History(store).undo(1, 1, editor="ana")
    await store.redact(Redact(1, "many", "privacy", HOME), editor="ana")
    with pytest.raises(CannotUndo, match="isn’t stored anywhere"):
        await History(store).undo(1, 2, editor="ana")
