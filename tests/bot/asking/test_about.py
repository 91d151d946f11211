"""/about: what the bot is, how many facts it has and whose, and privacy."""

from typing import Any

import simcord

from bot.client import NiceNote
from facts.wiring import Library
from tests.bot.conftest import AddFact, Room
from tests.bot.shown import text


async def test_about_a_new_bot(room: Room) -> None:
    """The starter facts are counted and named as what they are."""
    result = await room.reader.slash(room.channel, "about")

    assert result.ephemeral
    assert "You can ask about **32** starter claims from three news articles" in text(result)
    assert "**Privacy.**" in text(result)
    assert "nice note" in text(result)
    assert "You can also ask in Arabic, Chinese," in text(result)


async def test_about_tells_whose_facts(
    room: Room,
    simcord_env: simcord.Env,
    library: Library,
    add_fact: AddFact,
    a_fact: dict[str, Any],
) -> None:
    """Home and own facts are counted apart, the home newsroom by its server's name."""
    home = simcord_env.create_guild("The *Daily* Planet")
    await simcord_env.restart_bot(NiceNote(library, home_guild_id=home.id))
    await add_fact(a_fact, "home")
    await add_fact(a_fact | {"claim": "A second claim."}, str(room.guild.id))
    await add_fact(a_fact | {"claim": "A third claim, of others."}, "123")

    result = await room.reader.slash(room.channel, "about")

    assert r"1 from The \*Daily\* Planet" in text(result)
    assert "1 from this server’s own desk" in text(result)
