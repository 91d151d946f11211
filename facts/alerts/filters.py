"""Subscription filters: a tree of conditions joined by and / or.

As JSON: ``{"kind": "topic", "topic": "harbour"}``, ``{"kind": "all", "of": [...]}``.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from facts.model import DeskId, Fact, Stance
from facts.model.fields import Frozen, Headline, Name, Topic, topic_key

# A condition as a key, compared with the keys of a fact: ("topic", "harbour"), ("keyword", "Ada
# bridge").
Key = tuple[str, str]

MOST_CONDITIONS, DEEPEST = 20, 4
# The kinds of conditions that are compared case-insensitively.
_CASELESS = {"topic", "speaker", "outlet"}


class _Condition(Frozen):
    """A filter condition: one field besides ``kind``, with the same name as the kind."""

    kind: str

    @property
    def value(self) -> str:
        return str(getattr(self, self.kind))

    @property
    def key(self) -> Key:
        return self.kind, self.value.casefold() if self.kind in _CASELESS else self.value


class OnTopic(_Condition):
    """Facts with this topic (case-insensitive)."""

    kind: Literal["topic"] = "topic"
    topic: Topic


class WithKeyword(_Condition):
    """Facts that a question of these words would find."""

    kind: Literal["keyword"] = "keyword"
    keyword: Headline


class BySpeaker(_Condition):
    """Facts whose claim's speaker has this name, role or side (case-insensitive)."""

    kind: Literal["speaker"] = "speaker"
    speaker: Name


class FromOutlet(_Condition):
    """Facts with a source from this outlet (case-insensitive)."""

    kind: Literal["outlet"] = "outlet"
    outlet: Name


class WithStance(_Condition):
    """Facts with a response of this stance, such as a denial."""

    kind: Literal["stance"] = "stance"
    stance: Stance


class OfDesk(_Condition):
    """Facts of this desk."""

    kind: Literal["desk"] = "desk"
    desk: DeskId


class AllOf(Frozen):
    """And: all parts match. Without parts: every fact."""

    kind: Literal["all"] = "all"
    of: tuple["Filter", ...] = ()


class AnyOf(Frozen):
    """Or: at least one of the parts matches."""

    kind: Literal["any"] = "any"
    of: Annotated[tuple["Filter", ...], Field(min_length=1)]


Condition = OnTopic | WithKeyword | BySpeaker | FromOutlet | WithStance | OfDesk
Filter = Annotated[Condition | AllOf | AnyOf, Field(discriminator="kind")]
EVERYTHING = AllOf()


def keys_of(fact: Fact) -> frozenset[Key]:
    """The keys of ``fact`` for all conditions except keywords, which need the matcher."""
    speaker = fact.claim.speaker
    by = (speaker.name, speaker.role, speaker.on_behalf_of) if speaker else ()
    return frozenset(
        [
            ("desk", fact.desk),
            *(("topic", topic_key(topic)) for topic in fact.topics),
            *(("speaker", part.casefold()) for part in by if part),
            *(("outlet", source.outlet.casefold()) for source in fact.sources if source.outlet),
            *(("stance", response.stance.value) for response in fact.responses),
        ]
    )


def holds(wanted: Filter, keys: frozenset[Key]) -> bool:
    """Whether the filter matches a fact with these ``keys``, those of matched keywords included."""
    match wanted:
        case AllOf():
            return all(holds(part, keys) for part in wanted.of)
        case AnyOf():
            return any(holds(part, keys) for part in wanted.of)
        case _:
            return wanted.key in keys


def conditions(wanted: Filter) -> Iterator[Condition]:
    """The conditions of the tree from left to right."""
    if isinstance(wanted, AllOf | AnyOf):
        for part in wanted.of:
            yield from conditions(part)
    else:
        yield wanted


def depth(wanted: Filter) -> int:
    """The depth of the tree: the most and/or nodes on a path to a condition."""
    if isinstance(wanted, AllOf | AnyOf):
        return 1 + max(map(depth, wanted.of), default=0)
    return 0


def in_words(wanted: Filter) -> str:
    """The filter as readable text: ``topic harbour and (speaker Ada Berg or any denial)``.

    ``everything`` for a filter without conditions.
    """
    match wanted:
        case AllOf():
            return " and ".join(map(_part_in_words, wanted.of)) or "everything"
        case AnyOf():
            return " or ".join(map(_part_in_words, wanted.of))
        case WithKeyword():
            return f"“{wanted.keyword}”"
        case WithStance():
            return f"a response that {wanted.stance.value}"
        case _:
            return f"{wanted.kind} {wanted.value}"


def _part_in_words(part: Filter) -> str:
    several = isinstance(part, AllOf | AnyOf) and len(part.of) > 1
    return f"({in_words(part)})" if several else in_words(part)
