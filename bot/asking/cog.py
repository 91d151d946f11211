"""The commands that ask: /claim and the message menu's "Check this claim"."""

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.replies import Replies
from bot.error_reports import AnswersUnderWay

_log = logging.getLogger(__name__)


class AskingCog(commands.Cog):
    """Hands questions to ``replies``, and counts them as ``under_way``."""

    def __init__(self, replies: Replies, under_way: AnswersUnderWay) -> None:
        self._replies = replies
        self._under_way = under_way
        self.check_menu = app_commands.ContextMenu(name="Check this claim", callback=self.check)

    @app_commands.command()
    @app_commands.describe(
        question="A few words of the claim, a question, or a headline",
        private="Show the answer only to me",
    )
    async def claim(
        self,
        interaction: discord.Interaction,
        question: str,
        private: bool = False,  # noqa: FBT001, FBT002 - an option
    ) -> None:
        """Look up a claim: who denied or confirmed it, when, and the sources."""
        async with self._under_way.answering(interaction):
            await self._replies.answer(interaction, question, private=private)

    @claim.autocomplete("question")
    async def suggest(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer facts while the question is typed. Without suggestions one can still ask."""
        try:
            return await self._replies.suggest(interaction, typed)
        except Exception:  # noqa: BLE001 - typing goes on without suggestions
            _log.exception("No suggestions for a question being typed")
            return []

    async def check(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Look up what a message says, for the person who pointed at it."""
        async with self._under_way.answering(interaction):
            await self._replies.check(interaction, message)
