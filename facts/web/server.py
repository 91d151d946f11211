"""The HTTP server for the public site and other routes, in the bot's event loop."""

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from aiohttp import web

from facts.model import Refusal
from facts.web.address_limits import AddressLimits
from facts.web.api import Api
from facts.web.pages import Pages
from facts.web.site import Site, SiteSettings
from facts.wiring import Library

_CLOSING_MAY_TAKE_SECONDS = 1.0


class WebServer:
    """Use it in ``async with``: it listens on ``host`` and ``port`` inside the block.

    Port 0 chooses a free one; ``port`` is the actual one. Raises a Refusal if it cannot listen.
    """

    def __init__(self, host: str, port: int, routes: Iterable[web.RouteDef]) -> None:
        self.host = host
        self.port = port
        application = web.Application()
        application.router.add_routes(routes)
        # No access log: questions are not stored.
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
                f"The web server can’t listen on {self.host}, port {self.port} ({error}). Choose "
                "another NICENOTE_WEB_PORT, or remove it to run without the web server."
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


def public_routes(
    library: Library, settings: SiteSettings, limits: AddressLimits
) -> list[web.RouteDef]:
    """The routes of pages, feeds and API according to ``settings``; questions count for
    ``limits``.
    """
    pages = Pages(Site(settings), library.public, library.history, library.asking)
    api = public_api(library, settings)
    return [*pages.routes(limits.limited), *api.routes(limits.limited)]


def public_api(library: Library, settings: SiteSettings) -> Api:
    """The API's answers, for HTTP and for MCP tools."""
    return Api(Site(settings), library.public, library.asking, library.verifying)
