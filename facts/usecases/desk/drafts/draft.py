"""Drafts: facts in the making, kept until they are published or discarded."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from facts.model import DeskId, Fact, FactContent, Refusal
from facts.revisions.diff import FieldChange


class NoSuchDraft(Refusal):
    """The draft is not there, or is somebody else's."""


class AlreadyPublished(Refusal):
    """The draft became a fact, or the next revision of one, before. The sentence names it."""

    def __init__(self, fact_id: int) -> None:
        super().__init__(f"This draft has been published: it’s fact #{fact_id}.")
        self.fact_id = fact_id


class Stage(StrEnum):
    """How far a draft is."""

    OPEN = "open"
    PROPOSED = "proposed"
    RETURNED = "returned"
    SCHEDULED = "scheduled"


class Proposed(BaseModel):
    """What was read out of an article: to be looked at, never published as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outlet: str = ""
    headline: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    quotes: tuple[str, ...] = ()


class Draft(BaseModel):
    """A fact in the making. ``id`` is short and fits into a control's custom id.

    ``author`` is the member's id, ``signature`` how the log will name them. An edit has ``fact_id``
    and the ``revision`` it began from; a merge also ``absorbs``, the fact that goes into it, at a
    revision of its own; the undoing of a merge ``releases`` that fact. ``why`` goes into the log
    when it is published, ``correction`` is the sentence that readers see about the change.
    ``publish_at`` is when it goes out, in ``zone`` as its author wrote it. ``returned_because`` is
    said of one that was returned.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    desk: DeskId
    author: str
    signature: str
    opened_at: datetime
    changed_at: datetime
    stage: Stage = Stage.OPEN
    content: FactContent
    fact_id: int | None = None
    revision: int | None = None
    absorbs: tuple[int, int] | None = None
    releases: tuple[int, int] | None = None
    why: str | None = None
    correction: str | None = None
    publish_at: datetime | None = None
    zone: str = "UTC"
    returned_because: str | None = None
    returned_by: str | None = None
    article: Proposed | None = None
    revision_kept: Annotated[int, Field(exclude=True)] = 0

    @property
    def author_name(self) -> str:
        """The author's name as it was when the draft was opened."""
        return self.signature.removesuffix(f" ({self.author})")

    @property
    def as_fact(self) -> Fact:
        """The fact as readers would see it. A new fact has the id 0; sources may still be none."""
        content = {name: getattr(self.content, name) for name in FactContent.model_fields}
        return Fact.model_construct(
            **content,
            id=self.fact_id or 0,
            desk=self.desk,
            revision=(self.revision or 0) + 1,
            created_at=self.opened_at,
            changed_at=self.changed_at,
        )


class WarningKind(StrEnum):
    """What a warning is about."""

    NO_SOURCE = "no source"
    QUESTION = "question"
    SAME_CLAIM = "same claim"
    CONTRADICTION = "contradiction"
    CLOSE_CLAIM = "close claim"
    DENIAL_WITHOUT_QUOTE = "denial without quote"
    SOURCE_WITHOUT_LINK = "source without link"
    SOURCE_WITHOUT_DATE = "source without date"
    LINK_ALREADY_CITED = "link already cited"


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning. ``fact`` is the stored fact that it is about, where there is one.

    NO_SOURCE forbids publishing; nothing else does.
    """

    kind: WarningKind
    sentence: str
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Rebased:
    """An edit brought up to the fact as it is now.

    ``theirs`` is what others changed meanwhile; ``both`` are the places that the draft changed too,
    where its own words still stand and have to be looked at.
    """

    draft: Draft
    theirs: tuple[FieldChange, ...]
    both: tuple[str, ...] = field(default=())
