"""The key of Google's Fact Check API goes to Google over TLS, and nowhere else."""

import json
import logging
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import trustme
from aiohttp import web
from aiohttp.abc import ResolveResult

from facts.model import Member
from facts.usecases.feeds.fetching import FeedAnswer, FeedRequest, FeedSettings
from facts.web.outgoing.feed_fetching import FeedFetching
from facts.web.outgoing.public_addresses import PublicResolver
from facts.wiring import Library, open_library
from tests.facts.usecases.feeds.local_feed import Publisher, publishing

GOOGLE, OTHER = "factchecktools.googleapis.com", "check.example"
KEY = "AIzaSyA-secret-key-0123456789"
HITS = {"claims": [{"text": "A.", "claimReview": [{"url": "https://check.example/1"}]}]}


class Here(PublicResolver):
    """Every name is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        here = {"hostname": host, "host": "127.0.0.1", "port": port}
        return [ResolveResult(**here, family=family, proto=0, flags=socket.AI_NUMERICHOST)]  # type: ignore[typeddict-item]


class LocalGoogle:
    """Fetches as the program does, but all hosts are on this machine."""

    def __init__(self, trust: ssl.SSLContext) -> None:
        self._trust = trust

    async def fetch(self, request: FeedRequest) -> FeedAnswer:
        """What the feed has."""
        return await FeedFetching(request, Here(), self._trust).run()


class Internet:
    """Google and a publisher, over TLS and without."""

    def __init__(self, fetcher: LocalGoogle, safe: Publisher, plain: Publisher) -> None:
        self.fetcher = fetcher
        self.safe = safe
        self.plain = plain

    def at(self, host: str, path: str, *, safe: bool = True) -> str:
        """The address of a path on a host."""
        return (self.safe if safe else self.plain).url.replace("127.0.0.1", host) + path

    def keys(self) -> list[tuple[str, str | None]]:
        """Each host that was asked, and the key that it got."""
        asked = [*self.safe.headers, *self.plain.headers]
        return [(one["Host"].partition(":")[0], one.get("X-Goog-Api-Key")) for one in asked]


@pytest.fixture
async def internet() -> AsyncIterator[Internet]:
    """All hosts, vouched for."""
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(GOOGLE, OTHER).configure_cert(server)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    async with AsyncExitStack() as stack:
        safe = await stack.enter_async_context(publishing(server))
        plain = await stack.enter_async_context(publishing())
        yield Internet(LocalGoogle(trust), safe, plain)


def to(url: str) -> web.Response:
    """A redirect."""
    return web.Response(status=302, headers={"Location": url})


def request(url: str) -> FeedRequest:
    """To fetch ``url``, with the key at hand."""
    return FeedRequest(url=url, hosts=(GOOGLE, OTHER), key=KEY)


async def test_google_gets_the_key_in_a_header(internet: Internet) -> None:
    """Not in the address, where logs of servers between would keep it."""
    internet.safe.answers["/v1alpha1/claims:search"] = HITS
    url = internet.at(GOOGLE, "/v1alpha1/claims:search?query=x")
    answer = await internet.fetcher.fetch(request(url))
    assert len(answer.items) == 1
    assert internet.keys() == [(GOOGLE, KEY)]
    assert KEY not in internet.safe.asked[0]


async def test_nobody_else_gets_the_key(internet: Internet) -> None:
    """Not another host, nor one that Google redirects to, nor Google itself without TLS."""
    elsewhere = internet.at(OTHER, "/feed")
    unsafe = internet.at(GOOGLE, "/plain", safe=False)
    internet.safe.answers |= {"/feed": HITS, "/to": to(elsewhere)}
    internet.safe.answers["/down"] = to(unsafe)
    internet.plain.answers["/plain"] = HITS
    for url in (elsewhere, internet.at(GOOGLE, "/to"), unsafe, internet.at(GOOGLE, "/down")):
        assert (await internet.fetcher.fetch(request(url))).problem == ""
    told = internet.keys()
    assert told.count((GOOGLE, KEY)) == 2
    assert {pair for pair in told if pair[1] is not None} == {(GOOGLE, KEY)}
    assert internet.plain.asked == ["/plain", "/plain"]
    assert all("X-Goog-Api-Key" not in headers for headers in internet.plain.headers)


async def test_the_key_is_in_nothing_that_is_kept_or_said(
    internet: Internet, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong: no sentence, no log, no document of the store and no repr has it."""
    caplog.set_level(logging.DEBUG)
    internet.safe.answers["/error"] = {"error": {"code": 403, "message": "API key not valid."}}
    internet.safe.answers["/broken"] = web.Response(text="{")
    internet.safe.answers["/away"] = to("https://elsewhere.example/")
    settings = FeedSettings((GOOGLE, OTHER), KEY)
    ada = Member("77", "1", "Ada", manages_server=True)  # type: ignore[arg-type]
    async with open_library(None, feeds=settings) as library:
        said = await _everything(library, ada, internet)
    broken = FeedRequest.model_construct(url=1, hosts=(), key=KEY)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="url") as refused:
        FeedRequest.model_validate_json(broken.model_dump_json(warnings=False))
    for text in (*said, caplog.text, str(refused.value), repr(settings), repr(request("x"))):
        assert KEY not in text


async def _everything(library: Library, ada: Member, internet: Internet) -> list[str]:
    """All that a desk is told of feeds that fail, and all that is stored."""
    said = []
    for path in ("/error", "/broken", "/away", "/missing"):
        feed = await library.desk.followed.follow(ada, internet.at(GOOGLE, path))
        looked = await library.desk.feeds.look(feed.id, internet.fetcher)
        assert looked.problem
        said.append(looked.model_dump_json())
    store = library.asking.catalogue.store
    kept = [await store.shelf.items(kind) for kind in await store.shelf.kinds()]
    return [*said, json.dumps([dict(documents) for documents in kept], default=str)]
