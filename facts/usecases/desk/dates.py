"""Dates as people write them, and nothing that would have to be guessed."""

from dataclasses import dataclass
from datetime import date

from facts.model import PartialDate, Refusal


class UnclearDate(Refusal):
    """No date, or one that could be several; the sentence says how to write it."""


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date as it was understood."""

    date: PartialDate
    in_words: str
    """``18 April 2020``; a day counted from today is told with its weekday,
    ``Saturday, 14 November 2026``, so that a slip is seen."""


def read_date(text: str, today: date) -> DateRead:
    """The one date that ``text`` says: ``18 April 2020``, ``April 2020``, ``2020-04``,
    ``last Saturday``, ``yesterday``, ``3 days ago``; counted from ``today`` where it is relative.

    Raises UnclearDate where a year is missing, where day and month could be either, and else.
    """
    raise NotImplementedError
