"""The health, readiness and metrics of the running bot, over HTTP and in the log."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

from bot.client import NiceNote
from bot.metrics import Metrics
from bot.settings import Settings
from facts import __version__
from facts.model import Refusal
from facts.usecases.admission import Limits, RateLimiter
from facts.web.operator_routes import status_routes
from facts.web.outgoing.feed_reader import FeedReader
from facts.web.outgoing.webhook_poster import HttpsPoster
from facts.web.page_rendering import SiteSettings
from facts.web.server import AddressLimits, public_routes, web_server
from facts.wiring import Library, Processes

_log = logging.getLogger(__name__)


class Status:
    """Reads the state of ``client`` and ``library``, and updates ``metrics`` from it."""

    def __init__(self, client: NiceNote, library: Library, metrics: Metrics) -> None:
        self._client = client
        self._library = library
        self._metrics = metrics
        self._told = False

    async def troubles(self) -> Mapping[str, str]:
        """The reasons why the bot cannot answer, a sentence each; empty if it can."""
        found = {}
        if not self._client.is_ready():
            found["discord"] = "The bot isn’t signed in to Discord."
        elif not math.isfinite(self._client.latency):
            found["discord"] = "Discord isn’t responding; reconnecting."
        try:
            await self._library.vitals.read()
        except (Refusal, OSError) as error:
            found["store"] = f"The store can’t be read: {error}"
        return found

    async def refresh(self) -> None:
        """Update the gauges that are read on demand."""
        vitals, metrics = await self._library.vitals.read(), self._metrics
        metrics.servers.set(len(self._client.guilds))
        metrics.facts.set(vitals.facts)
        metrics.store_bytes.set(vitals.store_bytes)
        metrics.last_backup.set(vitals.newest_backup.timestamp() if vitals.newest_backup else 0)
        for follower, lag in vitals.lag.items():
            metrics.cursor_lag.labels(follower).set(lag)
        metrics.alerts_waiting.set(vitals.alerts_waiting)
        metrics.alerts_failed.set(vitals.alerts_failed)
        metrics.requests_waiting.set(vitals.requests_waiting)
        if (left := self._client.sign_ins_left) is not None:
            metrics.sign_ins_left.set(left)

    async def on_ready(self) -> None:
        """Log one line when the bot is first ready; later new sessions log nothing here."""
        if self._told:
            return
        self._told = True
        vitals = await self._library.vitals.read()
        _log.info(
            "Ready: Nice Note %s as %s, %d servers, %d facts, store %s (%s)",
            *(__version__, self._client.user, len(self._client.guilds)),
            *(vitals.facts, vitals.place.folder or "in memory", vitals.place.engine),
        )


@asynccontextmanager
async def serving(
    settings: Settings, client: NiceNote, library: Library, metrics: Metrics
) -> AsyncIterator[None]:
    """Run the background work and the web server, if ``settings`` enable it, inside this context.

    Raises Refusal if the web server cannot listen on its address.
    """
    status = Status(client, library, metrics)
    client.add_listener(status.on_ready)
    async with AsyncExitStack() as stack:
        poster = await stack.enter_async_context(HttpsPoster())
        webhooks = partial(library.webhooks.run, poster)
        feeds = partial(library.desk.feeds.run, FeedReader())
        for work in (
            metrics.watch_loop(),
            _by_one(library.processes, "webhooks", webhooks),
            _by_one(library.processes, "feeds", feeds),
        ):
            stack.callback(asyncio.create_task(work).cancel)
        if settings.web_port is not None:
            routes = status_routes(status.troubles, metrics.registry, status.refresh)
            if settings.pages:
                site = SiteSettings(settings.public_url or "", searchable=True)
                limiter = RateLimiter(Limits(questions=settings.web_questions))
                limits = AddressLimits(limiter, settings.web_proxies)
                routes += public_routes(library, site, limits)
            server = web_server(settings.web_host, settings.web_port, routes)
            port = await stack.enter_async_context(server)
            _log.info("Web server listening on http://%s:%d", settings.web_host, port)
        yield


async def _by_one(
    processes: Processes | None, what: str, work: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    """Run ``work``; if several processes share the store, only in the leader for ``what``."""
    if processes is None:
        await work()
    else:
        await processes.do_as_leader(what, lambda _: work())
