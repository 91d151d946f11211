"""What every fact store does when a text must not be kept."""

from typing import cast

import pytest

from facts.model import HOME, ChangeKind, DeskId, FactDraft, Refusal
from facts.store.copying import CopiedStore
from facts.store.protocol import (
    Add,
    Edit,
    FactStore,
    Having,
    Merge,
    NothingToRedact,
    Redact,
    Remove,
    Restore,
    UnknownFact,
)
from facts.store.shelf import ShelfLogCutError
from tests.memory_store import MemoryStore

ADDRESS = "4 Elm Street"


def draft(text: str, **fields: object) -> FactDraft:
    """A fact about to be stored."""
    return FactDraft.model_validate({"claim": text, "sources": [{"outlet": "Post"}]} | fields)


async def _everything(store: FactStore) -> str:
    facts = [fact.model_dump_json() async for fact in store.facts()]
    log = [change.model_dump_json() async for change in store.changes()]
    if not isinstance(store, MemoryStore):
        log += map(str, (await cast("CopiedStore", store).everything()).removals)
    return "\n".join(facts + log)


async def test_a_text_leaves_all_revisions(store: FactStore) -> None:
    """Present state, earlier states and reasons have a mark instead, and say when and why."""
    await store.apply(
        [Add(HOME, draft(f"He lives at {ADDRESS}")), Add(HOME, draft(f"Also {ADDRESS}"))],
        editor="ana",
        reason=f"a tip on {ADDRESS}",
    )
    await store.apply([Edit(1, 1, draft("He lives there"))], editor="ben", reason="privacy")
    change = await store.redact(Redact(1, ADDRESS, "a private address", HOME), editor="eva")
    assert (change.number, change.kind, change.revision) == (4, ChangeKind.REDACTED, 3)
    assert (change.editor, change.reason) == ("eva", "a private address")
    assert change.after == await store.get(1)
    first, second, third = await store.history(1)
    assert first.after is not None
    assert first.after.claim.text == "He lives at […]"
    assert first.reason == "a tip on […]"
    (redaction,) = first.after.redactions
    assert (str(redaction.on), redaction.reason) == ("2020-04-18", "a private address")
    assert second.before == first.after
    assert second.after is not None
    assert second.after.redactions == ()
    assert third == change
    other = await store.get(2)
    assert other is not None
    assert other.claim.text == f"Also {ADDRESS}"
    assert [number.number async for number in store.changes()] == [1, 2, 3, 4]


async def test_it_leaves_every_part_of_a_fact(store: FactStore) -> None:
    """Quotes, names, topics, sources and links; what is left is a valid fact that can be found."""
    await store.apply(
        [
            Add(
                HOME,
                draft(
                    "Kim Doe is a thief",
                    topics=["kim doe", "trade"],
                    other_wordings=["Kim Doe steals"],
                    responses=[{"stance": "denies", "by": "Kim Doe", "quote": "I am not, Kim Doe"}],
                    sources=[
                        {"url": "https://example.org/Kim%20Doe", "quotes": []},
                        {"outlet": "Post", "url": "https://example.org/1", "headline": "Kim Doe!"},
                    ],
                    ref="Kim Doe/1",
                ),
            )
        ],
        editor="ana",
    )
    for text in ("Kim Doe", "kim doe", "Kim%20Doe"):
        await store.redact(Redact(1, text, "a libel", HOME), editor="eva")
    assert "kim doe" not in (await _everything(store)).casefold()
    fact = await store.get(1)
    assert fact is not None
    assert fact.claim.text == "[…] is a thief"
    assert fact.ref is None
    assert fact.sources[1].url == "https://example.org/1"
    assert [one.id async for one in store.find(Having(topic="trade"))] == [1]
    assert [one.id async for one in store.find(Having(topic="kim doe"))] == []
    FactDraft.model_validate({name: getattr(fact, name) for name in FactDraft.model_fields})


async def test_later_revisions_still_say_it(store: FactStore) -> None:
    """An edit and a restoration after it keep the note; the next redaction adds its own."""
    await store.apply([Add(HOME, draft("one two three"))], editor="ana")
    await store.redact(Redact(1, "one", "first", HOME), editor="eva")
    await store.apply([Edit(1, 2, draft("[…] two four"))], editor="ana")
    await store.redact(Redact(1, "two", "second", HOME), editor="eva")
    await store.apply([Remove(1, 4)], editor="ana")
    (back,) = await store.apply([Restore(1, 5, draft("four"))], editor="ana")
    assert back.after is not None
    assert [one.reason for one in back.after.redactions] == ["first", "second"]


