"""Times as people type them: a time of day, quiet hours, a time zone."""

import re
from datetime import time
from zoneinfo import available_timezones

from facts.alerts.schedule import AtOnce, Daily, Hourly, QuietHours, Weekly, When
from facts.model import Refusal

MORNING = time(8)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_NOON = 12


def time_of_day(text: str) -> time:
    """``8``, ``08:00``, ``8.30`` or ``8 pm``. Raises Refusal."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise _not_a_time(text)
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= _NOON:
            raise _not_a_time(text)
        hour = hour % _NOON + (_NOON if found[3].lower() == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError as error:
        raise _not_a_time(text) from error


def _not_a_time(text: str) -> Refusal:
    return Refusal(f"“{text.strip()[:20]}” isn’t a time of day. Write it like 08:00 or 20:30.")


def quiet_hours(text: str) -> QuietHours | None:
    """``22:00-07:00``; nothing for an empty text. Raises Refusal."""
    if not text.strip():
        return None
    start, mark, end = text.replace("–", "-").replace(" to ", "-").partition("-")
    if not mark:
        raise Refusal(
            f"“{text.strip()[:20]}” isn’t a span of hours. Write quiet hours like 22:00-07:00."
        )
    return QuietHours(start=time_of_day(start), end=time_of_day(end))


def rhythm(kind: str, at: time, day: int) -> When:
    """``kind`` is that of one of the schedule's values; ``day`` counts from Monday, 0."""
    match kind:
        case "hourly":
            return Hourly()
        case "daily":
            return Daily(at=at)
        case "weekly":
            return Weekly(day=day, at=at)
        case _:
            return AtOnce()


class Zones:
    """The time zones that there are, by name."""

    def __init__(self) -> None:
        self._names = sorted(available_timezones())
        self._by_folded = {name.casefold(): name for name in self._names}

    def named(self, text: str) -> str:
        """The zone of that name or of that city alone, in any capitals. Raises Refusal."""
        wanted = text.strip().casefold().replace(" ", "_")
        cities = [name for name in self._names if name.casefold().endswith(f"/{wanted}")]
        name = self._by_folded.get(wanted) or (cities[0] if len(cities) == 1 else None)
        if name is None:
            raise Refusal(
                f"I don’t know the time zone “{text.strip()[:40]}”. Choose one from the list that "
                "appears as you type, for example Europe/Oslo or America/New_York."
            )
        return name

    def offered(self, typed: str, limit: int) -> list[str]:
        """Zones whose names hold what is typed; those whose city begins with it come first."""
        wanted = typed.strip().casefold().replace(" ", "_")
        fitting = [name for name in self._names if wanted in name.casefold()]
        fitting.sort(key=lambda name: not name.rpartition("/")[2].casefold().startswith(wanted))
        return fitting[:limit]
