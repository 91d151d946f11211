"""/fact and "Add as a fact" as Discord registers them, in servers only; and the commands about
several facts: list, drafts, incoming, import, export.

Discord hides them from members without Manage Server, which a server can change. The bot therefore
checks itself, at every use, that the member is a moderator.
"""

from typing import Any, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.commands.adding import AddingCommands, Responding
from bot.desk.commands.one_fact import ChangingCommands
from bot.desk.desk_replies import Reply
from bot.desk.file_transfers import EXPORTS, reporting
from bot.desk.services import DeskServices, moderators_command
from bot.interactions.replies import defer
from bot.rendering.desk.lists import WhichFacts
from facts.model import Member, Stance
from facts.usecases.desk.desk_files import FileFormat
from facts.usecases.desk.listing import FactFilter, FactState

_STATES = [
    app_commands.Choice(name=state.value.capitalize(), value=state.value) for state in FactState
]
_FORMATS = [
    app_commands.Choice(name=label, value=form.value) for form, (label, _) in EXPORTS.items()
]


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class FactCommands(
    AddingCommands,
    ChangingCommands,
    commands.GroupCog,
    group_name="fact",
    group_description="Add, correct and retract this server’s facts",
):
    """The command group /fact. ``menu`` is the message menu's "Add as a fact"."""

    def __init__(self, services: DeskServices) -> None:
        self._services = services
        self.menu = app_commands.ContextMenu(name="Add as a fact", callback=self.add_message)
        group = cast("app_commands.Group", self.app_command)
        # /fact deny and confirm share one callback; the decorator allows one command per method.
        for name, stance, description in (
            ("deny", Stance.DENIES, "Add a denial to a fact"),
            ("confirm", Stance.CONFIRMS, "Add a confirmation to a fact"),
        ):
            command: app_commands.Command[Any, ..., Any] = app_commands.Command(
                name=name, description=description, callback=Responding(services, stance).respond
            )
            group.add_command(command)

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
    @moderators_command
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
    @moderators_command
    async def drafts(self, member: Member) -> Reply:
        """Your drafts, and proposals waiting for approval."""
        return await self._services.cards.drafts(member)

    @app_commands.command()
    @moderators_command
    async def incoming(self, member: Member) -> Reply:
        """Fact-checks that came in from feeds; open one as a draft."""
        return await self._services.cards.incoming(member)

    @app_commands.command(name="import")
    @app_commands.describe(file="A table (CSV, .xlsx, .ods), JSON Lines or ClaimReview, up to 8 MB")
    async def import_file(self, interaction: discord.Interaction, file: discord.Attachment) -> None:
        """Import a file of facts; you’ll see a preview first."""
        await defer(interaction)
        async with reporting(interaction, "Reading the file") as progress:
            await self._services.answer(
                interaction, lambda member: self._services.files.preview(member, file, progress)
            )

    @app_commands.command()
    @app_commands.describe(file_format="File format")
    @app_commands.choices(file_format=_FORMATS)
    @app_commands.rename(file_format="format")
    async def export(
        self, interaction: discord.Interaction, file_format: app_commands.Choice[str] | None = None
    ) -> None:
        """Download all facts of this desk."""
        await defer(interaction)
        wanted = FileFormat(file_format.value) if file_format else FileFormat.JSON_LINES
        async with reporting(interaction, "Writing the file") as progress:
            await self._services.answer(
                interaction, lambda member: self._services.files.export(member, wanted, progress)
            )
