"""What Discord tells of by itself that concerns alerts: notices that wait, places that end."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.alerts.services import AlertServices
from bot.interactions.error_reports import say
from bot.rendering.places import Place
from facts.model import DeskId
from facts.wiring import StoreAway


class AlertsListener(commands.Cog):
    """Hears of commands that were used, and of servers and channels that went away."""

    def __init__(self, services: AlertServices) -> None:
        self._ending = services.alerting.ending
        self._notices = services.notices

    @commands.Cog.listener()
    async def on_app_command_completion(
        self,
        interaction: discord.Interaction[Any],
        command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu,  # noqa: ARG002
    ) -> None:
        """Tell a person who used a command what could not be told them otherwise, once."""
        if interaction.client.is_closed():
            return  # it was the last answer before the end; the store is closed as well
        try:
            notices = await self._notices.take(owner=str(interaction.user.id))
        except StoreAway:  # they are told after another command
            return
        for notice in notices:
            await say(interaction, notice.sentence)

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
