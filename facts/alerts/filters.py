"""Which facts a subscription is about: a tree of conditions joined by and / or.

As JSON: ``{"kind": "topic", "topic": "harbour"}``, ``{"kind": "all", "of": [...]}``.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from facts.model import DeskId, Fact, Stance
from facts.model.fields import Frozen, Headline, Name, Topic, topic_key

# What a fact has, or a condition asks for: ("topic", "harbour"), ("keyword", "Ada bridge").
Key = tuple[str, str]

MOST_CONDITIONS, DEEPEST = 20, 4


class _Condition(Frozen):
    """One field besides ``kind``, which is named so."""

    kind: str

    @property
    def key(self) -> Key:
        return self.kind, self._folded(str(getattr(self, self.kind)))

    @staticmethod
    def _folded(text: str) -> str:
        return text


class OnTopic(_Condition):
    """The fact has the topic (compared without case)."""

    kind: Literal["topic"] = "topic"
    topic: Topic

    @staticmethod
    def _folded(text: str) -> str:
        return topic_key(text)


class WithKeyword(_Condition):
    """A question of these words would find the fact."""

    kind: Literal["keyword"] = "keyword"
    keyword: Headline


class BySpeaker(_Condition):
    """The claim's speaker has this name, role or side (compared without case)."""

    kind: Literal["speaker"] = "speaker"
    speaker: Name

    @staticmethod
    def _folded(text: str) -> str:
        return text.casefold()


class FromOutlet(_Condition):
    """One of the sources is of this outlet (compared without case)."""

    kind: Literal["outlet"] = "outlet"
    outlet: Name

    @staticmethod
    def _folded(text: str) -> str:
        return text.casefold()


class WithStance(_Condition):
    """One of the responses has this stance: only denials, say."""

    kind: Literal["stance"] = "stance"
    stance: Stance


class OfDesk(_Condition):
    """The fact belongs to this desk."""

    kind: Literal["desk"] = "desk"
    desk: DeskId


class AllOf(Frozen):
    """Every one of the parts holds. Without parts: every fact."""

    kind: Literal["all"] = "all"
    of: tuple["Filter", ...] = ()


class AnyOf(Frozen):
    """At least one of the parts holds."""

    kind: Literal["any"] = "any"
    of: Annotated[tuple["Filter", ...], Field(min_length=1)]


Condition = OnTopic | WithKeyword | BySpeaker | FromOutlet | WithStance | OfDesk
Filter = Annotated[Condition | AllOf | AnyOf, Field(discriminator="kind")]
EVERYTHING = AllOf()


def keys_of(fact: Fact) -> frozenset[Key]:
    """All that a condition can ask of ``fact``, but for keywords: those need the matcher."""
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
    """Whether what is ``wanted`` is true of a fact with ``keys``, met keywords among them."""
    match wanted:
        case AllOf():
            return all(holds(part, keys) for part in wanted.of)
        case AnyOf():
            return any(holds(part, keys) for part in wanted.of)
        case _:
            return wanted.key in keys


def conditions(wanted: Filter) -> Iterator[Condition]:
    """The conditions of the tree, from left to right."""
    if isinstance(wanted, AllOf | AnyOf):
        for part in wanted.of:
            yield from conditions(part)
    else:
        yield wanted


def depth(wanted: Filter) -> int:
    """How many joints lie on the longest way to a condition."""
    if isinstance(wanted, AllOf | AnyOf):
        return 1 + max(map(depth, wanted.of), default=0)
    return 0


def in_words(wanted: Filter) -> str:
    """The filter as a person reads it: ``topic harbour and (speaker Ada Berg or any denial)``.

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
            return f"{wanted.kind} {wanted.key[1] if wanted.kind == 'desk' else _said(wanted)}"


def _said(wanted: OnTopic | BySpeaker | FromOutlet | OfDesk) -> str:
    match wanted:
        case OnTopic():
            return wanted.topic
        case BySpeaker():
            return wanted.speaker
        case FromOutlet():
            return wanted.outlet
        case OfDesk():
            return wanted.desk


def _part_in_words(part: Filter) -> str:
    several = isinstance(part, AllOf | AnyOf) and len(part.of) > 1
    return f"({in_words(part)})" if several else in_words(part)
