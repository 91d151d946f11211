"""Speakers and responders in words: role, on whose behalf, via whom, and when."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from facts.model import Claim, PartialDate, Rating, Response, Source, Stance
from facts.model.fields import isolated
from facts.wording.not_found import language_name

_STANCES = {
    Stance.DENIES: "Denied by",
    Stance.CONFIRMS: "Confirmed by",
    Stance.DISPUTES: "Disputed by",
    Stance.DECLINES: "No comment from",
}
_READING_ORDER = (Stance.DENIES, Stance.DISPUTES, Stance.CONFIRMS, Stance.DECLINES)
_ARTICLES = ("the ", "a ", "an ")


def attribution(claim: Claim) -> str | None:
    """Who said it, where, via whom and when; None if nothing of that is known.

    ``Donald Trump, President of the United States, at the coronavirus briefing, 18 April 2020``
    """
    speaker = claim.speaker
    parts = _person(speaker.name, speaker.role, speaker.on_behalf_of) if speaker else []
    if claim.venue:
        parts.append(_place(claim.venue))
    parts += _way_and_date(claim.via, claim.date)
    return ", ".join(parts) or None


def said_by(claim: Claim) -> str | None:
    """The attribution as a separate line: ``Claimed by Donald Trump, 18 April 2020``."""
    said = attribution(claim)
    return f"Claimed by {said}" if said and claim.speaker else said


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
    return isolated(name or on_behalf_of or "") or _unnamed(role or "")


def _person(name: str | None, role: str | None, on_behalf_of: str | None) -> list[str]:
    who = [isolated(part) for part in (name, role) if part]
    if not name and role:
        who = [_unnamed(role)]
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


_OUR_LANGUAGE = "en"
_RATING_SHOWN = 60


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
