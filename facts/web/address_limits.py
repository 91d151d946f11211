"""How much one address may ask, so that no visitor asks so much that others wait."""

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from aiohttp import web

from facts.usecases.questions.limits import Counted, RateLimiter, TooMany

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class AddressLimits:
    """Counts questions by address. ``proxies`` are the networks of our own proxies: only they are
    believed when they say for whom they ask.
    """

    def __init__(self, limiter: RateLimiter, proxies: Sequence[Network] = ()) -> None:
        self._limiter = limiter
        self._proxies = proxies

    def limited(self, handler: Handler) -> Handler:
        """``handler``, answering 429 to who asks too much (RFC 6585)."""

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
        """The address that asks: the last one that no proxy of ours has, from the right.

        Whatever stands further left was written by the asker, who may write anything.
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
    """An IPv6 customer has a whole /64 to ask from."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
