"""The floors of matching quality, held where the evaluation sets are present."""

import random

import pytest

from facts.matching.semantic.encoders import MiniLM
from facts.matching.semantic.vector_index import VectorIndex
from tests.benchmarks import contradict
from tests.benchmarks.evaluation import corpus, folder
from tests.benchmarks.quality import Quality, measure, vectors_of

_PLACE = folder()
pytestmark = pytest.mark.skipif(_PLACE is None, reason="the evaluation sets are not here")


@pytest.fixture(scope="module")
def short() -> Quality:
    assert _PLACE is not None
    return measure(_PLACE, "short")


def test_the_claim_that_is_meant_comes_first(short: Quality) -> None:
    """Of short questions the right claim is first for 97 in 100, and among five nearly always."""
    assert short.scores["recall@1"] >= 0.97
    assert short.scores["recall@5"] >= 0.993


def test_questions_are_answered_right_and_others_refused(short: Quality) -> None:
    """With at most 5 % false answers most questions are answered, and nearly all answers right."""
    assert short.right >= 0.875
    assert short.precision >= 0.975


def test_the_decision_keeps_to_what_was_calibrated(short: Quality) -> None:
    """What is called found is seldom false, and little that is known is held back."""
    no_match = short.scores["no_match"]
    assert short.decisions["found", "no match"] <= 0.05 * no_match
    # .86 before contradictions were told: what differs from its claim is asked back, rightly in
    # most cases and wrongly in a few.
    assert short.decisions["found", "right"] >= 0.85 * short.scores["answerable"]


@pytest.mark.parametrize(("name", "floor"), [("posts-test", 0.925), ("posts-dev", 0.835)])
def test_claims_repeated_in_posts_are_found(name: str, floor: float) -> None:
    """Long posts lead to the claim they repeat."""
    assert _PLACE is not None
    assert measure(_PLACE, name).scores["map@5"] >= floor


@pytest.mark.parametrize("seed", contradict.SEEDS)
def test_what_contradicts_a_claim_is_not_answered_with_it(seed: int) -> None:
    """Whole or in pieces, of every kind; and what says the same in other characters is."""
    assert _PLACE is not None
    measured = contradict.measure(_PLACE, seed, *contradict.index_of_the_corpus(_PLACE))
    for form, same in (("full", 0.96), ("short", 0.94)):
        assert measured.together[f"x/{form}"].answered <= 0.02
        assert measured.together[f"s/{form}"].answered >= same
    contradicting = {name: kind for name, kind in measured.kinds.items() if name[0] == "x"}
    assert {name: kind for name, kind in contradicting.items() if kind.answered > 0.08} == {}


@pytest.fixture(scope="module")
def posts_vectors() -> VectorIndex:
    """The vectors of the claims that posts are asked of: a minute of work."""
    assert _PLACE is not None
    return vectors_of(list(corpus(_PLACE, "posts-test")), MiniLM())


@pytest.mark.parametrize(("name", "floor"), [("posts-test", 0.95), ("posts-dev", 0.90)])
def test_meaning_brings_posts_nearer_to_their_claims(
    posts_vectors: VectorIndex, name: str, floor: float
) -> None:
    """With all vectors."""
    assert _PLACE is not None
    assert measure(_PLACE, name, posts_vectors).scores["map@5"] >= floor


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_part_of_the_vectors_is_never_worse_than_words(
    posts_vectors: VectorIndex, share: float
) -> None:
    """Meaning joins only where every candidate has its vector."""
    assert _PLACE is not None
    facts = list(corpus(_PLACE, "posts-test"))
    random.Random(1965).shuffle(facts)  # noqa: S311 - nothing here is a secret
    missing = {fact.id for fact in facts[int(share * len(facts)) :]}
    for fact_id in missing:
        posts_vectors.remove(fact_id)
    partial = measure(_PLACE, "posts-test", posts_vectors).scores["map@5"]
    for fact in facts:
        if fact.id in missing:
            posts_vectors.put(fact)
    assert posts_vectors.waiting == 0
    assert partial >= measure(_PLACE, "posts-test").scores["map@5"]
