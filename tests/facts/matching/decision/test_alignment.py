"""How much question and claim must share to be compared word by word, by worked examples."""

import pytest

from facts.matching.decision.contradictions.reading.alignment import Alignment, align
from facts.matching.decision.contradictions.reading.places import Places
from facts.matching.decision.contradictions.reading.tokens import Token
from tests.facts.matching.conftest import MakeIndex


def tokens(words: str) -> list[Token]:
    """Words of which nothing else is known."""
    return [Token(word, word, (word,)) for word in words.split()]


def aligned(asked: str, stored: str, *, passage: bool = False) -> Alignment:
    return align(tokens(asked), Places(tokens(stored)), passage=passage)


@pytest.mark.parametrize(
    ("asked", "repeats"),
    [
        ("a b", True),
        ("a b x y", True),
        ("a b x y z", False),
        ("a b c w x y z", False),
        ("a", False),
    ],
)
def test_two_shared_words_that_are_half_of_the_question_are_compared(
    asked: str, *, repeats: bool
) -> None:
    """One word is no claim, and two of five are another one."""
    assert aligned(asked, "a b c d").repeats is repeats


@pytest.mark.parametrize(
    ("asked", "in_order"),
    [("a b c d x", True), ("a b c d e x y", False), ("a b c", False), ("d c b a", False)],
)
def test_four_words_in_the_claims_order_are_a_sentence(asked: str, *, in_order: bool) -> None:
    """If they are four fifths of what is asked."""
    assert aligned(asked, "a b c d e f").is_in_order is in_order


@pytest.mark.parametrize(("besides", "whole"), [(5, True), (6, False)])
def test_up_to_fourteen_words_may_be_a_part_of_a_claim(besides: int, *, whole: bool) -> None:
    """A longer text must be most of the claim as well."""
    asked = "a b c d e f g h i " + " ".join(f"x{n}" for n in range(besides))
    stored = "a b c d e f g h i " + " ".join(f"y{n}" for n in range(20))
    assert aligned(asked, stored, passage=True).passage is not whole


@pytest.mark.parametrize(
    ("stored", "repeats"), [("a b c d s t u v", True), ("a b c d s t u v w", False)]
)
def test_a_passage_repeats_a_claim_that_it_holds_half_of(stored: str, *, repeats: bool) -> None:
    """Whatever it says before and behind."""
    asked = (
        " ".join(f"x{n}" for n in range(10)) + " a b c d " + " ".join(f"y{n}" for n in range(10))
    )
    assert aligned(asked, stored, passage=True).repeats is repeats


def test_the_part_of_a_passage_that_is_compared_says_little_besides() -> None:
    """More than half of it are words of the claim, wherever it begins or ends."""
    fill = " ".join(f"x{n}" for n in range(15))
    near = aligned(f"{fill} a b p c d {fill}", "a b c d", passage=True)
    far = aligned(f"{fill} a b p q c d {fill}", "a b c d", passage=True)
    assert near.bounds == (15, 20)
    assert far.bounds == (15, 17)
    long = aligned(f"{fill} a b c d p q r e f g h {fill}", "a b c d e f g h", passage=True)
    assert long.bounds == (15, 26)


@pytest.mark.parametrize(("metres", "same"), [(97_100, True), (96_900, False)])
def test_converted_amounts_are_the_same_within_three_percent(
    index_of: MakeIndex, metres: int, *, same: bool
) -> None:
    """What rounding makes of them."""
    index = index_of("The tunnel near Vico is 100 km long.")
    first = index.search(f"the tunnel near vico is {metres} metres long", None).candidates[0]
    assert (not first.differences) is same
