"""Nobody gets at the facts of another desk: by number, by words, by an old message, by import."""

from collections.abc import Iterator
from typing import Any

import discord
import pytest
import simcord

from bot.client import NiceNote
from facts.wiring import Library
from tests.bot.desk.acting import Moderator
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import buttons, text


@pytest.fixture
def elsewhere(simcord_env: simcord.Env) -> Moderator:
    """A moderator of another server."""
    guild = simcord_env.create_guild("Elsewhere")
    managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    eve = guild.add_member(simcord_env.create_user("eve"), roles=[managers])
    return Moderator(simcord_env, eve, guild.create_text_channel("general"))


@pytest.mark.parametrize(
    "command",
    [
        *("fact deny", "fact confirm", "fact source", "fact show", "fact edit", "fact retract"),
        *("fact restore", "fact merge", "fact review", "fact history"),
    ],
)
async def test_another_desks_facts(
    newsroom: Newsroom, elsewhere: Moderator, claim: dict[str, str], stored: Stored, command: str
) -> None:
    """A moderator elsewhere cannot name them: by number, by words, while typing."""
    await newsroom.ada.publish(claim)
    before = await stored()
    option = "keep" if command == "fact merge" else "fact"
    others = {
        "fact merge": {"other": "#1"},
        "fact retract": {"reason": "It is wrong."},
        "fact confirm": {"by": "Jon Vik"},
        "fact source": {"outlet": "City Radio"},
    }.get(command, {})

    for named in (f"#{before[0].id}", "mayor closed the harbour bridge"):
        refused = await elsewhere.type(command, **{option: named, **others})
        assert refused.modal is None
        assert claim["text"] not in text(refused)
        assert not buttons(refused)
    offered = await elsewhere.actor.autocomplete(elsewhere.channel, command, option, "bridge")

    assert offered == []
    assert await stored() == before


async def test_another_desks_facts_are_not_imported_over(
    newsroom: Newsroom, elsewhere: Moderator, stored: Stored
) -> None:
    """The same reference elsewhere is another fact; the log and the export are the desk's own."""
    line = b'{"ref": "a-1", "claim": "Ferries stop.", "sources": [{"outlet": "City Radio"}]}\n'
    await newsroom.ada.press(
        await newsroom.ada.type("fact import", file=("a.jsonl", line)), "Import"
    )
    before = await stored()
    changed = line.replace(b"Ferries stop", b"Ferries never stop")

    await elsewhere.press(await elsewhere.type("fact import", file=("a.jsonl", changed)), "Import")

    assert await stored() == before
    log = await elsewhere.type("desk log")
    assert "Ferries never stop" in text(log)
    assert "Ferries stop." not in text(log)
    assert "Ferries stop." not in text(await elsewhere.type("fact list"))


async def test_the_home_server_acts_for_the_home_desk(
    newsroom: Newsroom, simcord_env: simcord.Env, library: Library, claim: dict[str, str]
) -> None:
    """What the newsroom that runs the bot adds is everybody's to read, and no other server's."""
    await simcord_env.restart_bot(NiceNote(library, home_guild_id=newsroom.guild.id))
    await newsroom.ada.publish(claim)
    reader = simcord_env.create_user("ann")

    answer = await reader.slash("claim", question="mayor closed harbour bridge")

    assert claim["text"] in text(answer)


async def test_an_old_message_of_another_desk(
    newsroom: Newsroom, elsewhere: Moderator, claim: dict[str, str], stored: Stored
) -> None:
    """A control that was made for another desk's fact refuses, whoever sends its custom id."""
    await newsroom.ada.publish(claim)
    [fact] = await stored()
    own = await elsewhere.publish({"text": "Ferries stop.", "source": "City Radio"})
    assert own.response is not None
    for component in _nested(own.response._message.components):
        if "custom_id" in component:
            component["custom_id"] = component["custom_id"].replace(
                f":{fact.id + 1}:", f":{fact.id}:"
            )

    for label in ("Edit", "Add response", "Add source", "Mark as checked", "History", "Retract…"):
        refused = await elsewhere.press(own, label)
        assert refused.modal is None
        assert claim["text"] not in text(refused)

    assert await stored() == [fact]


def _nested(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from _nested(component.get("components", []))
