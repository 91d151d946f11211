"""Posts in a desk's log channel: changes, proposals, and the outcome of scheduled drafts."""

import logging
from dataclasses import dataclass
from typing import Self

import discord
from discord import ui

from bot.interactions.context import member_of
from bot.interactions.discord_errors import REQUEST_FAILED
from bot.rendering.desk.changes import news_layout
from bot.rendering.layout import layout_of
from facts.markdown import excerpt
from facts.model import HOME, DeskId
from facts.usecases.desk.change_log import entry_of
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.desk.drafts.draft import Draft
from facts.usecases.desk.drafts.publishing import Published

_log = logging.getLogger(__name__)
# Discord's limit, in characters.
_NONCE = 25


@dataclass(frozen=True, slots=True)
class LogNews:
    """A message for the log channel of ``desk``.

    ``nonce`` identifies it, so that Discord drops a repeated send; its first characters count.
    """

    desk: DeskId
    layout: ui.LayoutView
    nonce: str

    @classmethod
    def of_published(cls, published: Published) -> Self:
        """The change that published a fact."""
        layout = news_layout(entry_of(published.change))
        return cls(published.fact.desk, layout, nonce=f"change-{published.change.number}")


class LogChannel:
    """Posts in the log channels that desks have chosen."""

    def __init__(self, client: discord.Client, setup: Setup) -> None:
        self._client = client
        self._setup = setup

    async def tell(self, news: LogNews) -> str | None:
        """Post ``news`` if the desk has a log channel. A failure is returned as a sentence."""
        chosen = (await self._setup.read(news.desk)).log_channel
        if chosen is None:
            return None
        news.layout.stop()
        channel = self._client.get_partial_messageable(int(chosen))
        try:
            await channel.send(view=news.layout, nonce=news.nonce[:_NONCE])
        except REQUEST_FAILED:
            _log.exception("Could not post in the log channel %s", chosen)
            return (
                f"Done, but I couldn’t post in the log channel <#{chosen}>. Check that it exists "
                "and that I can send messages there (`/desk setup`)."
            )
        return None


_CLAIM = 200


class EmbargoWatch:
    """Serves scheduled publishing (``desk.embargo``): checks that the author still is a moderator,
    and reports the outcome in the log channel. ``home`` is the server of the home desk.
    """

    def __init__(
        self, client: discord.Client, desk: Desk, log_channel: LogChannel, home: int | None
    ) -> None:
        self._client = client
        self._desk = desk
        self._log_channel = log_channel
        self._home = home

    def start(self) -> None:
        """Have ``desk.embargo`` call this from now on."""
        self._desk.embargo.ask_about_moderators(self.moderates)
        self._desk.embargo.tell(self.report)

    async def moderates(self, desk: DeskId, person: str) -> bool:
        """Whether the user id ``person`` now moderates ``desk``. Raises discord.py's errors."""
        guild_id = self._home if desk == HOME else int(desk)
        guild = self._client.get_guild(guild_id) if guild_id else None
        if guild is None:
            return False
        try:
            member = await guild.fetch_member(int(person))
        except discord.NotFound:
            return False
        known = member_of(desk, member, member.guild_permissions)
        return await self._desk.setup.moderates(known)

    async def report(self, draft: Draft, published: Published | None) -> None:
        """Report a scheduled draft in the log channel: published, or (None) why it was not."""
        if published is None:
            returned = await self._desk.drafting.returned(draft)
            layout = layout_of(
                f"⏰ **Not published:** {excerpt(draft.content.claim.text, _CLAIM)}\n"
                f"{excerpt(returned, _CLAIM)} It’s back in its author’s `/fact drafts`."
            )
            news = LogNews(draft.desk, layout, nonce=f"off-{draft.id}")
        else:
            news = LogNews.of_published(published)
        if problem := await self._log_channel.tell(news):
            _log.warning("Could not tell a desk that its scheduled draft stayed back: %s", problem)
