"""A server whose desk takes requests, its readers and a moderator, in SimCord's time."""

from typing import NamedTuple

import discord
import pytest
import simcord

from facts.model import DeskId, Member
from facts.wiring import Library
from tests.bot.alerts.conftest import (  # noqa: F401 - fixtures of these tests as well
    Clock,
    Press,
    clock,
    library,
    press,
    simcord_env,
)
from tests.bot.conftest import Room


class Desk(NamedTuple):
    """A server's channel, its moderator and three readers."""

    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    moderator: simcord.MemberActor
    readers: list[simcord.MemberActor]

    @property
    def member(self) -> Member:
        """The moderator, as the desk knows them."""
        desk = DeskId(str(self.guild.id))
        return Member(desk, str(self.moderator.id), "mo", manages_server=True)


@pytest.fixture
async def desk(simcord_env: simcord.Env, room: Room, library: Library) -> Desk:  # noqa: F811
    """The room's server takes requests."""
    role = room.guild.create_role("Desk", permissions=discord.Permissions(manage_guild=True))
    moderator = room.guild.add_member(simcord_env.create_user("mo"), roles=[role])
    others = [room.guild.add_member(simcord_env.create_user(name)) for name in ("ben", "eva")]
    made = Desk(room.guild, room.channel, moderator, [room.reader, *others])
    await library.desk.setup.change(made.member, takes_requests=True)
    return made
