"""Converts between filters and the texts people type for them in options and forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

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
        joint = AnyOf if self.any_of else AllOf
        return parts[0] if len(parts) == 1 else joint(of=tuple(parts))

    @classmethod
    def from_filter(cls, wanted: Filter) -> Self:
        """The inverse of the property ``wanted``, for filters that it produced."""
        parts = _fields_of(wanted)
        texts = {"topic": "", "keyword": "", "speaker": "", "outlet": ""}
        stance, desk = None, None
        for part in parts:
            match part:
                case WithStance():
                    stance = part.stance
                case OfDesk():
                    desk = part.desk
                case _:
                    if kinds := [condition.kind for condition in conditions(part)]:
                        texts[kinds[0]] = _as_typed(part)
        return cls(
            topics=texts["topic"],
            keywords=texts["keyword"],
            speakers=texts["speaker"],
            outlets=texts["outlet"],
            stance=stance,
            desk=desk,
            any_of=isinstance(wanted, AnyOf) and len(parts) > 1,
        )


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
