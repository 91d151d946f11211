"""Whose facts a reader sees: their server's, the home desk's and the starter facts."""

from typing import Any

import pytest
import simcord

from tests.bot.conftest import AddFact, Room
from tests.bot.shown import text

_QUESTION = "mayor closed harbour bridge"


async def test_a_servers_facts_are_its_own(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any], simcord_env: simcord.Env
) -> None:
    """What one server added is answered there and nowhere else."""
    await add_fact(a_fact, str(room.guild.id))
    elsewhere = simcord_env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("general")
    stranger = elsewhere.add_member(simcord_env.create_user("eve"))

    here = await room.reader.slash(room.channel, "claim", question=_QUESTION)
    there = await stranger.slash(channel, "claim", question=_QUESTION)

    assert "DENIED" in text(here)
    assert "We have nothing" in text(there)
    offered = await stranger.autocomplete(channel, "claim", "question", "mayor")
    assert all("mayor" not in choice["name"] for choice in offered)


async def test_the_home_desks_facts_are_everyones(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any]
) -> None:
    """Facts of the newsroom that runs the bot are seen in every server."""
    await add_fact(a_fact, "home")

    assert "DENIED" in text(await room.reader.slash(room.channel, "claim", question=_QUESTION))


async def test_direct_messages(
    add_fact: AddFact, a_fact: dict[str, Any], room: Room, simcord_env: simcord.Env
) -> None:
    """In a direct message the starter and home facts are answered, no server's own."""
    await add_fact(a_fact, str(room.guild.id))
    user = simcord_env.create_user("ann")

    starter = await user.slash("claim", question="nice note")
    other = await user.slash("claim", question=_QUESTION)

    assert "DENIED" in text(starter)
    assert "We have nothing" in text(other)


async def test_private_in_a_direct_message_has_nobody_to_show_it_to(
    simcord_env: simcord.Env,
) -> None:
    """Alone with the bot there is no "Show everyone"."""
    user = simcord_env.create_user("ann")
    result = await user.slash("claim", question="nice note", private=True)
    assert "Show everyone" not in str(result.response and result.response.components)


async def test_commands_are_offered_everywhere(simcord_env: simcord.Env) -> None:
    """Servers, direct messages and user installs, for each command as Discord registered it."""
    registered = [
        request.json
        for request in simcord_env.http_requests
        if request.method == "PUT" and request.path.endswith("/commands")
    ]
    assert len(registered) == 1
    for_readers = [
        command
        for command in registered[0]
        if command["name"] in {"claim", "about", "Check this claim"}
    ]
    assert len(for_readers) == 3
    for command in for_readers:
        assert command["contexts"] == [0, 1, 2]
        assert command["integration_types"] == [0, 1]


@pytest.mark.parametrize(
    ("installed", "seen"), [("server", True), ("server and user", True), ("user", False)]
)
async def test_a_user_install_is_not_the_servers(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any], *, installed: str, seen: bool
) -> None:
    """Where only the user installed the app, the server's facts are not at hand.

    SimCord knows no user installs, so what Discord says of the owners is added to its interaction.
    """
    await add_fact(a_fact, str(room.guild.id))
    owners = {"0": str(room.guild.id)} if "server" in installed else {}
    if "user" in installed:
        owners["1"] = str(room.reader.id)
    backend = room.guild._env.backend
    emit = backend.emit

    def emit_as_installed(event: str, payload: Any, *rest: Any, **more: Any) -> None:
        if event == "INTERACTION_CREATE":
            payload["authorizing_integration_owners"] = owners
        emit(event, payload, *rest, **more)

    backend.emit = emit_as_installed
    result = await room.reader.slash(room.channel, "claim", question=_QUESTION)

    assert ("DENIED" in text(result)) is seen
