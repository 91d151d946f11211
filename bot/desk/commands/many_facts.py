"""/fact list and drafts; /fact import and export."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk import list_pages
from bot.desk.file_transfers import EXPORTS, reporting
from bot.desk.services import DeskServices
from bot.interactions.replies import defer
from bot.rendering.desk.lists import WhichFacts
from facts.usecases.desk.desk_files import FileForm
from facts.usecases.desk.listing import FactFilter, FactState

_STATES = [
    app_commands.Choice(name=state.value.capitalize(), value=state.value) for state in FactState
]
_FORMS = [app_commands.Choice(name=label, value=form.value) for form, (label, _) in EXPORTS.items()]


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
    async def list(
        self,
        interaction: discord.Interaction,
        *,
        topic: str | None = None,
        speaker: str | None = None,
        outlet: str | None = None,
        state: app_commands.Choice[str] | None = None,
        without_link: bool = False,
        overdue: bool = False,
    ) -> None:
        """List this desk’s facts."""
        wanted = FactFilter(
            topic=topic,
            speaker=speaker,
            outlet=outlet,
            state=FactState(state.value) if state else None,
            unlinked=without_link,
            overdue=overdue,
        )
        await self._services.step(
            interaction,
            lambda member: list_pages.facts(self._services, member, WhichFacts(wanted)),
        )

    @app_commands.command()
    async def drafts(self, interaction: discord.Interaction) -> None:
        """Your drafts, and proposals waiting for approval."""
        await self._services.step(
            interaction, lambda member: list_pages.drafts(self._services, member)
        )

    @app_commands.command()
    async def incoming(self, interaction: discord.Interaction) -> None:
        """Fact-checks that came in from feeds; open one as a draft."""
        await self._services.step(
            interaction, lambda member: list_pages.incoming(self._services, member)
        )

    @app_commands.command(name="import")
    @app_commands.describe(file="A table (CSV, .xlsx, .ods), JSON Lines or ClaimReview, up to 8 MB")
    async def take_in(self, interaction: discord.Interaction, file: discord.Attachment) -> None:
        """Import a file of facts; you’ll see a preview first."""
        await defer(interaction)
        async with reporting(interaction, "Reading the file") as progress:
            await self._services.step(
                interaction, lambda member: self._services.files.look_at(member, file, progress)
            )

    @app_commands.command()
    @app_commands.describe(form="File format")
    @app_commands.choices(form=_FORMS)
    async def export(
        self, interaction: discord.Interaction, form: app_commands.Choice[str] | None = None
    ) -> None:
        """Download all facts of this desk."""
        await defer(interaction)
        wanted = FileForm(form.value) if form else FileForm.JSON_LINES
        async with reporting(interaction, "Writing the file") as progress:
            await self._services.step(
                interaction, lambda member: self._services.files.give_out(member, wanted, progress)
            )
