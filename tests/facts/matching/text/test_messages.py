"""What people say around a question, and how they write short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.matching.text.analysis import words
from facts.matching.text.messages import (
    PLAIN,
    links_in,
    sentences,
    without_post_markup,
    without_talk,
    words_by_clause,
)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Hi, just wondering, has Governor Holt resigned?", "has Governor Holt resigned?"),
        ("Sorry if someone asked already, but Holt resigned", "but Holt resigned"),
        ("Good evening, please can you check: Holt resigned. Thanks!", "Holt resigned."),
        ("Folks, quick one: Holt resigned, yes or no?", "Holt resigned,"),
        ("My aunt saw this on Facebook - Holt resigned - is that really so?", "Holt resigned -"),
        ("Holt has resigned, hasn't he?", "Holt has resigned,"),
        ("Holt resigned, then sued. True?", "Holt resigned, then sued."),
        # Names, figures and negations of what is asked are no talk.
        ("Holt, 54, resigned", "Holt, 54, resigned"),
        ("In Tarn, Holt resigned", "In Tarn, Holt resigned"),
        ("Police said: Holt did it", "Police said: Holt did it"),
        ("is this true?", "is this true?"),
    ],
)
def test_what_stands_around_a_question_is_dropped(text: str, rest: str) -> None:
    """Parts before the first and after the last comma, colon, dash or stop that only talk."""
    assert without_talk(text).strip() == rest


@given(st.text(max_size=200))
def test_nothing_but_whole_parts_at_the_ends_is_dropped(text: str) -> None:
    """What remains stands in the text as it was, and is never empty."""
    rest = without_talk(text)
    assert rest in text
    assert bool(rest) == bool(text)


def test_words_written_with_a_slash_are_written_out() -> None:
    """ "w/o", "w/" and "b/c", in capitals too; not parts of links and dates."""
    assert without_post_markup("schools w/o consent").split() == ["schools", "without", "consent"]
    assert without_post_markup("W/ friends b/c of rain") == "with  friends because  of rain"
    assert without_post_markup("x.org/w/o and 1/2/w/3") == "x.org/w/o and 1/2/w/3"


@given(st.from_regex(PLAIN, fullmatch=True))
def test_a_plain_text_is_one_clause_without_anything_around_it(text: str) -> None:
    """So that a plain question needs only its words."""
    assert links_in(text) == ()
    assert without_post_markup(text) == without_talk(text) == text
    assert len(sentences(text)) <= 1
    clauses = [(place, part) for place, part in words_by_clause(text, None, 400) if part]
    assert clauses == ([((0, 0), words(text))] if words(text) else [])
