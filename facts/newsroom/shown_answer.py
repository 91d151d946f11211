"""Answers that were shown: which message shows which revision of a fact, and what corrects it."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from facts.alerts.events import Happening, event_of
from facts.model import Change, ChangeKind
from facts.model.fields import Frozen

KEPT_FOR = timedelta(days=90)


class ShownAnswer(Frozen):
    """The ``message`` (the front end's id, a number) at ``where`` shows ``revision`` of a fact.

    ``owner`` is the person whose direct messages it is in. One with ``asked`` answered a request:
    its owner is also written to when it is corrected.
    """

    message: Annotated[str, Field(pattern=r"^\d{1,20}$")]
    where: str
    fact_id: int
    revision: int
    at: AwareDatetime
    owner: str | None = None
    asked: bool = False


class Why(StrEnum):
    """What readers of an old copy must be told."""

    CORRECTED = "corrected"
    DENIED = "denied"
    RETRACTED = "retracted"
    RESTORED = "restored"
    REDACTED = "redacted"
    MERGED = "merged"
    REMOVED = "removed"


_URGENT = (Why.RETRACTED, Why.REDACTED, Why.REMOVED)
_HAPPENED = {
    Happening.CORRECTED: Why.CORRECTED,
    Happening.DENIED: Why.DENIED,
    Happening.RETRACTED: Why.RETRACTED,
    Happening.RESTORED: Why.RESTORED,
    Happening.MERGED: Why.MERGED,
    Happening.REMOVED: Why.REMOVED,
}


class Mark(Frozen):
    """That copies of a fact which show an older revision than ``revision`` are to be corrected.

    ``change`` is the number of the log's change, ``why`` is what it was.
    """

    fact_id: int
    revision: int
    change: int
    why: Why
    at: AwareDatetime

    @property
    def urgent(self) -> bool:
        """Whether what stands in the old copies must not be read any longer."""
        return self.why in _URGENT


def mark_of(change: Change) -> Mark | None:
    """The mark that a change of the log makes; None where old copies may stay as they are: a new
    fact, an edit that the desk did not publish as a correction.
    """
    why = _why(change)
    if why is None:
        return None
    return Mark(
        fact_id=change.fact_id,
        revision=change.revision,
        change=change.number,
        why=why,
        at=change.at,
    )


def _why(change: Change) -> Why | None:
    if change.kind is ChangeKind.REDACTED:
        return Why.REDACTED
    event = event_of([change])
    return _HAPPENED.get(event.happened) if event else None
