"""Parses dates as publishers, spreadsheets and feeds write them, if unambiguous.

Much faster than ``facts.forms.typed_dates``, which parses what people type; a table has many
thousand.
"""

import datetime as dt
import re
from enum import StrEnum
from functools import cache

from babel.dates import get_day_names, get_month_names

from facts.model import PartialDate

_LONGEST = 60
_YEAR_FIRST = re.compile(
    r"(\d{4})(?:(-|/|\. ?)(\d{1,2})(?:\2(\d{1,2})\.?)?|(\d{2})(\d{2})(?:T?\d{6}Z?)?)?(?:[T ]+\d.*)?"
)
_FIGURES = re.compile(r"(\d{1,2})(-|/|\. ?| )(\d{1,2})\2(\d{4}|\d{2})\.?(?:[T ,]+\d.*)?")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
# 2020年4月18日, 2020년 4월 18일
_EAST_ASIAN = re.compile(r"(\d{4}) ?[年년](?: ?(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日일])?)?(?: .*)?")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_TIME_OF_DAY = re.compile(r"[ ,T]{1,2}(?:at {1,2})?\d{1,2}:\d{2}.*", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)\b", re.IGNORECASE)
_LANGUAGES = (
    *("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "nb", "fi", "tr", "id", "ro"),
    *("cs", "hu", "hr", "ru", "uk", "el"),
)
# Words around the parts of a date; weekdays come from the locale data.
_FILLERS = frozenset(
    ["de", "del", "of", "the", "le", "el", "den", "der", "om", "on", "am", "г", "года", "р", "року"]
)
_MONTHS_LATER_IN = 12
# Two-digit years are 1970 to 2069, as in spreadsheets and POSIX.
_PIVOT = 70
# The epoch of spreadsheets. They have a nonexistent 29 February 1900, so only from March 1900 on.
_DAY_ZERO = dt.date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 61, 80_000
_YEARS = range(1500, 2200)


class DateOrder(StrEnum):
    """Which of the first two numbers of a date is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class UnknownDateError(ValueError):
    """The text is no date."""


class AmbiguousDateError(ValueError):
    """The date is ambiguous; the message names both meanings."""


def read_written_date(text: str, order: DateOrder | None = None) -> PartialDate:
    """Parse a date; a time of day after it is ignored.

    ``order`` resolves ``04/05/2020``. Raises UnknownDateError, AmbiguousDateError.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise UnknownDateError
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            year, _, month, day, compact_month, compact_day = found.groups()
            return _of_figures(year, month or compact_month, day or compact_day)
        if found := _EAST_ASIAN.fullmatch(text):
            return _of_figures(*found.groups())
        if found := _MONTH_AND_YEAR.fullmatch(text):
            return _of_figures(found[2], found[1], None)
        if found := _FIGURES.fullmatch(text):
            return _in_order(int(found[1]), int(found[3]), _year(found[4]), order)
        return _in_words(text)
    except AmbiguousDateError:
        raise
    except ValueError as error:
        raise UnknownDateError from error


def _of_figures(year: str, month: str | None, day: str | None) -> PartialDate:
    return PartialDate(int(year), int(month) if month else None, int(day) if day else None)


def of_serial(number: float) -> PartialDate:
    """The date of a number in a date column: a year, or a spreadsheet's day count."""
    if number == int(number) and int(number) in _YEARS:
        return PartialDate(int(number))
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise UnknownDateError
    day = _DAY_ZERO + dt.timedelta(days=int(number))
    return PartialDate(day.year, day.month, day.day)


def _year(figures: str) -> int:
    year = int(figures)
    if len(figures) > 2:  # noqa: PLR2004  as many as it is short for
        return year
    return year + (1900 if year >= _PIVOT else 2000)


def _in_order(first: int, second: int, year: int, order: DateOrder | None) -> PartialDate:
    if first > _MONTHS_LATER_IN or (order is DateOrder.DAY_FIRST and second <= _MONTHS_LATER_IN):
        return PartialDate(year, second, first)
    if second > _MONTHS_LATER_IN or order is DateOrder.MONTH_FIRST or first == second:
        return PartialDate(year, first, second)
    one, other = PartialDate(year, second, first), PartialDate(year, first, second)
    raise AmbiguousDateError(f"could be {one.in_words()} or {other.in_words()}")


def _in_words(text: str) -> PartialDate:
    """``18 April 2020``, ``Apr 18, 2020``, ``18-Apr-20``, ``Sat, 18 Apr 2020 10:00:00 GMT``."""
    words = _WORDS.findall(_ORDINAL.sub("", _TIME_OF_DAY.sub("", text)).casefold())
    months = [month for word in words if (month := _month_names().get(word))]
    figures = [word for word in words if word.isdecimal()]
    others = [w for w in words if not w.isdecimal() and w not in _month_names()]
    if len(months) != 1 or any(w not in _FILLERS and w not in _weekday_names() for w in others):
        raise UnknownDateError
    if len(figures) == 1 and len(figures[0]) == 4:  # noqa: PLR2004  a year
        return PartialDate(int(figures[0]), months[0])
    if len(figures) != 2:  # noqa: PLR2004  a day and a year
        raise UnknownDateError
    day, year = figures if len(figures[0]) <= 2 else figures[::-1]  # noqa: PLR2004
    return PartialDate(_year(year), months[0], int(day))


@cache
def _month_names() -> dict[str, int]:
    """Month names and abbreviations in the languages of most publishers.

    A word for different months in different languages ("listopad") is left out.
    """
    names: dict[str, set[int]] = {"sept": {9}}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                found = get_month_names(width, context, language)
                for number, name in found.items():
                    for word in _WORDS.findall(name.casefold()):
                        names.setdefault(word, set()).add(number)
    return {name: min(numbers) for name, numbers in names.items() if len(numbers) == 1}


@cache
def _weekday_names() -> frozenset[str]:
    return frozenset(
        word
        for language in _LANGUAGES
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, "format", language).values()
        for word in _WORDS.findall(name.casefold())
    )
