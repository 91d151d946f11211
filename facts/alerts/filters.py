"""Which facts a subscription is about: a tree of conditions joined by and / or.

As JSON, for the shelf: ``{"kind": "topic", "topic": "harbour"}``, ``{"kind": "all", "of": [...]}``.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from facts.model import DeskId, Stance
from facts.model.fields import Name, Topic

KeywordText = Annotated[str, Field(min_length=1, max_length=100)]


class _Condition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OnTopic(_Condition):
    """The fact has the topic."""

    kind: Literal["topic"] = "topic"
    topic: Topic


class WithKeyword(_Condition):
    """A question of these words would find the fact."""

    kind: Literal["keyword"] = "keyword"
    keyword: KeywordText


class BySpeaker(_Condition):
    """The claim's speaker has this name, role or side (compared without case)."""

    kind: Literal["speaker"] = "speaker"
    speaker: Name


class FromOutlet(_Condition):
    """One of the sources is of this outlet (compared without case)."""

    kind: Literal["outlet"] = "outlet"
    outlet: Name


class WithStance(_Condition):
    """One of the responses has this stance: only denials, say."""

    kind: Literal["stance"] = "stance"
    stance: Stance


class OfDesk(_Condition):
    """The fact belongs to this desk."""

    kind: Literal["desk"] = "desk"
    desk: DeskId


class AllOf(_Condition):
    """Every one of the parts holds. Without parts: every fact."""

    kind: Literal["all"] = "all"
    of: tuple["Filter", ...] = ()


class AnyOf(_Condition):
    """At least one of the parts holds."""

    kind: Literal["any"] = "any"
    of: Annotated[tuple["Filter", ...], Field(min_length=1)]


Filter = Annotated[
    OnTopic | WithKeyword | BySpeaker | FromOutlet | WithStance | OfDesk | AllOf | AnyOf,
    Field(discriminator="kind"),
]
EVERYTHING = AllOf()


def in_words(wanted: Filter) -> str:
    """The filter as a person reads it: ``topic harbour and (speaker Ada Berg or only denials)``.

    ``everything`` for a filter without conditions.
    """
    raise NotImplementedError
