"""How facts are put into words, as plain text that every front end shows in its own dress.

Pure functions. What they return may hold anything that the store holds: a front end escapes it.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

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
)

NONE_FITS = "I’m not sure which claim you mean."
NOTHING = "We have nothing on this claim yet."
NOT_A_FINDING = "That doesn’t mean it’s true or false."

_STANCES = {
    Stance.DENIES: "Denied by",
    Stance.CONFIRMS: "Confirmed by",
    Stance.DISPUTES: "Disputed by",
    Stance.DECLINES: "No comment from",
}
_STATUS = {
    Standing.DENIED: "DENIED by",
    Standing.CONFIRMED: "CONFIRMED by",
    Standing.DECLINED: "NO COMMENT from",
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
    """The attribution as a line of its own: ``Claimed by Donald Trump, 18 April 2020``."""
    said = attribution(claim)
    return f"Claimed by {said}" if said and claim.speaker else said


def claimed_by(claim: Claim) -> str:
    """Who claimed it and when, in the fewest words: ``claimed by Donald Trump, 18 April 2020``."""
    speaker = claim.speaker
    who = _shortest(speaker.name, speaker.role, speaker.on_behalf_of) if speaker else ""
    parts = [f"claimed by {who}"] if who else []
    return ", ".join(parts + ([claim.date.in_words()] if claim.date else []))


def in_reading_order(responses: Iterable[Response]) -> list[Response]:
    """The denials first, for they are what is asked for; within a stance as they are stored."""
    return sorted(responses, key=lambda response: _READING_ORDER.index(response.stance))


def responder(response: Response) -> str:
    """Who answered, on whose behalf, through whom and when.

    ``an unnamed press chief, for North Korea's Foreign Ministry, via KCNA, 19 April 2020``
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


def status(fact: FactContent) -> str:
    """How a fact stands and through whom: ``DENIED by North Korea's Foreign Ministry``.

    Two who answered alike are ``DENIED by A and 1 other``; those who do not agree are named for
    each: ``DISPUTED: denied by A, confirmed by B``.
    """
    if fact.retraction or fact.standing is Standing.UNANSWERED:
        return stands_as(fact)
    if fact.standing in _STATUS:
        answers = fact.responses
        if fact.standing is not Standing.DECLINED:
            answers = tuple(one for one in answers if one.stance is not Stance.DECLINES)
        return f"{_STATUS[fact.standing]} {_together(answers)}"
    said = {stance: [one for one in fact.responses if one.stance is stance] for stance in _STANCES}
    told = [
        f"{_STANCES[stance].lower()} {_together(answers)}"
        for stance, answers in said.items()
        if answers and stance is not Stance.DECLINES
    ]
    if len(told) == 1:
        return f"DISPUTED {told[0].removeprefix('disputed ')}"
    return f"DISPUTED: {', '.join(told)}"


def summary(fact: FactContent) -> str:
    """What tells one fact from another: its status, who claimed it, and when."""
    return " · ".join(part for part in (status(fact), claimed_by(fact.claim)) if part)


def _together(answers: Sequence[Response]) -> str:
    names = [*dict.fromkeys(_shortest(one.by, one.role, one.on_behalf_of) for one in answers)]
    others = len(names) - 1
    return names[0] + (f" and {others} other{'s' if others > 1 else ''}" if others else "")


def _shortest(name: str | None, role: str | None, on_behalf_of: str | None) -> str:
    return name or on_behalf_of or _unnamed(role or "")


def published_on(fact: Fact) -> str:
    """When its desk checked it last, else published it: ``checked 3 May 2020``.

    Empty for starter facts, which nobody published here.
    """
    if fact.desk == STARTER:
        return ""
    if fact.review:
        return f"checked {fact.review.on.in_words()}"
    day = fact.created_at
    return f"published {PartialDate(day.year, day.month, day.day).in_words()}"


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
    """``RETRACTED on 2 June 2020: The speaker was another.``"""
    when = f"{'on' if retraction.on.day else 'in'} {retraction.on.in_words()}"
    return f"RETRACTED {when}: {retraction.reason}"


def corrected(correction: Correction) -> str:
    """``Corrected on 3 May 2020: the price was eight crowns, not nine.``"""
    when = f"{'on' if correction.on.day else 'in'} {correction.on.in_words()}"
    return f"Corrected {when}: {correction.sentence}"


def text_removed(redaction: Redaction) -> str:
    """``A text was removed on 2 June 2020, because: a private address.``"""
    return f"A text was removed on {redaction.on.in_words()}, because: {redaction.reason}"


def change_words(kind: ChangeKind, merged_into: int | None) -> str:
    """What a change did to its fact: ``edited``, ``merged into #12``, ``separated again``."""
    if kind is not ChangeKind.MERGED:
        return kind.value
    return f"merged into #{merged_into}" if merged_into else "separated again"


def finding(verdict: Verdict) -> str:
    """The newsroom's own finding and its date: ``Unproven, May 2020``."""
    return f"{verdict.label}, {verdict.date.in_words()}" if verdict.date else verdict.label


def none_answers(searched: int) -> str:
    """That nothing answers, and what that does not mean."""
    if not searched:
        return "No claims are stored here yet."
    return f"{NOTHING} {NOT_A_FINDING}"


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
        who = [_unnamed(role)]
    if on_behalf_of:
        who.append(f"for {on_behalf_of}" if who else on_behalf_of)
    return who


def _unnamed(role: str) -> str:
    first, _, rest = role.partition(" ")
    return f"an unnamed {rest if rest and f'{first.lower()} ' in _ARTICLES else role}"


def _place(venue: str) -> str:
    return f"at {venue}" if venue.lower().startswith(_ARTICLES) else venue


def _way_and_date(via: str | None, date: PartialDate | None) -> list[str]:
    return ([f"via {via}"] if via else []) + ([date.in_words()] if date else [])
