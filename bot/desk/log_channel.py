"""The desk's log channel: what changed is told there, and proposals wait there."""

import logging
from dataclasses import dataclass

import aiohttp
import discord
from discord import ui

from facts.model import DeskId
from facts.usecases.desk.settings import Setup

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class News:
    """Something for the log channel of ``desk``.

    ``nonce`` (at most 25 characters) names it, so that Discord posts it once if it is sent twice.
    """

    desk: DeskId
    layout: ui.LayoutView
    nonce: str


class LogChannel:
    """Posts to the log channels that desks have chosen."""

    def __init__(self, client: discord.Client, setup: Setup) -> None:
        self._client = client
        self._setup = setup

    async def tell(self, news: News) -> str | None:
        """Post ``news``; a sentence for the moderator where that cannot be done."""
        chosen = (await self._setup.read(news.desk)).log_channel
        if chosen is None:
            return None
        news.layout.stop()
        channel = self._client.get_partial_messageable(int(chosen))
        try:
            await channel.send(view=news.layout, nonce=news.nonce)
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError):
            _log.exception("The log channel %s could not be told", chosen)
            return (
                f"Done, but I couldn’t post in the log channel <#{chosen}>. Check that it exists "
                "and that I can send messages there (`/desk setup`)."
            )
        return None
