"""Runs before every interaction: drops late ones, enforces rate limits and blocks.

This comes before any look-up of facts. A late interaction costs no request to Discord either.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from bot.interactions.context import People, client_of
from bot.interactions.error_reports import LateInteractions, Tree, say
from bot.interactions.replies import UNREACHABLE
from facts.model import Refusal
from facts.usecases.desk.blocking import Blocking
from facts.usecases.questions.limits import Counted, RateLimiter

# Key in a command's ``extras``: it asks a question or sends a request. See ``Control.asks``.
ASKS = "asks"


class Gate:
    """Decides which interactions are handled. ``late`` counts those that came too late."""

    def __init__(
        self, limiter: RateLimiter, blocking: Blocking, people: People, late: LateInteractions
    ) -> None:
        self._limiter = limiter
        self._blocking = blocking
        self._people = people
        self.late = late

    async def admits(self, interaction: discord.Interaction[Any], *, asks: bool) -> bool:
        """Whether to handle ``interaction``. If not, the person gets the reason, unless it is late.

        ``asks`` marks a question or request, which a desk can block a person from.
        """
        if self.late.is_late(interaction.created_at):
            return False
        person = str(interaction.user.id)
        try:
            counted = _counted(interaction, asks=asks)
            self._limiter.take(counted, person=person, server=_server(interaction))
            if asks:
                await self.expect_not_blocked(interaction)
        except Refusal as refusal:
            await _turn_away(interaction, refusal)
            return False
        return True

    async def expect_not_blocked(self, interaction: discord.Interaction[Any]) -> None:
        """Raise Blocked if the desk of this server has blocked the person."""
        if (desk := self._people.desk_here(interaction)) is not None:
            await self._blocking.expect_not_blocked(desk, str(interaction.user.id))


class GatedTree(Tree):
    """A command tree that asks the gate first: for commands, message menus and autocompletion."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        command = interaction.command
        asks = isinstance(command, app_commands.Command | app_commands.ContextMenu) and bool(
            command.extras.get(ASKS)
        )
        return await client_of(interaction).gate.admits(interaction, asks=asks)


def _counted(interaction: discord.Interaction[Any], *, asks: bool) -> Counted:
    if interaction.type is discord.InteractionType.autocomplete:
        return Counted.SUGGESTION
    if interaction.type is discord.InteractionType.component or not asks:
        return Counted.ACTION
    data: Mapping[str, Any] = interaction.data or {}
    is_menu = data.get("type") == discord.AppCommandType.message.value
    return Counted.CHECK if is_menu else Counted.QUESTION


def _server(interaction: discord.Interaction[Any]) -> str | None:
    return None if interaction.guild_id is None else str(interaction.guild_id)


async def _turn_away(interaction: discord.Interaction[Any], refusal: Refusal) -> None:
    if interaction.type is not discord.InteractionType.autocomplete:
        await say(interaction, refusal.sentence)
        return
    # Autocompletion cannot show a sentence, so it gets an empty list.
    with contextlib.suppress(*UNREACHABLE):
        response: discord.InteractionResponse[Any] = interaction.response
        await response.autocomplete([])
