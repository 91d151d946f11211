"""What every fact store promises, run on each of them."""

import pytest

from facts.model import HOME, STARTER, ChangeKind, DeskId, FactDraft, Refusal, Standing
from facts.store.protocol import (
    RETURNED,
    Add,
    Edit,
    FactStore,
    Having,
    Merge,
    NobodyOfThatName,
    Remove,
    Restore,
    StaleRevision,
    UnknownFact,
)


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


async def test_who_comes_too_late_is_told_what_changed_meanwhile(store: FactStore) -> None:
    """The refusal names who changed what since."""
    await store.apply([Add(HOME, draft())], editor="ana")
    await store.apply([Edit(1, 1, draft("new", topics=["covid"]))], editor="ben")
    with pytest.raises(StaleRevision, match=r"edited \(claim, topics\) by ben at 2020"):
        await store.apply([Edit(1, 1, draft("too late"))], editor="ana")
    (removed,) = await store.apply([Remove(1, 2)], editor="eva")
    with pytest.raises(UnknownFact):
        await store.apply([Edit(1, 2, draft("too late"))], editor="ana")
    with pytest.raises(StaleRevision, match="removed by eva"):
        await store.apply([Restore(1, 2, draft())], editor="ana")
    assert removed.revision == 3


async def test_a_removed_fact_can_be_restored(store: FactStore) -> None:
    """It has its id, desk and first time again, and the next revision."""
    desk = DeskId("1234")
    (added,) = await store.apply([Add(desk, draft())], editor="ana")
    await store.apply([Remove(1, 1)], editor="ana")
    (restored,) = await store.apply([Restore(1, 2, draft("again"))], editor="ben")
    assert restored.after is not None
    assert (restored.kind, restored.revision, restored.before) == (ChangeKind.ADDED, 3, None)
    assert (restored.after.desk, restored.after.created_at) == (desk, added.at)
    assert await store.get(1) == restored.after
    assert [fact.id async for fact in store.facts([desk])] == [1]
    with pytest.raises(UnknownFact, match="isn’t removed"):
        await store.apply([Restore(1, 3, draft())], editor="ben")
    with pytest.raises(UnknownFact, match="was never"):
        await store.apply([Restore(9, 1, draft())], editor="ben")


async def test_history_has_every_state_of_a_fact(store: FactStore) -> None:
    """Each change of one fact, with what was before and after it, whatever else was written."""
    first = await store.apply([Add(HOME, draft("a")), Add(HOME, draft("b"))], editor="ana")
    second = await store.apply([Edit(1, 1, draft("a2")), Remove(2, 1)], editor="ben")
    third = await store.apply([Restore(2, 2, draft("b3")), Remove(1, 2)], editor="eva")
    assert await store.history(1) == (first[0], second[0], third[1])
    assert await store.history(2) == (first[1], second[1], third[0])
    assert await store.history(3) == ()
    assert tuple([c async for c in store.changes()]) == first + second + third


async def test_facts_are_found_by_what_they_have(store: FactStore) -> None:
    """By desk, topic, speaker, link, reference, standing, and all of it together."""
    denial = [{"stance": "denies", "role": "Foreign Ministry"}]
    link = [{"url": "https://www.example.org/a/"}, {"archived_url": "http://archive.example/1"}]
    link[1]["outlet"] = "BelTA"
    await store.apply(
        [
            Add(HOME, draft("a", topics=["Covid"], responses=denial)),
            Add(HOME, draft("b", topics=["covid", "trade"], sources=link, ref="x")),
            Add(
                STARTER,
                FactDraft.model_validate(
                    {
                        "claim": {
                            "text": "c",
                            "speaker": {"name": "Donald Trump", "role": "President"},
                        },
                        "sources": [{"outlet": "Reuters"}],
                        "topics": ["covid"],
                    }
                ),
            ),
            Add(HOME, draft("d", topics=["Covid"])),
        ],
        editor="ana",
    )

    async def found(**asked: object) -> list[int]:
        having = Having(**asked)  # type: ignore[arg-type]
        ids = [fact.id async for fact in store.find(having)]
        assert list(await store.ids(having)) == ids
        return ids

    assert await found(topic="COVID") == [1, 2, 3, 4]
    assert await found(topic="covid", desks=[HOME]) == [1, 2, 4]
    assert await found(topic="covid", desks=[]) == []
    assert await found(speaker="donald trump") == await found(speaker="president") == [3]
    assert await found(link="http://example.org/a#top") == [2]
    assert await found(link="https://archive.example/1") == [2]
    assert await found(ref="x") == [2]
    assert await found(standing=Standing.DENIED) == [1]
    assert await found(standing=Standing.UNANSWERED, desks=[HOME]) == [2, 4]
    assert await found(topic="nothing") == []
    await store.apply([Edit(2, 1, draft("b", topics=["trade"]))], editor="ana")
    await store.apply([Remove(4, 1)], editor="ana")
    assert await found(topic="covid") == [1, 3]
    assert await found(topic="trade") == [2]
    assert await found(link="https://example.org/a") == []
    assert await found() == [1, 2, 3]


async def test_cursors_are_kept_by_name(store: FactStore) -> None:
    """Each consumer goes on where it said it was; a new one begins at the beginning."""
    assert await store.cursor("alerts") == 0
    await store.move_cursor("alerts", 7)
    await store.move_cursor("index", 3)
    await store.move_cursor("alerts", 8)
    assert (await store.cursor("alerts"), await store.cursor("index")) == (8, 3)


