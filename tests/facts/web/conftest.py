"""The public site over HTTP, over a library in memory."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from facts.model import DeskId, Member
from facts.usecases.admission import RateLimiter
from facts.web.page_rendering import SiteSettings
from facts.web.server import AddressLimits, public_routes, web_server
from facts.wiring import Library

DESK = DeskId("41771983423143937")


@dataclass(frozen=True)
class Reply:
    """What the site answered."""

    status: int
    text: str
    headers: dict[str, str]

    def json(self) -> Any:
        return json.loads(self.text)


class Visitor:
    """Somebody who asks the site; and a desk whose facts may be on it."""

    def __init__(self, library: Library, origin: str, session: aiohttp.ClientSession) -> None:
        self.library = library
        self.origin = origin
        self._session = session

    async def get(self, path: str, **headers: str) -> Reply:
        return await self._ask("GET", path, headers=headers)

    async def post(self, path: str, body: bytes) -> Reply:
        return await self._ask("POST", path, data=body)

    async def _ask(self, method: str, path: str, **given: Any) -> Reply:
        url = self.origin + path
        async with self._session.request(method, url, allow_redirects=False, **given) as answer:
            headers = {name.title(): value for name, value in answer.headers.items()}
            return Reply(answer.status, (await answer.read()).decode(), headers)

    async def publish(self, content: dict[str, Any], *, desk: DeskId = DESK) -> int:
        """Add a fact of the desk, or change the one with that ``ref``; its id."""
        line = json.dumps(content, ensure_ascii=False).encode()
        await self.library.importing.run(line, editor="a test", desk=desk)
        catalogue = self.library.asking.catalogue
        ids = [fact.id async for fact in catalogue.store.facts([desk])]
        return max(ids)

    async def go_public(self, *, public: bool = True) -> None:
        """The desk's choice."""
        boss = Member(DESK, "1", "Ada", manages_server=True)
        await self.library.desk.setup.change(boss, public=public)


@pytest.fixture
async def visitor(library: Library) -> AsyncIterator[Visitor]:
    """A visitor of the site."""
    settings = SiteSettings("https://facts.example.org/claims", searchable=True)
    async with (
        web_server(
            "127.0.0.1", 0, public_routes(library, settings, AddressLimits(RateLimiter()))
        ) as port,
        aiohttp.ClientSession() as session,
    ):
        yield Visitor(library, f"http://127.0.0.1:{port}/claims", session)
