"""Importing is all or nothing, knows facts again, and twice is once."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.interchange.content import UnreadableFile
from facts.interchange.file_formats import FileFormat, fact_line
from facts.interchange.problems import BadLines
from facts.matching.text.languages import with_language
from facts.model import (
    HOME,
    STARTER,
    ChangeKind,
    DeskId,
    Fact,
    FactDraft,
    Refusal,
    Retraction,
    Review,
)
from facts.store.protocol import Add, Edit, FactStore
from facts.usecases.files.exporting import Exporting
from facts.usecases.files.importing import Imported, Importing
from tests.memory_store import MemoryStore
from tests.strategies import drafts


def record(claim: str, **fields: Any) -> dict[str, Any]:
    """A short fact in the interchange format."""
    return {"claim": claim, "sources": [{"outlet": "VOA"}]} | fields


def lines(*records: dict[str, Any]) -> bytes:
    """A file of these facts."""
    return "\n".join(json.dumps(record) for record in records).encode()


async def imported(store: FactStore, *records: dict[str, Any], desk: DeskId = HOME) -> Imported:
    """What importing these facts comes to."""
    return await Importing(store).run(lines(*records), editor="test", desk=desk)


async def facts_of(store: FactStore) -> list[Fact]:
    """Everything in the store."""
    return [fact async for fact in store.facts()]


async def test_new_facts_are_added_in_the_files_order() -> None:
    """To the home desk unless another is named, in one durable step."""
    store = MemoryStore()
    assert await imported(store, record("a", ref="1"), record("b")) == Imported(new=2)
    assert await imported(store, record("c"), desk=DeskId("7")) == Imported(new=1)
    assert [(fact.claim.text, fact.desk) for fact in await facts_of(store)] == [
        ("a", HOME),
        ("b", HOME),
        ("c", "7"),
    ]


async def test_the_same_file_leaves_retractions_and_reviews() -> None:
    """With a ref or without; a change of what is said comes in and leaves them too."""
    store = MemoryStore()
    await imported(store, record("a", ref="1"), record("b"))
    noted = {
        "retraction": Retraction.model_validate({"on": "2020", "reason": "Not so."}),
        "review": Review.model_validate({"on": "2020"}),
    }
    for fact in await facts_of(store):
        content = {name: getattr(fact, name) for name in FactDraft.model_fields}
        edit = Edit(fact.id, 1, FactDraft.model_validate(content | noted))
        await store.apply([edit], editor="desk")
    assert await imported(store, record("a", ref="1"), record("b")) == Imported(unchanged=2)
    assert await imported(store, record("a!", ref="1")) == Imported(changed=1)
    facts = await facts_of(store)
    assert [(fact.claim.text, fact.retraction, fact.review) for fact in facts] == [
        (text, noted["retraction"], noted["review"]) for text in ("a!", "b")
    ]


async def test_the_same_file_twice_changes_nothing() -> None:
    """Not even the log, with and without a ref."""
    store = MemoryStore()
    file = (record("a", ref="1"), record("b"), record("b"))
    await imported(store, *file)
    before = await store.last_change()
    assert await imported(store, *file) == Imported(unchanged=3)
    assert await store.last_change() == before


async def test_a_known_ref_with_other_content_is_an_edit() -> None:
    """The fact keeps its id, its history and its place."""
    store = MemoryStore()
    await imported(store, record("a", ref="1"), record("b", ref="2"))
    assert await imported(store, record("a!", ref="1"), record("b", ref="2")) == Imported(
        changed=1, unchanged=1
    )
    first, _ = await facts_of(store)
    assert (first.id, first.revision, first.claim.text) == (1, 2, "a!")
    *_, change = [change async for change in store.changes()]
    assert (change.kind, change.editor, change.reason) == (ChangeKind.EDITED, "test", "import")


async def test_a_ref_is_known_within_its_desk_only() -> None:
    """No desk changes another one's facts by import."""
    store = MemoryStore()
    await imported(store, record("a", ref="1"), desk=DeskId("7"))
    assert await imported(store, record("b", ref="1")) == Imported(new=1)
    assert [fact.claim.text for fact in await facts_of(store)] == ["a", "b"]


async def test_a_starter_fact_is_not_added_beside_itself() -> None:
    """The same word for word is there already; another wording of it is the desk's own."""
    store = MemoryStore()
    await imported(store, record("a", ref="starter/a"), record("b"), desk=STARTER)
    assert await imported(store, record("a", ref="starter/a"), record("b")) == Imported(unchanged=2)
    assert await imported(store, record("A", ref="starter/a")) == Imported(new=1)


async def test_one_bad_line_leaves_the_store_as_it_was() -> None:
    """However many good ones stand around it; all bad ones are told."""
    store = MemoryStore()
    with pytest.raises(BadLines) as refusal:
        await imported(store, record("a"), record(""), record("b"), record("c", zz=1))
    assert [(p.line, p.path) for p in refusal.value.problems] == [(2, "claim"), (4, "zz")]
    assert await store.last_change() == 0


