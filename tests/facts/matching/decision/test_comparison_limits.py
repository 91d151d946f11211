"""From where on a contradiction is told and up to where it is not, by an example a constant.

The constants stand in ``facts.matching.decision.thresholds``.
"""

import pytest

from facts.matching.decision.contradictions.exchanged import substitutions
from facts.matching.decision.contradictions.reading.alignment import Alignment, align
from facts.matching.decision.contradictions.reading.places import Places
from facts.matching.decision.contradictions.reading.reader import Reader
from facts.matching.decision.contradictions.reading.tokens import Token
from facts.matching.decision.judgement import Decision
from facts.matching.index.fuzzy_search import FuzzySearch
from facts.matching.index.question import QuestionReader
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.lexicon import default_lexicon
from tests.facts.matching.conftest import MakeIndex

_OTHERS = ("The harbour of Eastport is closed.", "Bees have left the south of Lorrin.")


def tokens(words: str) -> list[Token]:
    """Words of which nothing else is known."""
    return [Token(word, word, (word,)) for word in words.split()]


def aligned(asked: str, stored: str, *, passage: bool = False) -> Alignment:
    return align(tokens(asked), Places(tokens(stored)), passage=passage)


def exchanged(asked: str, stored: str) -> list[str]:
    """What is told of words at whose place the claim has others."""
    found = substitutions(aligned(asked, stored), sentence=True)
    return [f"{difference.asked} {difference.stored}" for difference, _ in found]


def told(index_of: MakeIndex, claim: str, question: str) -> str:
    """What is told against the claim, if it is the first candidate."""
    first = index_of(claim, *_OTHERS).search(question, None).candidates[0]
    assert first.fact_id == 1
    return " ".join(difference.sentence for difference in first.differences)


@pytest.mark.parametrize(
    ("asked", "stored", "differs"), [("a b c x", "a b c y", True), ("a b x", "a b y", False)]
)
def test_three_words_that_agree_make_another_one_at_its_place_a_difference(
    asked: str, stored: str, *, differs: bool
) -> None:
    """EXCHANGED_WORDS: two words do not yet make a claim."""
    assert bool(exchanged(asked, stored)) is differs


@pytest.mark.parametrize(
    ("asked", "differs"), [("a b c x d e p q", True), ("a b c x d e p q r", False)]
)
def test_a_word_is_exchanged_only_where_three_fifths_agree(asked: str, *, differs: bool) -> None:
    """EXCHANGED_SHARE: five of eight, not five of nine."""
    assert bool(exchanged(asked, "a b c y d e")) is differs


def test_up_to_two_words_in_a_row_are_exchanged() -> None:
    """EXCHANGED_MOST: three are a paraphrase."""
    assert exchanged("a b c p q d e", "a b c v w d e") == ["“p q” says “v w”"]
    assert exchanged("a b c p q r d e", "a b c v w d e") == []
    assert exchanged("a b c p q d e", "a b c v w x d e") == []


@pytest.mark.parametrize(("between", "moved"), [("d e f g", True), ("d e f g h", False)])
def test_a_word_that_the_claim_has_nearby_has_only_moved(between: str, *, moved: bool) -> None:
    """NEAR_WORDS: five words away it still belongs to the same words."""
    found = exchanged("a b c x d e f g", f"a b c y {between} x")
    assert (found == []) is moved


def test_two_words_beside_what_a_passage_repeats_are_compared() -> None:
    """BESIDE_WORDS: the third belongs to something else."""
    fill = " ".join(f"x{n}" for n in range(15))
    passage = aligned(f"{fill} p q r a b c d {fill}", "s t u a b c d", passage=True)
    assert [one.word for one in passage.gaps[0].asked] == ["q", "r"]


@pytest.mark.parametrize(
    ("word", "opposite", "is_opposite"),
    [("lock", "unlock", True), ("cap", "uncap", False), ("fact", "nonfact", True)],
)
def test_un_makes_the_opposite_of_a_word_of_four_letters(
    word: str, opposite: str, *, is_opposite: bool
) -> None:
    """NEGATED_LETTERS: of shorter ones it makes other words, such as "untie" or "unit"."""
    one, other = tokens(f"{word} {opposite}")
    assert one.is_opposite(other) is is_opposite
    assert other.is_opposite(one) is is_opposite


@pytest.mark.parametrize(
    ("question", "decision"),
    [("governor holt sued cruz", Decision.FOUND), ("kim has banned the owl", Decision.UNSURE)],
)
def test_four_words_say_which_of_two_facts_that_hold_them_is_meant(
    index_of: MakeIndex, question: str, decision: Decision
) -> None:
    """FEWEST_TELLING_APART: three may mean either."""
    index = index_of(
        "Governor Holt sued Senator Cruz.",
        "Senator Cruz sued Governor Holt.",
        "Kim has banned the owl.",
        "Kim has not banned the owl.",
    )
    assert index.search(question, None).decision is decision


