"""The gate before every interaction: what came too late is dropped, who asks too much has to wait.

What is turned away here has cost no look-up and, if it came too late, no request to Discord either.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from bot.interactions.client_access import client_of
from bot.interactions.error_reports import LateInteractions, Tree, say
from bot.interactions.people import People
from bot.interactions.replies import UNREACHABLE
from facts.model import Refusal
from facts.usecases.desk.blocking import Blocking
from facts.usecases.questions.limits import Counted, RateLimiter

# In the ``extras`` of a command, and as an attribute of a control: a reader asks something by it.
ASKS = "asks"


class Gate:
    """Lets interactions in. ``late`` counts those that came too late."""

    def __init__(
        self, limiter: RateLimiter, blocking: Blocking, people: People, late: LateInteractions
    ) -> None:
        self._limiter = limiter
        self._blocking = blocking
        self._people = people
        self.late = late

    async def admits(self, interaction: discord.Interaction[Any], *, asks: bool) -> bool:
        """Whether ``interaction`` is to be worked on; otherwise the person has been told why.

        ``asks`` for a question or request, which a desk can block a person from.
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
        """Raises Blocked for a person whom the desk of this server has blocked."""
        if (desk := self._people.desk_here(interaction)) is not None:
            await self._blocking.expect_not_blocked(desk, str(interaction.user.id))


class GatedTree(Tree):
    """The command tree behind the gate: commands, message menus and suggestions."""

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
    # Nothing can be told there. Typing goes on without suggestions.
    with contextlib.suppress(*UNREACHABLE):
        response: discord.InteractionResponse[Any] = interaction.response
        await response.autocomplete([])
