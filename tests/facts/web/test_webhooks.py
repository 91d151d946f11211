"""Webhooks, told over real HTTPS: at least once, in order, signed, and never into a private net."""

import hashlib
import hmac
import ipaddress
import json
import ssl
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from typing import Any, NamedTuple

import pytest
import trustme
from aiohttp import web

from facts.model import Refusal
from facts.usecases.webhooks import NotDelivered, Webhooks
from facts.web.outgoing.public_addresses import PublicResolver, is_public
from facts.web.outgoing.webhook_poster import HttpsPoster
from facts.wiring import Library
from tests.facts.web.conftest import Visitor


class Receiver:
    """Another system, which answers with the statuses that a test sets."""

    def __init__(self) -> None:
        self.statuses: Iterator[int] = repeat(200)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.url = ""

    async def hook(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.read()))
        status = next(self.statuses)
        return web.Response(
            status=status, headers={"Location": "/elsewhere"} if status == 302 else {}
        )

    @property
    def numbers(self) -> list[int]:
        return [json.loads(body)["change"] for _, body in self.got]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def authority() -> trustme.CA:
    """Who vouches for the receiver."""
    return trustme.CA()


@pytest.fixture
async def receiver(authority: trustme.CA) -> AsyncIterator[Receiver]:
    """An HTTPS server on this machine."""
    receiver = Receiver()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", receiver.hook)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(trust)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=trust).start()
    receiver.url = f"https://localhost:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


@pytest.fixture
async def poster(authority: trustme.CA) -> AsyncIterator[HttpsPoster]:
    """A poster that may connect to this machine."""
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    async with HttpsPoster(PublicResolver(lambda address: address.is_loopback), trust) as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    """The clock of the webhooks."""
    return Clock()


@pytest.fixture
def webhooks(library: Library, clock: Clock) -> Webhooks:
    """The webhooks of the library, on a clock that a test moves."""
    return Webhooks(library.asking.catalogue.store, library.public, clock)


class Hooks(NamedTuple):
    """The webhooks, whom they tell, how, and when."""

    webhooks: Webhooks
    receiver: Receiver
    poster: HttpsPoster
    clock: Clock

    async def turn(self) -> None:
        await self.webhooks.turn(self.poster)


@pytest.fixture
def hooks(webhooks: Webhooks, receiver: Receiver, poster: HttpsPoster, clock: Clock) -> Hooks:
    """All of it together."""
    return Hooks(webhooks, receiver, poster, clock)


async def test_each_public_change_is_told_once_in_order_and_signed(
    hooks: Hooks, visitor: Visitor, a_fact: Any
) -> None:
    """From when it was added on; facts of desks that are not public are not told."""
    webhook = await hooks.webhooks.add(hooks.receiver.url)
    await visitor.publish(a_fact | {"ref": "hidden"})
    await hooks.turn()
    assert hooks.receiver.got == []

    await visitor.go_public()
    for ref in ("one", "two"):
        await visitor.publish(a_fact | {"ref": ref})
    await hooks.turn()
    await hooks.turn()

    assert hooks.receiver.numbers == [34, 35]
    headers, body = hooks.receiver.got[0]
    assert headers["X-NiceNote-Delivery"] == f"{webhook.id}-34"
    signature = hmac.new(webhook.secret.encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={signature}"
    told = json.loads(body)
    assert told["fact"]["claim"]["text"] == a_fact["claim"]["text"]
    assert "editor" not in told


@pytest.mark.parametrize("refused", [500, 404, 302, 410])
async def test_what_is_not_taken_is_told_again_with_the_same_id(
    hooks: Hooks, visitor: Visitor, a_fact: Any, refused: int
) -> None:
    """Later and later, nothing before it is taken, and no redirect is followed."""
    await visitor.go_public()
    await hooks.webhooks.add(hooks.receiver.url)
    for ref in ("one", "two"):
        await visitor.publish(a_fact | {"ref": ref})
    hooks.receiver.statuses = chain([refused, refused], repeat(204))
    for _ in range(12):
        await hooks.turn()
        hooks.clock.now += timedelta(seconds=20)
    assert hooks.receiver.numbers == [33, 33, 33, 34]
    ids = [headers["X-NiceNote-Delivery"] for headers, _ in hooks.receiver.got]
    assert len(set(ids[:3])) == 1


async def test_a_week_of_failures_stops_it(
    hooks: Hooks, visitor: Visitor, a_fact: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says so with what to do; resumed, it goes on where it stood."""
    await visitor.go_public()
    webhook = await hooks.webhooks.add(hooks.receiver.url)
    await visitor.publish(a_fact)
    hooks.receiver.statuses = repeat(500)
    for _ in range(60):
        await hooks.turn()
        hooks.clock.now += timedelta(hours=6)
    [stopped] = await hooks.webhooks.list()
    assert stopped.stopped
    assert f"webhooks resume {webhook.id}" in caplog.text
    tried = len(hooks.receiver.got)
    assert tried < 40

    hooks.receiver.statuses = repeat(200)
    await hooks.webhooks.resume(webhook.id)
    await hooks.turn()
    assert hooks.receiver.numbers[tried:] == [33]


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example.org/hook",
        "ftp://desk.example.org",
        "desk.example.org",
        "https://",
        "https://user:secret@desk.example.org",
    ],
)
async def test_only_https_addresses_are_taken(webhooks: Webhooks, url: str) -> None:
    """With what one looks like."""
    with pytest.raises(Refusal, match="https"):
        await webhooks.add(url)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *(
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "0.0.0.1",
            "::1",
            "fe80::1",
            "fd00::1",
            "::",
        ),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "ff02::1"),
        *("::127.0.0.1", "64:ff9b::10.0.0.1", "fec0::1", "fe80::1%eth0", "2001:0:7f00:1::"),
    ],
)
def test_addresses_that_are_not_of_the_public_internet(address: str) -> None:
    """Whatever form they are written in."""
    assert not is_public(ipaddress.ip_address(address))


def test_addresses_of_the_public_internet() -> None:
    """Both kinds."""
    assert is_public(ipaddress.ip_address("93.184.215.14"))
    assert is_public(ipaddress.ip_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))


async def test_a_name_that_leads_inside_is_not_connected_to(receiver: Receiver) -> None:
    """Nor is an address itself; nothing arrives there."""
    async with HttpsPoster() as poster:
        for host in ("localhost", "127.0.0.1", "[::1]"):
            url = receiver.url.replace("localhost", host)
            with pytest.raises(NotDelivered):
                await poster.post(url, {}, b"{}")
    assert receiver.got == []


async def test_two_processes_tell_it_on_without_losing_a_change(
    hooks: Hooks, library: Library, visitor: Visitor, a_fact: Any
) -> None:
    """At least once: whoever is behind tells it again, nobody leaves one out."""
    other = Webhooks(library.asking.catalogue.store, library.public, hooks.clock)
    await visitor.go_public()
    await hooks.webhooks.add(hooks.receiver.url)
    for ref in ("one", "two", "three"):
        await visitor.publish(a_fact | {"ref": ref})
        await hooks.turn()
        await other.turn(hooks.poster)
    assert set(hooks.receiver.numbers) == {33, 34, 35}
    [webhook] = await hooks.webhooks.list()
    assert webhook.followed == 35