async def test_removed_and_merged_facts_are_redacted_too(store: FactStore) -> None:
    """What they said is still in the log; they stay removed and merged, and can come back."""
    await store.apply([Add(HOME, draft(f"{n} {ADDRESS}")) for n in range(3)], editor="ana")
    await store.apply([Remove(1, 1), Merge(2, 1, 3)], editor="ana")
    gone = await store.redact(Redact(1, ADDRESS, "privacy", HOME), editor="eva")
    merged = await store.redact(Redact(2, ADDRESS, "privacy", HOME), editor="eva")
    assert (gone.revision, gone.after) == (3, None)
    assert merged.after is not None
    assert merged.after.merged_into == 3
    assert [fact.id async for fact in store.facts()] == [3]
    await store.apply([Restore(1, 3, draft("back")), Merge(2, 3, None)], editor="ana")
    assert [fact.id async for fact in store.facts()] == [1, 2, 3]
    await store.redact(Redact(3, ADDRESS, "privacy", HOME), editor="eva")
    assert ADDRESS not in await _everything(store)


async def test_documents_of_the_desk_lose_it(store: FactStore) -> None:
    """Its drafts, and the requests that name it; those of others are theirs."""
    await store.apply([Add(HOME, draft(ADDRESS)), Add(HOME, draft(ADDRESS))], editor="ana")
    await store.shelf.put("draft/home", "1", {"content": {"claim": f"at {ADDRESS}"}})
    await store.shelf.put("draft/7", "1", {"content": {"claim": f"at {ADDRESS}"}})
    for desk in ("home", "7"):
        asked = {"desk": desk, "text": f"Who is at {ADDRESS}?", "wordings": [ADDRESS]}
        await store.shelf.put("newsroom-requests", desk, asked)
    await store.redact(Redact(1, ADDRESS, "privacy", HOME), editor="eva")
    assert await store.shelf.get("draft/home", "1") == {"content": {"claim": "at […]"}}
    assert await store.shelf.get("draft/7", "1") == {"content": {"claim": f"at {ADDRESS}"}}
    requests = await store.shelf.items("newsroom-requests")
    assert requests["home"] == {"desk": "home", "text": "Who is at […]?", "wordings": ["[…]"]}
    assert requests["7"]["text"] == f"Who is at {ADDRESS}?"
    await store.redact(Redact(2, ADDRESS, "privacy", DeskId("7")), editor="eva")
    for kind in await store.shelf.kinds():
        assert ADDRESS not in str(await store.shelf.items(kind))


async def test_a_text_that_is_an_ordinary_word_breaks_no_document(store: FactStore) -> None:
    """The names of its parts, and what programs compare, stay as they are."""
    await store.apply([Add(HOME, draft("claim kind home draft"))], editor="ana")
    document = {"kind": "claim", "desk": "home", "claim": {"text": "a claim, at home"}}
    await store.shelf.put("draft/home", "claim", document)
    for text in ("claim", "home", "kind"):
        await store.redact(Redact(1, text, "x", HOME), editor="eva")
    expected = document | {"claim": {"text": "a […], at […]"}}
    assert await store.shelf.items("draft/home") == {"claim": expected}


async def test_what_cannot_be_redacted_is_refused(store: FactStore) -> None:
    """A text that is not there, one too short, an unknown fact, a reason with the text."""
    await store.apply([Add(HOME, draft("a note"))], editor="ana")
    with pytest.raises(NothingToRedact, match="does not have that text"):
        await store.redact(Redact(1, "letter", "x", HOME), editor="eva")
    with pytest.raises(Refusal, match="3 to 10,000"):
        await store.redact(Redact(1, "no", "x", HOME), editor="eva")
    with pytest.raises(Refusal, match="3 to 10,000"):
        await store.redact(Redact(1, "", "x", HOME), editor="eva")
    with pytest.raises(UnknownFact):
        await store.redact(Redact(9, "note", "x", HOME), editor="eva")
    with pytest.raises(NothingToRedact, match="Leave it out"):
        await store.redact(Redact(1, "note", "the note is false", HOME), editor="eva")
    assert await store.last_change() == 1


