"""Lenient access to JSON-LD: a value may be a text, an object, or a list of either.

Also people, outlets, ratings and topics, which publishers write in many ways.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from facts.model.fields import LONGEST_NAME

_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,500}|!--[^<>]{0,500}--)>")
_SPACE = re.compile(r"\s")
_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|h\d|tr|td|blockquote)\b[^<>]{0,500}>", re.IGNORECASE)
_ENTITIES_WITHIN_ENTITIES = 2
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?:www\.[\w-]{1,63}\.|[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/)[^\s@]*\Z")
_BETWEEN_KEYWORDS = re.compile(r"[,;\n]")
_NUMBER = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,6})?")


def plain(text: str) -> str:
    """``text`` without tags and entities: ``Caf&eacute;`` becomes ``Café``."""
    if text.startswith(("http://", "https://")) and not _SPACE.search(text):
        return text.replace("&amp;", "&")
    for _ in range(_ENTITIES_WITHIN_ENTITIES):
        if "<" in text:
            text = _TAG.sub("", _BLOCK.sub(" ", text))
        if "&" not in text:
            break
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text


def as_it_is(text: str) -> str:
    """Escape ``text`` so that ``plain`` returns it unchanged, even with tags or entities in it."""
    if plain(text) == text:
        return text
    if plain(html.escape(text, quote=False)) == text:
        return html.escape(text, quote=False)
    return html.escape(html.escape(text, quote=False), quote=False)


def texts(value: Any) -> list[str]:
    """The texts in ``value``: one, a list of them, ``{"@value": ..}``; none in anything else."""
    values = value if isinstance(value, list) else [value]
    found = [one.get("@value") if isinstance(one, dict) else one for one in values]
    return [said for one in found if isinstance(one, str) and (said := plain(one).strip())]


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in ``value``, which may be one, a list of them, or something else."""
    values = value if isinstance(value, list) else [value]
    return [entry for entry in values if isinstance(entry, dict)]


def first_text(record: dict[str, Any], *names: str) -> str | None:
    """The first text in ``record`` under one of ``names``."""
    return next((text for name in names for text in texts(record.get(name))), None)


def text_of_first(found: list[dict[str, Any]], *names: str) -> str | None:
    """The text of the first object in a list under one of ``names``."""
    return first_text(found[0], *names) if found else None


def number(value: Any) -> float | None:
    """A number, possibly written as text: ``"4"``, ``"4,5"``, ``{"@value": 4}``."""
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value.strip().replace(",", "."))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else None


def links(value: Any) -> list[str]:
    """The links in ``value``: texts, and objects with a ``url`` or an ``@id``."""
    values = value if isinstance(value, list) else [value]
    found: list[str] = []
    for one in values:
        if isinstance(one, dict) and "@value" not in one:
            found += [link for name in ("url", "@id") for link in texts(one.get(name))][:1]
        else:
            found += texts(one)
    found = [f"https://{link}" if _BARE_LINK.match(link) else link for link in found]
    return [link for link in found if link.lower().startswith(("http://", "https://"))]


def filled(**fields: Any) -> dict[str, Any]:
    """The ``fields`` that are not None."""
    return {name: value for name, value in fields.items() if value is not None}


class Parts:
    """Reads parts of a review; ``objects_in`` gives the objects in a value, wherever they are."""

    def __init__(self, objects_in: Callable[[Any], list[dict[str, Any]]]) -> None:
        self._objects = objects_in

    def speaker(self, value: Any) -> dict[str, Any] | None:
        """The person or organization that made a claim or gave a response."""
        authors = self._objects(value)
        named = [name for one in authors if (name := first_text(one, "name"))] or texts(value)
        author = authors[0] if authors else {}
        employer = self._objects(author.get("worksFor")) or self._objects(author.get("affiliation"))
        speaker = filled(
            name=", ".join(dict.fromkeys(named)) or None,
            role=first_text(author, "jobTitle"),
            on_behalf_of=text_of_first(employer, "name"),
        )
        return speaker if "name" in speaker or "role" in speaker else None

    def outlet_and_author(self, review: dict[str, Any]) -> tuple[str | None, str | None]:
        """The organization that checked and the person who wrote, in whichever field they are."""
        organizations: list[str] = []
        people: list[str] = []
        untyped: list[str] = []
        for name in ("author", "publisher", "creator", "sourceOrganization"):
            value = review.get(name)
            for one in self._objects(value):
                kinds = texts(one.get("@type"))
                chosen = people if "Person" in kinds else organizations if kinds else untyped
                chosen += filter(None, [first_text(one, "name", "legalName")])
            untyped += texts(value)
        # An author without a type is the outlet, unless there is an organization as well.
        if not organizations:
            organizations, untyped = untyped[:1], []
        outlet = organizations[0] if organizations else None
        authors = [one for one in dict.fromkeys(people + untyped) if one not in organizations]
        return outlet, ", ".join(authors) or None

    def language(self, value: Any) -> str | None:
        """A language given as text, or as an object with its code or name."""
        named = [first_text(one, "alternateName", "name") for one in self._objects(value)]
        return next(filter(None, [*texts(value), *named]), None)

    def rating(self, value: Any) -> dict[str, Any] | None:
        """Another publisher's rating with its scale; too long a label becomes the explanation."""
        ratings = [one for one in self._objects(value) if "@value" not in one]
        rating = ratings[0] if ratings else {"alternateName": value, "ratingValue": value}
        worth = number(rating.get("ratingValue"))
        label = first_text(rating, "alternateName", "name")
        label = label or (first_text(rating, "ratingValue") if worth is None else None)
        if label is not None and worth is not None and number(label) == worth:
            label = None
        explanation = first_text(rating, "ratingExplanation", "description")
        if label and len(label) > LONGEST_NAME:
            explanation = f"{label}\n{explanation}" if explanation else label
            label = None
        said = filled(
            label=label,
            value=worth,
            best=number(rating.get("bestRating")),
            worst=number(rating.get("worstRating")),
            explanation=explanation,
        )
        return said if said.keys() & {"label", "value", "explanation"} else None

    def keywords(self, value: Any) -> Iterator[str]:
        """The topics of a review, one per keyword."""
        named = [name for one in self._objects(value) if (name := first_text(one, "name"))]
        for text in (*texts(value), *named):
            # In a list each entry is a keyword, which may contain a comma; a single text is split.
            parts = [text] if isinstance(value, list) else _BETWEEN_KEYWORDS.split(text)
            yield from (word.strip() for word in parts if word.strip())
