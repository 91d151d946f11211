"""The routes for whoever runs the bot: is it well, and how does it do?"""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

# What keeps the bot from answering, in a sentence each, by what it is about; empty when it is well.
Troubles = Mapping[str, str]


def status_routes(
    troubles: Callable[[], Awaitable[Troubles]],
    registry: CollectorRegistry,
    refresh: Callable[[], Awaitable[None]],
) -> list[web.RouteDef]:
    """``/healthz`` from ``troubles``, and ``/metrics`` from ``registry`` once ``refresh`` is done.

    ``/healthz`` answers 200 where there are none, and 503 with them otherwise.
    """

    async def healthz(_: web.Request) -> web.Response:
        found = await troubles()
        body = {"status": "unwell" if found else "ok", "troubles": dict(found)}
        return web.json_response(body, status=503 if found else 200)

    async def metrics(_: web.Request) -> web.Response:
        await refresh()
        # aiohttp wants the charset apart from the rest of the content type.
        return web.Response(
            body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    return [web.get("/healthz", healthz), web.get("/metrics", metrics)]
