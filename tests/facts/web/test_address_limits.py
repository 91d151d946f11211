"""One address may not ask so much that others wait; who it is, only our own proxies may say."""

import ipaddress
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from aiohttp import web

from facts.usecases.admission import Limits, RateLimiter
from facts.web.server import AddressLimits, web_server

_HERE = ipaddress.ip_network("127.0.0.0/8")
Ask = Callable[..., "aiohttp.client._RequestContextManager"]


@pytest.fixture
async def ask() -> AsyncIterator[Ask]:
    """Asks a server that allows two questions a minute, from behind a proxy at 127.0.0.1."""
    limits = AddressLimits(RateLimiter(Limits(questions=2), lambda: 0.0), [_HERE])

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=limits.asker(request))

    routes = [web.get("/ask", limits.limited(answer))]
    async with web_server("127.0.0.1", 0, routes) as port, aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{port}/ask"
        yield lambda forwarded: session.get(url, headers={"X-Forwarded-For": forwarded})


async def test_over_the_limit_it_says_how_long_to_wait(ask: Ask) -> None:
    """429 with Retry-After; another visitor is answered all the same."""
    for _ in range(2):
        async with ask("203.0.113.7") as answer:
            assert answer.status == 200
    async with ask("203.0.113.7") as answer:
        assert answer.status == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert "Please try again in" in (await answer.json())["error"]
    async with ask("203.0.113.8") as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    ("forwarded", "asker"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7, 127.0.0.2", "203.0.113.7"),
        ("", "127.0.0.1"),
        ("127.0.0.3", "127.0.0.3"),
        ("2001:db8::1:2:3:4", "2001:db8::/64"),
        ("nonsense" * 40, ("nonsense" * 40)[:64]),
    ],
)
async def test_what_an_asker_writes_is_not_believed(ask: Ask, forwarded: str, asker: str) -> None:
    """Only the last address that is none of ours counts: an asker writes further left."""
    async with ask(forwarded) as answer:
        assert await answer.text() == asker
