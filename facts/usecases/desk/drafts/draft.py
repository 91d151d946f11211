"""Drafts: unpublished facts and edits, kept until they are published or deleted."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from facts.model import DeskId, Fact, FactContent, Refusal
from facts.model.fields import Frozen
from facts.revisions.diff import FieldChange


class AlreadyPublished(Refusal):
    """The draft was published already. The sentence names the fact."""

    def __init__(self, fact_id: int) -> None:
        super().__init__(f"This draft has been published: it’s fact #{fact_id}.")
        self.fact_id = fact_id


class Stage(StrEnum):
    """The state of a draft."""

    OPEN = "open"
    PROPOSED = "proposed"
    RETURNED = "returned"
    SCHEDULED = "scheduled"


class Proposed(Frozen):
    """Data extracted from an article: to be reviewed, never published as it is."""

    outlet: str = ""
    headline: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    quotes: tuple[str, ...] = ()


class Draft(Frozen):
    """A draft of a new fact or of an edit. ``id`` is short enough for a control's custom id.

    ``author`` is the member's id, ``signature`` their name in the log. An edit has ``fact_id`` and
    the base ``revision``; a merge also ``absorbs``, the fact to merge into it at its own revision;
    undoing a merge ``releases`` that fact. ``why`` is the log's reason, ``correction`` the sentence
    shown to readers about the change. ``publish_at`` is the scheduled time, ``zone`` the time zone
    it was entered in. ``returned_because`` is the reason if it was returned.
    """

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
        """The author's name when the draft was opened."""
        return self.signature.removesuffix(f" ({self.author})")


class WarningKind(StrEnum):
    """The kind of a warning."""

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
    """One warning. ``fact`` is the stored fact it is about, if any.

    Only NO_SOURCE prevents publishing.
    """

    kind: WarningKind
    sentence: str
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Rebased:
    """An edit rebased on the present state of its fact.

    ``theirs`` is what others changed since; ``both`` are the conflicts, fields that the draft
    changed too: they keep the draft's text and have to be reviewed.
    """

    draft: Draft
    theirs: tuple[FieldChange, ...]
    both: tuple[str, ...] = field(default=())
