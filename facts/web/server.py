"""Serves routes over HTTP, in the bot's own event loop."""

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from aiohttp import web

from facts.model import Refusal

_CLOSING_MAY_TAKE_SECONDS = 1.0


class WebServer:
    """Use it in ``async with``: it listens on ``host`` and ``port`` for as long as that lasts.

    Port 0 takes any free one; ``port`` tells which. Raises a Refusal where it may not listen there.
    """

    def __init__(self, host: str, port: int, routes: Iterable[web.RouteDef]) -> None:
        self.host = host
        self.port = port
        application = web.Application()
        application.router.add_routes(routes)
        # No access log: a question that somebody asks is answered and then forgotten.
        self._runner = web.AppRunner(
            application, access_log=None, shutdown_timeout=_CLOSING_MAY_TAKE_SECONDS
        )

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port).start()
        except (OSError, OverflowError) as error:
            await self._runner.cleanup()
            raise Refusal(
                f"The web server cannot listen on {self.host}, port {self.port} ({error}). Choose "
                "another NICENOTE_WEB_PORT, or leave it out to run without the web server."
            ) from error
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()
