"""How well a fact fits a question, by worked examples of each figure that ranking adds up."""

import pytest

from facts.matching.decision.scoring import Fit, Scorer, shared_headlines
from facts.matching.index.indexed_facts import AROUND, CLAIM, HEADLINE, Document, Text
from facts.matching.index.question import Question, Term
from facts.model import HOME

# Words by number; each has an IDF of 10.
_IDFS = [10.0] * 20


def document(*texts: tuple[float, tuple[int, ...]]) -> Document:
    """A document of texts: how much each counts, and its words."""
    return Document(1, HOME, 0.0, tuple(Text(weight, words, ()) for weight, words in texts))


def question(*words: int, weight: float = 1.0, sentence: bool = False) -> Question:
    """A question for these words, each of which was typed with this certainty."""
    terms = tuple(Term(str(n), str(n), near={n: weight}, idf=10.0) for n in words)
    return Question(terms, passage=False, sentence=sentence)


def fit(asked: Question, *texts: tuple[float, tuple[int, ...]]) -> Fit:
    return Scorer(asked, _IDFS).fit(document(*texts))


@pytest.mark.parametrize(
    ("importance", "coverage"), [(CLAIM, 1.0), (HEADLINE, 0.97**2), (AROUND, 0.8**2)]
)
def test_a_word_counts_by_the_text_it_stands_in(importance: float, coverage: float) -> None:
    """The claim fully, a headline nearly, what stands around them less."""
    asked = question(1)
    assert fit(asked, (CLAIM, (2, 3)), (importance, (1,))).coverage == pytest.approx(coverage)


def test_a_headline_that_stands_with_several_claims_tells_little() -> None:
    """It counts a little over half, for each of them."""
    first = document((CLAIM, (1,)), (HEADLINE, (5, 6)))
    second = document((CLAIM, (2,)), (HEADLINE, (5, 6)))
    shared = shared_headlines([first, second])
    assert shared == {(5, 6)}
    assert Scorer(question(5, 6), _IDFS, shared).fit(first).coverage == pytest.approx(0.55**2)
    assert shared_headlines([first, first]) == frozenset()


@pytest.mark.parametrize(
    ("stored", "closeness"),
    [((1, 2), 1.0), ((2, 1), 0.5), ((1, 3, 3, 3, 2), 0.5), ((1, 3, 3, 3, 3, 2), 0.0)],
)
def test_words_that_stand_together_as_asked_are_close(
    stored: tuple[int, ...], closeness: float
) -> None:
    """Fully side by side, half within four places whatever their order, else not."""
    assert fit(question(1, 2), (CLAIM, stored)).closeness == pytest.approx(closeness)


@pytest.mark.parametrize(("weight", "closeness"), [(0.65, 1.0), (0.55, 0.0)])
def test_a_word_that_is_merely_guessed_stands_nowhere(weight: float, closeness: float) -> None:
    """From a certainty over .6 on a word counts as the word at that place."""
    assert fit(question(1, 2, weight=weight), (CLAIM, (1, 2))).closeness == closeness


def test_a_sentence_prefers_the_order_in_which_it_names_things() -> None:
    """“Did Trump write to Kim” is not “did Kim write to Trump”; keywords have no order."""
    asked = question(1, 2, 3, sentence=True)
    assert fit(asked, (CLAIM, (1, 2, 3))).closeness == pytest.approx(2.0)
    assert fit(asked, (CLAIM, (3, 2, 1))).closeness == 0.0
    assert fit(question(1, 2, 3), (CLAIM, (3, 2, 1))).closeness == pytest.approx(0.5)


def test_a_claim_that_says_just_this_has_the_greater_share() -> None:
    """What it says besides is held against it, smoothed by one word that it leaves unsaid."""
    assert fit(question(1), (CLAIM, (1,))).share == pytest.approx(10 / 20)
    assert fit(question(1), (CLAIM, (1, 2, 3))).share == pytest.approx(10 / 40)


def test_the_score_is_mostly_what_the_document_holds_of_the_question() -> None:
    """A tenth for closeness and .15 for the share decide between equals."""
    found = Fit(document(), {}, coverage=0.8, closeness=0.5, share=0.4)
    assert found.ranking_score == pytest.approx(0.8 + 0.05 + 0.06)
