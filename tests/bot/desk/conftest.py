"""A newsroom with moderators and readers, and what a moderator does to put a fact together."""

from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

import discord
import pytest
import simcord

from facts.model import DeskId, Fact
from facts.wiring import Library
from tests.bot.desk.acting import Moderator


class Newsroom(NamedTuple):
    """A server, a channel in it, two of its moderators, and somebody who is none."""

    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ada: Moderator
    ben: Moderator
    rita: Moderator
    managers: simcord.RoleHandle

    @property
    def desk(self) -> DeskId:
        return DeskId(str(self.guild.id))

    async def channel_message(self, message_id: int) -> discord.Message:
        """A message of the channel, as somebody sees it there."""
        [found] = [message for message in self.channel.history() if message.id == message_id]
        return found


@pytest.fixture
def newsroom(simcord_env: simcord.Env) -> Newsroom:
    """Ada and Ben Manage Server. Discord would hide the commands from Rita; a server may show
    them to everybody, so here it does: nothing but the bot's own check keeps her out.
    """
    guild = simcord_env.create_guild("The Newsroom")
    channel = guild.create_text_channel("fact-desk")
    managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    for command in simcord_env.backend.commands[None].values():
        guild.set_command_permissions(int(command["id"]), {guild.default_role: True})

    def member(name: str, *roles: simcord.RoleHandle) -> Moderator:
        user = simcord_env.create_user(name, global_name=name.capitalize())
        return Moderator(simcord_env, guild.add_member(user, roles=list(roles)), channel)

    return Newsroom(
        guild, channel, member("ada", managers), member("ben", managers), member("rita"), managers
    )


@pytest.fixture
def claim() -> dict[str, str]:
    """The form for a new fact as it is filled in."""
    return {
        "text": "The mayor closed the harbour bridge for repairs.",
        "speaker": "Ada Berg, harbour master, for the port",
        "when": "3 May 2021, the port council",
        "quote": "The bridge is shut until June.",
        "source": "Harbour Post | Bridge shut until June | 4 May 2021 | https://harbour.example/1",
    }


@pytest.fixture
def denial() -> dict[str, Any]:
    """The form for a response as it is filled in."""
    return {
        "stance": ["denies"],
        "by": "Jon Vik, mayor",
        "when": "4 May 2021",
        "quote": "I closed nothing.",
        "source": "City Radio | Mayor: nothing is closed | 4 May 2021 | https://radio.example/2",
    }


Stored = Callable[[], Coroutine[Any, Any, list[Fact]]]


@pytest.fixture
def stored(library: Library, newsroom: Newsroom) -> Stored:
    """All facts of the newsroom's desk as they are stored now."""

    async def facts() -> list[Fact]:
        store = library.asking.catalogue.store
        return [fact async for fact in store.facts([newsroom.desk])]

    return facts
