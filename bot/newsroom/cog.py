"""What people can see of themselves: /requests and /privacy."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.error_reports import AnswersUnderWay
from bot.newsroom.services import NewsroomServices
from bot.rendering.newsroom.asked import mine_layout
from bot.rendering.newsroom.privacy import FILE_NAME, privacy_layout
from bot.replies import send


class NewsroomCog(commands.Cog):
    """Shows people what of theirs is with the newsroom."""

    def __init__(self, services: NewsroomServices, under_way: AnswersUnderWay) -> None:
        self._services = services
        self._under_way = under_way

    @app_commands.command()
    async def requests(self, interaction: discord.Interaction) -> None:
        """What you asked the newsroom, to withdraw it."""
        async with self._under_way.answering(interaction):
            mine = await self._services.newsroom.requesting.mine(str(interaction.user.id))
            await send(interaction, mine_layout(mine))

    @app_commands.command()
    async def privacy(self, interaction: discord.Interaction) -> None:
        """What I keep of you, as a file, and a button that forgets it."""
        async with self._under_way.answering(interaction):
            kept = await self._services.newsroom.privacy.kept(str(interaction.user.id))
            await send(interaction, privacy_layout(kept), files={FILE_NAME: kept.file})
