"""The operator's routes: health and metrics."""

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

_dumps = partial(json.dumps, ensure_ascii=False)
# Reports the reasons why the bot cannot answer, a sentence each by subject; empty if healthy.
Troubles = Mapping[str, str]


def status_routes(
    troubles: Callable[[], Awaitable[Troubles]],
    registry: CollectorRegistry,
    refresh: Callable[[], Awaitable[None]],
) -> list[web.RouteDef]:
    """``/healthz`` from ``troubles``, and ``/metrics`` from ``registry`` after calling ``refresh``.

    ``/healthz`` answers 200 without troubles, and 503 with them otherwise.
    """

    async def healthz(_: web.Request) -> web.Response:
        found = await troubles()
        body = {"status": "unwell" if found else "ok", "troubles": dict(found)}
        return web.json_response(body, status=503 if found else 200, dumps=_dumps)

    async def metrics(_: web.Request) -> web.Response:
        await refresh()
        # aiohttp takes the charset separately from the content type.
        return web.Response(
            body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    return [web.get("/healthz", healthz), web.get("/metrics", metrics)]
