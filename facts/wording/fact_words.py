"""A fact in words: speakers, responders, sources, the status of the claim, its desk's notices."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from facts.markdown import isolated
from facts.model import (
    STARTER,
    ChangeKind,
    Claim,
    Correction,
    Fact,
    FactContent,
    PartialDate,
    Rating,
    Redaction,
    Response,
    Retraction,
    Source,
    Stance,
    Standing,
    Verdict,
    checked_citation,
)
from facts.wording.not_found import language_name

_STANCES = {
    Stance.DENIES: "Denied by",
    Stance.CONFIRMS: "Confirmed by",
    Stance.DISPUTES: "Disputed by",
    Stance.DECLINES: "No comment from",
}
_READING_ORDER = (Stance.DENIES, Stance.DISPUTES, Stance.CONFIRMS, Stance.DECLINES)
_ARTICLES = ("the ", "a ", "an ")
_OUR_LANGUAGE = "en"
_RATING_SHOWN = 60
_STATUS = {
    Standing.DENIED: "DENIED by",
    Standing.CONFIRMED: "CONFIRMED by",
    Standing.DECLINED: "NO COMMENT from",
}
_RATINGS_SHOWN = 2
_INNER_QUOTES = str.maketrans("“”", "‘’")


def attribution_line(claim: Claim) -> str | None:
    """Who said it, where, via whom and when; None if nothing of that is known.

    ``Claimed by Donald Trump, President of the United States, at the briefing, 18 April 2020``
    """
    speaker = claim.speaker
    parts = _person(speaker.name, speaker.role, speaker.on_behalf_of) if speaker else []
    if claim.venue:
        parts.append(_place(claim.venue))
    parts += _way_and_date(claim.via, claim.date)
    return ("Claimed by " if speaker else "") + ", ".join(parts) if parts else None


def claimed_by(claim: Claim) -> str:
    """A short attribution: ``claimed by Donald Trump, 18 April 2020``."""
    speaker = claim.speaker
    who = shortest_name(speaker.name, speaker.role, speaker.on_behalf_of) if speaker else ""
    parts = [f"claimed by {who}"] if who else []
    return ", ".join(parts + ([claim.date.in_words()] if claim.date else []))


def in_reading_order(responses: Iterable[Response]) -> list[Response]:
    """Denials first, as they are what readers look for; otherwise in stored order."""
    return sorted(responses, key=lambda response: _READING_ORDER.index(response.stance))


def responder(response: Response) -> str:
    """Who responded, on whose behalf, via whom and when.

    ``an unnamed press chief, for North Korea's Foreign Ministry, via KCNA, 19 April 2020``
    """
    parts = _person(response.by, response.role, response.on_behalf_of)
    return ", ".join(parts + _way_and_date(response.via, response.date))


def stance_words(stance: Stance) -> str:
    """The words before the responder: ``Denied by``, ``No comment from`` and so on."""
    return _STANCES[stance]


def shortest_name(name: str | None, role: str | None, on_behalf_of: str | None) -> str:
    """The shortest form of a person: the name, else on whose behalf, else the role."""
    shortest = name or on_behalf_of
    return isolated(shortest) if shortest else _unnamed(role or "")


def _person(name: str | None, role: str | None, on_behalf_of: str | None) -> list[str]:
    if role and not name:
        who = [_unnamed(role)]
    else:
        who = [isolated(part) for part in (name, role) if part]
    if on_behalf_of:
        who.append(f"for {isolated(on_behalf_of)}" if who else isolated(on_behalf_of))
    return who


def _unnamed(role: str) -> str:
    first, _, rest = role.partition(" ")
    return f"an unnamed {isolated(rest if rest and f'{first.lower()} ' in _ARTICLES else role)}"


def _place(venue: str) -> str:
    return f"at {venue}" if venue.lower().startswith(_ARTICLES) else isolated(venue)


def _way_and_date(via: str | None, date: PartialDate | None) -> list[str]:
    return ([f"via {isolated(via)}"] if via else []) + ([date.in_words()] if date else [])


def rating_in_short(rating: Rating | None) -> str:
    """Another publisher's rating, cut to one line."""
    text = " ".join(str(rating).split())
    return text if len(text) <= _RATING_SHOWN else f"{text[: _RATING_SHOWN - 1]}…"


