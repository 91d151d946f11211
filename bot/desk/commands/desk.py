"""/desk setup, moderators and log."""

from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands

from bot.desk.commands.made import subcommand
from bot.desk.commands.naming import NamedFact
from bot.desk.replies import Reply
from bot.desk.services import DeskRoom
from facts.model import ChangeKind, Refusal
from facts.usecases.desk.change_log import LogFilter
from facts.usecases.desk.members import Member

_KINDS = [
    app_commands.Choice(name=kind.value.capitalize(), value=kind.value) for kind in ChangeKind
]


class DeskCommands:
    """The commands about the desk itself."""

    def __init__(self, room: DeskRoom) -> None:
        self._room = room

    def commands(self) -> Iterable[app_commands.Command[Any, ..., Any]]:
        """The subcommands of /desk."""
        return [
            subcommand("setup", self.setup),
            subcommand("moderators", self.moderators),
            subcommand("log", self.log),
        ]

    async def setup(self, interaction: discord.Interaction) -> None:
        """Everything this desk can set."""
        await self._room.step(interaction, self._room.setup.show)

    @app_commands.describe(
        add="A role whose members moderate from now on", remove="A role whose members no longer do"
    )
    async def moderators(
        self,
        interaction: discord.Interaction,
        add: discord.Role | None = None,
        remove: discord.Role | None = None,
    ) -> None:
        """The roles whose members moderate this desk."""

        async def step(member: Member) -> Reply:
            if add is not None and add.is_default():
                raise Refusal(
                    "@everyone cannot moderate: everybody could change the facts. Choose a role "
                    "that only the desk’s people have."
                )
            return await self._room.setup.moderators(
                member, str(add.id) if add else None, str(remove.id) if remove else None
            )

        await self._room.step(interaction, step)

    @app_commands.describe(
        by="Only changes by this person",
        fact="Only changes of this fact",
        kind="Only changes of this kind",
    )
    @app_commands.choices(kind=_KINDS)
    async def log(
        self,
        interaction: discord.Interaction,
        by: discord.User | None = None,
        fact: NamedFact | None = None,
        kind: app_commands.Choice[str] | None = None,
    ) -> None:
        """Who changed what."""

        async def step(member: Member) -> Reply:
            found = await self._room.desk.changing.fact(member, fact) if fact else None
            wanted = LogFilter(
                editor=str(by.id) if by else None,
                fact_id=found.id if found else None,
                kind=ChangeKind(kind.value) if kind else None,
            )
            return await self._room.facts.log(member, wanted)

        await self._room.step(interaction, step)
