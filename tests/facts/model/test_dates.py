"""Dates that may be known only to the month or the year."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.model import PartialDate

DATES = st.dates().flatmap(
    lambda day: st.sampled_from(
        [
            PartialDate(day.year),
            PartialDate(day.year, day.month),
            PartialDate(day.year, day.month, day.day),
        ]
    )
)


@given(DATES)
def test_a_date_reads_back_what_it_writes(date: PartialDate) -> None:
    """The ISO form says exactly what is known."""
    assert PartialDate.parse(str(date)) == date


@pytest.mark.parametrize(
    ("text", "words"),
    [("2020-04-18", "18 April 2020"), ("2020-04", "April 2020"), (" 2020 ", "2020")],
)
def test_a_date_in_words_says_what_is_known(text: str, words: str) -> None:
    """As a newsroom writes it, with no month or day made up."""
    assert PartialDate.parse(text).in_words() == words


@pytest.mark.parametrize(
    "text",
    [
        *("", "20", "2020-4", "2020-04-31", "2021-02-29", "2020-13", "2020-00", "2020-04-00"),
        *("0000", "18.04.2020", "2020-04-18T00:00", "2020-", "-2020", "٢٠٢٠", "2020-04-18\n2021"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """A date is in the calendar and in one form."""
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


def test_a_day_needs_its_month() -> None:
    """Nobody knows the day alone."""
    with pytest.raises(ValueError, match="a day needs its month"):
        PartialDate(2020, None, 18)


@given(st.lists(DATES))
def test_dates_known_to_different_precision_can_be_sorted(dates: list[PartialDate]) -> None:
    """What is known only roughly stands before the days that it may be."""
    texts = [str(date) for date in sorted(dates)]
    assert texts == sorted(texts)


@given(st.dates(), st.dates())
def test_whole_dates_are_in_the_calendars_order(one: dt.date, other: dt.date) -> None:
    """So that facts can be listed by date."""
    first, second = (PartialDate(d.year, d.month, d.day) for d in (one, other))
    assert (first < second) == (one < other)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2020", "2020-12-31"),
        ("2020-02", "2020-02-29"),
        ("2021-02", "2021-02-28"),
        ("2020-12", "2020-12-31"),
        ("2020-04-18", "2020-04-18"),
    ],
)
def test_the_last_day_that_a_date_may_be(text: str, last: str) -> None:
    """Of a month or a year, its last one."""
    assert PartialDate.parse(text).last_day.isoformat() == last
