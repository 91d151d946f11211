"""Events: what happened to a fact, derived from one change or from several combined."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from facts.alerts.subscription import EVERY_CHANGE, WhatFor
from facts.model import Change, Correction, Fact, Response
from facts.model.fields import topic_key

# Fields that readers are never shown: an import's reference, fields for matching only, reviews
# without a finding.
_UNSEEN = {"ref", "other_wordings", "review"}
_UNSEEN_OR_STORED = _UNSEEN | {"id", "desk", "revision", "created_at", "changed_at"}


class Happening(StrEnum):
    """The kind of event, which decides the headline of an alert."""

    NEW = "new"
    DENIED = "denied"
    CORRECTED = "corrected"
    UPDATED = "updated"
    RETRACTED = "retracted"
    RESTORED = "restored"
    MERGED = "merged"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one fact between two of its states.

    ``before`` is None for a new fact. ``fact`` is the state to show: the new one or, for a removed
    fact, the last. ``changes`` are the numbers of the combined log entries, ascending; ``at`` is
    the time of the last. ``denials`` are the added responses that deny the claim. ``reason`` is why
    it was retracted or removed. For a word-by-word comparison:
    ``facts.revisions.diff.differences(event.before, event.fact)``.
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
        """The corrections published with the change, oldest first."""
        return _added_corrections(self.before, self.fact) if self.before else ()

    def concerns(self, what_for: frozenset[WhatFor]) -> bool:
        """Whether it is news of a wanted kind; an update counts only if every change is wanted."""
        if self.happened is Happening.UPDATED:
            return what_for >= EVERY_CHANGE
        return not self.news.isdisjoint(what_for)

    @property
    def news(self) -> frozenset[WhatFor]:
        """The kinds of news it counts as: a new denial may come with a correction."""
        match self.happened:
            case Happening.NEW:
                return frozenset({WhatFor.NEW})
            case Happening.DENIED:
                also = {WhatFor.CORRECTED} if self.corrections else set()
                return frozenset({WhatFor.DENIED} | also)
            case Happening.UPDATED:
                return frozenset()
            case Happening.RETRACTED | Happening.REMOVED | Happening.RESTORED:
                return frozenset({WhatFor.RETRACTED})
            case Happening.CORRECTED | Happening.MERGED:
                return frozenset({WhatFor.CORRECTED})


def event_of(changes: Sequence[Change]) -> Event | None:
    """Combine the ``changes`` of one fact, in order, into one event.

    None if there is nothing to tell: fields that readers do not see, a fixed typo (reworded without
    a correction), an edit that was undone, a fact removed before anybody was told of it.
    """
    first, last = changes[0], changes[-1]
    before, after = first.before, last.after
    happened = _happening(before, after)
    if happened is Happening.NEW and first.revision > 1:
        happened = Happening.RESTORED  # it was removed before
    if happened is None:
        return None
    return Event(
        happened,
        last.fact,
        before,
        tuple(change.number for change in changes),
        last.at,
        _added_denials(before, after) if before and after else (),
        _reason(happened, last),
    )


def events_of(changes: Iterable[Change]) -> list[Event]:
    """The events of several facts; the changes of each, in order, are one."""
    facts: dict[int, list[Change]] = {}
    for change in changes:
        facts.setdefault(change.fact_id, []).append(change)
    return [event for event in map(event_of, facts.values()) if event is not None]


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
    if _added_denials(before, after):
        return Happening.DENIED
    if _added_corrections(before, after):
        return Happening.CORRECTED
    return Happening.UPDATED if _updated(before, after) else None


def _added_corrections(before: Fact, after: Fact) -> tuple[Correction, ...]:
    return tuple(one for one in after.corrections if one not in before.corrections)


def _updated(before: Fact, after: Fact) -> bool:
    """Whether something was added or taken out rather than reworded."""
    return (
        len(before.responses) != len(after.responses)
        or len(before.sources) != len(after.sources)
        or before.verdict != after.verdict
        or not set(map(topic_key, after.topics)) <= set(map(topic_key, before.topics))
    )


def _reason(happened: Happening, last: Change) -> str | None:
    if happened is Happening.RETRACTED and last.fact.retraction:
        return last.fact.retraction.reason
    return last.reason if happened is Happening.REMOVED else None


def _seen(fact: Fact) -> list[Any]:
    return [
        getattr(fact, name) for name in type(fact).model_fields if name not in _UNSEEN_OR_STORED
    ]


def _added_denials(before: Fact, after: Fact) -> tuple[Response, ...]:
    """Denials in ``after`` that ``before`` lacks; reworded ones do not count."""
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
