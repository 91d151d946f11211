"""What Discord tells of by itself that concerns alerts: places that end."""

import discord
from discord.ext import commands

from bot.alerts.services import AlertServices
from bot.rendering.custom_ids import Place
from facts.model import DeskId


class AlertsListener(commands.Cog):
    """Hears of servers and channels that went away."""

    def __init__(self, services: AlertServices) -> None:
        self._ending = services.alerting.ending

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot is on that server no longer."""
        await self._ending.server_gone(DeskId(str(guild.id)))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone."""
        await self._gone(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread is gone."""
        await self._gone(payload.thread_id)

    async def _gone(self, channel_id: int) -> None:
        await self._ending.place_gone(str(Place(channel_id, direct=False)))
