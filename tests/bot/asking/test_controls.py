"""What can be pressed under an answer, by whom, and after a restart."""

from typing import Any

import simcord

from bot.client import NiceNote
from facts.wiring import Library
from tests.bot.conftest import AddFact, Room
from tests.bot.shown import buttons, options, text


async def test_wordings_side_by_side(room: Room) -> None:
    """Each outlet's words for the same statement, and what differs."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note")

    wordings = await room.reader.click(answer.response, label="How outlets worded it")

    assert wordings.ephemeral
    assert "nor it should be misused" in text(wordings)
    assert "nor should it be misused" in text(wordings)
    assert "“should it” instead of “it should”" in text(wordings)


async def test_everything_works_after_a_restart(
    room: Room, simcord_env: simcord.Env, library: Library
) -> None:
    """Controls of messages sent before a restart answer as before."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note", private=True)
    await simcord_env.restart_bot(NiceNote(library))

    wordings = await room.reader.click(answer.response, label="How outlets worded it")
    shown = await room.reader.click(answer.response, label="Show everyone")
    other = options(answer)[0]["value"]
    picked = await room.reader.select(answer.response, [other])

    assert "How outlets worded it" in text(wordings)
    assert not shown.ephemeral
    assert f"Claim {other}." in text(picked)


async def test_a_long_fact_has_pages(
    room: Room, add_fact: AddFact, long_fact: dict[str, Any]
) -> None:
    """Forward and back through all pages; the ends are ends; the candidates stay below."""
    await add_fact(long_fact, "home")
    answer = await room.reader.slash(
        room.channel, "claim", question="mayor closed harbour bridge repairs"
    )
    assert "page 1 of" in text(answer)
    assert "◀ Back" not in buttons(answer)[:1]

    seen = [text(answer)]
    while "Next ▶" in buttons(answer):
        answer = await room.reader.click(answer.response, label="Next ▶")
        seen.append(text(answer))

    everything = "\n".join(seen)
    assert all(f"report {number}”" in everything for number in range(1, 41))
    assert len(seen) > 2
    back = await room.reader.click(answer.response, label="◀ Back")
    assert text(back) == seen[-2]
    assert len(room.channel.history()) == 1


async def test_a_stranger_turns_pages_for_themselves(
    room: Room, add_fact: AddFact, long_fact: dict[str, Any], simcord_env: simcord.Env
) -> None:
    """Who did not ask gets the next page privately; the asker's message stays as it was."""
    await add_fact(long_fact, "home")
    answer = await room.reader.slash(
        room.channel, "claim", question="mayor closed harbour bridge repairs"
    )
    before = text(answer)
    stranger = room.guild.add_member(simcord_env.create_user("stranger"))

    turned = await stranger.click(answer.response, label="Next ▶")

    assert turned.ephemeral
    assert "page 2 of" in text(turned)
    assert text(answer) == before


async def test_choosing_another_candidate(room: Room) -> None:
    """On a public answer the chosen fact comes privately, with the rest to choose from."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note")
    first = options(answer)[0]

    picked = await room.reader.select(answer.response, [first["value"]])

    assert picked.ephemeral
    assert f"Claim {first['value']}." in text(picked)
    assert first["value"] not in [option["value"] for option in options(picked)]
    assert "DENIED" in text(answer)


async def test_none_of_these(room: Room) -> None:
    """Saying that none is meant is answered honestly, and the answer stays for the others."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note")

    none = await room.reader.select(answer.response, ["none"])

    assert none.ephemeral
    assert "then we have nothing on that" in text(none)
    assert "doesn’t mean it’s true or false" in text(none)


async def test_choosing_in_a_private_message_replaces_it(room: Room) -> None:
    """A reader's own message turns into what they chose."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note", private=True)
    first = options(answer)[0]["value"]

    picked = await room.reader.select(answer.response, [first])

    assert picked.response is not None
    assert answer.response is not None
    assert picked.response.id == answer.response.id
    assert f"Claim {first}." in text(answer)


async def test_a_control_of_a_fact_that_is_gone(room: Room, library: Library) -> None:
    """Pressing below a removed fact says so kindly instead of failing."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note")
    await library.starter.remove(editor="a test")

    pressed = await room.reader.click(answer.response, label="How outlets worded it")

    assert pressed.ephemeral
    assert "There’s no claim #1 here" in text(pressed)


async def test_nobody_shows_the_facts_of_another_desk(
    room: Room, add_fact: AddFact, a_fact: dict[str, Any], simcord_env: simcord.Env
) -> None:
    """Every press checks again whether the person sees the fact."""
    elsewhere = simcord_env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("general")
    reader = elsewhere.add_member(simcord_env.create_user("eve"))
    await add_fact(a_fact, str(room.guild.id))
    result = await room.reader.slash(room.channel, "claim", question="mayor closed harbour bridge")
    number = text(result).split("Claim ")[1].split(".")[0]

    refused = await reader.slash(channel, "claim", question=f"#{number}")

    assert f"There’s no claim #{number} here" in text(refused)
