"""Lenient access to JSON-LD: a value may be a text, an object, or a list of either."""

import html
import re
from typing import Any

from facts.interchange.content import Content, UnreadableFile, utf8
from facts.interchange.lines import UnfitJsonError, json_value

_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]{0,500}|!--[^<>]{0,500}--)>")
_SPACE = re.compile(r"\s")
_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|h\d|tr|td|blockquote)\b[^<>]{0,500}>", re.IGNORECASE)
_ENTITIES_WITHIN_ENTITIES = 2
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?:www\.[\w-]{1,63}\.|[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/)[^\s@]*\Z")
_NUMBER = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,6})?")


def whole_json(content: Content) -> Any:
    """Parse ``content`` as JSON. Raises UnreadableFile with a sentence."""
    try:
        return json_value(utf8(content).encode())
    except UnfitJsonError as error:
        raise UnreadableFile(f"The file can’t be read: {error}.") from error


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


def without_none(record: dict[str, Any]) -> dict[str, Any]:
    """``record`` without fields that are None."""
    return {name: value for name, value in record.items() if value is not None}
