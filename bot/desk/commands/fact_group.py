"""/fact and "Add as a fact" as Discord registers them: in servers only.

Discord hides them from members without Manage Server, which a server can change. The bot therefore
checks itself, at every use, that the member is a moderator.
"""

from typing import Any, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.commands.adding import AddingCommands, Responding
from bot.desk.commands.many_facts import ManyFactsCommands
from bot.desk.commands.one_fact import ChangingCommands
from bot.desk.services import DeskServices
from facts.model import Stance


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class FactCommands(
    AddingCommands,
    ChangingCommands,
    ManyFactsCommands,
    commands.GroupCog,
    group_name="fact",
    group_description="Add, correct and retract this server’s facts",
):
    """The command group /fact. ``menu`` is the message menu's "Add as a fact"."""

    def __init__(self, services: DeskServices) -> None:
        self._services = services
        self.menu = app_commands.ContextMenu(
            name="Add as a fact",
            callback=self.add_message,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=False, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self.menu.default_permissions = discord.Permissions(manage_guild=True)
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
