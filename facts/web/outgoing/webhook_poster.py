"""Posts webhooks over HTTPS, only to the public internet."""

import ssl
from typing import Self
from urllib.parse import urlsplit

import aiohttp

from facts.usecases.webhooks import NotDelivered
from facts.web.outgoing.public_addresses import NotPublicError, PublicResolver, public_session

_ANSWER_WITHIN = aiohttp.ClientTimeout(total=10)


class HttpsPoster:
    """Use it in ``async with``. Redirects are returned, not followed."""

    def __init__(
        self, resolver: PublicResolver | None = None, trust: ssl.SSLContext | None = None
    ) -> None:
        self._resolver = resolver or PublicResolver()
        self._trust = trust or ssl.create_default_context()

    async def __aenter__(self) -> Self:
        self._session = public_session(self._resolver, self._trust, _ANSWER_WITHIN)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> int:
        """The HTTP status. Raises NotDelivered if there was no response."""
        try:
            self._resolver.expect_public(urlsplit(url).hostname or "")
            async with self._session.post(
                url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, NotPublicError, TimeoutError, OSError, ValueError) as error:
            raise NotDelivered(str(error) or type(error).__name__) from error
