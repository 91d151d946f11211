"""Questions that stand are answered as those that are asked."""

import random

import pytest

from facts.interchange.file_formats import FileFormat, read_facts
from facts.matching.decision.judgement import Decision
from facts.matching.saved_searches import SavedSearches
from facts.matching.search import ClaimIndex
from facts.matching.text.analysis import words
from facts.model import HOME, Fact
from facts.starter import starter_content
from facts.store.protocol import Add
from tests.facts.matching.conftest import MakeFact
from tests.languages.sets import LANGUAGES, language_set
from tests.memory_store import MemoryStore


@pytest.fixture
async def facts() -> list[Fact]:
    """The starter facts."""
    store = MemoryStore()
    drafts = [
        line.draft for line in read_facts(starter_content(), FileFormat.JSON_LINES) if line.draft
    ]
    await store.apply([Add(HOME, draft) for draft in drafts], editor="ana")
    return [fact async for fact in store.facts()]


def questions(facts: list[Fact]) -> set[str]:
    """Words of claims alone and together, cut short, misspelt, joined and parted; and links."""
    rng = random.Random(1965)  # noqa: S311 - nothing here is a secret
    told = sorted({word for fact in facts for word in words(fact.claim.text) if len(word) > 3})
    asked = {" ".join(rng.sample(told, rng.choice([1, 2, 2, 3]))) for _ in range(400)}
    for fact in facts:
        first, second, *_ = [word for word in words(fact.claim.text) if len(word) > 2]
        asked |= {f"{first} {second}", first + second, f"{first[:2]}{first[3:]} {second}"}
        asked |= {second[:4], fact.claim.text}
        asked |= {source.url for source in fact.sources[:1] if source.url}
    return asked | {"us president", "did the white house say so", "?"}


async def test_a_standing_question_is_met_by_the_facts_it_would_find(facts: list[Fact]) -> None:
    """The same as asking each question of an index that holds that one fact."""
    asked = questions(facts)
    standing = SavedSearches()
    for text in asked:
        standing.put(text)
    for fact in facts[::4]:
        alone = ClaimIndex()
        alone.put(fact)
        found = {text for text in asked if alone.search(text, None, 1).decision is Decision.FOUND}
        assert await standing.percolate(fact) == found
        assert found


@pytest.mark.parametrize(
    "claim",
    [
        "Kim Jong Un and Putin met in 2018.",
        "김정은과 푸틴이 2018년에 만났다.",
        "金正恩二〇一八年会见普京",
    ],
)
async def test_names_and_years_stand_for_claims_in_every_language(
    make_fact: MakeFact, claim: str
) -> None:
    """Whichever of them is followed, and in whichever digits; another year does not."""
    standing = SavedSearches()
    followed = {
        "putin",
        "путин",
        "푸틴",
        "普京",
        "プーチン",
        "بوتين",
        "kim jong un",
        "김정은",
        "金正恩",
    }
    followed |= {"putin 2018", "путин 2018", "푸틴 2018년", "普京 二〇一八年", "بوتين ٢٠١٨"}
    for text in followed | {"putin 2020", "푸틴 2020년", "普京 二〇二〇年", "macron", "마크롱"}:
        standing.put(text)
    assert await standing.percolate(make_fact(1, claim)) == followed


@pytest.mark.parametrize("language", LANGUAGES)
async def test_questions_in_other_languages_stand_alike(language: str, make_fact: MakeFact) -> None:
    """The same as asking, whatever small words and framing they have."""
    entries = language_set(language).entries
    texts = ((e.claim, e.question, e.short, e.reworded) for e in entries)
    asked = {text for several in texts for text in several if text}
    standing = SavedSearches()
    for text in asked:
        standing.put(text)
    for entry in entries[::3]:
        fact = make_fact(entry.number, entry.claim)
        alone = ClaimIndex()
        alone.put(fact)
        found = {text for text in asked if alone.search(text, None, 1).decision is Decision.FOUND}
        assert await standing.percolate(fact) == found
        assert found


async def test_a_question_that_stands_no_longer_is_not_met(facts: list[Fact]) -> None:
    """Removing is for good, and for one that never stood it is nothing."""
    text = facts[0].claim.text
    standing = SavedSearches()
    standing.put(text)
    standing.put(text)
    assert await standing.percolate(facts[0]) == {text}
    standing.remove("something else")
    standing.remove(text)
    assert await standing.percolate(facts[0]) == frozenset()
    standing.put(text)
    assert await standing.percolate(facts[0]) == {text}


@pytest.mark.parametrize("saved", ["cor vaccine", "coronavirusq vaccine", "cornavirues vaccine"])
async def test_a_word_that_is_begun_or_misspelt_is_met(make_fact: MakeFact, saved: str) -> None:
    """From three letters on, and with as many slips as a question may have."""
    fact = make_fact(1, "The coronavirus vaccine is safe.")
    searches, alone = SavedSearches(), ClaimIndex()
    searches.put(saved)
    alone.put(fact)
    assert alone.search(saved, None, 1).decision is Decision.FOUND
    assert await searches.percolate(fact) == {saved}
