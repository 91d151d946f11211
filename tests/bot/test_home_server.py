"""The server of the newsroom that runs the bot: its moderators' desk is the home desk."""

from typing import Any

import pytest
import simcord

from bot.client import NiceNote
from facts.model import HOME, Member
from facts.wiring import Library
from tests.bot.conftest import AddFact, Room
from tests.bot.shown import text


@pytest.fixture
async def at_home(room: Room, simcord_env: simcord.Env, library: Library) -> Room:
    """The room, in the home server."""
    await simcord_env.restart_bot(NiceNote(library, home_guild_id=room.guild.id))
    return room


async def test_alerts_of_this_server_are_of_the_home_desk(
    at_home: Room, add_fact: AddFact, a_fact: dict[str, Any], library: Library
) -> None:
    """“This server” means the facts that its moderators add, which belong to the home desk."""
    result = await at_home.reader.slash(
        at_home.channel, "alerts subscribe", to="me", desk="this server"
    )
    assert "Subscribed" in text(result)
    await add_fact(a_fact, "home")

    previewed = await at_home.reader.slash(at_home.channel, "alerts preview", desk="this server")

    assert "The mayor closed the harbour bridge for repairs." in text(previewed)
    assert await library.asking.searched([HOME]) == 1


async def test_matching_chosen_by_the_home_desk_counts_in_its_server(
    at_home: Room, add_fact: AddFact, a_fact: dict[str, Any], library: Library
) -> None:
    """As it does in direct messages. Facts added before it was the home server stay seen there."""
    await add_fact(a_fact, str(at_home.guild.id))
    ed = Member(HOME, "9", "Ed", manages_server=True)
    answers = {}
    for strictness in ("lax", "strict"):
        await library.desk.setup.change(ed, strictness=strictness)
        asked = await at_home.reader.slash(
            at_home.channel, "claim", question="mayor closed bridge gates"
        )
        answers[strictness] = text(asked)

    assert "Is this" not in answers["lax"]
    assert "Is this" in answers["strict"]
    assert all("The mayor closed the harbour bridge" in one for one in answers.values())
