"""How facts are put into words, as plain text that every front end shows in its own dress.

Pure functions. What they return may hold anything that the store holds: a front end escapes it.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from facts.model import (
    ChangeKind,
    Claim,
    Correction,
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
)

NONE_FITS = "Nothing on record fits well enough to be given as the answer."

_STANCES = {
    Stance.DENIES: "Denied by",
    Stance.CONFIRMS: "Confirmed by",
    Stance.DISPUTES: "Disputed by",
    Stance.DECLINES: "No comment from",
}
_READING_ORDER = (Stance.DENIES, Stance.DISPUTES, Stance.CONFIRMS, Stance.DECLINES)
_ARTICLES = ("the ", "a ", "an ")
_OUR_LANGUAGE = "en"
_RATINGS_SHOWN = 2
_RATING_SHOWN = 60


def attribution(claim: Claim) -> str | None:
    """Who said it, where, through whom and when; None when nothing of that is on record.

    ``Donald Trump, President of the United States, at the coronavirus briefing, 18 April 2020``
    """
    speaker = claim.speaker
    parts = _person(speaker.name, speaker.role, speaker.on_behalf_of) if speaker else []
    if claim.venue:
        parts.append(_place(claim.venue))
    parts += _way_and_date(claim.via, claim.date)
    return ", ".join(parts) or None


def said_by(claim: Claim) -> str | None:
    """The attribution as a line of its own: ``Said by Donald Trump, 18 April 2020``."""
    said = attribution(claim)
    return f"Said by {said}" if said and claim.speaker else said


def in_reading_order(responses: Iterable[Response]) -> list[Response]:
    """The denials first, for they are what is asked for; within a stance as they are stored."""
    return sorted(responses, key=lambda response: _READING_ORDER.index(response.stance))


def responder(response: Response) -> str:
    """Who answered, on whose behalf, through whom and when.

    ``press chief (unnamed), for North Korea's Foreign Ministry, through KCNA, 19 April 2020``
    """
    parts = _person(response.by, response.role, response.on_behalf_of)
    return ", ".join(parts + _way_and_date(response.via, response.date))


def stance_words(stance: Stance) -> str:
    """What stands before the responder: ``Denied by``, ``No comment from`` and so on."""
    return _STANCES[stance]


def standing_words(standing: Standing) -> str:
    """How a claim stands, in capitals, so that it needs no colour: ``DENIED``."""
    return standing.value.upper()


def stands_as(fact: FactContent) -> str:
    """How a fact stands, in capitals: ``RETRACTED`` once the newsroom took it back.

    Where nobody answered, and a source is a fact-check, it is their rating, which is not ours.
    """
    if fact.retraction:
        return "RETRACTED"
    if fact.standing is Standing.UNANSWERED and (rated := ratings(fact)):
        return rated
    return standing_words(fact.standing)


def ratings(fact: FactContent) -> str:
    """Whose rating it is, in their words: ``Rated False by Example Check``; empty without any."""
    rated = [source for source in fact.sources if source.rating]
    said = [f"{_in_short(source.rating)} by {outlet_name(source)}" for source in rated]
    others = len(said) - _RATINGS_SHOWN
    if others > 0:
        said = [*said[:_RATINGS_SHOWN], f"{others} other{'s' if others > 1 else ''}"]
    return f"Rated {' and '.join(said)}" if said else ""


def _in_short(rating: Rating | None) -> str:
    text = " ".join(str(rating).split())
    return text if len(text) <= _RATING_SHOWN else f"{text[: _RATING_SHOWN - 1]}…"


def retracted(retraction: Retraction) -> str:
    """``RETRACTED on 2 June 2020, because: The speaker was another.``"""
    when = f"{'on' if retraction.on.day else 'in'} {retraction.on.in_words()}"
    return f"RETRACTED {when}, because: {retraction.reason}"


def corrected(correction: Correction) -> str:
    """``Corrected on 3 May 2020: the price was eight crowns, not nine.``"""
    when = f"{'on' if correction.on.day else 'in'} {correction.on.in_words()}"
    return f"Corrected {when}: {correction.sentence}"


def text_removed(redaction: Redaction) -> str:
    """``A text was removed on 2 June 2020, because: a private address.``"""
    return f"A text was removed on {redaction.on.in_words()}, because: {redaction.reason}"


def change_words(kind: ChangeKind, merged_into: int | None) -> str:
    """What a change did to its fact: ``edited``, ``merged into #12``, ``parted from the other``."""
    if kind is not ChangeKind.MERGED:
        return kind.value
    return f"merged into #{merged_into}" if merged_into else "parted from the other"


def finding(verdict: Verdict) -> str:
    """The newsroom's own finding and its date: ``Unproven, May 2020``."""
    return f"{verdict.label}, {verdict.date.in_words()}" if verdict.date else verdict.label


def none_answers(searched: int) -> str:
    """That nothing answers, among how many facts, and what that does not mean."""
    among = {
        0: "No fact is stored here yet.",
        1: "The one fact stored here does not answer it.",
    }.get(searched, f"None of the {searched:,} facts stored here answers it.")
    return f"{among} That says neither that it is true nor that it is false."


_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sr": "Serbian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def language_name(code: str) -> str:
    """The English name of a language, or its code where it has none here."""
    return _LANGUAGES.get(code.lower().split("-")[0], code)


def which_is_meant(candidates: int, languages: Sequence[str] = ()) -> str:
    """The question to a reader whose question fits several facts, or one not well enough.

    ``languages`` are those of the claims, where they are proposed by what they mean.
    """
    if languages:
        names = [language_name(code) for code in languages]
        stored = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        return f"Stored in {stored}. Is it {'this' if candidates == 1 else 'one of these'}?"
    return "Is this the one you mean?" if candidates == 1 else "Which of these do you mean?"


def citation(source: Source) -> str:
    """A source as a newsroom cites it, without its link, which may not exist.

    Its language is told unless it is the one of these sentences.

    ``VOA News, “North Korea Denies …”, by Eunjung Cho, 18 April 2020 (teaser)``
    """
    parts = [source.outlet] if source.outlet else []
    if source.headline:
        parts.append(f"“{source.headline}”")
    if source.author:
        parts.append(f"by {source.author}")
    if source.published:
        parts.append(source.published.in_words())
    if source.language and source.language.lower().split("-")[0] != _OUR_LANGUAGE:
        parts.append(f"in language {source.language}")
    if source.rating:
        parts.append(f"rated {_in_short(source.rating)}")
    if not (source.outlet or source.headline):
        parts.insert(0, _what_else_names(source))
    elif source.description:
        return f"{', '.join(parts)} ({source.description})"
    return ", ".join(parts)


def outlet_name(source: Source) -> str:
    """A source in the fewest words: its outlet, or what it is known by instead."""
    return source.outlet or source.headline or _what_else_names(source)


def _what_else_names(source: Source) -> str:
    if source.description:
        return source.description[0].upper() + source.description[1:]
    return urlsplit(source.url or "").hostname or ""


def _person(name: str | None, role: str | None, on_behalf_of: str | None) -> list[str]:
    who = [part for part in (name, role) if part]
    if not name and role:
        who = [f"{role} (unnamed)"]
    if on_behalf_of:
        who.append(f"for {on_behalf_of}" if who else on_behalf_of)
    return who


def _place(venue: str) -> str:
    return f"at {venue}" if venue.lower().startswith(_ARTICLES) else venue


def _way_and_date(via: str | None, date: PartialDate | None) -> list[str]:
    return ([f"through {via}"] if via else []) + ([date.in_words()] if date else [])