async def test_a_person_can_be_erased_from_the_log(store: FactStore) -> None:
    """The name is replaced wherever it signed or was mentioned; all else is as before."""
    before = await store.apply([Add(HOME, draft("ana"))], editor="ana", reason="ana, a banana")
    await store.apply([Edit(1, 1, draft("b"))], editor="ben", reason="asked by ana")
    await store.apply([Remove(1, 2)], editor="ben")
    erased = await store.erase("ana", editor="operator")
    assert (erased.replacement, erased.changes) == ("erased-1", 2)
    changes = [change async for change in store.changes()]
    assert [change.editor for change in changes] == ["erased-1", "ben", "ben"]
    assert [change.reason for change in changes] == [
        "erased-1, a banana",
        "asked by erased-1",
        None,
    ]
    assert changes[0].after == before[0].after
    kept = {"by": "ana", "inner": [{"said": "ana, a banana"}]}
    await store.shelf.put("draft", "1", kept)
    await store.erase("ana", editor="operator")
    assert await store.shelf.get("draft", "1") == {
        "by": "erased-2",
        "inner": [{"said": "erased-2, a banana"}],
    }
    assert (await store.erase("ben", editor="operator")).replacement == "erased-3"


async def test_a_name_that_is_nowhere_is_not_erased(store: FactStore) -> None:
    """It is refused, and nothing is written; the next erasure has the next number."""
    await store.apply([Add(HOME, draft())], editor="ana")
    with pytest.raises(NobodyOfThatName, match="Nobody of that name is in the log"):
        await store.erase("nobody", editor="operator")
    assert (await store.erase("ana", editor="operator")).replacement == "erased-1"


async def test_overlong_reasons_are_refused(store: FactStore) -> None:
    """A reason has a limit like every other text; nothing is written."""
    with pytest.raises(Refusal, match="1,000"):
        await store.apply([Add(HOME, draft())], editor="ana", reason="x" * 1001)
    assert await store.last_change() == 0


async def test_a_merged_fact_is_had_by_its_id_alone(store: FactStore) -> None:
    """It is in no list, look-up or count; its changes and the way back stay."""
    await store.apply([Add(HOME, draft(ref="a")), Add(HOME, draft(ref="b"))], editor="ana")
    assert await store.count({HOME}) == 2
    edited, merged = await store.apply([Edit(1, 1, draft("c")), Merge(2, 1, 1)], editor="ana")
    assert (edited.kind, merged.kind) == (ChangeKind.EDITED, ChangeKind.MERGED)
    assert (merged.revision, merged.at) == (2, edited.at)
    fact = await store.get(2)
    assert fact == merged.after
    assert fact is not None
    assert (fact.merged_into, fact.revision, fact.ref) == (1, 2, "b")
    assert [one.id async for one in store.facts()] == [1]
    assert await store.ids(Having(standing=Standing.UNANSWERED)) == [1]
    assert (await store.count(), await store.count({HOME})) == (1, 1)
    assert [change.kind for change in await store.history(2)] == ["added", "merged"]
    with pytest.raises(StaleRevision, match="merged into fact 1"):
        await store.apply([Edit(2, 2, draft())], editor="ana")
    await store.apply([Merge(2, 2, None)], editor="ana")
    assert await store.ids(Having(standing=Standing.UNANSWERED)) == [1, 2]
    assert await store.count({HOME}) == 2
    (edited,) = await store.apply([Edit(2, 3, draft("d"))], editor="ana")
    assert edited.revision == 4


async def test_an_unknown_or_changed_fact_is_not_merged(store: FactStore) -> None:
    """Neither half of the step is done."""
    await store.apply([Add(HOME, draft()), Add(HOME, draft())], editor="ana")
    with pytest.raises(StaleRevision):
        await store.apply([Edit(1, 1, draft("c")), Merge(2, 7, 1)], editor="ana")
    with pytest.raises(UnknownFact):
        await store.apply([Merge(9, 1, 1)], editor="ana")
    assert await store.last_change() == 2


async def test_a_named_step_is_done_once(store: FactStore) -> None:
    """A second one of that name gives the changes of the first, whatever it asks for."""
    assert await store.done("x") == ()
    made = await store.apply([Add(HOME, draft()), Add(HOME, draft())], editor="ana", once="x")
    assert await store.apply([Add(HOME, draft("other"))], editor="ben", once="x") == made
    assert await store.done("x") == made
    await store.apply([Add(HOME, draft())], editor="ana", once="y")
    assert await store.last_change() == 3


async def test_a_named_step_that_failed_was_not_done(store: FactStore) -> None:
    """It may be tried again under its name; an empty one leaves no trace either."""
    with pytest.raises(UnknownFact):
        await store.apply([Edit(1, 1, draft())], editor="ana", once="x")
    assert await store.apply([], editor="ana", once="x") == ()
    (added,) = await store.apply([Add(HOME, draft())], editor="ana", once="x")
    assert await store.done("x") == (added,)


async def test_many_facts_in_one_step(store: FactStore) -> None:
    """The answer has the last changes, as the log has them; all facts are there, in order."""
    count = 1501
    adds = [Add(HOME, draft(str(n))) for n in range(count)]
    for _ in range(2):
        made = await store.apply(adds, editor="ana", once="x")
        assert len(made) == RETURNED
        assert list(made) == [one async for one in store.changes(after=count - RETURNED)]
    assert await store.done("x") == made
    log = [change.number async for change in store.changes()]
    assert log == list(range(1, count + 1))
    assert [fact.claim.text async for fact in store.facts()] == [str(n) for n in range(count)]
    assert await store.count([HOME]) == count
