"""Events: what happened to a fact, told from one change, or from several as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from facts.model import Change, Fact, Response


class Happening(StrEnum):
    """What an alert is led by."""

    NEW = "new"
    DENIED = "denied"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    RESTORED = "restored"
    MERGED = "merged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one fact between two of its states.

    ``before`` is None for a new fact; ``fact`` is what a reader is shown: the state afterwards or,
    of a removed one, the last. ``changes`` are the log's numbers it tells, ascending; ``at`` is the
    time of the last. ``denials`` are the responses that were added and deny the claim. ``reason``
    says why it was retracted or removed. Word by word differences:
    ``facts.usecases.desk.differences.differences(event.before, event.fact)``.
    """

    happened: Happening
    fact: Fact
    before: Fact | None
    changes: tuple[int, ...]
    at: datetime
    denials: tuple[Response, ...] = ()
    reason: str | None = None


def event_of(changes: Sequence[Change]) -> Event | None:
    """The one event that ``changes`` of one fact, in order, amount to.

    None where nothing is left to tell: an edit that was undone, a fact that was new and went away.
    """
    raise NotImplementedError
