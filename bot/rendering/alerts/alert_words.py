"""The texts of alerts: headline, sections on what changed, and the lines of a digest."""

from collections import Counter
from collections.abc import Sequence

from bot.rendering.desk.changes import change_line
from bot.rendering.facts import response_line
from bot.rendering.layout import Piece, Quotation, Section
from facts.alerts.events import Event, Happening
from facts.alerts.filters import Filter, OfDesk, conditions, in_words
from facts.markdown import escape, excerpt, size
from facts.model import HOME, STARTER, DeskId
from facts.revisions.diff import differences
from facts.wording.fact_words import corrected, shortest_name, status

# The words that lead a headline, and those that count in a digest's.
_WORDS = {
    Happening.NEW: ("New", "new"),
    Happening.DENIED: ("New denial", "with a new denial"),
    Happening.CORRECTED: ("Corrected", "corrected"),
    Happening.UPDATED: ("Updated", "updated"),
    Happening.RETRACTED: ("Retracted by the newsroom", "retracted"),
    Happening.RESTORED: ("Restored", "restored"),
    Happening.MERGED: ("Merged into another", "merged into another"),
    Happening.REMOVED: ("Removed", "removed"),
}
_NO_REASON = "no reason given"
_HEADLINE_CLAIM = 180
_LINE_CLAIM = 140
_DETAIL = 140
_CORRECTION = 400
_STATUS = 80
_WHO = 80
_CHANGE = 600
_FILTER = 200


def headline(event: Event) -> str:
    """What happened to which claim, without Markdown: notifications show it unformatted."""
    claim = excerpt(event.fact.claim.text, _HEADLINE_CLAIM)
    match event.happened:
        case Happening.NEW:
            return f"New claim: {claim} ({excerpt(status(event.fact), _STATUS)})"
        case Happening.DENIED:
            return f"New denial by {deniers(event)} · claim: {claim}"
        case _:
            return f"{_WORDS[event.happened][0]} · claim: {claim}"


def tells_whole_claim(event: Event) -> bool:
    """Whether the headline has the whole claim, so that the card need not repeat it."""
    return size(event.fact.claim.text) <= _HEADLINE_CLAIM


def digest_headline(events: Sequence[Event]) -> str:
    """The headline of a digest: ``5 claims: 3 new, 1 corrected, 1 retracted``."""
    order = [*Happening]
    counts = Counter(
        _WORDS[event.happened][1]
        for event in sorted(events, key=lambda event: order.index(event.happened))
    )
    return f"{len(events)} claims: {', '.join(f'{n} {words}' for words, n in counts.items())}"


def what_happened(event: Event) -> list[Section]:
    """The sections above the fact that say what changed.

    Empty for a new fact, and for a retracted one, whose card begins with the reason.
    """
    match event.happened:
        case Happening.CORRECTED | Happening.UPDATED:
            return _changes(event)
        case Happening.DENIED:
            return [_denials(event), *(_changes(event) if event.corrections else [])]
        case Happening.REMOVED:
            return [Section([f"**Why:** {escape(event.reason or _NO_REASON)}"])]
        case Happening.MERGED:
            return [Section([_merged(event)])]
        case _:
            return []


def digest_line(event: Event) -> str:
    """One event in at most a few hundred units: what happened, the claim, and a summary."""
    claim = excerpt(event.fact.claim.text, _LINE_CLAIM)
    new = event.happened is Happening.NEW
    stands = f" ({excerpt(status(event.fact), _STATUS)})" if new else ""
    lead = _WORDS[event.happened][0] + ("" if new else " ·")
    line = f"**{lead} claim #{event.fact.id}:** {claim}{stands}"
    return f"{line}\n-# {detail}" if (detail := _detail(event)) else line


def _detail(event: Event) -> str:
    match event.happened:
        case Happening.CORRECTED:
            return excerpt(corrected(event.corrections[-1]), _CORRECTION)
        case Happening.UPDATED:
            changes = differences(event.before, event.fact)
            return change_line(changes[0], _DETAIL) if changes else ""
        case Happening.DENIED:
            return f"by {deniers(event)}"
        case Happening.RETRACTED | Happening.REMOVED:
            return f"Why: {excerpt(event.reason or _NO_REASON, _DETAIL)}"
        case Happening.MERGED:
            return _merged(event)
        case _:
            return ""


def _merged(event: Event) -> str:
    return f"See claim #{event.fact.merged_into}, which covers it now."


def _changes(event: Event) -> list[Section]:
    changes = differences(event.before, event.fact)
    # The correction note is shown in the card itself.
    changed = (one for one in changes if one.place != "correction")
    lines = [change_line(one, _CHANGE) for one in changed]
    return [Section(lines, heading="**What changed**")] if lines else []


def _denials(event: Event) -> Section:
    pieces: list[Piece] = []
    for denial in event.denials:
        pieces.append(response_line(denial))
        if denial.quote:
            pieces.append(Quotation(f"“{denial.quote}”"))
    heading = "**New denial**" if len(event.denials) == 1 else "**New denials**"
    return Section(pieces, heading=heading)


def deniers(event: Event, limit: int = _WHO) -> str:
    """Who denied the claim, as Markdown of at most ``limit`` units."""
    names = (shortest_name(one.by, one.role, one.on_behalf_of) for one in event.denials)
    return excerpt(" and ".join(dict.fromkeys(names)), limit)


def filter_words(wanted: Filter) -> str:
    """A filter in words, as Markdown of at most a few hundred units."""
    return excerpt(wanted_words(wanted), _FILTER)


def wanted_words(wanted: Filter) -> str:
    """A filter in words, with desks by name, as plain text."""
    words = in_words(wanted)
    for condition in conditions(wanted):
        if isinstance(condition, OfDesk):
            words = words.replace(f"desk {condition.desk}", _desk_words(condition.desk))
    return words


def _desk_words(desk: DeskId) -> str:
    if desk == HOME:
        return "claims checked by the newsroom that runs the bot"
    if desk == STARTER:
        return "starter claims"
    return "this server’s own claims"
