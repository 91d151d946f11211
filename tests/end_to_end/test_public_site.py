"""The public pages in a real browser: readable by everybody, on a phone and in the dark."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from facts.model import HOME, Member
from facts.usecases.admission import RateLimiter
from facts.web.page_rendering import SiteSettings
from facts.web.server import AddressLimits, public_routes, web_server
from facts.wiring import Library, open_library
from tests.end_to_end.page import chromium, find_chromium

_PATHS = (
    "/",
    "/1/",
    "/33/",
    "/topics/",
    "/topic/letters/",
    "/search?q=kim",
    "/how-we-check/",
    "/99/",
)
_WCAG_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real one."""
    path = find_chromium()
    if path is None:
        pytest.skip("there is no Chromium here")
    with chromium(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The site of the starter facts, served from a thread of its own."""
    ready: list[str] = []
    listening, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        settings = SiteSettings("http://127.0.0.1", searchable=True)
        async with (
            open_library(None) as library,
            _hostile(library),
            web_server(
                "127.0.0.1", 0, public_routes(library, settings, AddressLimits(RateLimiter()))
            ) as port,
        ):
            ready.append(f"http://127.0.0.1:{port}")
            listening.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    listening.wait()
    yield ready[0]
    stop.set()
    thread.join()


@asynccontextmanager
async def _hostile(library: Library) -> AsyncIterator[None]:
    """A fact whose every text wants to run, and that its desk shows to the public."""
    marks = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    marks += '" autofocus onfocus=alert(3) x="'
    fact = {
        "claim": {"text": marks, "quote": marks, "venue": marks, "speaker": marks},
        "responses": [{"stance": "denies", "by": marks, "quote": marks}],
        "sources": [{"outlet": marks, "headline": marks, "rating": {"label": marks}}],
        "topics": ["<svg onload=alert(4)>"],
    }
    await library.importing.run(json.dumps(fact).encode(), editor="a test", desk=HOME)
    boss = Member(HOME, "1", "Ada", manages_server=True)
    await library.desk.setup.change(boss, public=True, about=marks)
    await library.public.catch_up()
    yield


@pytest.mark.parametrize(
    "path", [*_PATHS, "/33/1/", "/33/?r=1", "/outlets/", "/search?q=<script>alert(1)</script>"]
)
def test_no_text_runs_in_a_browser(browser: Browser, address: str, path: str) -> None:
    """Nor does it try to: the policy that would stop it has nothing to complain of."""
    complaints: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address + path)
    assert page.locator("img, svg, script:not([type^='application/'])").count() == 0
    assert not [text for text in complaints if "404" not in text]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", _PATHS)
def test_everybody_can_read_it(browser: Browser, address: str, path: str, scheme: str) -> None:
    """WCAG 2.1 AA as far as a program can check it; nothing wider than a phone; no script runs,
    and nothing is fetched from anywhere else.
    """
    asked: list[str] = []
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # for the checker's own script
    )
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address + path)
    found = Axe().run(page, options=_WCAG_AA)
    assert found.violations_count == 0, found.generate_report()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    assert all(url.startswith(address) for url in asked)
    assert not [text for text in complaints if "404" not in text]
    context.close()
