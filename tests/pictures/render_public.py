"""Renders the pictures of docs/public.md: ``python -m tests.pictures.render_public``.

A page on a phone, and its component embed as Discord draws it: the very JSON of the page, sent as a
message to the simulated Discord.
"""

import asyncio
import json
import re
import sys
from typing import Any

import aiohttp
import discord
import simcord
from discord import ui
from playwright.sync_api import sync_playwright

from bot.client import NiceNote
from facts.usecases.admission import RateLimiter
from facts.web.page_rendering import SiteSettings
from facts.web.server import AddressLimits, public_routes, web_server
from facts.wiring import Library, open_library
from tests.end_to_end.desk_page import DeskPage
from tests.end_to_end.page import chromium, find_chromium
from tests.pictures.render import SCALE, keep, of_message

_EMBED = re.compile(r'<script id="discord:component-embed"[^>]*>(.*?)</script>', re.DOTALL)
_PHONE = {"width": 420, "height": 820}


async def _render(path: str) -> None:
    async with open_library(None) as library:
        settings = SiteSettings("https://facts.example.org", searchable=True)
        routes = public_routes(library, settings, AddressLimits(RateLimiter()))
        async with web_server("127.0.0.1", 0, routes) as port, aiohttp.ClientSession() as session:
            address = f"http://127.0.0.1:{port}/1/"
            async with session.get(address) as answer:
                [embed] = _EMBED.findall(await answer.text())
            keep("public-page", await asyncio.to_thread(_page, path, address))
        keep("public-embed", await _embed(path, library, json.loads(embed)["component"]))


def _page(path: str, address: str) -> bytes:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport=_PHONE, device_scale_factor=SCALE)  # type: ignore[arg-type]
        page.goto(address)
        picture = page.locator("body").screenshot()
        browser.close()
        return picture


async def _embed(path: str, library: Library, component: dict[str, Any]) -> bytes:
    bot = NiceNote(library)
    async with simcord.run(bot) as env:
        guild = env.create_guild("The Newsroom")
        channel = guild.create_text_channel("fact-desk")
        reader = guild.add_member(env.create_user("rita", global_name="Rita"))
        await reader.send(channel, "https://facts.example.org/1/?r=1")
        place = await bot.fetch_channel(channel.id)
        assert isinstance(place, discord.TextChannel)
        await place.send(view=_layout(component))
        async with env.preview(channel, viewers=[reader], layout="channel") as preview:
            return await asyncio.to_thread(_message, path, preview.url)


def _layout(component: dict[str, Any]) -> ui.LayoutView:
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=component["accent_color"])
    for part in component["components"]:
        if part["type"] == discord.ComponentType.text_display.value:
            container.add_item(ui.TextDisplay(part["content"]))
        else:
            links = (
                ui.Button[Any](label=one["label"], url=one["url"]) for one in part["components"]
            )
            container.add_item(ui.ActionRow(*links))
    layout = ui.LayoutView(timeout=None)
    layout.add_item(container)
    return layout


def _message(path: str, address: str) -> bytes:
    with chromium(path) as browser:
        page = DeskPage(browser, address, scale=SCALE)
        return of_message(page, page.newest)


if __name__ == "__main__":
    found = find_chromium()
    if found is None:
        sys.exit("There is no Chromium to take pictures with.")
    asyncio.run(_render(found))
