"""The type of a command option that names a fact of the moderator's own desk."""

import logging
from typing import Any

import discord
from discord import app_commands

from bot.interactions.context import client_of
from bot.rendering.layout import CHOICE_TEXT, CHOICES
from facts.markdown import cut, without_mentions

_log = logging.getLogger(__name__)


class FactName(app_commands.Transformer):
    """Passes the typed text on, for ``Changing.fact``; suggests facts to moderators only."""

    async def transform(self, interaction: discord.Interaction[Any], value: str) -> str:  # noqa: ARG002
        return value

    async def autocomplete(  # type: ignore[override]  # discord.py's own examples narrow it, too
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        services = client_of(interaction).desk
        try:
            member = services.people.member(interaction)
            if not await services.desk.setup.moderates(member):
                return []
            offered = await services.asking.complete(
                without_mentions(typed), {member.desk}, CHOICES
            )
        except Exception:  # noqa: BLE001 - suggestions are optional
            _log.exception("Could not suggest facts")
            return []
        return [
            app_commands.Choice(
                name=cut(f"#{fact.id} {fact.claim.text}", CHOICE_TEXT), value=f"#{fact.id}"
            )
            for fact in offered
        ]


NamedFact = app_commands.Transform[str, FactName]
