"""From /fact add to the public page: published and corrected on Discord, seen in a real browser."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from facts.usecases.admission import RateLimiter
from facts.web.page_rendering import SiteSettings
from facts.web.server import AddressLimits, public_routes, web_server
from facts.wiring import Library
from tests.bot.desk.conftest import Newsroom, Stored
from tests.end_to_end.page import chromium, find_chromium


@pytest.fixture
async def address(library: Library) -> AsyncIterator[str]:
    """The public site of the library."""
    routes = public_routes(library, SiteSettings("http://127.0.0.1"), AddressLimits(RateLimiter()))
    async with web_server("127.0.0.1", 0, routes) as port:
        yield f"http://127.0.0.1:{port}"


def _read(address: str, *paths: str) -> list[str]:
    """What a visitor reads at each path, in a browser of their own."""
    path = find_chromium()
    if path is None:
        pytest.skip("there is no Chromium here")
    with chromium(path) as browser:
        return list(_texts(browser, address, paths))


def _texts(browser: Browser, address: str, paths: tuple[str, ...]) -> Iterator[str]:
    page = browser.new_page()
    for path in paths:
        page.goto(address + path)
        yield page.locator("body").inner_text()


async def test_a_published_fact_has_its_page_at_once(
    newsroom: Newsroom, stored: Stored, address: str, claim: dict[str, str], denial: dict[str, Any]
) -> None:
    """With its denial; corrected, the page and the feed say so."""
    card = await newsroom.ada.type("desk setup")
    await newsroom.ada.press(card, "Turn on public pages")
    card = await newsroom.ada.respond(await newsroom.ada.add(claim), denial)
    await newsroom.ada.press(card, "Publish")
    [fact] = await stored()

    page, front, feed = await asyncio.to_thread(_read, address, f"/{fact.id}/", "/", "/feed.atom")
    assert "DENIED by Jon Vik" in page
    assert "I closed nothing." in page
    assert claim["text"] in front
    assert claim["text"] in feed

    right = claim | {"text": "The mayor closed the old bridge."}
    edit = await newsroom.ada.type("fact edit", fact=str(fact.id))
    form = await newsroom.ada.choose(edit, "claim:0")
    draft = await newsroom.ada.submit(form, {"text": right["text"]})
    form = await newsroom.ada.press(draft, "Publish as a correction…")
    await newsroom.ada.submit(form, {"sentence": "It was the old bridge."})

    page, feed = await asyncio.to_thread(_read, address, f"/{fact.id}/", "/feed.atom")
    assert "It was the old bridge." in page
    assert "Claim corrected: The mayor closed the old bridge." in feed
