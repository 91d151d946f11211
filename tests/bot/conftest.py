"""A channel with a reader in it, and ways to put facts where a test needs them."""

import json
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

import pytest
import simcord

from facts.model import DeskId
from facts.wiring import Library


class Room(NamedTuple):
    """A server's channel and one of its members."""

    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    reader: simcord.MemberActor


@pytest.fixture
def room(simcord_env: simcord.Env) -> Room:
    """A server where a reader asks."""
    guild = simcord_env.create_guild("The Newsroom")
    channel = guild.create_text_channel("fact-desk")
    return Room(guild, channel, guild.add_member(simcord_env.create_user("rita")))


AddFact = Callable[[dict[str, Any], str], Coroutine[Any, Any, None]]


@pytest.fixture
def add_fact(library: Library) -> AddFact:
    """Adds a fact, given in its interchange format, to a desk."""

    async def add(content: dict[str, Any], desk: str) -> None:
        line = json.dumps(content, ensure_ascii=False).encode()
        await library.importing.run(line, editor="a test", desk=DeskId(desk))

    return add


@pytest.fixture
def long_fact(a_fact: dict[str, Any]) -> dict[str, Any]:
    """A fact that fills several pages: forty sources and a quote as long as is allowed."""
    a_fact["claim"]["quote"] = "The bridge is shut. " * 95
    a_fact["responses"][0]["quote"] = "I closed nothing at all. " * 75
    a_fact["sources"] = [
        source | {"headline": f"{source['headline']}, report {number}"}
        for number in range(1, 41)
        for source in a_fact["sources"]
    ]
    return a_fact
