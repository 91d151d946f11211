"""Dates as people write them: read for certain, or refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.forms.typed import ClaimForm
from facts.forms.typed_dates import NoDate, UnclearDate, read_date
from facts.model import Claim, PartialDate

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "stored", "told"),
    [
        ("18 April 2020", "2020-04-18", "18 April 2020"),
        ("April 18, 2020", "2020-04-18", "18 April 2020"),
        ("18th of April, 2020", "2020-04-18", "18 April 2020"),
        ("Saturday, 18 April 2020", "2020-04-18", "18 April 2020"),
        ("Sat 18 Apr 2020", "2020-04-18", "18 April 2020"),
        ("18-Apr-2020", "2020-04-18", "18 April 2020"),
        ("18/04/2020", "2020-04-18", "18 April 2020"),
        ("2020-04-18", "2020-04-18", "18 April 2020"),
        ("2020/04/18", "2020-04-18", "18 April 2020"),
        ("4/4/2020", "2020-04-04", "4 April 2020"),
        ("April 2020", "2020-04", "April 2020"),
        ("2020-04", "2020-04", "April 2020"),
        ("2020", "2020", "2020"),
        (" 2020 ", "2020", "2020"),
        ("today", "2026-11-21", "21 November 2026"),
        ("Yesterday", "2026-11-20", "20 November 2026"),
        ("last Saturday", "2026-11-14", "14 November 2026"),
        ("last Friday", "2026-11-20", "20 November 2026"),
        ("the day before yesterday", "2026-11-19", "19 November 2026"),
        ("3 days ago", "2026-11-18", "18 November 2026"),
        ("two weeks ago", "2026-11-07", "7 November 2026"),
        ("last month", "2026-10", "October 2026"),
        ("last year", "2025", "2025"),
        ("in 3 months", "2027-02", "February 2027"),
        ("tomorrow", "2026-11-22", "22 November 2026"),
    ],
)
def test_a_date_is_read_and_told_back(written: str, stored: str, told: str) -> None:
    """What is stored is as exact as what was written."""
    read = read_date(written, SATURDAY)
    assert (str(read), read.in_words()) == (stored, told)


@pytest.mark.parametrize(
    "written", ["18 April", "April", "Saturday", "03/04", "1.2.20", "last week and 3 days ago"]
)
def test_a_date_of_several_years_is_not_guessed(written: str) -> None:
    """A missing year, a bare weekday and a year of two digits are asked back."""
    with pytest.raises(UnclearDate, match=r"Which (?:year|Saturday)|Write it like"):
        read_date(written, SATURDAY)


@pytest.mark.parametrize("written", ["31 April 2020", "2020-13-01", "2020/02/30", "31.04.2020"])
def test_a_day_that_no_calendar_has_is_named(written: str) -> None:
    """It is a slip to be mended, and no other day is read out of it."""
    with pytest.raises(UnclearDate, match="not in the calendar") as refused:
        read_date(written, SATURDAY)
    assert not isinstance(refused.value, NoDate)


@pytest.mark.parametrize(
    "written", ["18-20 April 2020", "18 to 20 April 2020", "April 18–20, 2020"]
)
def test_a_span_of_days_is_not_its_first(written: str) -> None:
    """A fact has one date."""
    with pytest.raises(UnclearDate, match="more than one day"):
        read_date(written, SATURDAY)


def test_day_and_month_that_could_be_either_are_told_apart() -> None:
    """The sentence has both dates that it could be."""
    with pytest.raises(UnclearDate, match="3 April 2020 or 4 March 2020"):
        read_date("03/04/2020", SATURDAY)


def test_a_weekday_that_is_not_the_dates_is_refused() -> None:
    """One of the two is a slip, and which one is not ours to say."""
    with pytest.raises(UnclearDate, match="was a Saturday"):
        read_date("Sunday, 18 April 2020", SATURDAY)


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "the coronavirus briefing", "10 Downing Street", "12"),
        *("1587168000", "spring 2020", "early 2020", "Q2 2020", "2020-13", "now", "one, two"),
        *("x" * 5000, "\u202e2020x"),
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    """Nothing is made of a text that only looks a little like one."""
    with pytest.raises(NoDate):
        read_date(written, SATURDAY)


years, months, days = st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28)


@given(
    st.builds(PartialDate, years, months, days)
    | st.builds(PartialDate, years, months)
    | st.builds(PartialDate, years)
)
def test_a_form_that_is_filled_in_reads_as_it_was(stored: PartialDate) -> None:
    """Whatever the date, and however much of it is known."""
    form = ClaimForm.showing(Claim(text="It rains.", date=stored))
    assert form.date is not None
    assert read_date(form.date, SATURDAY) == stored


@given(st.text(max_size=80) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9a-z]{1,9}[-/. ][0-9]{1,4}"))
def test_any_text_is_a_date_or_is_refused(written: str) -> None:
    """No text breaks the reading, and what is read is written back the same."""
    try:
        read = read_date(written, SATURDAY)
    except UnclearDate:
        return
    assert read_date(str(read), SATURDAY) == read
