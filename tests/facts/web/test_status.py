"""/healthz and /metrics, asked over HTTP."""

from contextlib import AbstractAsyncContextManager

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics
from facts.model import Refusal
from facts.web.operator_routes import Troubles, status_routes
from facts.web.server import web_server


class _Patient:
    """A bot that is well, until a test says otherwise."""

    def __init__(self) -> None:
        self.metrics = Metrics("1.2.3")
        self.troubles: Troubles = {}
        self.refreshed = 0

    async def how(self) -> Troubles:
        return self.troubles

    async def refresh(self) -> None:
        self.refreshed += 1
        self.metrics.facts.set(32)

    def server(self, port: int = 0) -> AbstractAsyncContextManager[int]:
        routes = status_routes(self.how, self.metrics.registry, self.refresh)
        return web_server("127.0.0.1", port, routes)


async def test_health_is_said_in_status_and_words() -> None:
    """200 while all is well; 503 with what is not."""
    patient = _Patient()
    async with patient.server() as port, aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{port}/healthz"
        async with session.get(url) as answer:
            assert (answer.status, await answer.json()) == (200, {"status": "ok", "troubles": {}})
        patient.troubles = {"discord": "There is no connection to Discord."}
        async with session.get(url) as answer:
            assert answer.status == 503
            assert (await answer.json())["troubles"] == patient.troubles


async def test_metrics_are_in_the_form_that_prometheus_reads() -> None:
    """Taken anew at each look; the version is one of them."""
    patient = _Patient()
    async with (
        patient.server() as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        found = text_string_to_metric_families(await answer.text())
        families = {family.name: family for family in found}
    assert patient.refreshed == 1
    assert families["nicenote_facts"].samples[0].value == 32
    assert families["nicenote_build_info"].samples[0].labels == {"version": "1.2.3"}


async def test_a_port_that_is_taken_is_named() -> None:
    """With what to do about it."""
    async with _Patient().server() as taken:
        with pytest.raises(Refusal, match=f"port {taken} .*NICENOTE_WEB_PORT"):
            async with _Patient().server(taken):
                pytest.fail("two servers listen on one port")
