"""Messages that show an answer, and the marks by which outdated ones are corrected."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from facts.alerts.events import event_of
from facts.model import Change, ChangeKind
from facts.model.fields import Frozen
from facts.store.protocol import Delete, Put

KEPT_FOR = timedelta(days=90)
# The kinds of documents on the shelf. A mark is one for each fact that was corrected while messages
# showed it; the progress is the log position up to which they were made.
SHOWN, MARKS = "shown-answers", "shown-answer-marks"
PROGRESS, FOLLOWED = "shown-answer-progress", "followed"


class ShownAnswer(Frozen):
    """The ``message`` (the front end's id, a number) at ``where`` shows ``revision`` of a fact.

    ``owner`` is the person whose direct messages it is in. ``asked``: it answered a request, so a
    correction is also sent to its owner as a new message.
    """

    message: Annotated[str, Field(pattern=r"^\d{1,20}$")]
    where: str
    fact_id: int
    revision: int
    at: AwareDatetime
    owner: str | None = None
    asked: bool = False


def keep_shown(shown: ShownAnswer) -> Put:
    return Put(SHOWN, shown.message, shown.model_dump(mode="json", exclude_defaults=True))


def forget_shown(shown: ShownAnswer) -> Delete:
    return Delete(SHOWN, shown.message)


class Why(StrEnum):
    """Why a message that shows an old revision has to be corrected."""

    CORRECTED = "corrected"
    DENIED = "denied"
    RETRACTED = "retracted"
    RESTORED = "restored"
    REDACTED = "redacted"
    MERGED = "merged"
    REMOVED = "removed"


_URGENT = (Why.RETRACTED, Why.REDACTED, Why.REMOVED)
# By the event of the same name: a new fact and a mere update correct nothing.
_HAPPENED = {why.value: why for why in Why}


class Mark(Frozen):
    """A mark on a fact: messages that show a revision below ``revision`` must be corrected.

    ``change`` is the log number of the change, ``why`` its kind.
    """

    fact_id: int
    revision: int
    change: int
    why: Why
    at: AwareDatetime

    @property
    def urgent(self) -> bool:
        """Whether the old text must not be read any longer (a retraction or removal)."""
        return self.why in _URGENT


def mark_of(change: Change) -> Mark | None:
    """The mark for a change in the log; None if old messages may stay: a new fact, or an edit that
    was not published as a correction.
    """
    why = _why(change)
    at = {"fact_id": change.fact_id, "revision": change.revision, "at": change.at}
    return Mark(change=change.number, why=why, **at) if why else None


def settles_errors(change: Change) -> bool:
    """Whether a marked change closes the reports of errors in its fact: not a mere denial, which
    says nothing of them, nor the restoration of the fact.
    """
    why = _why(change)
    if why is Why.DENIED and (event := event_of([change])):
        return bool(event.corrections)
    return why not in (None, Why.RESTORED)


def _why(change: Change) -> Why | None:
    if change.kind is ChangeKind.REDACTED:
        return Why.REDACTED
    event = event_of([change])
    return _HAPPENED.get(event.happened.value) if event else None
