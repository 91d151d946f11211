"""/fact list and drafts; /fact import and export."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.desk_replies import Reply
from bot.desk.file_transfers import EXPORTS, reporting
from bot.desk.services import DeskServices, answers
from bot.interactions.replies import defer
from bot.rendering.desk.lists import WhichFacts
from facts.model import Member
from facts.usecases.desk.desk_files import FileForm
from facts.usecases.desk.listing import FactFilter, FactState

_STATES = [
    app_commands.Choice(name=state.value.capitalize(), value=state.value) for state in FactState
]
_FORMATS = [
    app_commands.Choice(name=label, value=form.value) for form, (label, _) in EXPORTS.items()
]


class ManyFactsCommands(commands.Cog):
    """The /fact commands about several facts: lists, import and export."""

    _services: DeskServices

    @app_commands.command()
    @app_commands.describe(
        topic="Only on this topic",
        speaker="Only claims or responses by this person or role",
        outlet="Only with a source from this outlet",
        state="Only with this status",
        without_link="Only with a source that has no link",
        overdue="Only facts due for another check",
    )
    @app_commands.choices(state=_STATES)
    @answers
    async def list(
        self,
        member: Member,
        *,
        topic: str | None = None,
        speaker: str | None = None,
        outlet: str | None = None,
        state: app_commands.Choice[str] | None = None,
        without_link: bool = False,
        overdue: bool = False,
    ) -> Reply:
        """List this desk’s facts."""
        wanted = FactFilter(
            topic=topic,
            speaker=speaker,
            outlet=outlet,
            state=FactState(state.value) if state else None,
            unlinked=without_link,
            overdue=overdue,
        )
        return await self._services.cards.facts(member, WhichFacts(wanted))

    @app_commands.command()
    @answers
    async def drafts(self, member: Member) -> Reply:
        """Your drafts, and proposals waiting for approval."""
        return await self._services.cards.drafts(member)

    @app_commands.command()
    @answers
    async def incoming(self, member: Member) -> Reply:
        """Fact-checks that came in from feeds; open one as a draft."""
        return await self._services.cards.incoming(member)

    @app_commands.command(name="import")
    @app_commands.describe(file="A table (CSV, .xlsx, .ods), JSON Lines or ClaimReview, up to 8 MB")
    async def take_in(self, interaction: discord.Interaction, file: discord.Attachment) -> None:
        """Import a file of facts; you’ll see a preview first."""
        await defer(interaction)
        async with reporting(interaction, "Reading the file") as progress:
            await self._services.answer(
                interaction, lambda member: self._services.files.look_at(member, file, progress)
            )

    @app_commands.command()
    @app_commands.describe(form="File format")
    @app_commands.choices(form=_FORMATS)
    async def export(
        self, interaction: discord.Interaction, form: app_commands.Choice[str] | None = None
    ) -> None:
        """Download all facts of this desk."""
        await defer(interaction)
        wanted = FileForm(form.value) if form else FileForm.JSON_LINES
        async with reporting(interaction, "Writing the file") as progress:
            await self._services.answer(
                interaction, lambda member: self._services.files.give_out(member, wanted, progress)
            )
