"""The HTTP server for the public site and other routes, with rate limits per IP address."""

import ipaddress
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from facts.model import Refusal
from facts.usecases.admission import Counted, RateLimiter, TooMany
from facts.web.api import Api
from facts.web.page_rendering import Site, SiteSettings
from facts.web.page_routes import Pages
from facts.wiring import Library

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_CLOSING_MAY_TAKE_SECONDS = 1.0


class AddressLimits:
    """Counts questions by address; trusts X-Forwarded-For only from our own ``proxies``."""

    def __init__(self, limiter: RateLimiter, proxies: Sequence[Network] = ()) -> None:
        self._limiter = limiter
        self._proxies = proxies

    def limited(self, handler: Handler) -> Handler:
        """``handler`` with status 429 above the limit (RFC 6585)."""

        async def counted(request: web.Request) -> web.StreamResponse:
            try:
                self._limiter.take(Counted.QUESTION, person=self.asker(request), server=None)
            except TooMany as refusal:
                return web.json_response(
                    {"error": refusal.sentence},
                    status=HTTPStatus.TOO_MANY_REQUESTS,
                    headers={"Retry-After": str(refusal.seconds)},
                )
            return await handler(request)

        return counted

    def asker(self, request: web.Request) -> str:
        """The client's address: the rightmost forwarded one that is not one of our proxies.

        Everything further left was sent by the client and can be forged.
        """
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        address = request.remote or ""
        while self._is_ours(address) and forwarded and (named := forwarded.pop().strip()):
            address = named
        return _of_one_customer(address)

    def _is_ours(self, address: str) -> bool:
        found = _parsed(address)
        return found is not None and any(found in network for network in self._proxies)


def _of_one_customer(address: str) -> str:
    """The /64 of an IPv6 address, as one customer has all of it."""
    found = _parsed(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found or address[:64])


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    with suppress(ValueError):
        return ipaddress.ip_address(address)
    return None


@asynccontextmanager
async def web_server(host: str, port: int, routes: Iterable[web.RouteDef]) -> AsyncIterator[int]:
    """Listen on ``host`` and ``port`` inside the block; yields the port, for port 0 the free one
    that was chosen.

    Raises a Refusal if it cannot listen.
    """
    application = web.Application()
    application.router.add_routes(routes)
    # No access log: questions are not stored.
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=_CLOSING_MAY_TAKE_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except (OSError, OverflowError) as error:
            raise Refusal(
                f"The web server can’t listen on {host}, port {port} ({error}). Choose "
                "another NICENOTE_WEB_PORT, or remove it to run without the web server."
            ) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def public_routes(
    library: Library, settings: SiteSettings, limits: AddressLimits
) -> list[web.RouteDef]:
    """The routes of pages, feeds and API; questions count for ``limits``."""
    pages = Pages(Site(settings), library.public, library.history, library.asking)
    api = public_api(library, settings)
    return [*pages.routes(limits.limited), *api.routes(limits.limited)]


def public_api(library: Library, settings: SiteSettings) -> Api:
    """The API's answers, for HTTP and for MCP tools."""
    return Api(Site(settings), library.public, library.asking, library.history)
