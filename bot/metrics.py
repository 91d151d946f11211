"""The bot's Prometheus metrics. None of them identifies a person."""

import asyncio
import re
import time
from collections import OrderedDict
from functools import partial
from types import SimpleNamespace

import aiohttp
import discord
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from facts.usecases.questions.answers import Answer, Found, NotFound, Unsure

_DECISIONS = {Found: "found", Unsure: "unsure", NotFound: "not_found"}
_CALLBACK = re.compile(r"/interactions/(\d+)/[^/]+/callback$")
# Arrival times kept; unanswered interactions beyond this are dropped, oldest first.
_ARRIVALS_KEPT = 10_000
# Histogram buckets up to Discord's limit of 3 s for the first response; the aim is 0.1 s.
_RESPONSE_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
_LAG_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0)
_LAG_SAMPLED_EVERY_SECONDS = 1.0


class Metrics:
    """All metrics of one bot, in their own registry."""

    def __init__(self, version: str) -> None:
        self.registry = CollectorRegistry()
        # Observes when Discord accepted the first response.
        self.http_trace = aiohttp.TraceConfig()
        self.http_trace.on_request_end.append(self._requested)
        self._arrived: OrderedDict[int, tuple[float, str]] = OrderedDict()
        counter = partial(Counter, namespace="nicenote", registry=self.registry)
        gauge = partial(Gauge, namespace="nicenote", registry=self.registry)
        histogram = partial(Histogram, namespace="nicenote", registry=self.registry)
        self.questions = counter("questions", "Questions answered, by decision", ["decision"])
        self.first_response = histogram(
            "first_response_seconds",
            "Time from receiving an interaction to Discord accepting the first response, by kind",
            ["kind"],
            buckets=_RESPONSE_SECONDS,
        )
        self.loop_lag = histogram("loop_lag_seconds", "Event-loop delay", buckets=_LAG_SECONDS)
        self.servers = gauge("servers", "Discord servers the bot is in")
        self.sign_ins_left = gauge("sign_ins_left", "Sign-ins that Discord allows today")
        self.facts = gauge("facts", "Facts in the store")
        self.store_bytes = gauge("store_bytes", "Size of the store on disk")
        self.last_backup = gauge(
            "last_backup_timestamp_seconds", "When the newest backup was made; 0 for none"
        )
        self.cursor_lag = gauge(
            "cursor_lag_changes",
            "Changes in the log that a follower has not processed",
            ["follower"],
        )
        self.alerts_waiting = gauge("alerts_waiting", "Alerts not yet sent")
        self.alerts_failed = gauge("alerts_failed", "Alerts that failed for good")
        self.requests_waiting = gauge("requests_waiting", "Readers' questions to a desk, open")
        gauge("build_info", "The running version; always 1", ["version"]).labels(version).set(1)

    def answered(self, answer: Answer) -> None:
        """Count an answer by its decision."""
        self.questions.labels(_DECISIONS[type(answer)]).inc()

    def arrived(self, interaction: discord.Interaction) -> None:
        """Record when an interaction arrived from the gateway."""
        self._arrived[interaction.id] = (time.perf_counter(), interaction.type.name)
        if len(self._arrived) > _ARRIVALS_KEPT:
            self._arrived.popitem(last=False)

    async def watch_loop(self) -> None:
        """Sample the event loop's lag until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_LAG_SAMPLED_EVERY_SECONDS)
            late = time.perf_counter() - before - _LAG_SAMPLED_EVERY_SECONDS
            self.loop_lag.observe(max(late, 0.0))

    async def _requested(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        found = _CALLBACK.search(request.url.path)
        if found and request.response.ok and int(found[1]) in self._arrived:
            began, kind = self._arrived.pop(int(found[1]))
            self.first_response.labels(kind).observe(time.perf_counter() - began)
