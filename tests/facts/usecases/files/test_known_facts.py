"""One page, one fact: which fact a row of a file is."""

import json
from typing import Any

import pytest

from facts.interchange.file_formats import FileFormat, read_facts
from facts.interchange.problems import BadLines
from facts.model import HOME, STARTER, Fact, FactDraft
from facts.store.protocol import Edit
from facts.usecases.files.import_rows import ImportRows
from facts.usecases.files.importing import Imported, Importing
from facts.usecases.files.known_facts import KnownFacts
from tests.memory_store import MemoryStore

PAGE = "https://www.check.example/2020/note?id=7"
# The same page as it is pasted, shared, saved and archived.
SAME_PAGE = [
    "http://check.example/2020/note/?id=7",
    "https://m.check.example/2020/note?utm_source=x&id=7&fbclid=y",
    "https://check.example/2020/note/amp/?id=7#top",
    "HTTPS://CHECK.EXAMPLE:443/2020/./note?id=7",
    "https://web.archive.org/web/2020/https://www.check.example/2020/note?id=7",
    "https://archive.ph/2020.04.18-120000/https://check.example/2020/note?id=7",
]


def review(claim: str = "Kim sent a nice note.", url: str = PAGE, **fields: Any) -> dict[str, Any]:
    """A ClaimReview."""
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "url": url,
        "author": {"@type": "Organization", "name": "Check"},
        "reviewRating": {"alternateName": "False"},
    } | fields


async def imported(store: MemoryStore, *reviews: dict[str, Any], **given: Any) -> Imported:
    """What importing these reviews comes to."""
    content = json.dumps(reviews).encode()
    return await Importing(store).run(
        content, editor="test", file_format=FileFormat.CLAIM_REVIEW, **given
    )


async def facts_of(store: MemoryStore) -> list[Fact]:
    """Everything in the store."""
    return [fact async for fact in store.facts()]


@pytest.mark.parametrize("link", SAME_PAGE)
async def test_the_same_review_under_another_link_is_the_same_fact(link: str) -> None:
    """Unchanged where it says the same, a new revision where it says something else."""
    store = MemoryStore()
    await imported(store, review())
    assert await imported(store, review(url=link)) == Imported(unchanged=1)
    changed = review(url=link, reviewRating={"alternateName": "True"})
    assert await imported(store, changed) == Imported(changed=1)
    [fact] = await facts_of(store)
    assert (fact.id, fact.revision, str(fact.sources[0].rating)) == (1, 2, "True")


async def test_a_review_that_rewords_its_claim_is_the_same_fact() -> None:
    """The only one of its page, even in quite other words."""
    store = MemoryStore()
    await imported(store, review())
    assert await imported(store, review("A letter went to the White House.")) == Imported(changed=1)


async def test_several_reviews_of_one_page_are_told_apart_by_their_claims() -> None:
    """In any order, as often as the file comes, with small changes in their words."""
    store = MemoryStore()
    claims = ["Kim sent a nice note.", "Trump answered with a phone call.", "The harbour is shut."]
    assert await imported(store, *map(review, claims)) == Imported(new=3)
    assert await imported(store, *map(review, reversed(claims))) == Imported(unchanged=3)
    reworded = [review("Kim once sent a nice note."), review(claims[2], inLanguage="en")]
    assert await imported(store, *reworded) == Imported(changed=2)
    assert await imported(store, review("It snows in July.")) == Imported(new=1)
    assert [fact.revision for fact in await facts_of(store)] == [2, 1, 2, 1]


