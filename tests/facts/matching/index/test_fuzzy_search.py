"""Which stored words a typed one may mean, and how much meeting them counts."""

import pytest

from facts.matching.index.fuzzy_search import FuzzySearch
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.lexicon import idf
from tests.facts.matching.conftest import MakeIndex


@pytest.mark.parametrize(
    ("typed", "stored", "weight"),
    [
        ("letter", "letter", 1.0),
        ("letters", "letter", 0.97),
        ("pyongyng", "pyongyang", 0.88),
        ("brdge", "bridge", 0.85),
        ("leter", "letter", 0.85),
        ("lake", "bake", (0.88 - 0.03 * 3) * 0.9),
        ("coronavirs", "coronavirus", 0.88),
        ("corronavirs", "coronavirus", 0.7),
        ("harbuor", "harbour", 0.91),
        ("jnue", "june", 0.91),
        ("kmi", "kim", 0.0),
        ("abcdefghijklmnopqrstuvxw", "abcdefghijklmnopqrstuvwx", 0.91),
        ("abcdefghijklmnopqrstuvwyx", "abcdefghijklmnopqrstuvwxy", 0.0),
        ("cor", "coronavirus", 0.92 * (0.7 + 0.3 * 3 / 11)),
        ("co", "coronavirus", 0.0),
        ("krnavirs", "coronavirus", 0.0),
        ("ferry", "coronavirus", 0.0),
    ],
)
def test_the_less_alike_the_less_a_word_counts(typed: str, stored: str, weight: float) -> None:
    """Itself, an inflection, one slip by length and first letter, two slips, a beginning.

    Slips count in words of 4 to 24 letters, beginnings from 3 letters on.
    """
    vocabulary = Vocabulary()
    number = vocabulary.number(stored)
    assert FuzzySearch(vocabulary).near(typed).get(number, 0.0) == pytest.approx(weight)


def test_a_word_that_is_stored_itself_is_less_likely_a_slip() -> None:
    """It may still be one: the other word counts by .85 of what it would."""
    vocabulary = Vocabulary()
    bridge, ridge = vocabulary.number("bridge"), vocabulary.number("ridge")
    near = FuzzySearch(vocabulary).near("bridge")
    assert near[bridge] == 1.0
    assert near[ridge] == pytest.approx(0.85 * 0.85 * 0.9)


@pytest.mark.parametrize(
    ("frequency", "facts", "rate", "weight"),
    [
        (1, 10, None, 6.865),
        (1, 10_000, None, 8.651),
        (5_000, 10_000, None, 1.224),
        (0, 10, 0.5, 1.102),
    ],
)
def test_the_fewer_facts_hold_a_word_the_more_it_tells(
    frequency: int, facts: int, rate: float | None, weight: float
) -> None:
    """A small store has two thousand imagined facts behind it, with common words at their rates."""
    assert idf(frequency, facts, rate) == pytest.approx(weight, abs=0.001)


@pytest.mark.parametrize(
    ("question", "weight"), [("northkorea", 1.0), ("har bour", 0.95), ("har bor", 0.95 * 0.88)]
)
def test_joined_and_parted_words_meet_the_stored_ones(
    index_of: MakeIndex, question: str, weight: float
) -> None:
    """Two words written as one are the words; one written as two counts a little less."""
    index = index_of("The harbour of North Korea is shut.")
    first = index.search(question, None).candidates[0]
    assert first.missing == ()
    assert [match.weight for match in first.matched] == pytest.approx([weight] * 2, abs=0.001)


@pytest.mark.parametrize(
    ("stored", "typed", "parts"),
    [
        ("sea port", "seaport", ["sea", "port"]),
        ("up state", "upstate", ["upstate"]),
        (f"{'a' * 20} {'b' * 20}", "a" * 20 + "b" * 20, ["a" * 20, "b" * 20]),
        (f"{'a' * 21} {'b' * 20}", "a" * 21 + "b" * 20, ["a" * 21 + "b" * 20]),
        ("north bridge", "northbrige", ["north", "brige"]),
        ("north lake", "northlkae", ["northlkae"]),
        ("north laboratory", "northlabboratoy", ["northlabboratoy"]),
        ("north bridge northbridge", "northbrige", ["northbrige"]),
        ("north bridge inorthbrige", "northbrige", ["north", "brige"]),
    ],
)
def test_two_words_written_as_one_are_parted(stored: str, typed: str, parts: list[str]) -> None:
    """Into halves of three letters or more, up to forty together. One half may have one slip, from
    five letters on, unless the whole is nearly a stored word.
    """
    vocabulary = Vocabulary()
    for word in stored.split():
        vocabulary.number(word)
    assert FuzzySearch(vocabulary).split(typed) == parts