async def test_a_named_redaction_is_done_once(store: FactStore) -> None:
    """As every other step."""
    await store.apply([Add(HOME, draft("a note"))], editor="ana")
    made = await store.redact(Redact(1, "note", "x", HOME), editor="eva", once="draft/1")
    assert await store.redact(Redact(1, "note", "x", HOME), editor="eva", once="draft/1") == made
    assert await store.done("draft/1") == (made,)


async def test_a_name_leaves_the_keys_of_documents(store: FactStore) -> None:
    """And the shelf's log, which says that it was cut: who followed it begins anew."""
    await store.shelf.put("notice", "eva@1", {"to": "eva"})
    erased = await store.erase("eva", editor="operator")
    assert (erased.replacement, erased.changes, erased.documents) == ("erased-1", 0, 1)
    assert await store.shelf.items("notice") == {"erased-1@1": {"to": "erased-1"}}
    with pytest.raises(ShelfLogCutError):
        [change async for change in store.shelf.changes(after=1)]
    assert [
        change.key async for change in store.shelf.changes(await store.shelf.last_change())
    ] == []


async def test_a_name_leaves_deleted_documents_and_longer_signatures(store: FactStore) -> None:
    """The shelf's log keeps no key with it, also of a document that is gone, and its numbers go on;
    an editor or reason that has more than the name keeps the rest.
    """
    await store.apply([Add(HOME, draft("a note"))], editor="eva (night shift)", reason="for eva")
    await store.shelf.put("notice", "eva@1", {})
    await store.shelf.delete("notice", "eva@1")
    assert (await store.erase("eva", editor="operator")).changes == 1
    (change,) = [change async for change in store.changes()]
    assert (change.editor, change.reason) == ("erased-1 (night shift)", "for erased-1")
    last = await store.shelf.last_change()
    assert last >= 2
    assert await store.shelf.put("notice", "2", {}) == last + 1
    told = [change async for change in store.shelf.changes(last)]
    assert [(change.number, change.key) for change in told] == [(last + 1, "2")]
    with pytest.raises(ShelfLogCutError):
        [change async for change in store.shelf.changes(1)]


async def test_a_name_leaves_the_reasons_of_redactions(store: FactStore) -> None:
    """In the log, in the fact as it is and as it was, and in the record of the redaction."""
    await store.apply([Add(HOME, draft("a note and a letter"))], editor="ben")
    await store.redact(Redact(1, "note", "eva (7) lives there", HOME), editor="eva")
    await store.apply([Edit(1, 2, draft("a letter"))], editor="ben")
    await store.erase("eva", editor="operator")
    await store.erase("7", editor="operator")
    fact = await store.get(1)
    assert fact is not None
    assert [one.reason for one in fact.redactions] == ["erased-1 (erased-2) lives there"]
    assert "eva" not in await _everything(store)


async def test_an_account_id_leaves_the_editor(store: FactStore) -> None:
    """Who signed as a name with the id of the account has no id any more."""
    await store.apply([Add(HOME, draft("a note"))], editor="Ana Petrova (1234)")
    assert (await store.erase("1234", editor="operator")).changes == 1
    (change,) = await store.history(1)
    assert change.editor == "Ana Petrova (erased-1)"


async def test_a_text_leaves_the_reasons_of_earlier_redactions(store: FactStore) -> None:
    """What a reason gave away is redacted like the rest, where it is shown and where it is kept."""
    await store.apply([Add(HOME, draft("a note from Elm Street"))], editor="ben")
    await store.redact(Redact(1, "note", "written in Elm Street", HOME), editor="ben")
    await store.redact(Redact(1, "Elm Street", "private", HOME), editor="ben")
    fact = await store.get(1)
    assert fact is not None
    assert [one.reason for one in fact.redactions] == ["written in […]", "private"]
    assert "Elm" not in await _everything(store)


async def test_a_name_shorter_than_its_mark_makes_no_text_too_long(store: FactStore) -> None:
    """What is as long as it may be is cut at its end, else it could not be read any more."""
    await store.apply([Add(HOME, draft("a note"))], editor="Al " * 66, reason="Al " * 333)
    await store.redact(Redact(1, "note", "by Al " * 166, HOME), editor="ben")
    await store.erase("Al", editor="operator")
    added, redacted = await store.history(1)
    fact = await store.get(1)
    assert fact is not None
    for text in (added.editor, added.reason, redacted.reason, fact.redactions[0].reason):
        assert text is not None
        assert "erased-1" in text
        assert "Al" not in text
