"""The floors of matching quality, held where the evaluation sets are present."""

import pytest

from tests.benchmarks.evaluation import folder
from tests.benchmarks.quality import Quality, measure

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
    assert short.decisions["found", "right"] >= 0.86 * short.scores["answerable"]


@pytest.mark.parametrize(("name", "floor"), [("posts-test", 0.925), ("posts-dev", 0.835)])
def test_claims_repeated_in_posts_are_found(name: str, floor: float) -> None:
    """Long posts lead to the claim they repeat."""
    assert _PLACE is not None
    assert measure(_PLACE, name).scores["map@5"] >= floor
