"""Scheduled publishing on Discord: who still is a moderator, and the outcome in the log channel."""

import logging

import discord

from bot.desk.desk_replies import LogChannel, LogNews
from bot.interactions.context import member_of
from bot.rendering.layout import layout_of
from facts.markdown import excerpt
from facts.model import HOME, DeskId
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Draft
from facts.usecases.desk.drafts.publishing import Published

_log = logging.getLogger(__name__)
_CLAIM = 200


def watch_embargo(
    client: discord.Client, desk: Desk, log_channel: LogChannel, home: int | None
) -> None:
    """Serve scheduled publishing (``desk.embargo``): check that the author still is a moderator,
    and report the outcome in the log channel. ``home`` is the server of the home desk.
    """

    async def moderates(desk_id: DeskId, person: str) -> bool:
        """Whether the user id ``person`` now moderates the desk. Raises discord.py's errors."""
        guild_id = home if desk_id == HOME else int(desk_id)
        guild = client.get_guild(guild_id) if guild_id else None
        if guild is None:
            return False
        try:
            member = await guild.fetch_member(int(person))
        except discord.NotFound:
            return False
        known = member_of(desk_id, member, member.guild_permissions)
        return await desk.setup.moderates(known)

    async def report(draft: Draft, published: Published | None) -> None:
        """Report a scheduled draft in the log channel: published, or (None) why it was not."""
        if published is None:
            claim = excerpt(draft.content.claim.text, _CLAIM)
            why = excerpt(draft.returned_because or "", _CLAIM)
            back = "It’s back in its author’s `/fact drafts`."
            layout = layout_of(f"⏰ **Not published:** {claim}\n{why} {back}")
            news = LogNews(draft.desk, layout, nonce=f"off-{draft.id}")
        else:
            news = LogNews.of_published(published)
        if problem := await log_channel.tell(news):
            _log.warning("Could not post the outcome of a scheduled draft: %s", problem)

    desk.embargo.ask_about_moderators(moderates)
    desk.embargo.tell(report)
