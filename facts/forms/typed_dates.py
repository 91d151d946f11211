"""Parses dates as people type them, without guessing."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from facts.model import PartialDate, Refusal, clean_text

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_LONGEST = 60
# "Saturday, the 18th of April, 2020" has six words. Longer texts are slow to parse.
_MOST_WORDS = 7
_HOW = "Write it like 18 April 2020, April 2020, 2020, yesterday or last Saturday."
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d\d(?!\d)")
# dateparser accepts any two numbers as a date; ours need a month, or one of the usual numeric
# forms.
_LOOKS_LIKE_A_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|(?<!\d)\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)"
    r"|(?<!\d)\d{1,2}[./-](?:\d{1,2}[./-])?(?:\d{4}|\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
# The relative dates that are accepted; a weekday or a day without its year would be a guess.
_COUNTED = re.compile(
    r"today|yesterday|tomorrow|the day (?:before yesterday|after tomorrow)"
    r"|this morning|this evening|tonight|last night"
    r"|(?:last|next) (?:month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|(?:an?|one|two|three|four|five|six|\d{1,3}) (?:day|week|month|year)s? ago"
    r"|in (?:an?|one|two|three|four|five|six|\d{1,3}) (?:day|week|month|year)s?",
    re.IGNORECASE,
)
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY_OF_WEEK = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WEEKDAY = rf"(?:(?:{_DAY_OF_WEEK}|mon|tues?|wed|thu(?:rs)?|fri|sat|sun)\b[.,]* )?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
# A date among other words. A bare year, or a day without its year, is none here.
_WITHIN = re.compile(
    rf"\b(?:{_COUNTED.pattern}"
    rf"|{_WEEKDAY}(?:the )?{_DAY}(?: of)? {_MONTH}\.?,? \d{{4}}"
    rf"|{_WEEKDAY}{_MONTH}\.? {_DAY},? \d{{4}}"
    rf"|{_MONTH}\.? \d{{4}}"
    r"|\d{4}-\d{1,2}(?:-\d{1,2})?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4})\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\b{_DAY}(?: {_MONTH})? ?(?:-|–|to|and|until) ?{_DAY} {_MONTH}"
    rf"|\b{_MONTH} {_DAY} ?(?:-|–|to|and|until) ?(?:{_MONTH} )?{_DAY}\b(?!\d)",
    re.IGNORECASE,
)
_BACKWARDS = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")
_NTH = (
    "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[a-z]{3,5}teenth|eleventh"
    "|twelfth|twentieth|thirtieth|(?:twenty|thirty)-(?:first|second|third|[a-z]{4,7}th))"
)
# Signs that a date was meant: a year, a day of a month, a holiday, a relative word.
_MEANS_A_DATE = re.compile(
    rf"(?<![\d.])(?:1[5-9]|2[01])\d\d(?:[01]\d[0-3]\d)?(?!\d)"
    rf"|\b{_DAY}(?: of)? {_MONTH}\b|\b{_MONTH}\.? {_DAY}\b|\b{_NTH} of {_MONTH}\b"
    rf"|\d[./-]\d{{1,2}}[./-]\d|\b(?:yesterday|today|tomorrow)\b|\b(?:{_COUNTED.pattern})\b"
    r"|\b(?:(?:last|this|next) (?:week|month|year|weekend|spring|summer|autumn|fall|winter)"
    r"|(?:an?|\w{1,9}) (?:second|minute|hour)s? ago|the other day)\b"
    rf"|\b(?:on|last|this|next) {_DAY_OF_WEEK}\b"
    rf"|\b{_DAY_OF_WEEK}(?-i:['’]s [a-z]| (?:morning|afternoon|evening|night)\b)"
    r"|\b(?:may|labou?r|independence|christmas|boxing|new year['’]?s) (?:day|eve)\b|\bgood friday\b"
    r"|\beaster (?:sun|mon)day\b"
    r"|(?:^|[,;\n]) ?(?:easter|christmas|thanksgiving|ramadan|now|(?:in )?(?:the )?"
    r"(?:spring|summer|autumn|winter)) ?(?:$|[,;\n])",
    re.IGNORECASE,
)
# Numbers that are no dates: "10 May Street", "1600 Pennsylvania Avenue", "Room 2020".
_ADDRESS = re.compile(
    r"\b\d{1,5}[a-z]?(?: [^\W\d][\w.'’-]{0,30}){0,4}? "
    r"(?:street|st|road|rd|avenue|ave|square|sq|lane|ln|boulevard|blvd|plaza|place|way|drive|court|terrace|row|quay|gate|park)\b"
    r"|\b(?:room|hall|studio|suite|floor|gate|flight|route|highway|box|apartment|building|unit|no)"
    r"\.? \d{1,5}\b",
    re.IGNORECASE,
)
# Phrases around a date that make it inexact: "early April 2020", "before 18 April 2020".
_INEXACT_BEFORE = re.compile(
    r"(?:^|[\s,(])(?:early|mid|late|(?:beginning|start|middle|end|week|weekend) of|before|until"
    rf"|till|after|since|around|about|circa|ca\.?|c\.|{_NTH}(?: day)? of)[\s-]*(?:in )?(?:the )?$",
    re.IGNORECASE,
)
_INEXACT_BEHIND = re.compile(r"^\s?[-–—]\s?(?:present|now|today|\d)|^s\b", re.IGNORECASE)
_LONGEST_BEFORE = 40
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMED_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_LAST_OF_DAYS = 12
_MOST_PARTS_OF_A_DATE = 3
# A date is only searched near the beginning or end: trying every part of a long text is slow.
_NEAR_AN_END = 3
_UNCLEAR_ONES_READ = 4


class UnclearDate(Refusal):
    """The date is ambiguous or invalid; the sentence says how to write it."""

    def in_field(self, label: str) -> "UnclearDate":
        """The error with the label of the field that has the date."""
        return UnclearDate(f"{label}: {self.sentence}")


class NoDate(UnclearDate):
    """The text contains no date."""


def read_date(text: str, today: date) -> PartialDate:
    """Parse a date: ``18 April 2020``, ``April 2020``, ``2020-04``, ``last Saturday``,
    ``yesterday``, ``3 days ago``; relative ones count from ``today``.

    Raises UnclearDate if the year is missing or day and month are ambiguous, NoDate otherwise.
    """
    return _read(clean_text(text[: 10 * _LONGEST]), today)


def date_among(parts: Sequence[str], today: date) -> tuple[str, list[str]]:
    """The date in some adjacent ``parts`` of a cleaned text, ISO 8601, and the other parts.

    An empty text if there is none. Raises UnclearDate.
    """
    unclear: list[UnclearDate] = []
    for length in range(min(_MOST_PARTS_OF_A_DATE, len(parts)), 0, -1):
        for start in range(len(parts) - length + 1):
            if start >= _NEAR_AN_END and start + length <= len(parts) - _NEAR_AN_END:
                continue
            try:
                read = _read(", ".join(parts[start : start + length]), today)
            except NoDate:
                continue
            except UnclearDate as error:
                unclear.append(error)
                if len(unclear) == _UNCLEAR_ONES_READ:
                    raise unclear[0] from None
                continue
            return str(read), [*parts[:start], *parts[start + length :]]
    if unclear:
        raise unclear[0]
    return "", list(parts)


def dates_within(text: str) -> list[tuple[int, int]]:
    """The positions of dates among other words of ``text``, parseable by ``read_date``.

    Raises UnclearDate for a date range and for an approximate date.
    """
    if _SPAN.search(text):
        raise _several_days(text)
    spans = [found.span() for found in _WITHIN.finditer(text)]
    for start, end in spans:
        _expect_exact(text, start, end)
    if len(spans) > 1:
        raise _several_days(text)
    return spans


def _expect_exact(text: str, start: int, end: int) -> None:
    """Raise UnclearDate if the words around a date make it approximate ("before", "early")."""
    before, behind = text[max(0, start - _LONGEST_BEFORE) : start], text[end:][:_LONGEST_BEFORE]
    if _INEXACT_BEFORE.search(before) or _INEXACT_BEHIND.search(behind):
        raise UnclearDate(
            f"“{text[:_LONGEST]}” isn’t an exact date. Write one day, or just the month or year."
        )


def means_a_date(text: str) -> bool:
    """Whether ``text`` contains anything like a date, valid or not."""
    return _MEANS_A_DATE.search(_ADDRESS.sub(" ", text)) is not None


def _several_days(text: str) -> UnclearDate:
    shown = text[:_LONGEST]
    return UnclearDate(f"“{shown}” has more than one day. Write one day, or just the month.")


def unreadable(text: str) -> UnclearDate:
    """The error for a text that resembles a date but is none."""
    return UnclearDate(
        f"I can’t read the date in “{text[:_LONGEST]}”. Put the date first, then a comma, for "
        "example: 18 April 2020, the briefing. Without the day, write April 2020 or 2020."
    )


def _read(text: str, today: date) -> PartialDate:
    """Parse a cleaned text."""
    text = " ".join(text.split())
    if text[:4].isdecimal():
        with suppress(ValueError):
            return PartialDate.parse(text)
    if not text or len(text) > _LONGEST or text.isdecimal():
        raise NoDate(f"“{text[:_LONGEST]}” is not a date. {_HOW}")
    dates_within(text)
    if figures := _BACKWARDS.fullmatch(text):
        try:
            return PartialDate(*map(int, figures.groups()))
        except ValueError as error:
            raise UnclearDate(f"“{text}” is not in the calendar. {_HOW}") from error
    counted = _COUNTED.fullmatch(text) is not None
    of_a_size = len(_WORD.findall(text)) <= _MOST_WORDS
    if not (counted or (of_a_size and _LOOKS_LIKE_A_DATE.search(text))):
        raise NoDate(f"“{text}” is not a date. {_HOW}")
    read = _parser(today).get_date_data(text)
    if read.date_obj is None or read.period not in ("day", "week", "month", "year"):
        if _WITHIN.fullmatch(text):
            raise UnclearDate(f"“{text}” is not in the calendar. {_HOW}")
        raise NoDate(f"“{text}” is not a date. {_HOW}")
    day = read.date_obj.date()
    known = {"month": 2, "year": 1}.get(read.period, 3)
    if not counted:
        _expect_year(text)
        _expect_one_meaning(text, day)
    return PartialDate(*(day.year, day.month, day.day)[:known])


def _expect_year(text: str) -> None:
    if _YEAR.search(text):
        return
    if named := _NAMED_DAY.fullmatch(text.removeprefix("on ")):
        raise UnclearDate(f"Which {named[0]}? Write last {named[0]}, or 18 April 2020.")
    raise UnclearDate(f"“{text}” isn’t a full date. Which year? Write 18 April 2020.")


def _expect_one_meaning(text: str, day: date) -> None:
    if figures := _FIGURES.search(text):
        first, second, year = map(int, figures.groups())
        if first != second and first <= _LAST_OF_DAYS and second <= _LAST_OF_DAYS:
            one, other = PartialDate(year, second, first), PartialDate(year, first, second)
            raise UnclearDate(
                f"“{text}” could be {one.in_words()} or {other.in_words()}. "
                "Write the month as a word."
            )
    named = _NAMED_DAY.search(text)
    weekday = _WEEKDAYS[day.weekday()]
    if named and not weekday.casefold().startswith(named[1].casefold()):
        written = PartialDate(day.year, day.month, day.day).in_words()
        raise UnclearDate(f"{written} was a {weekday}. Correct the date or leave the weekday out.")


@lru_cache(maxsize=2)
def _parser(today: date) -> "DateDataParser":
    # Imported with the first date: it takes longer to load than all other modules.
    from dateparser.date import DateDataParser  # noqa: PLC0415

    return DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "DMY",
        },
    )
