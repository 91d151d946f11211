"""The marks by which messages that show an outdated answer are corrected: one for each fact."""

from enum import StrEnum

from pydantic import AwareDatetime

from facts.alerts.events import event_of
from facts.model import Change, ChangeKind
from facts.model.fields import Frozen


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
