"""Figures are read as values, whatever their spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.matching.search import ClaimIndex
from facts.matching.text.analysis import words
from tests.facts.matching.conftest import MakeIndex

_PIECES = "a one two hundred million half and 5 1.5 th second % $ k 18th of may".split()  # noqa: SIM905


@pytest.mark.parametrize(
    "spellings",
    [
        ("34%", "34 %", "34 per cent", "34 percent", "34 pct", "thirty-four percent"),
        ("$1bn", "$1 billion", "$1,000 million", "$ 1b", "$1000000000"),
        ("390m", "390 million", "three hundred and ninety million", "390,000,000", "0.39bn"),
        ("5k", "5,000", "five thousand", "5 thousand", "5000"),
        ("sixteen", "16"),
        ("a dozen", "twelve", "one dozen", "12"),
        ("half a million", "500,000", "500k", "five hundred thousand"),
        ("two and a half million", "2.5 million", "2.50m"),
        ("the twenty-first century", "the 21st century"),
        ("second", "2nd"),
        ("nineteen eighty-four", "1984"),
        ("two thousand and nineteen", "2019", "twenty nineteen"),
        ("April 18th", "April 18", "April eighteenth"),
        ("the 18 of April", "the 18th of April"),
        ("B-52", "b52", "B 52"),
        ("COVID-19", "covid19", "Covid 19"),
        ("€80m", "€80 million", "€ 80,000,000"),
        ("7'4\" tall", "7 feet 4 inches tall", "seven feet four inches tall"),
        ("20°C", "20 °C", "20 celsius"),
        ("5km", "5 km", "five km"),
        ("a fifth of", "one fifth of", "20% of", "twenty percent of"),
        ("two-thirds of", "67% of"),
        ("by a tenth", "by 10 percent"),
        ("a quarter of a million", "250,000", "250 000", "250k"),
        ("between '21 and '23", "between 2021 and 2023"),
        ("3 milion", "3 million", "three millions"),
        ("fourty", "forty", "40"),
    ],
)  # fmt: skip
def test_a_value_is_one_word_in_every_spelling(spellings: tuple[str, ...]) -> None:
    """Digits, words, groups, scales, suffixes, signs, ranks and dates."""
    assert len({tuple(words(spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no one came, this one did", ["no", "one", "came", "this", "one", "did"]),
        ("one second", ["1", "second"]),
        ("thirty seconds", ["30", "seconds"]),
        ("one million two billion", ["1000000", "million", "2000000000", "billion"]),
        ("a hundred and one dalmatians", ["101", "dalmatians"]),
        ("hundreds of thousands", ["hundreds", "of", "thousands"]),
        ("three two one", ["3", "2", "1"]),
        ("the 1990s", ["the", "1990s"]),
        ("a u s marine", ["a", "us", "marine"]),
        ("007 and 04", ["7", "and", "4"]),
        ("half the city", ["half", "the", "city"]),
        ("his 70-year-old mother's don't", ["his", "70", "year", "old", "mother", "dont"]),
    ],
)
def test_what_is_no_figure_stays_a_word(text: str, expected: list[str]) -> None:
    """And two figures side by side stay two."""
    assert words(text) == expected


@given(st.integers(0, 10**13))
def test_every_whole_number_is_itself(number: int) -> None:
    """With or without groups."""
    assert words(f"{number:,}")[0] == words(str(number))[0] == str(number)


@given(st.lists(st.sampled_from(_PIECES)))
def test_no_row_of_figures_is_too_strange(typed: list[str]) -> None:
    """Something is read, and no word of it is empty."""
    assert all(words(" ".join(typed)))


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("Thirty-four percent of voters in Pell stayed at home.", "34% of pell voters stayed home"),
        ("The city of Lorrin owes $1 billion to its pilots.", "lorrin owes pilots $1bn"),
        ("A B-52 bomber landed at Quill.", "b52 bomber quill"),
        ("Flight MH370 was seen near Tarn.", "flight mh 370 tarn"),
        ("Brill is a 6ft4 coach who earned $1.7 billion.", "brill coach billion"),
    ],
)  # fmt: skip
def test_a_figure_is_found_in_another_spelling(
    index_of: MakeIndex, claim: str, question: str
) -> None:
    """Every word of the question meets the claim fully."""
    index: ClaimIndex = index_of(claim, "The mayor closed the harbour bridge for 3 weeks.")
    first = index.search(question, None).candidates[0]
    assert first.fact_id == 1
    assert not first.missing
