"""/fact edit, retract, restore, redact, merge, review, history and show."""

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
    """The commands that change one fact, or show it."""

    _services: DeskServices

    async def _fact_id(self, member: Member, named: str) -> int:
        return (await self._services.desk.changing.fact(member, named)).id

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

        async def step(member: Member) -> Reply:
            return await fact_buttons.edit(
                self._services, member, await self._fact_id(member, fact)
            )

        await self._services.step(interaction, step)

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

        async def step(member: Member) -> Reply:
            fact_id = await self._fact_id(member, fact)
            changing = self._services.desk.changing
            outcome = await changing.retract(member, fact_id, reason, emergency=emergency)
            return await self._services.cards.outcome(member, outcome, RETRACTED)

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(
        fact=_WHICH,
        text="The text to remove, exactly as it is there; leave out to review a request",
        reason="Why; readers will see it",
    )
    async def redact(
        self,
        interaction: discord.Interaction,
        fact: NamedFact,
        text: app_commands.Range[str, 3, 2000] | None = None,
        reason: app_commands.Range[str, 1, 500] | None = None,
    ) -> None:
        """Remove a text that must not be kept, with a second moderator."""

        async def step(member: Member) -> Reply:
            fact_id = await self._fact_id(member, fact)
            if text is None:
                return await fact_buttons.redaction(self._services, member, fact_id)
            return await fact_buttons.request_redaction(
                self._services, member, fact_id, text, reason or ""
            )

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(fact=_WHICH, reason="Why; shown in the log only")
    async def restore(
        self, interaction: discord.Interaction, fact: NamedFact, reason: str | None = None
    ) -> None:
        """Restore a retracted fact."""

        async def step(member: Member) -> Reply:
            fact_id = await self._fact_id(member, fact)
            return await fact_buttons.restore(self._services, member, fact_id, reason or "")

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(
        keep="The fact to keep: a few words of it, or its number",
        other="The fact to merge into it",
    )
    async def merge(
        self, interaction: discord.Interaction, keep: NamedFact, other: NamedFact
    ) -> None:
        """Merge two facts about the same claim."""

        async def step(member: Member) -> Reply:
            survivor = await self._fact_id(member, keep)
            merged = await self._services.desk.changing.fact(member, other)
            united = await self._services.desk.merging.preview(member, survivor, merged.id)
            return Card(merge_layout(united, survivor, merged))

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(fact=_WHICH, again="When to check again: in 6 months, 2027-01")
    async def review(
        self, interaction: discord.Interaction, fact: NamedFact, again: str | None = None
    ) -> None:
        """Mark a fact as checked today."""

        async def step(member: Member) -> Reply:
            fact_id = await self._fact_id(member, fact)
            return await fact_buttons.review(self._services, member, fact_id, again or "")

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(fact=_WHICH)
    async def history(self, interaction: discord.Interaction, fact: NamedFact) -> None:
        """See what changed, and undo it."""

        async def step(member: Member) -> Reply:
            return await fact_buttons.history(
                self._services, member, await self._fact_id(member, fact)
            )

        await self._services.step(interaction, step)
