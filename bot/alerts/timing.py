"""Parses typed times: a time of day, quiet hours, a schedule."""

import re
from datetime import time

from facts.alerts.schedule import AtOnce, Daily, Hourly, QuietHours, Weekly, When
from facts.forms.moments import clock_time
from facts.model import Refusal

MORNING = time(8)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def time_of_day(text: str) -> time:
    """Parse ``8``, ``08:00``, ``8.30`` or ``8 pm``. Raises Refusal for anything else."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise _not_a_time(text)
    try:
        return clock_time(*found.groups())
    except ValueError as error:
        raise _not_a_time(text) from error


def _not_a_time(text: str) -> Refusal:
    return Refusal(f"“{text.strip()[:20]}” isn’t a time of day. Write it like 08:00 or 20:30.")


def quiet_hours(text: str) -> QuietHours | None:
    """Parse ``22:00-07:00``; None for an empty text. Raises Refusal for anything else."""
    if not text.strip():
        return None
    start, mark, end = text.replace("–", "-").replace(" to ", "-").partition("-")
    if not mark:
        raise Refusal(
            f"“{text.strip()[:20]}” isn’t a span of hours. Write quiet hours like 22:00-07:00."
        )
    return QuietHours(start=time_of_day(start), end=time_of_day(end))


def rhythm(kind: str, at: time, day: int) -> When:
    """The schedule named ``kind`` (see ``facts.alerts.schedule``); ``day`` is 0 for Monday."""
    match kind:
        case "hourly":
            return Hourly()
        case "daily":
            return Daily(at=at)
        case "weekly":
            return Weekly(day=day, at=at)
        case _:
            return AtOnce()
