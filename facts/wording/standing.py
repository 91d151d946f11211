"""The status of a claim, and its desk's notices about it."""

from collections.abc import Sequence

from facts.model import (
    STARTER,
    ChangeKind,
    Correction,
    Fact,
    FactContent,
    PartialDate,
    Redaction,
    Response,
    Retraction,
    Stance,
    Standing,
    Verdict,
    checked_citation,
)
from facts.wording.who import (
    claimed_by,
    outlet_name,
    rating_in_short,
    said_by,
    shortest_name,
    stance_words,
)

_STATUS = {
    Standing.DENIED: "DENIED by",
    Standing.CONFIRMED: "CONFIRMED by",
    Standing.DECLINED: "NO COMMENT from",
}
_RATINGS_SHOWN = 2
_INNER_QUOTES = str.maketrans("“”", "‘’")


def cited(fact: Fact) -> str:
    """A citation of the fact in one line, for a newsroom.

    ``“It rains.” Claimed by A, 2020. DENIED by B. Nice Note, claim 12.3-k7x2qm.`` Double quotation
    marks within the claim become single ones.
    """
    said = said_by(fact.claim)
    parts = [
        f"“{fact.claim.text.translate(_INNER_QUOTES)}”",
        *([f"{said}."] if said else []),
        f"{status(fact)}.",
    ]
    published = published_on(fact)
    foot = f"Nice Note, claim {checked_citation(fact)}" + (f", {published}" if published else "")
    return f"{' '.join(parts)} {foot}."


def standing_words(standing: Standing) -> str:
    """The status of a claim in capitals, to be clear without colour: ``DENIED``."""
    return standing.value.upper()


def stands_as(fact: FactContent) -> str:
    """The status of a fact in capitals: ``RETRACTED by the newsroom``, if it was.

    Without responses but with a fact-check among the sources, it is that publisher's rating.
    """
    if fact.retraction:
        return "RETRACTED by the newsroom"
    if fact.standing is Standing.UNANSWERED and (rated := ratings(fact)):
        return rated
    return standing_words(fact.standing)


def status(fact: FactContent) -> str:
    """The status of a fact and who decides it: ``DENIED by North Korea's Foreign Ministry``.

    Two equal responses are ``DENIED by A and 1 other``; different ones are listed: ``DISPUTED:
    denied by A, confirmed by B``.
    """
    if fact.retraction or fact.standing is Standing.UNANSWERED:
        return stands_as(fact)
    if fact.standing in _STATUS:
        answers = fact.responses
        if fact.standing is not Standing.DECLINED:
            answers = tuple(one for one in answers if one.stance is not Stance.DECLINES)
        return f"{_STATUS[fact.standing]} {_together(answers)}"
    said = {stance: [one for one in fact.responses if one.stance is stance] for stance in Stance}
    told = [
        f"{stance_words(stance).lower()} {_together(answers)}"
        for stance, answers in said.items()
        if answers and stance is not Stance.DECLINES
    ]
    if len(told) == 1:
        return f"DISPUTED {told[0].removeprefix('disputed ')}"
    return f"DISPUTED: {', '.join(told)}"


def summary(fact: FactContent) -> str:
    """A summary that distinguishes facts: status, speaker and date."""
    return " · ".join(part for part in (status(fact), claimed_by(fact.claim)) if part)


def _together(answers: Sequence[Response]) -> str:
    names = [*dict.fromkeys(shortest_name(one.by, one.role, one.on_behalf_of) for one in answers)]
    others = len(names) - 1
    return names[0] + (f" and {others} other{'s' if others > 1 else ''}" if others else "")


def published_on(fact: Fact) -> str:
    """The date of its last review, else of publication: ``checked 3 May 2020``.

    Empty for starter facts, which have no date of publication.
    """
    if fact.desk == STARTER:
        return ""
    if fact.review:
        return f"checked {fact.review.on.in_words()}"
    day = fact.created_at
    return f"published {PartialDate(day.year, day.month, day.day).in_words()}"


def ratings(fact: FactContent) -> str:
    """The ratings by other publishers: ``Rated False by Example Check``; empty without any."""
    rated = [source for source in fact.sources if source.rating]
    said = [f"{rating_in_short(source.rating)} by {outlet_name(source)}" for source in rated]
    others = len(said) - _RATINGS_SHOWN
    if others > 0:
        said = [*said[:_RATINGS_SHOWN], f"{others} other{'s' if others > 1 else ''}"]
    return f"Rated {' and '.join(said)}" if said else ""


def retracted(retraction: Retraction) -> str:
    """``RETRACTED by the newsroom on 2 June 2020: The speaker was another.``"""
    when = f"{'on' if retraction.on.day else 'in'} {retraction.on.in_words()}"
    return f"RETRACTED by the newsroom {when}: {retraction.reason}"


def corrected(correction: Correction) -> str:
    """``Corrected on 3 May 2020: the price was eight crowns, not nine.``"""
    when = f"{'on' if correction.on.day else 'in'} {correction.on.in_words()}"
    return f"Corrected {when}: {correction.sentence}"


def text_removed(redaction: Redaction) -> str:
    """``A text was removed on 2 June 2020: a private address.``"""
    return f"A text was removed on {redaction.on.in_words()}: {redaction.reason}"


def change_words(kind: ChangeKind, merged_into: int | None) -> str:
    """The kind of a change in words: ``edited``, ``merged into #12``, ``separated again``."""
    if kind is not ChangeKind.MERGED:
        return kind.value
    return f"merged into #{merged_into}" if merged_into else "separated again"


def finding(verdict: Verdict) -> str:
    """The newsroom's own verdict and its date: ``Unproven, May 2020``."""
    return f"{verdict.label}, {verdict.date.in_words()}" if verdict.date else verdict.label
