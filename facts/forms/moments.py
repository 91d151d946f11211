"""Parses a point in time as people write it: day, time of day and time zone, without guessing."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from facts.forms.typed_dates import read_date
from facts.model import Refusal

LONGEST_WAIT = timedelta(days=366)
_TIME = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}) ?(?P<half>[ap]m)?| ?(?P<full>[ap]m))$",
    re.IGNORECASE,
)
_HOW = "Write it like 18:00, tomorrow 09:30, or 3 May 2026 18:00."
_NOON = 12
_LONGEST_TEXT = 80


class UnclearMoment(Refusal):
    """The text is no valid future time; the sentence says what to write."""


def read_moment(text: str, zone: str, now: datetime) -> datetime:
    """Parse ``text`` in ``zone`` (an IANA name, case-insensitive); returns UTC. Without a day:
    today.

    Raises UnclearMoment and UnclearDate: also for the past, for more than a year ahead, and for a
    time that daylight saving skips.
    """
    where = ZoneInfo(zone_named(zone))
    text = " ".join(text[:_LONGEST_TEXT].split())
    found = _TIME.search(text)
    if found is None:
        raise UnclearMoment(f"“{text.strip()[:40]}” has no time of day. {_HOW}")
    today = now.astimezone(where).date()
    local = datetime.combine(_day(_before(text, found.start()), today), _time(found, text), where)
    moment = local.astimezone(UTC)
    if moment.astimezone(where).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise UnclearMoment(
            f"There’s no {local:%H:%M} on that day in {where.key}: the clocks skip that hour. "
            "Choose another time."
        )
    if moment <= now:
        raise UnclearMoment(f"{moment_words(moment, zone)} is in the past. Choose a later time.")
    if moment > now + LONGEST_WAIT:
        raise UnclearMoment("That is more than a year away. Choose an earlier time.")
    return moment


def moment_words(moment: datetime, zone: str) -> str:
    """``Sunday, 3 May 2026, 18:00 (Europe/Oslo, UTC+02:00)``"""
    where = ZoneInfo(zone_named(zone))
    local = moment.astimezone(where)
    offset = f"{local:%z}"
    return (
        f"{local:%A}, {local.day} {local:%B %Y, %H:%M} ({where.key}, UTC{offset[:3]}:{offset[3:]})"
    )


def zone_named(text: str) -> str:
    """The IANA name of a time zone given by that name or its city. Raises UnclearMoment."""
    name = _zones().get(_folded(text))
    if name is None:
        raise UnclearMoment(
            f"I don’t know the time zone “{text.strip()[:40]}”. Write it like Europe/Oslo, "
            "America/New_York or UTC."
        )
    return name


def zones_like(typed: str, most: int) -> list[str]:
    """Zones whose names contain the typed text; those whose city begins with it come first."""
    wanted = _folded(typed)
    fitting = sorted(name for name in available_timezones() if wanted in name.casefold())
    fitting.sort(key=lambda name: not _city(name).startswith(wanted))
    return fitting[:most]


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Zones by name, and by city if all zones with that city are equal."""
    names = sorted(available_timezones(), key=lambda name: (len(name), name))
    cities: dict[str, list[str]] = {}
    for name in names:
        cities.setdefault(_city(name), []).append(name)
    unique = {city: same[0] for city, same in cities.items() if len(set(map(_hours, same))) == 1}
    return unique | {name.casefold(): name for name in names}


def _hours(zone: str) -> tuple[timedelta | None, ...]:
    """The offsets of a zone over a year, to recognize two names of the same zone."""
    where = ZoneInfo(zone)
    return tuple(datetime(2026, month, 15, tzinfo=where).utcoffset() for month in range(1, 13))


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].casefold()


def _folded(text: str) -> str:
    return text[:_LONGEST_TEXT].strip().casefold().replace(" ", "_")


def _before(text: str, time: int) -> str:
    """The part before the time of day: ``tomorrow`` of ``tomorrow, at 09:30``."""
    return f" {text[:time]}".rstrip(" ,").removesuffix(" at").strip(" ,")


def _day(text: str, today: date) -> date:
    if not text.strip():
        return today
    read = read_date(text, today)
    if read.day is None:
        raise UnclearMoment(f"“{text.strip()}” isn’t a single day. {_HOW}")
    return read.last_day


def _time(found: re.Match[str], text: str) -> time:
    try:
        return clock_time(found["hour"], found["minute"], found["half"] or found["full"])
    except ValueError as error:
        raise UnclearMoment(f"“{text.strip()[:40]}” has no time of day. {_HOW}") from error


def clock_time(hour: str, minute: str | None, half: str | None) -> time:
    """The time of day: ``9``, ``30`` and ``pm`` are 21:30. Raises ValueError."""
    if half and not 1 <= int(hour) <= _NOON:
        raise ValueError(f"{hour} {half}")
    hours = int(hour) % _NOON if half else int(hour)
    return time(hours + (_NOON if half and half.lower() == "pm" else 0), int(minute or 0))
