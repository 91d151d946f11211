"""Subscriptions: who gets alerts about what, where and when (at once or in digests)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, Field

from facts.alerts.filters import Filter
from facts.model import DeskId, visible_desks
from facts.model.fields import Frozen, Topic, topic_key
from facts.outbox.delivery import Stopped

_WEEK = 7


def _without_zone(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("a time of day is of the subscription's zone and names none of its own")
    return value


TimeOfDay = Annotated[time, AfterValidator(_without_zone)]


class AtOnce(Frozen):
    """Each alert as soon as it is due."""

    kind: Literal["at once"] = "at once"


class Hourly(Frozen):
    """One digest at each full hour, if there is anything to send."""

    kind: Literal["hourly"] = "hourly"


class Daily(Frozen):
    """One digest a day at ``at``, in the subscription's time zone."""

    kind: Literal["daily"] = "daily"
    at: TimeOfDay


class Weekly(Frozen):
    """One digest a week on ``day`` (0 is Monday) at ``at``, in the subscription's time zone."""

    kind: Literal["weekly"] = "weekly"
    day: Annotated[int, Field(ge=0, lt=_WEEK)]
    at: TimeOfDay


When = Annotated[AtOnce | Hourly | Daily | Weekly, Field(discriminator="kind")]


class QuietHours(Frozen):
    """From ``start`` up to ``end`` in the subscription's time zone; may span midnight."""

    start: TimeOfDay
    end: TimeOfDay

    def includes(self, at: time) -> bool:
        """Whether this time of day is within the quiet hours."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def next_time(when: When, zone: str, quiet: QuietHours | None, after: datetime) -> datetime:
    """The first permitted time, at ``after`` or later, to send what is due at ``after``.

    ``zone`` is an IANA name. A digest time skipped by daylight saving is shifted by the clock
    change; one that occurs twice counts the first time. What falls into quiet hours waits for their
    end. UTC in and out.
    """
    if isinstance(when, AtOnce) and quiet is None:
        return after
    return _next_time(when, zone, quiet, after)


@lru_cache(maxsize=4096)  # many of ten thousand subscriptions share their times
def _next_time(when: When, zone: str, quiet: QuietHours | None, after: datetime) -> datetime:
    where = ZoneInfo(zone)
    moment = _planned(when, where, after)
    return _after_quiet(quiet, where, moment) if quiet else moment


def _planned(when: When, where: tzinfo, after: datetime) -> datetime:
    match when:
        case AtOnce():
            return after
        case Hourly():
            return _full_hour(after, where)
        case Daily():
            return _on_a_day(range(_WEEK), when.at, where, after)
        case Weekly():
            return _on_a_day((when.day,), when.at, where, after)


def _full_hour(after: datetime, where: tzinfo) -> datetime:
    local = after.astimezone(where)
    into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return after + (timedelta(hours=1) - into) if into else after


def _on_a_day(days: range | tuple[int, ...], at: time, where: tzinfo, after: datetime) -> datetime:
    day = after.astimezone(where).date()
    while day.weekday() not in days or _moment(day, at, where) < after:
        day += timedelta(days=1)
    return _moment(day, at, where)


def _moment(day: date, at: time, where: tzinfo, fold: int = 0) -> datetime:
    return datetime.combine(day, at.replace(fold=fold), where).astimezone(UTC)


def _after_quiet(quiet: QuietHours, where: tzinfo, moment: datetime) -> datetime:
    local = moment.astimezone(where)
    if not quiet.includes(local.time()):
        return moment
    day = local.date()
    if quiet.start > quiet.end and local.time() >= quiet.start:
        day += timedelta(days=1)
    end = _moment(day, quiet.end, where)
    # In the hour repeated at the end of daylight saving, quiet hours may end at the second one.
    return end if end > moment else _moment(day, quiet.end, where, fold=1)


class WhatFor(StrEnum):
    """The kinds of news to subscribe to."""

    NEW = "new"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    DENIED = "denied"


EVERY_NEWS = frozenset(WhatFor)
# The kinds of news about an existing claim.
EVERY_CHANGE = EVERY_NEWS - {WhatFor.NEW}


class SubscriptionSpec(Frozen):
    """A subscription specification (a saved search with a place and a schedule) before it is
    stored.

    ``where`` is the channel or DM to send to, in the front end's notation. ``wanted`` is the
    filter; None for a subscription that only follows facts. ``desk`` is the desk of the server it
    was made in; it sees the facts that a reader there sees. A ``shared`` place has several readers:
    the subscription belongs to the server and is managed by the managers of that place. ``mention``
    is the only role that its alerts may mention.
    """

    where: str
    shared: bool = False
    desk: DeskId | None = None
    wanted: Filter | None = None
    follows: frozenset[Annotated[int, Field(ge=1)]] = frozenset()
    what_for: Annotated[frozenset[WhatFor], Field(min_length=1)] = EVERY_NEWS
    when: When = AtOnce()
    zone: str = "UTC"
    quiet: QuietHours | None = None
    mention: str | None = None


class Subscription(SubscriptionSpec):
    """A stored subscription. ``id`` is short enough for a control's custom id.

    It receives changes after log number ``since``, except of facts on ``muted`` topics. Until
    ``paused_until`` changes are collected. A ``stopped`` one neither sends nor collects until its
    owner changes or resumes it. So does one with ``unknown`` topics (no claim had them when it was
    made) until its owner confirms it.
    """

    id: str
    owner: str
    since: Annotated[int, Field(ge=0)]
    made_at: AwareDatetime
    muted: frozenset[Topic] = frozenset()
    paused_until: AwareDatetime | None = None
    stopped: Stopped | None = None
    unknown: tuple[Topic, ...] = ()

    def hears_of(self, topics: Iterable[str]) -> bool:
        """Whether none of a fact's ``topics`` is muted."""
        return {topic_key(one) for one in self.muted}.isdisjoint(map(topic_key, topics))

    @property
    def sees(self) -> frozenset[DeskId]:
        """The desks whose facts it can receive."""
        return visible_desks(self.desk)

    @property
    def spec(self) -> SubscriptionSpec:
        """The specification it was made from."""
        return SubscriptionSpec(
            **{name: getattr(self, name) for name in SubscriptionSpec.model_fields}
        )