@pytest.mark.parametrize(
    ("question", "decision"),
    [("kim jong un fery", Decision.FOUND), ("kim jong un labboratoy", Decision.NOT_FOUND)],
)
def test_a_guess_does_not_make_a_story_of_names_that_are_shared(
    index_of: MakeIndex, question: str, decision: Decision
) -> None:
    """CERTAIN_WEIGHT: a slip in a short word counts .79, two slips in a long one .7."""
    claim = (
        "Kim Jong Un bought a ferry." if "fery" in question else "Kim Jong Un sold a laboratory."
    )
    assert index_of(claim).search(question, None).decision is decision


def test_a_word_with_two_slips_may_be_meant(index_of: MakeIndex) -> None:
    """MEANT_WEIGHT: but not one with another first letter besides."""
    claim = "The mayor of Westport sold the laboratory."
    assert not told(index_of, claim, "the mayor of westport sold the labboratoy")
    assert "eastport" in told(index_of, claim, "the mayor of eastport sold the laboratory")


def test_the_last_word_may_be_begun(index_of: MakeIndex) -> None:
    """Though it is a word itself: "car" may become "cargo" there, and nowhere before."""
    claim = "The mayor of Harlow sold the cargo."
    assert not told(index_of, claim, "the mayor of harlow sold the car")
    assert "“car”" in told(index_of, claim, "the mayor of harlow sold the car today")


@pytest.mark.parametrize(
    ("question", "differs"),
    [("velland opened harbour bridge owl", True), ("velland opened harbour owl", False)],
)
def test_a_list_of_five_words_says_as_much_as_a_sentence(
    index_of: MakeIndex, question: str, *, differs: bool
) -> None:
    """LIST_TERMS: a thing that the fact does not have makes it another claim."""
    assert ("owl" in told(index_of, "Velland opened the harbour bridge.", question)) is differs


@pytest.mark.parametrize(
    ("question", "differs"),
    [("harlow opened old photo video", True), ("harlow opened", False)],
)
def test_a_not_is_missed_in_a_list_with_three_words_of_the_claim(
    index_of: MakeIndex, question: str, *, differs: bool
) -> None:
    """LIST_WORDS: fewer are too few to tell what was left out."""
    claim = (
        "Harlow never opened the old ferry bridge to the farmers market near Velland station in "
        "winter."
    )
    assert ("never opened" in told(index_of, claim, question)) is differs


@pytest.mark.parametrize(
    ("question", "differs"),
    [("mayor harlow bridge june", False), ("mayor harlow june", True)],
)
def test_a_month_is_harmless_once_three_words_agree(
    index_of: MakeIndex, question: str, *, differs: bool
) -> None:
    """ELSE_MET: if the fact tells no month at all."""
    claim = "The mayor of Harlow opened the bridge and the ferry."
    assert ("June" in told(index_of, claim, question)) is differs


@pytest.mark.parametrize(
    ("question", "differs"),
    [
        ("senator cruz from velland sued governor holt", True),
        ("senator cruz from big northern velland sued governor holt", False),
        ("cruz velland sued holt", True),
        ("cruz big velland sued holt", False),
    ],
)
def test_who_does_it_stands_near_the_verb(
    index_of: MakeIndex, question: str, *, differs: bool
) -> None:
    """ROLE_WORDS: within three words of it in a sentence, within two in a list of words."""
    sentence = told(index_of, "Governor Holt sued Senator Cruz.", question)
    assert ("the other way round" in sentence) is differs


@pytest.mark.parametrize(
    ("question", "differs"),
    [
        ("velland harbour bridge old governor cruz sued holt", True),
        ("velland harbour bridge old senator governor cruz sued holt", False),
    ],
)
def test_who_does_it_is_not_looked_for_among_many_words_in_another_order(
    index_of: MakeIndex, question: str, *, differs: bool
) -> None:
    """ROLE_TERMS: up to eight words, a jumble may still be a sentence."""
    claim = "Governor Holt sued Senator Cruz over the old harbour bridge in Velland."
    assert ("the other way round" in told(index_of, claim, question)) is differs


def test_a_weak_alias_is_not_the_same_word() -> None:
    """SAME_ALIAS: between .93, what a strong one counts, and .7, what a weak one does."""
    lexicon, vocabulary = default_lexicon(), Vocabulary()
    questions = QuestionReader(FuzzySearch(vocabulary), lexicon)
    (strong,), (weak,) = (
        Reader(vocabulary, lexicon).question(questions.read(word)) for word in ("kremlin", "soviet")
    )
    assert strong.groups
    assert not weak.groups
    assert weak.weak_groups & strong.groups
