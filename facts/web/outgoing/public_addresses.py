"""Connections to public addresses only: protection against server-side request forgery."""

import ipaddress
import socket
import ssl
from collections.abc import Callable

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotPublicError(OSError):
    """The name resolves to a private, local or reserved address."""


# IPv6 prefixes with an embedded IPv4 address in the last 32 bits: compatible, mapped, NAT64.
_IPV4_WITHIN = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96")))
_IPV4_BITS = 2**32


def is_public(address: Address) -> bool:
    """Whether ``address`` is public; also checks an IPv4 address embedded in IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        within = any(address in network for network in _IPV4_WITHIN)
        inner = ipaddress.IPv4Address(int(address) % _IPV4_BITS) if within else address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


class PublicResolver(ThreadedResolver):
    """A resolver that returns only addresses permitted by ``may_connect``.

    The connection uses the checked address itself, which prevents DNS rebinding.
    """

    def __init__(self, may_connect: Callable[[Address], bool] = is_public) -> None:
        super().__init__()
        self._may_connect = may_connect

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of ``host``. Raises NotPublicError if none is permitted."""
        found = await super().resolve(host, port, family)
        allowed = [one for one in found if self._may_connect(ipaddress.ip_address(one["host"]))]
        if not allowed:
            raise NotPublicError(f"{host} isn’t a public internet address")
        return allowed

    def expect_public(self, host: str) -> None:
        """Raise NotPublicError if ``host`` is itself an IP address that is not permitted.

        aiohttp does not resolve literal addresses, and first normalizes ``127。0。0。1`` to one.
        """
        try:
            address = ipaddress.ip_address(URL.build(scheme="http", host=host).raw_host or "")
        except ValueError:
            return
        if not self._may_connect(address):
            raise NotPublicError(f"{host} isn’t a public internet address")


def public_session(
    resolver: PublicResolver, trust: ssl.SSLContext, timeout: aiohttp.ClientTimeout
) -> aiohttp.ClientSession:
    """A session without cookies, whose connections use addresses that were checked just now."""
    connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, ssl=trust)
    return aiohttp.ClientSession(
        connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
    )
