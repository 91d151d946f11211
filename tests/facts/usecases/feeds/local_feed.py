"""A publisher's server on this machine, and what fetches from it: all but the address is real."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from facts.usecases.feeds.fetching import FeedAnswer, FeedRequest
from facts.web.outgoing.feed_fetching import FeedFetching
from facts.web.outgoing.public_addresses import PublicResolver

HOST = "127.0.0.1"


def review(claim: str = "The earth is flat.", page: str = "flat", **fields: Any) -> dict[str, Any]:
    """A ClaimReview."""
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim,
        "url": f"https://check.example/{page}",
        "author": {"@type": "Organization", "name": "Example Check"},
        "reviewRating": {"alternateName": "False"},
    } | fields


class Publisher:
    """Answers each path with what a test sets, and counts who asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        self.headers.append(dict(request.headers))
        found = self.answers.get(request.path)
        if callable(found):
            found = found(request)
        if isinstance(found, web.StreamResponse):
            return found
        if found is None:
            return web.Response(status=404)
        if isinstance(found, str):
            return web.Response(text=found, content_type="text/html")
        return web.json_response(found)


class LocalFetcher:
    """Fetches as the program does, but from private addresses as well."""

    async def fetch(self, request: FeedRequest) -> FeedAnswer:
        return await FeedFetching(request, PublicResolver(lambda _: True)).run()


@asynccontextmanager
async def publishing(trust: ssl.SSLContext | None = None) -> AsyncIterator[Publisher]:
    """A server that listens while this is open, over TLS with ``trust``."""
    publisher = Publisher()
    application = web.Application()
    application.router.add_get("/{path:.*}", publisher.answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0, ssl_context=trust)
    await site.start()
    port = runner.addresses[0][1]
    publisher.url = f"{'https' if trust else 'http'}://{HOST}:{port}"
    try:
        yield publisher
    finally:
        await runner.cleanup()
