"""A fact is named in one way, wherever its name is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.model import read_citation


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("#12", (12, None, None)),
        ("# 12", (12, None, None)),
        ("fact 12", (12, None, None)),
        ("Fact #12", (12, None, None)),
        ("claim #12", (12, None, None)),
        ("12.3", (12, 3, None)),
        ("#12.3", (12, 3, None)),
        ("12.3-k7x2qm", (12, 3, "k7x2qm")),
        ("Fact 12.3-K7X2QM", (12, 3, "k7x2qm")),
        ("12.3-OIL", (12, 3, "011")),
    ],
)
@pytest.mark.parametrize("around", ["{}", "{}.", "{},", "  {}\n"])
def test_every_form_of_a_citation_is_read(
    text: str, cited: tuple[int, int | None, str | None], around: str
) -> None:
    """As it stands under an answer, in a sentence, or read from a picture."""
    assert read_citation(around.format(text)) == cited
    assert read_citation(around.format(text), bare=False) == cited


@pytest.mark.parametrize("text", ["12", "12.", "12,", "0012"])
def test_a_number_alone_is_a_word_of_a_question(text: str) -> None:
    """Where a fact is asked for it is a fact; in a question it may be anything."""
    assert read_citation(text) == (12, None, None)
    assert read_citation(text, bare=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#",
        "fact",
        "12 monkeys",
        "12.3-",
        "12.3-äöü",
        "1.1-" + "a" * 20,
        "12..3",
        "-12",
        "1" * 16,
    ],
)
def test_other_text_cites_nothing(text: str) -> None:
    """Nor does a number that no store could have."""
    assert read_citation(text) is None


@given(st.text("fact#claim 0123456789.-,k", max_size=40))
def test_what_a_question_takes_for_a_fact_an_option_does_too(text: str) -> None:
    """The forms in a question are all forms but one."""
    cited = read_citation(text, bare=False)
    assert cited is None or cited == read_citation(text)
