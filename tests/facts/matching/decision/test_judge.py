"""Where several claims fit, or none can be told, the answer is a question back."""

import pytest

from facts.matching.decision.judgement import Decision
from facts.matching.search import ClaimIndex
from tests.facts.matching.conftest import MakeFact


@pytest.fixture
def bridges(make_fact: MakeFact) -> ClaimIndex:
    """Two claims that share most of their words, and one apart."""
    index = ClaimIndex()
    index.put(make_fact(1, "The mayor closed the harbour bridge in June."))
    index.put(make_fact(2, "The mayor closed the harbour bridge in autumn."))
    index.put(make_fact(3, "A ferry crosses the fjord every hour."))
    return index


def test_claims_that_fit_alike_are_both_offered(bridges: ClaimIndex) -> None:
    """What both claims hold alike tells neither: the reader chooses."""
    judgement = bridges.search("mayor closed harbour bridge", None)
    assert judgement.decision is Decision.UNSURE
    assert {candidate.fact_id for candidate in judgement.candidates[:2]} == {1, 2}


@pytest.mark.parametrize(("word", "fact_id"), [("June", 1), ("autumn", 2)])
def test_a_word_that_tells_them_apart_decides(bridges: ClaimIndex, word: str, fact_id: int) -> None:
    """One word that only one of them has is enough."""
    judgement = bridges.search(f"mayor closed harbour bridge {word}", None)
    assert judgement.decision is Decision.FOUND
    assert judgement.candidates[0].fact_id == fact_id


@pytest.mark.parametrize("question", ["the a of to in", "in the", "is it the"])
def test_common_words_alone_find_nothing(bridges: ClaimIndex, question: str) -> None:
    """Words that stand in every claim name none."""
    assert bridges.search(question, None).decision is not Decision.FOUND


@pytest.mark.parametrize(("cosine", "fact_id"), [(0.055, 1), (0.07, 2)])
def test_nearness_in_meaning_ranks_what_is_as_near_in_words(
    make_fact: MakeFact, cosine: float, fact_id: int
) -> None:
    """A cosine of 1 counts .4: the first is ahead by .025, as its words stand a quarter closer."""
    index = ClaimIndex()
    index.put(make_fact(1, "The mayor sold the bridge."))
    index.put(make_fact(2, "Sold the bridge, the mayor."))
    judgement = index.search("mayor sold bridge", None, nearness={1: 0.0, 2: cosine})
    assert judgement.candidates[0].fact_id == fact_id
