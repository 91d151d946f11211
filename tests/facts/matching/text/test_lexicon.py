"""What the word lists give a question: other names, corrected spelling, degrees of adjectives."""

import pytest

from facts.matching.text.lexicon import default_lexicon
from facts.matching.text.relations import default_relations
from tests.facts.matching.conftest import MakeIndex


@pytest.mark.parametrize(
    ("claim", "question", "weight"),
    [
        ("A letter from North Korea arrived.", "dprk letter", 0.93),
        ("A letter from Russia arrived.", "soviet letter", 0.7),
        ("Putin wrote a letter.", "путин letter", 0.99),
    ],
)
def test_another_name_counts_nearly_as_the_word(
    index_of: MakeIndex, claim: str, question: str, weight: float
) -> None:
    """A weak one, which may mean something else, less; one in another script is the same name."""
    name = index_of(claim).search(question, None).candidates[0].matched[0]
    assert name.weight == pytest.approx(weight)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("vidoe", "video"), ("vido", None), ("kenja", "kenya"), ("cubba", None), ("fotografi", None)],
)
def test_the_spelling_of_words_and_names_of_five_letters_is_corrected(
    typed: str, word: str | None
) -> None:
    """Shorter words are one slip from too many others."""
    assert default_lexicon().spelling.find(typed) == word


@pytest.mark.parametrize(
    ("word", "degree"), [("old", "olddest"), ("delicious", "deliciousest"), ("incredible", "")]
)
def test_adjectives_of_up_to_nine_letters_have_degrees(word: str, degree: str) -> None:
    """In every spelling that may be right; of longer ones nobody makes any."""
    degrees = default_relations().degrees(word)
    assert degree in degrees if degree else not degrees
