"""The desk's commands as Discord registers them: in servers only, hidden from who cannot use them.

That hiding is Discord's and a server may change it. What counts is the bot's own check.
"""

from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands

from bot.desk.commands.adding import Adding
from bot.desk.commands.changing import Changing
from bot.desk.commands.desk import DeskCommands
from bot.desk.commands.finding import Finding
from bot.desk.commands.responding import Responding
from bot.desk.services import DeskRoom
from facts.model import Stance

_IN_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
_BY_SERVER = app_commands.AppInstallationType(guild=True, user=False)
_SHOWN_TO = discord.Permissions(manage_guild=True)


def desk_commands(
    room: DeskRoom,
) -> list[app_commands.Group | app_commands.ContextMenu]:
    """Everything to add to the command tree."""
    adding = Adding(room)
    fact = _group(
        "fact",
        "Add, correct and retract this server’s facts",
        [
            *adding.commands(),
            app_commands.Command(
                name="deny",
                description="Add a denial to a fact",
                callback=Responding(room, Stance.DENIES).respond,
            ),
            app_commands.Command(
                name="confirm",
                description="Add a confirmation to a fact",
                callback=Responding(room, Stance.CONFIRMS).respond,
            ),
            *Changing(room).commands(),
            *Finding(room).commands(),
        ],
    )
    desk = _group("desk", "Who moderates this server’s facts", DeskCommands(room).commands())
    menu = adding.menu()
    menu.default_permissions = _SHOWN_TO
    menu.allowed_contexts = _IN_SERVERS
    menu.allowed_installs = _BY_SERVER
    return [fact, desk, menu]


def _group(
    name: str, description: str, commands: Iterable[app_commands.Command[Any, ..., Any]]
) -> app_commands.Group:
    group = app_commands.Group(
        name=name,
        description=description,
        default_permissions=_SHOWN_TO,
        allowed_contexts=_IN_SERVERS,
        allowed_installs=_BY_SERVER,
    )
    for command in commands:
        group.add_command(command)
    return group
