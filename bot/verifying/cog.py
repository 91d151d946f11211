"""/verify: the exact text of the revision that a citation names."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.error_reports import AnswersUnderWay
from bot.interactions.gate import ASKS
from bot.interactions.people import desks_of
from bot.interactions.replies import send
from bot.rendering.asking.verified import verified_layout
from facts.usecases.reading.verifying import Verifying


class VerifyingCog(commands.Cog):
    """Answers /verify from ``verifying``, to the person who asked alone."""

    def __init__(self, verifying: Verifying, under_way: AnswersUnderWay) -> None:
        self._verifying = verifying
        self._under_way = under_way

    @app_commands.command(extras={ASKS: True})
    @app_commands.describe(citation="The citation below an answer, for example 12.3-k7x2qm")
    async def verify(self, interaction: discord.Interaction, citation: str) -> None:
        """Check whether a quoted answer is genuine."""
        async with self._under_way.answering(interaction):
            verified = await self._verifying.verify(citation, desks_of(interaction))
            layout = verified_layout(verified)
            await send(interaction, layout)
