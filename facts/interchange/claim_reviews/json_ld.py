"""Finds ClaimReviews in JSON-LD, wherever feeds, graphs, pages and sites put them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from facts.interchange.claim_reviews.json_values import objects, texts
from facts.interchange.content import Content, UnreadableFile, beginning, utf8
from facts.interchange.lines import UnfitJsonError, json_value

# Some sites wrap the JSON of a script in comment markers of JavaScript or XML.
_BEFORE = re.compile(r"(?:\s|\ufeff|<!--|//|/\*|\*/|<!\[CDATA\[)*")
_PREFIX = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:)")
_MARKS_AFTER = 6
_AFTER = ("-->", "//", "/*", "*/", "]]>", ";")
_PAGE = re.compile(
    r"\s*(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype|html|head|body|script|div|meta)\b", re.IGNORECASE
)
MICRODATA = "The page’s ClaimReview is microdata, which can’t be read. Use JSON-LD."


@dataclass(slots=True)
class FoundReview:
    """A review with the graph that resolves its references, or a part that is not valid JSON."""

    review: dict[str, Any]
    graph: "Graph"
    problem: str = ""


@dataclass(slots=True)
class Graph:
    """The objects of one JSON-LD value by their ``@id``."""

    named: dict[str, dict[str, Any]] = field(default_factory=dict)

    def objects(self, value: Any) -> list[dict[str, Any]]:
        """The objects in ``value``, with references by ``@id`` resolved."""
        return [self._meant(one) for one in objects(value)]

    def _meant(self, one: dict[str, Any]) -> dict[str, Any]:
        name = one.get("@id")
        if isinstance(name, str) and _is_reference(one):
            return self.named.get(name, one)
        return one


def begins_as_json(content: Content) -> bool:
    """Whether the file starts with a JSON object or list, after comment markers."""
    text = beginning(content).decode("utf-8", "replace")
    start = _BEFORE.match(text)
    return text[start.end() if start else 0 :].startswith(("{", "["))


def is_page(content: Content) -> bool:
    """Whether the file is HTML."""
    start = beginning(content).decode("utf-8", "replace")
    return _PAGE.match(start.lstrip("\ufeff")) is not None


def reviews_in_file(content: Content) -> Iterator[FoundReview]:
    """The reviews of a JSON or JSON Lines file. Raises UnreadableFile."""
    text = unwrapped(utf8(content))
    try:
        value = json_value(text.encode())
    except UnfitJsonError as error:
        parts = [line for line in text.split("\n") if line.strip()]
        if len(parts) < 2 or not _is_json(parts[0]):  # noqa: PLR2004  if it is not JSON Lines either
            raise UnreadableFile(f"The file can’t be read: {error}.") from error
        for part in parts:
            yield from reviews_in_script(part.rstrip().rstrip(","))
        return
    yield from reviews_in_value(value)


def reviews_in_script(script: str) -> Iterator[FoundReview]:
    """The reviews of one script of a page; reports invalid JSON if it is about reviews."""
    try:
        value = json_value(unwrapped(script).encode("utf-8", "replace"))
    except UnfitJsonError as error:
        if "laimRevie" in script:
            yield FoundReview({}, Graph(), str(error))
        return
    yield from reviews_in_value(value)


def reviews_in_value(value: Any) -> Iterator[FoundReview]:
    """Every ClaimReview in ``value`` in order, without duplicates."""
    value = _without_prefixes(value)
    graph = Graph()
    for node in _nodes(value, within_reviews=True):
        name = node.get("@id")
        if isinstance(name, str) and not _is_reference(node):
            graph.named.setdefault(name, node)
    seen: set[str] = set()
    for node in _nodes(value, within_reviews=False):
        if not _is_review(node):
            continue
        try:
            same = json.dumps(node, sort_keys=True)
        except RecursionError:
            yield FoundReview({}, graph, "lists or objects are nested too deeply")
            continue
        if same not in seen:
            seen.add(same)
            yield FoundReview(node, graph)


def unwrapped(text: str) -> str:
    """``text`` without comment and CDATA markers around it."""
    start = _BEFORE.match(text)
    text = (
        text[start.end() :] if start and text[start.end() : start.end() + 1] in ("{", "[") else text
    )
    text = text.rstrip()
    for _ in range(_MARKS_AFTER):
        if ending := next((mark for mark in _AFTER if text.endswith(mark)), None):
            text = text[: -len(ending)].rstrip()
    return text


def _is_review(node: dict[str, Any]) -> bool:
    if "@type" not in node:
        return "claimReviewed" in node
    kinds = (kind.casefold() for kind in texts(node["@type"]))
    return "claimreview" in kinds and not _is_reference(node)


def _without_prefixes(value: Any) -> Any:
    """``value`` with prefixes such as ``schema:ClaimReview`` removed, in place."""
    for node in _nodes(value, within_reviews=True):
        if any(map(_PREFIX.match, node)):
            plain = {_PREFIX.sub("", name): part for name, part in node.items()}
            node.clear()
            node.update(plain)
        kinds = node.get("@type")
        if isinstance(kinds, str):
            node["@type"] = _PREFIX.sub("", kinds)
        elif isinstance(kinds, list):
            node["@type"] = [_PREFIX.sub("", k) if isinstance(k, str) else k for k in kinds]
    return value


def _is_reference(node: dict[str, Any]) -> bool:
    return node.keys() <= {"@id", "@type"}


def _nodes(value: Any, *, within_reviews: bool) -> Iterator[dict[str, Any]]:
    """Every object in ``value``, outer ones first, in the order of the file."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            if within_reviews or not _is_review(one):
                waiting.extend(reversed(one.values()))
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def _is_json(text: str) -> bool:
    try:
        json_value(text.rstrip().rstrip(",").encode())
    except UnfitJsonError:
        return False
    return True
