"""What the embargo asks Discord, and what the desk is told of drafts whose time came."""

import logging

import discord

from bot.desk.log_channel import LogChannel, News
from bot.rendering.desk.changes import done_layout, news_layout
from facts.markdown import excerpt
from facts.model import HOME, DeskId
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Draft
from facts.usecases.desk.drafts.publishing import Published
from facts.usecases.desk.members import Member

_CLAIM = 200
_log = logging.getLogger(__name__)


class EmbargoWatch:
    """Knows who is still a moderator, and tells log channels what went out and what did not."""

    def __init__(
        self, client: discord.Client, desk: Desk, log_channel: LogChannel, home: int | None
    ) -> None:
        self._client = client
        self._desk = desk
        self._log_channel = log_channel
        self._home = home
        desk.embargo.ask_about_moderators(self.moderates)
        desk.embargo.tell(self.report)

    async def moderates(self, desk: DeskId, person: str) -> bool:
        """Whether ``person`` moderates ``desk`` at this moment. Raises what Discord raises."""
        guild_id = self._home if desk == HOME else int(desk)
        guild = self._client.get_guild(guild_id) if guild_id else None
        if guild is None:
            return False
        try:
            member = await guild.fetch_member(int(person))
        except discord.NotFound:
            return False
        permissions = member.guild_permissions
        known = Member(
            desk=desk,
            id=person,
            name=member.display_name,
            manages_server=permissions.manage_guild or permissions.administrator,
            roles=frozenset(str(role.id) for role in member.roles if not role.is_default()),
        )
        return await self._desk.setup.moderates(known)

    async def report(self, draft: Draft, published: Published | None) -> None:
        """Tell the desk's log channel what became of a draft."""
        if published is None:
            returned = await self._desk.drafting.returned(draft)
            layout = done_layout(
                f"⏰ **Not published:** {excerpt(draft.content.claim.text, _CLAIM)}\n"
                f"{excerpt(returned, _CLAIM)} Its author finds it in `/fact drafts`."
            )
            nonce = f"off-{draft.id}"[:25]
        else:
            author = Member(draft.desk, draft.author, draft.author_name, manages_server=True)
            newest = await self._desk.history.of_fact(author, published.fact.id, size=1)
            layout = news_layout(newest.items[0])
            nonce = f"change-{published.change}"
        if problem := await self._log_channel.tell(News(draft.desk, layout, nonce)):
            _log.warning("An embargo ended, but its desk could not be told: %s", problem)
