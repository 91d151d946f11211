"""/requests and /privacy; keeps track of servers that add or remove the bot."""

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.context import People
from bot.interactions.replies import send, tells_refusals
from bot.rendering.newsroom.reader_cards import FILE_NAME, mine_layout, privacy_layout
from facts.model import DeskId
from facts.usecases.newsroom.newsroom import Newsroom
from facts.wiring import StoreAway

_log = logging.getLogger(__name__)


class NewsroomCog(commands.Cog):
    """The commands on a person's own data, and the events of joined and left servers."""

    def __init__(
        self, client: discord.AutoShardedClient, newsroom: Newsroom, people: People
    ) -> None:
        self._client = client
        self._newsroom = newsroom
        self._people = people

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Record that a server removed the bot; its desk's data is kept for some time."""
        if guild.id != self._people.home_guild_id:
            await self._newsroom.departures.left(DeskId(str(guild.id)))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Record that a server added the bot, perhaps again."""
        await self._newsroom.departures.came_back(DeskId(str(guild.id)))

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Find the servers that added or removed the bot while it was not connected."""
        client, people = self._client, self._people
        present = [
            DeskId(str(guild.id)) for guild in client.guilds if guild.id != people.home_guild_id
        ]

        def served(desk: DeskId) -> bool:
            """Whether the server is on one of this process's shards."""
            shard = (int(desk) >> 22) % (client.shard_count or 1) if desk.isdecimal() else -1
            return shard in client.shards and desk != str(people.home_guild_id)

        try:
            await self._newsroom.departures.compare(present, served)
        except StoreAway as away:
            _log.warning("Who removed the bot is found out when it next connects: %s", away)

    @app_commands.command()
    @tells_refusals
    async def requests(self, interaction: discord.Interaction) -> None:
        """What you asked the newsroom, to withdraw it."""
        mine = await self._newsroom.requesting.mine(str(interaction.user.id))
        await send(interaction, mine_layout(mine))

    @app_commands.command()
    @tells_refusals
    async def privacy(self, interaction: discord.Interaction) -> None:
        """What I store about you, as a file, and a button to delete it."""
        kept = await self._newsroom.privacy.kept(str(interaction.user.id))
        await send(interaction, privacy_layout(kept), files={FILE_NAME: kept.file})
