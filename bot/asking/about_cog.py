"""/about: what the bot is and what it stores about readers; /help: what each person can do."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.context import People, own_desk
from bot.interactions.error_reports import AnswersUnderWay
from bot.interactions.replies import send
from bot.rendering.asking.about import about_layout, help_layout
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.questions.asking import Asking


class AboutCog(commands.Cog):
    """The commands /about and /help, whose replies only the person who typed them sees."""

    def __init__(
        self,
        bot: commands.AutoShardedBot,
        asking: Asking,
        setup: Setup,
        under_way: AnswersUnderWay,
        people: People,
    ) -> None:
        self._bot = bot
        self._asking = asking
        self._setup = setup
        self._people = people
        self._under_way = under_way

    @app_commands.command()
    async def about(self, interaction: discord.Interaction) -> None:
        """What this bot is and what it stores about you."""
        async with self._under_way.answering(interaction):
            home = self._bot.get_guild(self._people.home_guild_id or 0)
            layout = about_layout(
                await self._asking.holdings(own_desk(interaction)),
                newsroom=home.name if home else None,
            )
            await send(interaction, layout)

    @app_commands.command()
    async def help(self, interaction: discord.Interaction) -> None:
        """See what you can do with this bot."""
        async with self._under_way.answering(interaction):
            moderates = False
            if self._people.desk_here(interaction) is not None:
                moderates = await self._setup.moderates(self._people.member(interaction))
            await send(interaction, help_layout(moderates=moderates))
