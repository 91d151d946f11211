"""Each number that decides, held by a small worked example: change one, and its example fails."""

import pytest

from facts.matching.decision.contradictions.reading.places import is_respelt
from facts.matching.decision.contradictions.reading.tokens import Token
from facts.matching.decision.judgement import Candidate, Decision
from facts.matching.decision.scoring import Fit, confidence, has_only_common_words, is_tie
from facts.matching.decision.thresholds import THRESHOLDS, Strictness
from facts.matching.index.indexed_facts import CLAIM, Document, Text
from facts.matching.index.question import Question, Term
from facts.matching.search import ClaimIndex
from facts.matching.text.relations import sound
from facts.model import HOME
from tests.facts.matching.conftest import MakeFact, MakeIndex


def question(*idfs: float, passage: bool = False) -> Question:
    """A question whose words have these IDFs."""
    terms = tuple(Term(f"word{n}", f"word{n}", idf=idf) for n, idf in enumerate(idfs))
    return Question(terms, passage=passage, sentence=False)


def fit(*met: float, claim: int = 1, coverage: float = 0.0, closeness: float = 0.0) -> Fit:
    """How a document with a claim of one word meets a question: each word with this weight."""
    document = Document(claim, HOME, 0.0, (Text(CLAIM, (claim,), ()),))
    weights = {place: (weight, claim) for place, weight in enumerate(met) if weight}
    return Fit(document, weights, coverage, closeness, share=0.0)


def passage(share: float, idf: float) -> Fit:
    """A passage that holds this share of a claim, whose words there have these IDFs together."""
    document = Document(1, HOME, 0.0, (Text(CLAIM, (1,), ()),))
    return Fit(document, {}, 0.0, 0.0, 0.0, retold=share, retold_idf=idf)


def test_a_common_word_that_is_missing_costs_nearly_as_much_as_a_rare_one() -> None:
    """The missing one has a seventh of the IDF and takes more than a third of the confidence."""
    assert confidence(question(12, 2), fit(1.0), lead=0.0) == pytest.approx(0.647, abs=0.001)


def test_a_clear_lead_makes_surer_up_to_a_point() -> None:
    """Seven tenths of the lead are added, and no more than at a lead of a quarter."""
    leads = [0.0, 0.1, 0.25, 0.5]
    sure = [confidence(question(12), fit(1.0), lead) for lead in leads]
    assert sure == pytest.approx([1.0, 1.07, 1.175, 1.175])


@pytest.mark.parametrize(("idf", "sure"), [(0.0, 0.5), (6.0, 0.75), (12.0, 1.0), (14.0, 1.0)])
def test_little_that_is_telling_halves_the_confidence_at_most(idf: float, sure: float) -> None:
    """Full confidence from an IDF of twelve on: two telling words."""
    assert confidence(question(idf), fit(1.0), lead=0.0) == pytest.approx(sure)


def test_words_that_were_guessed_count_by_the_square_of_their_weight() -> None:
    """Two guesses make no certainty."""
    guessed = confidence(question(12, 12), fit(0.7, 0.7), lead=0.0)
    assert guessed == pytest.approx(0.49)


@pytest.mark.parametrize(
    ("share", "idf", "sure"),
    [(0.55, 20, 0.85), (0.55, 30, 0.85), (0.55, 10, 0.425), (0.4, 20, 0.7)],
)
def test_a_passage_that_holds_over_half_of_a_claim_is_found(
    share: float, idf: float, sure: float
) -> None:
    """Whatever it says besides, if what it holds is telling: three or four rare words."""
    long = question(*[9.0] * 12, passage=True)
    assert confidence(long, passage(share, idf), lead=0.0) == pytest.approx(sure)
    assert confidence(question(*[9.0] * 3), passage(share, idf), lead=0.0) == 0.0


def test_more_than_seven_different_telling_words_are_a_passage(index_of: MakeIndex) -> None:
    """The longest short questions have eight words, one of which frames or repeats."""
    index = index_of("A ferry crosses the fjord.")
    seven = "ferry fjord quay mast storm helm gale"
    assert not index.read_question(f"is it true {seven} ferry").passage
    assert index.read_question(f"{seven} anchor").passage


def test_the_rarest_words_of_a_passage_name_the_claim() -> None:
    """Words are weighed by the IDF to the power of one and a half there."""
    assert question(4, 9).weights == [4, 9]
    assert question(4, 9, passage=True).weights == [8, 27]


@pytest.mark.parametrize(
    ("coverage", "closeness", "tie"),
    [(1.0, 0.81, True), (1.0, 0.79, False), (0.9955, 1.0, True), (0.9945, 1.0, False)],
)
def test_two_claims_that_differ_by_the_order_of_words_alone_tie(
    coverage: float, closeness: float, *, tie: bool
) -> None:
    """Within .02 of the score and .005 of what they hold of the question."""
    first = fit(claim=1, coverage=1.0, closeness=1.0)
    same_claim = fit(claim=1, coverage=1.0, closeness=1.0)
    second = fit(claim=2, coverage=coverage, closeness=closeness)
    assert is_tie([first, same_claim, second]) is tie


