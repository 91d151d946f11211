"""/fact edit, retract, restore, redact, merge, review, history and show."""

from collections.abc import Awaitable, Callable
from functools import partial

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk import fact_buttons
from bot.desk.commands.fact_option import NamedFact
from bot.desk.desk_replies import Card, Reply
from bot.desk.forms.publish_forms import RETRACTED
from bot.desk.services import DeskServices
from bot.rendering.desk.fact_card import merge_layout
from facts.model import Member

_WHICH = "A few words of the claim, or its number"


class ChangingCommands(commands.Cog):
    """The /fact commands that change or show one fact."""

    _services: DeskServices

    async def _on(
        self,
        interaction: discord.Interaction,
        named: str,
        do: Callable[[DeskServices, Member, int], Awaitable[Reply]],
    ) -> None:
        """Run ``do`` with the id of the fact that ``named`` (a number, citation or words) finds."""

        async def step(member: Member) -> Reply:
            fact = await self._services.desk.changing.fact(member, named)
            return await do(self._services, member, fact.id)

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(fact=_WHICH)
    async def show(self, interaction: discord.Interaction, fact: NamedFact) -> None:
        """Show a fact with everything you can do to it."""
        await self._services.step(
            interaction, lambda member: fact_buttons.show(self._services, member, fact)
        )

    @app_commands.command()
    @app_commands.describe(fact=_WHICH)
    async def edit(self, interaction: discord.Interaction, fact: NamedFact) -> None:
        """Change a fact."""
        await self._on(interaction, fact, fact_buttons.edit)

    @app_commands.command()
    @app_commands.describe(
        fact=_WHICH,
        reason="Why; readers see this above the claim",
        emergency="Publish now, without second approval",
    )
    async def retract(
        self,
        interaction: discord.Interaction,
        *,
        fact: NamedFact,
        reason: str,
        emergency: bool = False,
    ) -> None:
        """Retract a fact; readers see why."""

        async def retract(services: DeskServices, member: Member, fact_id: int) -> Reply:
            changing = services.desk.changing
            outcome = await changing.retract(member, fact_id, reason, emergency=emergency)
            return await services.cards.outcome(member, outcome, RETRACTED)

        await self._on(interaction, fact, retract)

    @app_commands.command()
    @app_commands.describe(
        fact=_WHICH,
        text="The exact text to remove; leave empty to review a request",
        reason="Why; readers will see it",
    )
    async def redact(
        self,
        interaction: discord.Interaction,
        fact: NamedFact,
        text: app_commands.Range[str, 3, 2000] | None = None,
        reason: app_commands.Range[str, 1, 500] | None = None,
    ) -> None:
        """Remove a text from every revision, with a second moderator’s approval."""
        act = fact_buttons.redaction
        if text is not None:
            act = partial(fact_buttons.request_redaction, text=text, reason=reason or "")
        await self._on(interaction, fact, act)

    @app_commands.command()
    @app_commands.describe(fact=_WHICH, reason="Why; shown in the log only")
    async def restore(
        self, interaction: discord.Interaction, fact: NamedFact, reason: str | None = None
    ) -> None:
        """Restore a retracted fact."""
        await self._on(interaction, fact, partial(fact_buttons.restore, reason=reason or ""))

    @app_commands.command()
    @app_commands.describe(
        keep="The fact to keep: a few words of it, or its number",
        other="The fact to merge into it",
    )
    async def merge(
        self, interaction: discord.Interaction, keep: NamedFact, other: NamedFact
    ) -> None:
        """Merge two facts about the same claim."""

        async def preview(services: DeskServices, member: Member, survivor: int) -> Reply:
            merged = await services.desk.changing.fact(member, other)
            united = await services.desk.merging.preview(member, survivor, merged.id)
            return Card(merge_layout(united, survivor, merged))

        await self._on(interaction, keep, preview)

    @app_commands.command()
    @app_commands.describe(fact=_WHICH, again="When to check again: in 6 months, 2027-01")
    async def review(
        self, interaction: discord.Interaction, fact: NamedFact, again: str | None = None
    ) -> None:
        """Mark a fact as checked today."""
        await self._on(interaction, fact, partial(fact_buttons.review, again=again or ""))

    @app_commands.command()
    @app_commands.describe(fact=_WHICH)
    async def history(self, interaction: discord.Interaction, fact: NamedFact) -> None:
        """See what changed, and undo it."""
        await self._on(interaction, fact, fact_buttons.history)
