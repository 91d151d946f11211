"""/fact list and drafts; /fact import and export."""

from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands

from bot.desk.commands.made import subcommand
from bot.desk.files import reporting
from bot.desk.services import DeskRoom
from bot.rendering.desk.lists import WhichFacts
from facts.usecases.desk.files import FileForm
from facts.usecases.desk.listing import FactFilter, FactState

_STATES = [
    app_commands.Choice(name=state.value.capitalize(), value=state.value) for state in FactState
]
_FORMS = [
    app_commands.Choice(name="JSON Lines: everything, can be imported again", value="jsonl"),
    app_commands.Choice(name="CSV: for spreadsheets", value="csv"),
    app_commands.Choice(name="ClaimReview: for fact-check databases", value="claimreview"),
]


class Finding:
    """The commands about many facts."""

    def __init__(self, room: DeskRoom) -> None:
        self._room = room

    def commands(self) -> Iterable[app_commands.Command[Any, ..., Any]]:
        """The subcommands of /fact."""
        return [
            subcommand("list", self.list),
            subcommand("drafts", self.drafts),
            subcommand("import", self.take_in),
            subcommand("export", self.export),
        ]

    @app_commands.describe(
        topic="Only on this topic",
        speaker="Only what this person or role said or answered",
        outlet="Only with a source of this outlet",
        state="Only in this state",
        without_link="Only with a source that has no link",
        overdue="Only those that were to be checked again by today",
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
        """The facts of this desk."""
        wanted = FactFilter(
            topic=topic,
            speaker=speaker,
            outlet=outlet,
            state=FactState(state.value) if state else None,
            unlinked=without_link,
            overdue=overdue,
        )
        await self._room.step(
            interaction, lambda member: self._room.facts.list(member, WhichFacts(wanted))
        )

    async def drafts(self, interaction: discord.Interaction) -> None:
        """Your drafts, and proposals that wait for a second person."""
        await self._room.step(interaction, self._room.facts.drafts)

    @app_commands.describe(file="JSON Lines, CSV or ClaimReview, at most 8 MB")
    async def take_in(self, interaction: discord.Interaction, file: discord.Attachment) -> None:
        """Take in a file of facts; shows first what would happen."""
        await interaction.response.defer(ephemeral=True)
        async with reporting(interaction, "Reading the file") as progress:
            await self._room.step(
                interaction, lambda member: self._room.files.look_at(member, file, progress)
            )

    @app_commands.describe(form="In which form")
    @app_commands.choices(form=_FORMS)
    async def export(
        self, interaction: discord.Interaction, form: app_commands.Choice[str] | None = None
    ) -> None:
        """All facts of this desk as a file."""
        await interaction.response.defer(ephemeral=True)
        wanted = FileForm(form.value) if form else FileForm.JSON_LINES
        async with reporting(interaction, "Writing the file") as progress:
            await self._room.step(
                interaction, lambda member: self._room.files.give_out(member, wanted, progress)
            )
