"""Which documents are retrieved to be scored, from the segment and from the recent ones alike."""

import asyncio

import pytest

from facts.matching.search import ClaimIndex
from facts.model import Fact
from tests.facts.matching.conftest import MakeFact

_WORDS = ("bodre", "fupri", "gatzo", "kevil", "lopur", "mizda", "nurpo", "dabit", "keprog")


def retrieved(facts: list[Fact], question: str, *, merged: bool) -> dict[int, float]:
    """The weight of each document retrieved, relative to the whole question."""
    index = ClaimIndex()
    for fact in facts:
        index.put(fact)
    if merged:
        asyncio.run(index.merge())
    whole = sum(index.read_question(question).weights)
    return {
        document.fact_id: weight / whole for document, weight in index.candidates(question, None)
    }


@pytest.mark.parametrize("merged", [True, False])
def test_a_word_around_the_claim_counts_less_before_it_is_scored(
    make_fact: MakeFact, *, merged: bool
) -> None:
    """Nine tenths, squared as each match is."""
    facts = [
        make_fact(1, "The bodre is closed."),
        make_fact(2, {"text": "It is open.", "venue": "bodre"}),
    ]
    assert retrieved(facts, "bodre", merged=merged) == pytest.approx({1: 1.0, 2: 0.81})


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(("words", "scored"), [(9, False), (11, True)])
def test_what_holds_a_fifth_less_than_the_fifth_best_is_not_scored(
    make_fact: MakeFact, words: int, *, scored: bool, merged: bool
) -> None:
    """Scoring adds no more than that: two of nine words are too many to miss, two of eleven not."""
    asked = [*_WORDS, "zurba", "tolfi"][:words]
    facts = [make_fact(number, " ".join(asked)) for number in range(1, 6)]
    facts.append(make_fact(6, " ".join(asked[2:])))
    assert (6 in retrieved(facts, " ".join(asked), merged=merged)) is scored


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(("whole", "scored"), [(4, True), (5, False)])
def test_the_five_best_are_scored_however_little_they_hold(
    make_fact: MakeFact, whole: int, *, scored: bool, merged: bool
) -> None:
    """As many as are offered."""
    facts = [make_fact(number, " ".join(_WORDS[:4])) for number in range(1, whole + 1)]
    facts.append(make_fact(6, " ".join(_WORDS[:2])))
    assert (6 in retrieved(facts, " ".join(_WORDS[:4]), merged=merged)) is scored
