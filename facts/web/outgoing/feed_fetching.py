"""The subprocess that fetches one feed: a FeedRequest as JSON in, a FeedAnswer out.

Run by ``FeedReader``: ``python -m facts.web.outgoing.feed_fetching``. It only connects to hosts
permitted by the operator, at public addresses, and follows redirects only among them.
"""

import asyncio
import json
import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
import feedparser  # type: ignore[import-untyped]  # it has no types, and nobody else has them

from facts.interchange.claim_reviews.reader import read_scripts
from facts.interchange.content import UnreadableFile
from facts.interchange.file_formats import FileFormat, fact_line, format_of, read_facts
from facts.interchange.read_lines import NOTHING_CHOSEN, ReadLine
from facts.interchange.unpacking import limit_memory, page
from facts.usecases.feeds.fetching import FeedAnswer, FeedItem, FeedRequest, FeedSettings
from facts.web.outgoing.public_addresses import NotPublicError, PublicResolver, public_session

_MOST_BYTES = 10 * 1024 * 1024
_MOST_REDIRECTS = 5
# The newest pages of a feed that are considered; new and changed ones are fetched.
_MOST_PAGES = 50
_MOST_LEFT_OUT = 20
_PIECE = 65_536
# Less than FeedReader's timeout, so that what was fetched in time is not lost.
_SECONDS_FOR_PAGES = 200
_TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
_GOOGLE = "factchecktools.googleapis.com"
_OK, _UNCHANGED, _GONE = 200, 304, (404, 410)
_REDIRECTS = (301, 302, 303, 307, 308)
_NAME = "NiceNote (fact-check feeds; conditional requests)"


class CannotFetch(Exception):  # noqa: N818  it becomes a sentence of the answer
    """An error of the other side, in words."""