def test_words_that_stand_in_every_claim_tell_nothing() -> None:
    """From an IDF of 2.5 on a word can tell one claim from another."""
    assert has_only_common_words(question(2.45, 0.3))
    assert not has_only_common_words(question(2.55, 0.3))


def test_the_articles_are_common_and_a_letter_is_telling(index_of: MakeIndex) -> None:
    """Even in a desk's first facts, each of which has the one and the other."""
    index = index_of("The mayor sent the letter.", "The queen has the letter.")
    common = index.read_question("the of to in").terms
    (letter,) = index.read_question("letter").terms
    assert max(term.idf for term in common) < 2.5 < letter.idf


@pytest.mark.parametrize("strictness", Strictness)
def test_a_contradiction_holds_the_confidence_just_below_found(
    make_fact: MakeFact, strictness: Strictness
) -> None:
    """So that it is offered, at every strictness."""
    index = ClaimIndex(strictness=strictness)
    index.put(make_fact(1, "Kim Jong Un sent Donald Trump a nice note."))
    judgement = index.search("kim sent trump a nice note 2018", None)
    assert judgement.decision is Decision.UNSURE
    expected = THRESHOLDS[strictness].found - 0.01
    assert judgement.candidates[0].confidence == pytest.approx(expected)


def test_a_name_that_the_fact_does_not_have_makes_less_sure(index_of: MakeIndex) -> None:
    """By a fifth of what a contradiction leaves."""
    index = index_of("Kim Jong Un sent Donald Trump a nice note.")
    first = index.search("kim sent putin a nice note", None).candidates[0]
    assert first.confidence == pytest.approx(0.8 * 0.84)


def test_a_harmless_word_that_is_missing_counts_little() -> None:
    """Three tenths of what another word would: 3.6 beside 22."""
    terms = (Term("owls", "owl", idf=12), Term("video", "video", idf=2, harmless=True))
    asked = Question(terms, passage=False, sentence=False)
    assert confidence(asked, fit(1.0), lead=0.0) == pytest.approx(22 / 25.6)


@pytest.mark.parametrize(
    ("question", "decision"),
    [
        ("kim jong un laboratroy", Decision.FOUND),
        ("kim jong un labratroy", Decision.NOT_FOUND),
        ("kim jong un die", Decision.NOT_FOUND),
    ],
)
def test_a_fact_that_shares_only_names_is_not_offered(
    index_of: MakeIndex, question: str, decision: Decision
) -> None:
    """A word with one slip is shared; two slips are a guess."""
    index = index_of("Kim Jong Un opened a laboratory.")
    assert index.search(question, None).decision is decision


@pytest.mark.parametrize(
    ("asked", "stored", "same"),
    [
        ("josfat", "josphat", True),
        ("marino", "moreno", False),
        ("tina", "tena", False),
        ("sudan", "sudanese", True),
        ("victor", "victoria", False),
    ],
)
def test_a_name_that_sounds_the_same_is_another_spelling(
    asked: str, stored: str, *, same: bool
) -> None:
    """From three consonants on, and if three quarters of the letters are the same."""
    heard = Token(stored, stored, (stored,), sound=sound(stored))
    assert is_respelt(Token(asked, asked, (asked,)), heard) is same


def test_the_link_of_a_source_is_as_sure_as_anything_can_be(make_fact: MakeFact) -> None:
    """The upper end of the scale: all words met, with the clearest lead, come below it."""
    index = ClaimIndex()
    source = {"outlet": "Post", "url": "https://www.example.org/story/"}
    index.put(make_fact(1, "The bridge is closed.", sources=[source]))
    linked = index.search("https://www.example.org/story/", None).candidates[0]
    assert linked.confidence == 1.3
    assert index.search("the bridge is closed", None).candidates[0].confidence < 1.3


def test_an_inflection_is_not_the_exact_word(index_of: MakeIndex) -> None:
    """Only the very words are an exact match."""
    index = index_of("The queen denies the letter.")
    assert index.search("queen denies letter", None).exact
    assert not index.search("queen denied letter", None).exact


@pytest.mark.parametrize(
    ("strictness", "found", "unsure"),
    [("strict", 0.92, 0.66), ("normal", 0.85, 0.60), ("lax", 0.76, 0.52)],
)
def test_a_desks_strictness_moves_both_thresholds(
    strictness: str, found: float, unsure: float
) -> None:
    """From the threshold on, and not below it; never found where something speaks against it."""
    thresholds = THRESHOLDS[Strictness(strictness)]
    for confident, decision in (
        (found, Decision.FOUND),
        (found - 0.001, Decision.UNSURE),
        (unsure, Decision.UNSURE),
        (unsure - 0.001, Decision.NOT_FOUND),
    ):
        one = Candidate(1, confident)
        assert thresholds.decide_on([one], undecided=False) is decision
    sure = Candidate(1, 1.3)
    assert thresholds.decide_on([sure], undecided=True) is Decision.UNSURE
    other = Candidate(1, 1.3, differences=("Another year.",))
    assert thresholds.decide_on([other], undecided=False) is Decision.UNSURE
    assert thresholds.decide_on([], undecided=False) is Decision.NOT_FOUND