def citation(source: Source) -> str:
    """A source as a newsroom cites it, without its link.

    Its language is included unless it is English. ``VOA News, “North Korea Denies …”, by Eunjung
    Cho, 18 April 2020 (teaser)``
    """
    parts = [isolated(source.outlet)] if source.outlet else []
    if source.headline:
        parts.append(isolated(f"“{source.headline}”"))
    if source.author:
        parts.append(f"by {isolated(source.author)}")
    if source.published:
        parts.append(source.published.in_words())
    if source.language and source.language.lower().split("-")[0] != _OUR_LANGUAGE:
        parts.append(f"in {language_name(source.language)}")
    if source.rating:
        parts.append(f"rated {isolated(rating_in_short(source.rating))}")
    if not (source.outlet or source.headline):
        parts.insert(0, isolated(_what_else_names(source)))
    elif source.description:
        return f"{', '.join(parts)} ({isolated(source.description)})"
    return ", ".join(parts)


def outlet_name(source: Source) -> str:
    """The shortest form of a source: its outlet, or a substitute."""
    return source.outlet or source.headline or _what_else_names(source)


def _what_else_names(source: Source) -> str:
    if source.description:
        return source.description[0].upper() + source.description[1:]
    return urlsplit(source.url or "").hostname or ""


def cited(fact: Fact) -> str:
    """A citation of the fact in one line, for a newsroom.

    ``“It rains.” Claimed by A, 2020. DENIED by B. Nice Note, claim 12.3-k7x2qm.`` Double quotation
    marks within the claim become single ones.
    """
    said = attribution_line(fact.claim)
    parts = [
        f"“{fact.claim.text.translate(_INNER_QUOTES)}”",
        *([f"{said}."] if said else []),
        f"{status(fact)}.",
    ]
    published = published_on(fact)
    foot = f"Nice Note, claim {checked_citation(fact)}" + (f", {published}" if published else "")
    return f"{' '.join(parts)} {foot}."


def status(fact: FactContent) -> str:
    """The status of a fact and who decides it: ``DENIED by North Korea's Foreign Ministry``.

    Two equal responses are ``DENIED by A and 1 other``; different ones are listed: ``DISPUTED:
    denied by A, confirmed by B``. Without responses it is the rating of a fact-check among the
    sources, if there is one. A retraction replaces it.
    """
    standing = fact.standing
    if fact.retraction:
        return "RETRACTED by the newsroom"
    if standing is Standing.UNANSWERED:
        return ratings(fact) or standing.value.upper()
    if standing in _STATUS:
        answers = fact.responses
        if standing is not Standing.DECLINED:
            answers = tuple(one for one in answers if one.stance is not Stance.DECLINES)
        return f"{_STATUS[standing]} {_together(answers)}"
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
    return " · ".join(filter(None, (status(fact), claimed_by(fact.claim))))


def _together(answers: Sequence[Response]) -> str:
    names = dict.fromkeys([shortest_name(one.by, one.role, one.on_behalf_of) for one in answers])
    first, others = next(iter(names)), len(names) - 1
    return first + (f" and {others} other{'s' if others > 1 else ''}" if others else "")


def published_on(fact: Fact) -> str:
    """The date of its last review, else of publication: ``checked 3 May 2020``.

    Empty for starter facts, which have no date of publication.
    """
    if fact.desk == STARTER:
        return ""
    if fact.review:
        return f"checked {fact.review.on.in_words()}"
    return f"published {day_words(fact.created_at)}"


def as_of(fact: Fact) -> str:
    """``As of 3 May 2020, revision 4``; starter facts have no date of publication."""
    day = "Starter claim" if fact.desk == STARTER else f"As of {day_words(fact.changed_at)}"
    return f"{day}, revision {fact.revision}"


def day_words(moment: datetime) -> str:
    """``3 May 2020``"""
    return PartialDate(moment.year, moment.month, moment.day).in_words()


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


def notices(fact: Fact) -> tuple[str, ...]:
    """The notices shown first: a retraction, then corrections (newest first), then redactions."""
    taken_back = (retracted(fact.retraction),) if fact.retraction else ()
    corrections = map(corrected, reversed(fact.corrections))
    return (*taken_back, *corrections, *map(text_removed, fact.redactions))


def change_words(kind: ChangeKind, merged_into: int | None) -> str:
    """The kind of a change in words: ``edited``, ``merged into #12``, ``separated again``."""
    if kind is not ChangeKind.MERGED:
        return kind.value
    return f"merged into #{merged_into}" if merged_into else "separated again"


def finding(verdict: Verdict) -> str:
    """The newsroom's own verdict and its date: ``Unproven, May 2020``."""
    return f"{verdict.label}, {verdict.date.in_words()}" if verdict.date else verdict.label
