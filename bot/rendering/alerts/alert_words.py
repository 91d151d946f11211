"""What happened to a fact, in the words of an alert: a headline, a section, a line of a digest."""

from collections import Counter
from collections.abc import Sequence

from bot.rendering.desk.changes import change_line
from bot.rendering.pages import Line, Quotation, Section
from facts.alerts.events import Event, Happening
from facts.alerts.filters import Filter, OfDesk, conditions, in_words
from facts.alerts.subscription import WhatFor
from facts.markdown import escape, excerpt
from facts.model import HOME, STARTER, DeskId
from facts.revisions.diff import differences
from facts.wording import responder, stance_words, stands_as

_LEADS = {
    Happening.NEW: "New",
    Happening.DENIED: "New denial",
    Happening.CORRECTED: "Corrected",
    Happening.RETRACTED: "Retracted",
    Happening.RESTORED: "Back on record",
    Happening.MERGED: "Now part of another fact",
    Happening.REMOVED: "Taken off the record",
}
_COUNTED = {
    Happening.NEW: "new",
    Happening.DENIED: "with a new denial",
    Happening.CORRECTED: "corrected",
    Happening.RETRACTED: "retracted",
    Happening.RESTORED: "back on record",
    Happening.MERGED: "now part of another",
    Happening.REMOVED: "taken off the record",
}
_HEADLINE_CLAIM = 180
_LINE_CLAIM = 140
_DETAIL = 140
_STATUS = 80
_WHO = 80
_CHANGE = 600
_FILTER = 200


def headline(event: Event) -> str:
    """What happened and to which claim, without any markup of ours: a phone shows it first."""
    claim = excerpt(event.fact.claim.text, _HEADLINE_CLAIM)
    match event.happened:
        case Happening.NEW:
            return f"New: {claim} ({excerpt(stands_as(event.fact), _STATUS)})"
        case Happening.DENIED:
            return f"New denial, by {_deniers(event)}: {claim}"
        case _:
            return f"{_LEADS[event.happened]}: {claim}"


def digest_headline(events: Sequence[Event]) -> str:
    """``5 facts: 3 new, 1 corrected, 1 retracted``"""
    counts = Counter(event.happened for event in events)
    told = ", ".join(f"{counts[one]} {_COUNTED[one]}" for one in Happening if counts[one])
    return f"{len(events)} facts: {told}"


def what_happened(event: Event) -> list[Section]:
    """What an alert tells before the fact itself.

    Nothing where the fact says it: a new one is all new, a retracted one begins with the reason.
    """
    match event.happened:
        case Happening.CORRECTED:
            return _changes(event)
        case Happening.DENIED:
            corrected = _changes(event) if WhatFor.CORRECTED in event.news else []
            return [_denials(event), *corrected]
        case Happening.REMOVED:
            return [Section((Line(f"**Why:** {_reason(event)}"),))]
        case Happening.MERGED:
            into = f"Fact #{event.fact.merged_into} answers for it from now on."
            return [Section((Line(into),))]
        case _:
            return []


def digest_line(event: Event) -> str:
    """One event in at most a few hundred units: what happened, the claim, and the gist of it."""
    claim = excerpt(event.fact.claim.text, _LINE_CLAIM)
    new = event.happened is Happening.NEW
    stands = f" ({excerpt(stands_as(event.fact), _STATUS)})" if new else ""
    line = f"**{_LEADS[event.happened]}:** {claim}{stands} · #{event.fact.id}"
    return f"{line}\n-# {detail}" if (detail := _detail(event)) else line


def _detail(event: Event) -> str:
    match event.happened:
        case Happening.CORRECTED:
            changes = differences(event.before, event.fact)
            return change_line(changes[0], _DETAIL) if changes else ""
        case Happening.DENIED:
            return f"by {_deniers(event)}"
        case Happening.RETRACTED | Happening.REMOVED:
            return f"Why: {excerpt(event.reason or 'no reason was given', _DETAIL)}"
        case Happening.MERGED:
            return f"Fact #{event.fact.merged_into} answers for it from now on."
        case _:
            return ""


def _changes(event: Event) -> list[Section]:
    changes = differences(event.before, event.fact)
    lines = tuple(Line(change_line(change, _CHANGE)) for change in changes)
    return [Section(lines, heading="**What changed**")] if lines else []


def _denials(event: Event) -> Section:
    pieces: list[Line | Quotation] = []
    for denial in event.denials:
        pieces.append(Line(f"**{stance_words(denial.stance)}** {escape(responder(denial))}"))
        if denial.quote:
            pieces.append(Quotation(f"“{denial.quote}”"))
    heading = "**New denial**" if len(event.denials) == 1 else "**New denials**"
    return Section(tuple(pieces), heading=heading)


def _deniers(event: Event) -> str:
    names = [one.by or one.role or one.on_behalf_of or "" for one in event.denials]
    return excerpt(" and ".join(names), _WHO)


def _reason(event: Event) -> str:
    return escape(event.reason or "no reason was given")


def filter_words(wanted: Filter) -> str:
    """A filter as a person reads it, as Markdown of at most a few hundred units."""
    return excerpt(wanted_words(wanted), _FILTER)


def wanted_words(wanted: Filter) -> str:
    """A filter as a person reads it, its desks by name. Plain text."""
    words = in_words(wanted)
    for condition in conditions(wanted):
        if isinstance(condition, OfDesk):
            words = words.replace(f"desk {condition.desk}", _desk_words(condition.desk))
    return words


def _desk_words(desk: DeskId) -> str:
    if desk == HOME:
        return "the newsroom’s own facts"
    if desk == STARTER:
        return "the starter facts"
    return "the server’s own facts"