async def test_what_the_desk_added_stays() -> None:
    """Its responses with their sources, topics and finding are not in the publisher's file."""
    store = MemoryStore()
    await imported(store, review())
    [fact] = await facts_of(store)
    content = {name: getattr(fact, name) for name in FactDraft.model_fields}
    added = {
        "sources": [*(s.model_dump(mode="json") for s in fact.sources), {"outlet": "KCNA"}],
        "responses": [{"stance": "denies", "by": "Ministry", "sources": [2]}],
        "topics": ["letters"],
        "verdict": {"label": "Unproven"},
    }
    await store.apply([Edit(1, 1, FactDraft.model_validate(content | added))], editor="desk")
    assert await imported(store, review(url=SAME_PAGE[0])) == Imported(unchanged=1)
    await imported(store, review(reviewRating={"alternateName": "True"}))
    [fact] = await facts_of(store)
    assert [str(source.rating) for source in fact.sources if source.rating] == ["True"]
    assert (fact.responses[0].by, fact.responses[0].sources) == ("Ministry", (2,))
    assert fact.sources[1].outlet == "KCNA"
    assert (fact.topics, fact.verdict and fact.verdict.label) == (("letters",), "Unproven")


async def test_a_ref_comes_before_the_link() -> None:
    """Two with refs of their own are two facts; a ref finds its fact under any link."""
    store = MemoryStore()
    one, other = review(identifier="1"), review(identifier="2")
    assert await imported(store, one, other) == Imported(new=2)
    moved = review(url="https://check.example/moved", identifier="1")
    assert await imported(store, moved, other) == Imported(changed=1, unchanged=1)


async def test_the_same_review_twice_in_a_file() -> None:
    """Once where both say the same; refused where they do not, with the line of the other."""
    store = MemoryStore()
    assert await imported(store, review(), review(url=SAME_PAGE[0])) == Imported(new=1, unchanged=1)
    twice = [review(inLanguage="en"), review(inLanguage="fr")]
    with pytest.raises(BadLines, match="review 2: same claim and page as review 1; keep one"):
        await imported(store, *twice)
    assert await imported(store, *twice, skip_refused=True) == Imported(changed=1, refused=1)


async def test_two_facts_may_cite_one_article() -> None:
    """A link that is only a source makes no two claims one."""
    store = MemoryStore()
    rows = "\n".join(
        json.dumps({"claim": claim, "sources": [{"outlet": "Post", "url": PAGE}]})
        for claim in ("The bridge is shut.", "The mayor resigned.")
    ).encode()
    importing = Importing(store)
    assert await importing.run(rows, editor="test", desk=HOME) == Imported(new=2)
    assert await importing.run(rows, editor="test", desk=HOME) == Imported(unchanged=2)


async def test_good_rows_go_in_and_bad_ones_come_back() -> None:
    """Ten thousand rows with three bad ones: 9,997 in one step, three in a file of that format."""
    rows = [f"Claim number {number},Post,https://p.example/{number}" for number in range(10_000)]
    rows[10], rows[20], rows[9_999] = ",Post,", "A,,", "B,Post,ftp://x"
    content = "\n".join(["claim,outlet,link", *rows]).encode()
    store = MemoryStore()
    importing = Importing(store)
    async with importing.open(content, file_format=FileFormat.CSV) as opened:
        assert opened.refused == 3
        back = list(opened.returned())
    assert [line.partition(",")[2] for line in back] == [
        "claim,outlet,link",
        ",Post,",
        "A,,",
        "B,Post,ftp://x",
    ]
    with pytest.raises(BadLines):
        await importing.run(content, editor="test", file_format=FileFormat.CSV)
    assert await store.count() == 0
    done = await importing.run(
        content, editor="test", file_format=FileFormat.CSV, skip_refused=True
    )
    assert (done.new, done.refused) == (9_997, 3)
    async with importing.open("\n".join(back).encode(), file_format=FileFormat.CSV) as again:
        problems = list(map(str, again.problems))
    assert problems == [
        "line 2, claim: a claim needs a text",
        "line 3, outlet: a fact needs at least one source",
        "line 4, link: a link must start with http:// or https:// and contain no spaces",
    ]


