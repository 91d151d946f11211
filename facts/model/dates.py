"""Partial dates, known only to the month or the year."""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


# A clock: gives the current time in UTC.
Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """The system clock in UTC."""
    return dt.datetime.now(dt.UTC)


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date of known precision: year, year and month, or year, month and day.

    Sorted by date; a less precise date comes before the days in it. Raises ValueError for a
    nonexistent date, or a day without a month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        dt.date(
            self.year,
            1 if self.month is None else self.month,
            1 if self.day is None else self.day,
        )

    def __lt__(self, other: "PartialDate") -> bool:
        return self._order() < other._order()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse ``2020``, ``2020-04`` or ``2020-04-18`` (ISO 8601); raises ValueError for anything
        else.
        """
        form = _FORM.fullmatch(text.strip())
        if form is None:
            raise ValueError("not of the form 2020, 2020-04 or 2020-04-18")
        return cls(*(int(part) if part else None for part in form.groups()))  # type: ignore[arg-type]

    def __str__(self) -> str:
        """The ISO 8601 form that ``parse`` reads."""
        return _iso(self.year, self.month, self.day)

    def _order(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    @property
    def last_day(self) -> dt.date:
        """The last day that it can mean."""
        month = 12 if self.month is None else self.month
        days = calendar.monthrange(self.year, month)[1]
        return dt.date(self.year, month, days if self.day is None else self.day)

    def in_words(self) -> str:
        """The date in words: ``18 April 2020``, ``April 2020`` or ``2020``."""
        parts = [str(self.year)]
        if self.month is not None:
            parts.insert(0, _MONTHS[self.month - 1])
        if self.day is not None:
            parts.insert(0, str(self.day))
        return " ".join(parts)


def _read(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value
    try:
        return _parsed(value if isinstance(value, str) else "")
    except ValueError as error:
        raise PydanticCustomError(
            "partial_date",
            "write a date as 2020, 2020-04 or 2020-04-18; it must be in the calendar",
        ) from error


DateField = Annotated[PartialDate, BeforeValidator(_read), PlainSerializer(str, return_type=str)]


# Cached: the same few dates are parsed and formatted again and again.
_parsed = lru_cache(maxsize=4096)(PartialDate.parse)


@lru_cache(maxsize=4096)
def _iso(year: int, month: int | None, day: int | None) -> str:
    text = f"{year:04}"
    if month is not None:
        text += f"-{month:02}"
    if day is not None:
        text += f"-{day:02}"
    return text
