"""The subprocess that parses one article: a link and a page as input, JSON as output.

Run by ``Articles``: ``python -m facts.usecases.desk.articles.article_reading``. Rejects pages
built to keep an HTML parser busy before they are parsed.
"""

import re
import sys
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from trafilatura import bare_extraction
from trafilatura.utils import decode_file

from facts.forms.typed_dates import UnclearDate, read_date
from facts.model import clean_text
from facts.model.fields import LONGEST_NAME
from facts.usecases.desk.articles.articles import NO_ARTICLE
from facts.usecases.desk.drafts.draft import Proposed

# Articles have some thousand tags, nested a few dozen deep. Extraction time is quadratic in both
# and must be seconds at most.
_MOST_TAGS, _DEEPEST = 20_000, 120
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
# Elements without an end tag, or whose end tag is optional.
_MAY_STAY_OPEN = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li dt dd tr td th thead tbody tfoot colgroup option optgroup rp rt html head body".split()
)
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|article|div|p|h1|meta)\b", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"<html\b[^>]{0,500}?\blang=[\"']?([a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3})\b", re.IGNORECASE
)
_QUOTE = re.compile(r"[“„«\"]([^“”„«»\"\n]{12,600})[”“»\"]")
_LINK = re.compile(r"https?://[^\s<>\"“”]{4,900}", re.IGNORECASE)
_BYLINE = re.compile(r"by\s+(\S.{1,100})", re.IGNORECASE)
_LEAST_WORDS = 3
_MOST_QUOTES = 20
_LONGEST_HEADLINE = 250
_LINES_OF_A_HEAD = 8


def is_no_article(page: bytes) -> bool:
    """Whether ``page`` has more tags, or deeper nesting, than any article."""
    depth = 0
    for count, tag in enumerate(_TAG.finditer(page), start=1):
        closes, name = tag.groups()
        if name.lower() not in _MAY_STAY_OPEN:
            depth = max(0, depth - 1) if closes else depth + 1
        if count > _MOST_TAGS or depth > _DEEPEST:
            return True
    return False


def read_article(page: bytes, link: str) -> Proposed:
    """The metadata and quotes of ``page``, HTML or plain text; empty texts for what is missing."""
    text = decode_file(page)
    found = _of_page(text, link) if _MARKUP.search(text) else _of_text(text, link)
    if not found.outlet and found.url:
        host = (urlsplit(found.url).hostname or "").removeprefix("www.")
        found = found.model_copy(update={"outlet": host})
    return found


def _of_page(html: str, link: str) -> Proposed:
    page = bare_extraction(html, url=link or None, with_metadata=True)
    said: dict[str, Any] = page if isinstance(page, dict) else page.as_dict() if page else {}
    language = _LANGUAGE.search(html)
    return Proposed(
        outlet=_line(said.get("sitename"), LONGEST_NAME),
        headline=_line(said.get("title"), _LONGEST_HEADLINE),
        author=_line(said.get("author"), LONGEST_NAME).replace("; ", ", "),
        published=_line(said.get("date"), LONGEST_NAME),
        url=_line(link or said.get("url"), 1000),
        language=language[1] if language else "",
        quotes=_quotes(said.get("raw_text") or said.get("text") or ""),
    )


def _of_text(text: str, link: str) -> Proposed:
    text = clean_text(text)
    head = [line for line in text.split("\n") if line][:_LINES_OF_A_HEAD]
    bylines = [match[1] for line in head if (match := _BYLINE.fullmatch(line))]
    dates = [date for line in head if (date := _date(line))]
    links = _LINK.findall(text)
    has_headline = len(head) > 1 and len(head[0]) <= _LONGEST_HEADLINE
    return Proposed(
        headline=head[0] if has_headline and not _LINK.match(head[0]) else "",
        author=bylines[0] if bylines else "",
        published=dates[0] if dates else "",
        url=link or (links[0].rstrip(".,;:)") if links else ""),
        quotes=_quotes(text),
    )


def _quotes(text: str) -> tuple[str, ...]:
    found = (clean_text(match).strip(" ,") for match in _QUOTE.findall(text))
    long_enough = (quote for quote in found if len(quote.split()) >= _LEAST_WORDS)
    return tuple(dict.fromkeys(long_enough))[:_MOST_QUOTES]


def _date(line: str) -> str:
    try:
        return str(read_date(line, datetime.now(UTC).date()))
    except UnclearDate:
        return ""


def _line(value: object, limit: int) -> str:
    return " ".join(clean_text(str(value or "")).split())[:limit]


def main() -> None:
    """Read the request from standard input and write the answer to standard output."""
    link, _, page = sys.stdin.buffer.read().partition(b"\n")
    if is_no_article(page):
        sys.exit(NO_ARTICLE)
    proposed = read_article(page, link.decode("utf-8", "replace"))
    sys.stdout.buffer.write(proposed.model_dump_json().encode())


if __name__ == "__main__":
    main()