@pytest.mark.parametrize(
    ("file_format", "file", "sentence"),
    [
        (
            FileFormat.JSON_LINES,
            lines(record("a", ref="x", zz=1), record("b", ref="x"), record("c", ref="x")),
            'line 3, ref: "x" is already the ref of line 2',
        ),
        (
            FileFormat.CSV,
            b"claim,ref,outlet\na,1,b\nc,1,d\n",
            'line 3, ref: "1" is already the ref of line 2',
        ),
        (
            FileFormat.CLAIM_REVIEW,
            json.dumps(
                [
                    {"@type": "ClaimReview", "identifier": "x", "claimReviewed": claim, "url": url}
                    for claim, url in (("a", "https://a.example"), ("b", "https://b.example"))
                ]
            ).encode(),
            'review 2, ref: "x" is already the ref of review 1',
        ),
    ],
)
async def test_a_ref_may_stand_once_in_a_file(
    file_format: FileFormat, file: bytes, sentence: str
) -> None:
    """The later row is told where the earlier one is, and comes back; a bad row takes no ref."""
    async with Importing(MemoryStore()).open(file, file_format=file_format) as opened:
        back = list(opened.returned())
        assert str(opened.problems[-1]) == sentence
    said = sentence.partition(": ")[2].replace('"', '""')
    assert said in back[-1].replace('\\"', '""')


async def test_an_unreadable_file_leaves_the_store_as_it_was() -> None:
    """UTF-16, for example."""
    store = MemoryStore()
    with pytest.raises(UnreadableFile):
        await Importing(store).run("{}".encode("utf-16"), editor="test")
    assert await store.last_change() == 0


async def test_reading_ends_after_a_thousand_problems() -> None:
    """A picture given by mistake is not read to its end."""
    with pytest.raises(BadLines, match=r"(?s)at least 1000 problems.*and 980 more") as refusal:
        await Importing(MemoryStore()).run(b"x\n" * 100_000, editor="test")
    assert len(refusal.value.problems) == 1000


@pytest.mark.parametrize("desk", ["", " home", "a\nb", "x" * 51, "\u200b"])
async def test_a_desk_has_a_plain_name(desk: str) -> None:
    """Else its facts could hardly be asked for again."""
    with pytest.raises(Refusal, match="desk’s name"):
        await imported(MemoryStore(), record("a"), desk=DeskId(desk))


async def test_an_empty_file_is_nothing_new() -> None:
    """And no change in the log."""
    store = MemoryStore()
    assert await imported(store) == Imported()
    assert await store.last_change() == 0


async def test_progress_reaches_the_number_of_lines() -> None:
    """And never goes back."""
    told: list[tuple[int, int]] = []
    content = lines(*(record(str(number)) for number in range(100)))
    await Importing(MemoryStore()).run(
        content, editor="test", progress=lambda done, total: told.append((done, total))
    )
    assert len(told) > 3
    assert told == sorted(told)
    assert told[-1] == (100, 100)


async def exported(store: FactStore) -> bytes:
    """The export of a store, as a file."""
    facts = [fact async for fact in Exporting(store).facts([HOME, STARTER])]
    return "".join(f"{fact_line(fact)}\n" for fact in facts).encode()


@given(st.lists(drafts, max_size=4), st.lists(drafts, max_size=2))
async def test_an_export_imported_elsewhere_exports_the_same(
    starter: list[FactDraft], home: list[FactDraft]
) -> None:
    """Byte for byte: copies, shared refs and starter facts included, each with its language."""
    store, other = MemoryStore(), MemoryStore()
    starter, home = ([with_language(draft) for draft in drafts] for drafts in (starter, home))
    writes = [Add(STARTER, draft) for draft in starter] + [Add(HOME, draft) for draft in home * 2]
    await store.apply(writes, editor="test")
    first = await exported(store)
    await Importing(other).run(first, editor="test")
    assert await exported(other) == first


async def test_the_language_of_a_claim_is_kept_with_it() -> None:
    """As its words tell, unless the file says; English goes without saying, and nothing is changed
    by importing it again.
    """
    store = MemoryStore()
    claims = (
        "El alcalde cerró el puente por obras.",
        "The mayor closed the bridge.",
        {"text": "Kim Trump", "language": "ko"},
    )
    rows = [{"claim": claim, "sources": [{"outlet": "o"}]} for claim in claims]
    content = "\n".join(json.dumps(row) for row in rows).encode()
    await Importing(store).run(content, editor="t")
    assert [fact.claim.language async for fact in store.facts()] == ["es", None, "ko"]
    again = await Importing(store).run(content, editor="t")
    assert again.unchanged == 3
