"""Parses what people type for subscriptions, in options and modals: filters, times, schedules."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import time
from typing import Any, Self

from pydantic import ValidationError

from facts.alerts.filters import (
    EVERYTHING,
    AllOf,
    AnyOf,
    BySpeaker,
    Condition,
    Filter,
    FromOutlet,
    OfDesk,
    OnTopic,
    WithKeyword,
    WithStance,
    conditions,
)
from facts.alerts.subscription import AtOnce, Daily, Hourly, QuietHours, Weekly, When
from facts.forms.moments import clock_time
from facts.model import DeskId, Refusal, Stance

_OR, _AND = ",", " + "


@dataclass(frozen=True, slots=True)
class TypedFilter:
    """A filter as typed. Within a text, commas mean "or" and `` + `` means "and", which binds
    tighter: ``harbour + bridge, tunnel``. Between fields, ``any_of`` means "or"; otherwise all
    fields that are filled in must match.
    """

    topics: str = ""
    keywords: str = ""
    speakers: str = ""
    outlets: str = ""
    stance: Stance | None = None
    desk: DeskId | None = None
    any_of: bool = False

    @property
    def wanted(self) -> Filter:
        """The filter that these texts describe. Raises Refusal for a text that is too long."""
        parts: list[Filter] = []
        try:
            for text, make in (
                (self.topics, lambda text: OnTopic(topic=text)),
                (self.keywords, lambda text: WithKeyword(keyword=text)),
                (self.speakers, lambda text: BySpeaker(speaker=text)),
                (self.outlets, lambda text: FromOutlet(outlet=text)),
            ):
                parts += _alternatives(text, make)
        except ValidationError as error:
            typed = str(error.errors()[0]["input"])
            raise Refusal(
                f"“{typed[:60]}…” is too long for a filter. Use one or two words; separate several "
                "topics, words or names with commas."
            ) from error
        if self.stance:
            parts.append(WithStance(stance=self.stance))
        if self.desk:
            parts.append(OfDesk(desk=self.desk))
        if not parts:
            return EVERYTHING
        return _joined(parts, AnyOf if self.any_of else AllOf)

    @classmethod
    def from_filter(cls, wanted: Filter | None) -> Self:
        """The inverse of the property ``wanted``, for filters that it produced; or for none."""
        parts = _fields_of(wanted or EVERYTHING)
        fields: dict[str, Any] = {}
        for part in parts:
            match part:
                case WithStance():
                    fields["stance"] = part.stance
                case OfDesk():
                    fields["desk"] = part.desk
                case _:
                    if kinds := [condition.kind for condition in conditions(part)]:
                        fields[f"{kinds[0]}s"] = _as_typed(part)
        return cls(**fields, any_of=isinstance(wanted, AnyOf) and len(parts) > 1)


def _fields_of(wanted: Filter) -> tuple[Filter, ...]:
    """Splits a filter by field; alternatives within one field stay together."""
    if isinstance(wanted, AllOf | AnyOf) and len({one.kind for one in conditions(wanted)}) != 1:
        return wanted.of
    return (wanted,)


def _alternatives(text: str, make: Callable[[str], Condition]) -> list[Filter]:
    """Parses the text of one field: a list of one filter, or empty for an empty text."""
    alternatives = [
        _joined([make(part) for part in _parts(alternative, _AND)], AllOf)
        for alternative in _parts(text, _OR)
    ]
    return [_joined(alternatives, AnyOf)] if alternatives else []


def _joined(parts: list[Filter], joint: type[AllOf] | type[AnyOf]) -> Filter:
    return parts[0] if len(parts) == 1 else joint(of=tuple(parts))


def _parts(text: str, mark: str) -> list[str]:
    return [part for part in (piece.strip() for piece in text.split(mark)) if part]


def _as_typed(part: Filter) -> str:
    match part:
        case AnyOf():
            return ", ".join(map(_as_typed, part.of))
        case AllOf():
            return _AND.join(map(_as_typed, part.of))
        case _:
            return str(getattr(part, part.kind))


MORNING = time(8)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def time_of_day(text: str) -> time:
    """Parse ``8``, ``08:00``, ``8.30`` or ``8 pm``. Raises Refusal for anything else."""
    with suppress(ValueError):
        if found := _TIME.fullmatch(text.strip()):
            return clock_time(*found.groups())
    raise Refusal(f"“{text.strip()[:20]}” isn’t a time of day. Write it like 08:00 or 20:30.")


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
    """The schedule named ``kind`` (see ``facts.alerts.subscription``); ``day`` is 0 for Monday."""
    match kind:
        case "hourly":
            return Hourly()
        case "daily":
            return Daily(at=at)
        case "weekly":
            return Weekly(day=day, at=at)
        case _:
            return AtOnce()
