"""Changes of facts (the entries of the log), and why one may be refused."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator

from facts.model.fact import DeskId, Fact, FactDraft
from facts.model.fields import Frozen, Name, Remark

# A clock: gives the current time in UTC.
Clock = Callable[[], dt.datetime]


# The system clock.
utc_now: Clock = partial(dt.datetime.now, dt.UTC)


class ChangeKind(StrEnum):
    """The kind of a change."""

    ADDED = "added"
    EDITED = "edited"
    REMOVED = "removed"
    MERGED = "merged"
    REDACTED = "redacted"


class Change(Frozen):
    """One entry of the log. ``number`` counts from 1 without gaps; ``at`` is UTC.

    ``before`` is None for an added fact, ``after`` for a removed one (also in later redactions of
    it).
    """

    number: Annotated[int, Field(ge=1)]
    kind: ChangeKind
    fact_id: Annotated[int, Field(ge=1)]
    revision: Annotated[int, Field(ge=1)]
    editor: Name
    at: AwareDatetime
    reason: Remark | None = None
    before: Fact | None = None
    after: Fact | None = None

    @property
    def fact(self) -> Fact:
        """The fact after the change; as it was before, if the change removed it."""
        fact = self.after or self.before
        assert fact is not None  # noqa: S101 - validated: a change has at least one state
        return fact

    @property
    def desk(self) -> DeskId:
        """The desk that the fact belongs to."""
        return self.fact.desk

    @property
    def parts(self) -> tuple[str, ...]:
        """The fields that the change modified, in the model's order."""
        if self.before is None or self.after is None:
            return tuple(FactDraft.model_fields)
        return tuple(
            name
            for name in FactDraft.model_fields
            if getattr(self.before, name) != getattr(self.after, name)
        )

    @model_validator(mode="after")
    def _tells_what_changed(self) -> Self:
        if (self.before is None) != (self.kind is ChangeKind.ADDED):
            raise ValueError("an added fact, and no other, has no state before")
        is_gone = self.after is None
        if is_gone != (self.kind is ChangeKind.REMOVED) and self.kind is not ChangeKind.REDACTED:
            raise ValueError("a removed fact, and no other, has no state after")
        return self


class Refusal(Exception):  # noqa: N818  its subclasses read as what was wrong: UnknownFact
    """An error that the user can fix: a sentence on what was wrong and what to do. Never a bug."""

    @property
    def sentence(self) -> str:
        return str(self)


class NotAllowed(Refusal):
    """The person lacks permission; the sentence says who has it."""


class LimitReached(Refusal):
    """A limit is reached; the sentence says which, and what to do."""


class DoesNotExist(Refusal):
    """What the person named does not exist (any more), or not for them."""
