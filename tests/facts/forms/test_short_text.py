"""Several fields in one text: taken apart, and put together again."""

from datetime import date

import pytest

from facts.forms.short_text import (
    WhenWhere,
    Who,
    join_source,
    join_when_where,
    join_who,
    split_source,
    split_when_where,
    split_who,
)
from facts.forms.typed import NotValid, SourceForm
from facts.forms.typed_dates import UnclearDate

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ada Berg", Who("Ada Berg")),
        ("Ada Berg, harbour master", Who("Ada Berg", "harbour master")),
        ("Ada Berg, harbour master, for the port", Who("Ada Berg", "harbour master", "the port")),
        (
            "Jo Li, head of roads, bridges and tunnels",
            Who("Jo Li", "head of roads, bridges and tunnels"),
        ),
        ("press chief (unnamed), for KCNA", Who("", "press chief", "KCNA")),
        ("for the Foreign Ministry", Who("", "", "the Foreign Ministry")),
        ("", Who()),
    ],
)
def test_a_person_is_taken_apart_and_put_together(text: str, who: Who) -> None:
    """Name, role and body stand in this order; a lone role is marked as unnamed."""
    assert split_who(text) == who
    assert join_who(who) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("18 April 2020, the briefing", WhenWhere("2020-04-18", "the briefing")),
        ("the briefing, 18 April 2020", WhenWhere("2020-04-18", "the briefing")),
        (
            "April 18, 2020, the White House, room 2",
            WhenWhere("2020-04-18", "the White House, room 2"),
        ),
        ("the White House", WhenWhere("", "the White House")),
        ("10 Downing Street", WhenWhere("", "10 Downing Street")),
        ("yesterday", WhenWhere("2026-11-20", "")),
        ("last Saturday at the market", WhenWhere("2026-11-14", "the market")),
        ("the briefing on 18 April 2020", WhenWhere("2020-04-18", "the briefing")),
        ("yesterday's council meeting", WhenWhere("2026-11-20", "council meeting")),
        ("at the port in May 2021", WhenWhere("2021-05", "the port")),
        ("Saturday, the 18th of April, 2020", WhenWhere("2020-04-18", "")),
        ("18.4.2020, Oslo", WhenWhere("2020-04-18", "Oslo")),
        ("Oslo 18.04.2020", WhenWhere("2020-04-18", "Oslo")),
        ("18. april 2020, Oslo", WhenWhere("2020-04-18", "Oslo")),
        ("Mon 20 Apr 2020, Oslo", WhenWhere("2020-04-20", "Oslo")),
        ("noon on 18 April 2020", WhenWhere("2020-04-18", "noon")),
        ("18 April 2020?", WhenWhere("2020-04-18", "")),
        ("2020, the 2020 summit in Oslo", WhenWhere("2020", "the 2020 summit in Oslo")),
        ("3 May 2021, 10 May Street", WhenWhere("2021-05-03", "10 May Street")),
        ("10 May Street, Oslo", WhenWhere("", "10 May Street, Oslo")),
        ("1600 Pennsylvania Avenue", WhenWhere("", "1600 Pennsylvania Avenue")),
        ("Room 2020, the ministry", WhenWhere("", "Room 2020, the ministry")),
        ("the Winter Palace", WhenWhere("", "the Winter Palace")),
        ("Friday Harbor", WhenWhere("", "Friday Harbor")),
        ("Theresa May’s office", WhenWhere("", "Theresa May’s office")),
        ("", WhenWhere()),
    ],
)
def test_when_and_where_are_told_apart(text: str, found: WhenWhere) -> None:
    """The part that reads as a date is the date, all else the place."""
    assert split_when_where(text, TODAY) == found
    assert split_when_where(join_when_where(found), TODAY) == found


@pytest.mark.parametrize(
    "text",
    [
        "31 April 2020, the briefing",
        "18 Apirl 2020, the briefing",
        "2020-13-40, briefing",
        "2020-13-01",
        "spring 2020",
        "the market in 2020",
        "18-20 April 2020, the summit",
        "18 April 2020 and 19 April 2020",
        "Oslo, spring of 2020",
        "between 3 and 5 May 2020",
        "on the 31st of April",
        "2020-02-30, Oslo",
        "May Day",
        "the May Day rally",
        "Easter Sunday 2020",
        "the 2020 summit in Oslo",
        "the Fourth of July, Washington",
        "third of May 2020",
        "early April 2020",
        "mid-April 2020, Oslo",
        "end of May 2020",
        "before 18 April 2020, Oslo",
        "1 May 2020–present",
        "last week, Oslo",
        "an hour ago, Oslo",
        "the meeting on Monday",
        "Monday’s briefing",
        "20200418",
    ],
)
def test_what_is_like_a_date_is_no_place(text: str) -> None:
    """One that is not in the calendar, misspelled, or of several days is asked back."""
    with pytest.raises(UnclearDate):
        split_when_where(text, TODAY)


def test_a_date_without_its_year_is_asked_back() -> None:
    """It is not taken for a place."""
    with pytest.raises(UnclearDate, match="18 April"):
        split_when_where("18 April, the briefing", TODAY)
    with pytest.raises(UnclearDate, match=r"^Which Saturday\? Write last Saturday, or"):
        split_when_where("Saturday, the market", TODAY)


SOURCE = SourceForm(
    outlet="VOA News",
    headline="North Korea Denies, again",
    author="",
    published="2020-04-19",
    url="https://voa.example/a?b=1,2",
)


@pytest.mark.parametrize(
    "text",
    [
        "VOA News\nNorth Korea Denies, again\n19 April 2020\nhttps://voa.example/a?b=1,2",
        "VOA News | North Korea Denies, again | 2020-04-19 | https://voa.example/a?b=1,2",
        "VOA News, North Korea Denies, again, 19 April 2020, https://voa.example/a?b=1,2",
        "https://voa.example/a?b=1,2\nVOA News\nNorth Korea Denies, again\n19 April 2020",
    ],
)
def test_a_source_is_read_from_lines_bars_or_commas(text: str) -> None:
    """Link and date are known by what they are, the rest by its order."""
    assert split_source(text, TODAY) == SOURCE
    assert split_source(join_source(SOURCE), TODAY) == SOURCE


def test_what_is_more_than_one_source_is_refused() -> None:
    """Nothing that was typed is dropped in silence."""
    with pytest.raises(NotValid, match="one link"):
        split_source("https://a.example https://b.example", TODAY)
    with pytest.raises(NotValid, match="each once"):
        split_source("one\ntwo\nthree\nfour", TODAY)
