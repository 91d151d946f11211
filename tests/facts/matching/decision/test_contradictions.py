"""Where question and claim disagree: examples of each kind, and questions typed by hand.

The files beside this one say in their heads what they hold.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from facts.matching.decision.judgement import Decision
from facts.matching.search import ClaimIndex
from tests.facts.matching.conftest import MakeFact, MakeIndex


class Example(NamedTuple):
    """A question beside a claim: whether it contradicts it, and what is told of that."""

    claim: str
    question: str
    contradicts: bool
    told: str


def examples(name: str) -> Iterator[Example]:
    claim = ""
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        sign, _, text = line.partition(" ")
        if sign == "c":
            claim = text
        elif sign in ("x", "="):
            question, _, told = text.partition(" | ")
            yield Example(claim, question, sign == "x", told)


_KINDS = list(examples("examples.txt"))
_OTHERS = ("The harbour of Eastport is closed.", "Bees have left the south of Lorrin.")


@pytest.mark.parametrize(
    "example", [one for one in _KINDS if one.contradicts], ids=lambda one: one.question
)
def test_what_contradicts_a_claim_is_told_and_not_answered(
    index_of: MakeIndex, example: Example
) -> None:
    """The fact is at most offered, with what it says instead."""
    judgement = index_of(example.claim, *_OTHERS).search(example.question, None)
    assert judgement.decision is not Decision.FOUND
    assert judgement.candidates[0].fact_id == 1
    sentences = [one.sentence for one in judgement.candidates[0].differences]
    assert any(example.told in sentence for sentence in sentences), sentences


@pytest.mark.parametrize(
    "example", [one for one in _KINDS if not one.contradicts], ids=lambda one: one.question
)
def test_what_says_the_same_is_answered(index_of: MakeIndex, example: Example) -> None:
    """In other words, in another spelling, from the other side, or with a harmless word more."""
    judgement = index_of(example.claim, *_OTHERS).search(example.question, None)
    assert not judgement.candidates[0].differences
    assert judgement.candidates[0].fact_id == 1
    assert judgement.decision is Decision.FOUND


@pytest.mark.parametrize(
    ("name", "least", "most_contrary", "least_same"),
    [
        ("questions.txt", 200, 0.025, 0.95),
        ("typed_questions.txt", 600, 0.055, 0.91),
        ("other_typed_questions.txt", 550, 0.06, 0.81),
    ],
)
def test_questions_typed_by_hand_get_their_claim_and_hardly_ever_the_contrary(
    index_of: MakeIndex, name: str, least: int, most_contrary: float, least_same: float
) -> None:
    """Of some hundreds: few that contradict are answered, most others are, and with their claim."""
    typed = list(examples(name))
    claims = list(dict.fromkeys(one.claim for one in typed))
    index: ClaimIndex = index_of(*claims)
    answered = {True: 0, False: 0}
    for one in typed:
        judgement = index.search(one.question, None)
        if judgement.decision is Decision.FOUND:
            assert claims[judgement.candidates[0].fact_id - 1] == one.claim
            answered[one.contradicts] += 1
    contradicting = sum(one.contradicts for one in typed)
    assert len(typed) >= least
    assert answered[True] <= most_contrary * contradicting
    assert answered[False] >= least_same * (len(typed) - contradicting)


@pytest.mark.parametrize(
    ("name", "least"), [("typed_questions.txt", 40), ("other_typed_questions.txt", 50)]
)
def test_what_no_claim_answers_is_not_answered(index_of: MakeIndex, name: str, least: int) -> None:
    """Though it shares names and words with them."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    claims = [line[2:] for line in lines if line.startswith("c ")]
    unrelated = [line[2:] for line in lines if line.startswith("? ")]
    index = index_of(*claims)
    found = [one for one in unrelated if index.search(one, None).decision is Decision.FOUND]
    assert len(unrelated) >= least
    assert found == []


def test_a_long_text_is_held_to_the_claim_that_it_repeats(index_of: MakeIndex) -> None:
    """What it says by the way does not count; what it says instead of the claim does."""
    index = index_of("Sixteen prisoners escaped from the Marlow jail on Sunday.", *_OTHERS)
    post = (
        "My cousin Peter, who lives near the river with 3 dogs and never sleeps, told me at "
        "breakfast that {} prisoners escaped from the Marlow jail on Sunday, and that nobody of "
        "the neighbours in Oakham had heard about it from the radio or from the newspaper so far."
    )
    true, other = (index.search(post.format(n), None).candidates[0] for n in ("sixteen", "60"))
    assert not true.differences
    assert [one.sentence for one in other.differences] == [
        "You asked about 60; this claim says 16."
    ]


def test_a_wording_that_says_it_as_the_question_does_excuses_the_claim(
    index_of: MakeIndex, make_fact: MakeFact
) -> None:
    """A fact may say the same in several ways; one that agrees is enough."""
    index = index_of("Tarn's ferry sank in the north harbour.", *_OTHERS)
    question = "the ferry of tarn sank in the south harbour"
    assert index.search(question, None).candidates[0].differences
    index.put(
        make_fact(
            1,
            "Tarn's ferry sank in the north harbour.",
            other_wordings=["The ferry of Tarn sank in the south harbour."],
        )
    )
    assert index.search(question, None).decision is Decision.FOUND


def test_of_two_facts_the_one_that_agrees_is_the_answer(index_of: MakeIndex) -> None:
    """Each tells of the other what the other tells of it; the question says which is meant."""
    index = index_of("Governor Holt sued Senator Cruz.", "Senator Cruz sued Governor Holt.")
    for number, question in (
        (1, "did governor holt sue senator cruz"),
        (2, "senator cruz sued governor holt"),
        (2, "was governor holt sued by senator cruz"),
    ):
        judgement = index.search(question, None)
        assert judgement.candidates[0].fact_id == number
        assert judgement.decision is Decision.FOUND
