"""Events: what happened to a fact, told from one change, or from several as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from facts.alerts.subscription import WhatFor
from facts.model import Change, Correction, Fact, Response

# What readers are never shown: an import's reference, what only matching reads, reviews without
# a finding.
_UNSEEN = {"ref", "other_wordings", "review"}
_UNSEEN_OR_STORED = _UNSEEN | {"id", "desk", "revision", "created_at", "changed_at"}


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
    says why it was retracted or removed. What differs, word by word:
    ``facts.usecases.desk.differences.differences(event.before, event.fact)``.
    """

    happened: Happening
    fact: Fact
    before: Fact | None
    changes: tuple[int, ...]
    at: datetime
    denials: tuple[Response, ...] = ()
    reason: str | None = None

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What the desk told readers about the change, oldest first."""
        known = self.before.corrections if self.before else self.fact.corrections
        return tuple(one for one in self.fact.corrections if one not in known)

    @property
    def news(self) -> frozenset[WhatFor]:
        """The kinds of news that it is: a new denial may come with a correction."""
        match self.happened:
            case Happening.NEW:
                return frozenset({WhatFor.NEW})
            case Happening.DENIED:
                also = {WhatFor.CORRECTED} if self._corrects else set()
                return frozenset({WhatFor.DENIED} | also)
            case Happening.RETRACTED | Happening.REMOVED | Happening.RESTORED:
                return frozenset({WhatFor.RETRACTED})
            case Happening.CORRECTED | Happening.MERGED:
                return frozenset({WhatFor.CORRECTED})

    @property
    def _corrects(self) -> bool:
        """Whether anything that was there before reads otherwise now."""
        before, after = self.before, self.fact
        return before is not None and (
            before.claim != after.claim
            or before.verdict != after.verdict
            or not set(before.responses) <= set(after.responses)
            or not set(before.sources) <= set(after.sources)
        )


def event_of(changes: Sequence[Change]) -> Event | None:
    """The one event that ``changes`` of one fact, in order, amount to.

    None where nothing is left to tell: what readers do not see, an edit that was undone, a fact
    that went away before anybody heard of it.
    """
    first, last = changes[0], changes[-1]
    before, after = first.before, last.after
    fact = after or last.before
    if fact is None:
        return None
    happened = _happening(before, after)
    if happened is Happening.NEW and first.revision > 1:
        happened = Happening.RESTORED  # it was there before, and removed
    if happened is None:
        return None
    return Event(
        happened,
        fact,
        before,
        tuple(change.number for change in changes),
        last.at,
        _added_denials(before, after) if before and after else (),
        _reason(happened, fact, last),
    )


def _happening(before: Fact | None, after: Fact | None) -> Happening | None:
    if after is None:
        return Happening.REMOVED if before else None
    if before is None:
        if after.merged_into:
            return None
        return Happening.RETRACTED if after.retraction else Happening.NEW
    return _edited(before, after)


def _edited(before: Fact, after: Fact) -> Happening | None:
    if after.merged_into != before.merged_into:
        return Happening.MERGED if after.merged_into else Happening.RESTORED
    if (after.retraction is None) != (before.retraction is None):
        return Happening.RETRACTED if after.retraction else Happening.RESTORED
    if _seen(before) == _seen(after):
        return None
    return Happening.DENIED if _added_denials(before, after) else Happening.CORRECTED


def _reason(happened: Happening, fact: Fact, last: Change) -> str | None:
    if happened is Happening.RETRACTED and fact.retraction:
        return fact.retraction.reason
    return last.reason if happened is Happening.REMOVED else None


def _seen(fact: Fact) -> list[Any]:
    return [
        getattr(fact, name) for name in type(fact).model_fields if name not in _UNSEEN_OR_STORED
    ]


def _added_denials(before: Fact, after: Fact) -> tuple[Response, ...]:
    """The denials that ``after`` has more than ``before``: not those whose wording was mended."""
    more = len(after.denials) - len(before.denials)
    if more <= 0:
        return ()
    known = set(map(_who_and_when, before.denials))
    unlike = [denial for denial in after.denials if denial not in before.denials]
    unlike.sort(key=lambda denial: _who_and_when(denial) in known)
    chosen = unlike[:more]
    return tuple(denial for denial in after.denials if denial in chosen)


def _who_and_when(denial: Response) -> tuple[Any, ...]:
    return denial.by, denial.role, denial.on_behalf_of, denial.date
