"""How a question is parsed: which stored words each of its words may mean, and how much is read."""

from itertools import product

import pytest

from tests.facts.matching.conftest import MakeIndex

# 400 different words of five letters, none of which resembles another.
_WORDS = [f"{a}o{b}e{c}" for a, b, c in product("bdfgklmn", "prtvz", "bdfgklmnpr")]


@pytest.mark.parametrize(("besides", "nearly"), [(39, True), (40, False)])
def test_slips_are_looked_for_in_questions_of_forty_words(
    index_of: MakeIndex, besides: int, *, nearly: bool
) -> None:
    """In a longer text a word that is stored is that word."""
    index = index_of("The bridge over the ridge is closed.")
    (term,) = index.read_question("the " * besides + "bridge").terms
    assert (len(term.near) > 1) is nearly


def test_twenty_five_unknown_words_are_guessed(index_of: MakeIndex) -> None:
    """Each costs a tenth of a millisecond; the others of a long text tell enough."""
    index = index_of(" ".join(f"{word}tion" for word in _WORDS[:40]))
    terms = index.read_question(" ".join(f"{word}toin" for word in _WORDS[:40])).terms
    assert [bool(term.near) for term in terms] == [True] * 25 + [False] * 15


def test_four_hundred_words_are_read_and_sixty_are_terms(index_of: MakeIndex) -> None:
    """Those that the fewest facts have."""
    index = index_of("The bridge is closed.", " ".join(_WORDS[:30]))
    question = index.read_question(" ".join([*_WORDS[:399], "bridge", "closed"]))
    assert [term.word for term in question.typed] == [*_WORDS[:399], "bridge"]
    assert len(question.terms) == 60
    assert not {term.word for term in question.terms} & set(_WORDS[:30])


@pytest.mark.parametrize(("besides", "begins"), [(4, True), (5, False)])
def test_each_of_five_words_may_be_the_beginning_of_another(
    index_of: MakeIndex, besides: int, *, begins: bool
) -> None:
    """In longer questions a word that is stored is begun only at the end."""
    index = index_of("The bodre is in the bodrella.")
    first = index.read_question(" ".join(["bodre", *_WORDS[:besides]])).terms[0]
    assert (len(first.near) > 1) is begins


@pytest.mark.parametrize(
    ("typed", "like"), [("labboratory", "laboratory"), ("labboratoy", "laborrtroy")]
)
def test_a_word_with_one_slip_is_as_rare_as_the_word_that_is_meant(
    index_of: MakeIndex, typed: str, like: str
) -> None:
    """With two it is as rare as any unknown word."""
    index = index_of(*["The laboratory is closed."] * 9)
    (one,), (other,) = (index.read_question(word).terms for word in (typed, like))
    assert one.idf == other.idf


@pytest.mark.parametrize(
    ("stored", "typed", "word"), [("paid", "unpaid", "paid"), ("1.5 million", "1.5", "1500000")]
)
def test_what_may_be_said_otherwise_counts_nine_tenths(
    index_of: MakeIndex, stored: str, typed: str, word: str
) -> None:
    """The word without "un", whose negation is compared later, and a figure without its scale."""
    index = index_of(f"The workers got {stored}.")
    candidate = index.search(f"workers {typed}", None).candidates[0]
    assert [m.weight for m in candidate.matched if m.met == word] == [0.9]
