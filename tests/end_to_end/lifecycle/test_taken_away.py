"""Discord takes things away or tells nonsense while the bot runs: it lives on, and says so."""

from itertools import chain, repeat
from pathlib import Path

import pytest

from tests.end_to_end.lifecycle.conftest import StartBot
from tests.end_to_end.lifecycle.interactions import text_option
from tests.end_to_end.lifecycle.launcher import SET_CLOCK
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.moderating import Newsroom
from tests.end_to_end.lifecycle.payloads import CHANNEL_ID, GUILD_ID, Payload, channel, guild

_ROLE_ID = str(int(GUILD_ID) + 7)
_ROOM = 7
_OTHER_CHANNEL = channel(room=_ROOM)["id"]


async def _tell(loopback: Loopback, event: str, data: Payload) -> None:
    """Tell the bot of an event, and wait until it has read it."""
    await loopback.gateway.dispatch(event, data, server=GUILD_ID)
    await loopback.read_so_far()


def _told(loopback: Loopback) -> int:
    """How many messages tell of the newsroom's facts, in all channels."""
    channels = (CHANNEL_ID, _OTHER_CHANNEL)
    return sum("Shipment" in text for one in channels for text in loopback.channels.words(one))


async def _alert(loopback: Loopback, newsroom: Newsroom, where: str) -> None:
    """Publish a fact; it is told in ``where``."""
    piece = await newsroom.published()
    await loopback.happened.until(
        lambda: any(piece.claim in text for text in loopback.channels.words(where)), "the alert"
    )


async def test_half_a_letter_in_an_event_ends_nothing(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """A lone surrogate, which JSON can say and no text is: one line of the log, no end."""
    async with start_bot() as bot:
        await loopback.signed_in()
        halved = await loopback.ask("nice \ud83d note")
        await loopback.answer(halved)
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
    assert len(loopback.gateway.identified) == 1
    assert "Traceback" not in bot.log


async def test_a_channel_and_a_role_are_deleted(
    loopback: Loopback, start_bot: StartBot, newsroom: Newsroom
) -> None:
    """A role that was mentioned is gone: alerts go on. A channel is gone, told by Discord or found
    when it is written to: alerts there end, others go on, and nothing is a defect.
    """
    async with start_bot() as bot:
        await loopback.signed_in()
        await newsroom.subscribe(mention=_ROLE_ID)
        await newsroom.subscribe(room=_ROOM)
        await _tell(loopback, "GUILD_ROLE_DELETE", {"guild_id": GUILD_ID, "role_id": _ROLE_ID})
        await _alert(loopback, newsroom, CHANNEL_ID)
        await _alert(loopback, newsroom, _OTHER_CHANNEL)
        loopback.channels.deleted.add(_OTHER_CHANNEL)
        await _alert(loopback, newsroom, CHANNEL_ID)
        await _tell(loopback, "CHANNEL_DELETE", channel() | {"guild_id": GUILD_ID})
        told = _told(loopback)
        await newsroom.published()
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
    assert _told(loopback) == told
    assert "Defect" not in bot.log
    assert "Traceback" not in bot.log


@pytest.mark.parametrize("left_by", ["removed", "deleted"])
async def test_the_bot_leaves_a_server_and_is_invited_again(
    loopback: Loopback, start_bot: StartBot, newsroom: Newsroom, left_by: str
) -> None:
    """Its facts wait for it; alerts have ended and can be had again, each once."""
    async with start_bot() as bot:
        await loopback.signed_in()
        await newsroom.subscribe()
        piece = await newsroom.published()
        await _alert(loopback, newsroom, CHANNEL_ID)
        await _tell(loopback, "GUILD_DELETE", {"id": GUILD_ID})
        await bot.says("removed the bot; its facts are kept until")
        if left_by == "deleted":
            loopback.channels.deleted.add(CHANNEL_ID)
        await _tell(loopback, "GUILD_CREATE", guild())
        loopback.channels.deleted.clear()
        number = newsroom.number_of(piece)
        assert piece.claim in (await loopback.answer(await loopback.ask(f"#{number}"))).text
        told = _told(loopback)
        await newsroom.published()
        await newsroom.subscribe()
        await _alert(loopback, newsroom, CHANNEL_ID)
    assert _told(loopback) == told + 1
    assert "Defect" not in bot.log
    assert "Traceback" not in bot.log


@pytest.mark.parametrize("hours", [-1, 1])
async def test_the_clock_jumps(
    loopback: Loopback, start_bot: StartBot, newsroom: Newsroom, tmp_path: Path, hours: int
) -> None:
    """By an hour back or forward, and back again: questions are answered, alerts come once."""
    loopback.late_by = 0.1
    async with start_bot(TESTS_CLOCK=str(tmp_path / "clock")) as bot:
        await loopback.signed_in()
        await newsroom.subscribe()
        await _alert(loopback, newsroom, CHANNEL_ID)
        for jump in (hours, 0):
            (tmp_path / "clock").write_text(str(3600 * jump))
            bot.signal(SET_CLOCK)
            await bot.says(f"The clock is {3600 * jump} s off")
            assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
            await _alert(loopback, newsroom, CHANNEL_ID)
    assert _told(loopback) == 3
    assert "Traceback" not in bot.log


async def test_a_long_answer_that_comes_too_late_is_no_defect(
    loopback: Loopback, start_bot: StartBot, newsroom: Newsroom
) -> None:
    """What is announced before long work, and Discord waits no longer: counted, like any other."""
    async with start_bot() as bot:
        await loopback.signed_in()
        loopback.answer_with = chain([404, 404], repeat(200))
        who = newsroom.moderators[0]
        await loopback.give(who, "fact import", "file", b"{}")
        article = text_option("claim", "The bridge is closed.")
        await loopback.give(who, "fact add", "article", b"The bridge", article)
        await bot.says("Dropped 2 interactions")
    assert "Defect" not in bot.log
    assert "Traceback" not in bot.log