@dataclass(slots=True)
class _Got:
    status: int
    body: bytes = b""
    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class _Reading:
    items: list[FeedItem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add(self, lines: Iterator[ReadLine], of_page: str = "") -> None:
        for line in lines:
            if line.draft is not None:
                self.items.append(FeedItem(fact=fact_line(line.draft), page=of_page))
            self.left_out += [str(problem) for problem in line.problems]

    def answer(self, **told: Any) -> FeedAnswer:
        left_out = tuple(self.left_out[:_MOST_LEFT_OUT])
        return FeedAnswer(items=tuple(self.items), left_out=left_out, **told)


class FeedFetching:
    """Fetches by ``resolver`` and ``trust`` (TLS), by default those for the internet."""

    def __init__(
        self,
        request: FeedRequest,
        resolver: PublicResolver | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._request = request
        self._allowed = FeedSettings(request.hosts, request.key)
        self._resolver = resolver or PublicResolver()
        self._trust = trust or ssl.create_default_context()

    async def run(self) -> FeedAnswer:
        """The content of the feed; a sentence if nothing could be read."""
        async with public_session(self._resolver, self._trust, _TIMEOUT) as session:
            self._session = session
            try:
                return await self._answer()
            except CannotFetch as error:
                return FeedAnswer(problem=str(error))
            except UnreadableFile as error:
                return FeedAnswer(problem=f"The feed can’t be read. {error}")

    async def _answer(self) -> FeedAnswer:
        asked = self._request
        got = await self._get(asked.url, etag=asked.etag, modified=asked.modified)
        if got.status == _UNCHANGED:
            return FeedAnswer(unchanged=True)
        if got.status != _OK:
            raise CannotFetch(f"The feed answered with status {got.status}.")
        known = {"etag": got.etag, "modified": got.modified}
        found = _Reading()
        start = got.body[:_PIECE].lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith((b"{", b"[")) or _is_html(start):
            found.add(_read(got.body))
            is_whole = urlsplit(asked.url).hostname != _GOOGLE
            return found.answer(whole=is_whole, **known)
        return await self._pages(got.body, found, known)

    async def _pages(self, body: bytes, found: _Reading, known: dict[str, str]) -> FeedAnswer:
        """The reviews in the pages listed by an RSS or Atom feed."""
        feed = feedparser.parse(body, response_headers={"content-type": "application/xml"})
        entries = [entry for entry in feed.entries[:_MOST_PAGES] if entry.get("link")]
        if not entries:
            raise CannotFetch(
                "This isn’t ClaimReview, RSS or Atom, or it has no entries with a link."
            )
        stamps: dict[str, str] = {}
        gone: list[str] = []
        begin = time.monotonic()
        for entry in entries:
            if time.monotonic() - begin > _SECONDS_FOR_PAGES:
                found.left_out.append("the rest, because the pages took too long")
                known = {}  # so that the feed is fetched again for the remaining pages
                break
            link = urljoin(self._request.url, str(entry["link"]))
            # Read both directly: feedparser's look-up mixes them up, with a warning.
            named = (dict.get(entry, name) for name in ("updated", "published", "id"))
            stamp = str(next(filter(None, named), "-"))
            if self._request.stamps.get(link) == stamp:
                continue
            try:
                got = await self._get(link)
            except CannotFetch as error:
                found.left_out.append(f"{link}: {error}")
                continue  # retried in the next poll
            if got.status in _GONE:
                gone.append(link)
            elif got.status != _OK:
                found.left_out.append(f"{link}: it answered {got.status}")
                continue
            else:
                try:
                    found.add(_read(got.body), link)
                except UnreadableFile as error:
                    found.left_out.append(f"{link}: {error}")
            stamps[link] = stamp
        return found.answer(stamps=stamps, gone=tuple(gone), **known)

    async def _get(self, url: str, *, etag: str = "", modified: str = "") -> _Got:
        """One page, following redirects among permitted hosts. Raises CannotFetch."""
        headers = {"User-Agent": _NAME, "If-None-Match": etag, "If-Modified-Since": modified}
        for _ in range(_MOST_REDIRECTS):
            host = self._expected(url)
            sent = {name: value for name, value in headers.items() if value}
            if host == _GOOGLE and url.startswith("https:") and self._allowed.key:
                sent["X-Goog-Api-Key"] = self._allowed.key
            try:
                async with self._session.get(url, headers=sent, allow_redirects=False) as answer:
                    if answer.status not in _REDIRECTS:
                        return await _read_body(answer)
                    url = urljoin(url, answer.headers.get("Location", ""))
            except (aiohttp.ClientError, NotPublicError, TimeoutError, OSError) as error:
                reason = "it took too long" if isinstance(error, TimeoutError) else _reason(error)
                raise CannotFetch(f"{host} can’t be reached: {reason}.") from error
        raise CannotFetch(f"{url} was redirected more than {_MOST_REDIRECTS} times.")

    def _expected(self, url: str) -> str:
        """The host of ``url``. Raises CannotFetch if fetching from it is not permitted."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
            self._resolver.expect_public(host)
        except (ValueError, NotPublicError) as error:
            raise CannotFetch(f"I may not fetch from {url[:200]}: {error}.") from error
        if parts.scheme not in ("http", "https") or not self._allowed.allows(host):
            raise CannotFetch(
                f"I may not fetch from {host or url[:200]}: the operator hasn’t allowed it."
            )
        return host


async def _read_body(answer: aiohttp.ClientResponse) -> _Got:
    body = bytearray()
    async for piece in answer.content.iter_chunked(_PIECE):
        body += piece
        if len(body) > _MOST_BYTES:
            raise CannotFetch(f"It’s larger than the limit of {_MOST_BYTES:,} bytes.")
    headers = answer.headers
    return _Got(
        answer.status, bytes(body), headers.get("ETag", ""), headers.get("Last-Modified", "")
    )


def _read(body: bytes) -> Iterator[ReadLine]:
    """The facts of ClaimReview JSON, a page, an answer of Google's API. Raises UnreadableFile."""
    if _is_html(body[:_PIECE].lstrip()):
        return read_scripts(list(page(body)))
    file_format = format_of("", body)
    if file_format not in (FileFormat.CLAIM_REVIEW, FileFormat.CLAIMS_SEARCH):
        raise UnreadableFile("It’s neither ClaimReview nor an answer of the Fact Check API.")
    return read_facts(body, file_format, NOTHING_CHOSEN)


def _is_html(start: bytes) -> bool:
    head = start[:2000].lower()
    return b"<html" in head or b"<!doctype html" in head


def _reason(error: BaseException) -> str:
    inner = error.__cause__ if isinstance(error.__cause__, NotPublicError) else error
    return str(inner)[:300] or type(inner).__name__


async def _fetch(request: FeedRequest) -> FeedAnswer:
    return await FeedFetching(request).run()


def main() -> None:
    """Read the request from standard input and answer on standard output."""
    limit_memory()
    request = FeedRequest.model_validate_json(sys.stdin.buffer.read())
    answer = asyncio.run(_fetch(request))
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(json.dumps(answer.model_dump(mode="json")).encode())


if __name__ == "__main__":
    main()
