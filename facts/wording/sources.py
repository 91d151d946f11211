"""Sources as a newsroom cites them."""

from urllib.parse import urlsplit

from facts.model import Rating, Source

_OUR_LANGUAGE = "en"
_RATING_SHOWN = 60


def rating_in_short(rating: Rating | None) -> str:
    """Another checker's rating, cut to a line."""
    text = " ".join(str(rating).split())
    return text if len(text) <= _RATING_SHOWN else f"{text[: _RATING_SHOWN - 1]}…"


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
        parts.append(f"rated {rating_in_short(source.rating)}")
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