async def test_what_blocks_a_file_is_not_skipped() -> None:
    """Columns that nobody knows are settled first, whatever is to be skipped."""
    importing = Importing(MemoryStore())
    content = b"claim,outlet,shoe size\nIt rains.,Post,43\n"
    with pytest.raises(BadLines, match="this column is unknown"):
        await importing.run(content, editor="test", file_format=FileFormat.CSV, skip_refused=True)


async def test_two_rows_of_our_own_form_for_one_fact() -> None:
    """The second comes back as a line that can be given again."""
    store = MemoryStore()
    importing = Importing(store)
    one = {"claim": "Kim sent a nice note.", "sources": [{"outlet": "Post", "url": PAGE}]}
    await importing.run(json.dumps(one).encode(), editor="test")
    rows = [one | {"topics": ["a"]}, one | {"topics": ["b"]}]
    async with importing.open("\n".join(map(json.dumps, rows)).encode()) as opened:
        [line] = opened.returned()
    assert json.loads(line) == {
        "refused": "same claim and page as line 1; keep one",
        **rows[1],
    }


async def test_of_two_rows_the_later_one_is_refused() -> None:
    """Also where only the earlier one may be a stored fact, here a starter fact by its ref."""
    store = MemoryStore()
    await imported(store, review(identifier="1"), desk=STARTER)
    moved = {"url": "https://check.example/moved"}
    twice = [review(identifier="1", **moved), review(inLanguage="fr", **moved)]
    with pytest.raises(BadLines, match="review 2: same claim and page as review 1; keep one"):
        await imported(store, *twice)
    assert await imported(store, twice[1], twice[0], skip_refused=True) == Imported(
        new=1, refused=1
    )


@pytest.mark.parametrize("known_before", [True, False])
@pytest.mark.parametrize(
    "given",
    [
        review(),
        review("A letter went to the White House.", SAME_PAGE[0]),
        review(url="https://check.example/another"),
        review(inLanguage="fr", url=SAME_PAGE[4]),
    ],
)
async def test_few_rows_are_compared_by_their_links(
    given: dict[str, Any], *, known_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same result as by reading all facts, which they do not: a book may have 100,000."""
    store = MemoryStore()
    others = [review(f"Claim {n}", f"https://check.example/{n}") for n in range(20)]
    await imported(store, *others, *[review()] * known_before)
    [line] = read_facts(json.dumps([given]).encode(), FileFormat.CLAIM_REVIEW)
    assert line.draft is not None
    fates = []
    for drafts in (None, [line.draft]):
        if drafts:
            monkeypatch.delattr(MemoryStore, "facts")
        with ImportRows() as rows:
            known = await KnownFacts.read(store, HOME, rows, drafts)
            row = rows.add(line, line.draft)
            known.expect(row)
            fates.append(await known.fate_of(row))
    assert fates[0] == fates[1]


async def test_a_short_file_is_imported_without_reading_all_facts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its rows are looked up by their links: new, changed and unchanged ones are told apart."""
    store = MemoryStore()
    await imported(store, *(review(f"Claim {n}", f"https://check.example/{n}") for n in range(20)))
    monkeypatch.delattr(MemoryStore, "facts")
    given = [review(f"Claim {n}", f"http://check.example/{n}/") for n in (3, 4)]
    given[1]["inLanguage"] = "fr"
    done = await imported(store, *given, review("Claim 3", "https://check.example/new"))
    assert done == Imported(new=1, changed=1, unchanged=1)


async def test_a_short_file_is_compared_with_the_facts_of_its_refs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A review that moved to another page is the one with its ref."""
    store = MemoryStore()
    numbered = (review(f"Claim {n}", f"{PAGE}{n}", identifier=f"{n}") for n in range(40))
    await imported(store, *numbered)
    monkeypatch.delattr(MemoryStore, "facts")
    moved = review("Claim 3", "https://check.example/moved", identifier="3")
    new = review("Claim 4", f"{PAGE}4", identifier="400")
    assert await imported(store, moved, new) == Imported(new=1, changed=1)
