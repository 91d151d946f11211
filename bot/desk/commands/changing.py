"""/fact edit, retract, restore, merge, review, history and show."""

from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands

from bot.desk.commands.made import subcommand
from bot.desk.commands.naming import NamedFact
from bot.desk.replies import Reply
from bot.desk.services import DeskRoom
from facts.usecases.desk.members import Member

_WHICH = "A few words of it, or its number"


class Changing:
    """The commands that change one fact, or show it."""

    def __init__(self, room: DeskRoom) -> None:
        self._room = room

    def commands(self) -> Iterable[app_commands.Command[Any, ..., Any]]:
        """The subcommands of /fact."""
        return [
            subcommand("show", self.show),
            subcommand("edit", self.edit),
            subcommand("retract", self.retract),
            subcommand("restore", self.restore),
            subcommand("merge", self.merge),
            subcommand("review", self.review),
            subcommand("history", self.history),
        ]

    async def _fact_id(self, member: Member, named: str) -> int:
        return (await self._room.desk.changing.fact(member, named)).id

    @app_commands.describe(fact=_WHICH)
    async def show(self, interaction: discord.Interaction, fact: NamedFact) -> None:
        """A fact and all you can do with it."""
        await self._room.step(interaction, lambda member: self._room.facts.show(member, fact))

    @app_commands.describe(fact=_WHICH)
    async def edit(self, interaction: discord.Interaction, fact: NamedFact) -> None:
        """Change a fact: opens a draft of it."""

        async def step(member: Member) -> Reply:
            return await self._room.facts.edit(member, await self._fact_id(member, fact))

        await self._room.step(interaction, step)

    @app_commands.describe(
        fact=_WHICH,
        reason="Why; readers see this sentence above the fact",
        emergency="Do it at once, although the desk asks for a second person",
    )
    async def retract(
        self,
        interaction: discord.Interaction,
        *,
        fact: NamedFact,
        reason: str,
        emergency: bool = False,
    ) -> None:
        """Take a fact back; readers are told why."""

        async def step(member: Member) -> Reply:
            fact_id = await self._fact_id(member, fact)
            return await self._room.facts.retract(member, fact_id, reason, emergency=emergency)

        await self._room.step(interaction, step)

    @app_commands.describe(fact=_WHICH, reason="Why; for the log")
    async def restore(
        self, interaction: discord.Interaction, fact: NamedFact, reason: str | None = None
    ) -> None:
        """Let a retracted fact stand again."""

        async def step(member: Member) -> Reply:
            fact_id = await self._fact_id(member, fact)
            return await self._room.facts.restore(member, fact_id, reason or "")

        await self._room.step(interaction, step)

    @app_commands.describe(
        keep="The fact that stays: a few words of it, or its number",
        other="The fact that goes into it",
    )
    async def merge(
        self, interaction: discord.Interaction, keep: NamedFact, other: NamedFact
    ) -> None:
        """Make one fact of two that are the same."""

        async def step(member: Member) -> Reply:
            survivor = await self._fact_id(member, keep)
            return await self._room.facts.ask_merge(
                member, survivor, await self._fact_id(member, other)
            )

        await self._room.step(interaction, step)

    @app_commands.describe(fact=_WHICH, again="When to check it again: in 6 months, 2027-01")
    async def review(
        self, interaction: discord.Interaction, fact: NamedFact, again: str | None = None
    ) -> None:
        """Note that a fact was checked today."""

        async def step(member: Member) -> Reply:
            fact_id = await self._fact_id(member, fact)
            return await self._room.facts.review(member, fact_id, again or "")

        await self._room.step(interaction, step)

    @app_commands.describe(fact=_WHICH)
    async def history(self, interaction: discord.Interaction, fact: NamedFact) -> None:
        """What changed, and undo a change."""

        async def step(member: Member) -> Reply:
            return await self._room.facts.history(member, await self._fact_id(member, fact))

        await self._room.step(interaction, step)
