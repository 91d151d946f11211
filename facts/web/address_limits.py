"""Rate limits per IP address."""

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from aiohttp import web

from facts.usecases.questions.limits import Counted, RateLimiter, TooMany

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class AddressLimits:
    """Counts questions by address. ``proxies`` are the networks of our own proxies: only their
    X-Forwarded-For is trusted.
    """

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
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._proxies)


def _of_one_customer(address: str) -> str:
    """The /64 of an IPv6 address, as one customer has all of it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
