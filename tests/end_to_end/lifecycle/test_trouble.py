"""What goes wrong on the way to Discord: the bot lives on, or ends with a sentence."""

import asyncio
import shutil
import signal
import socket
from itertools import chain, repeat
from pathlib import Path

import pytest

from tests.end_to_end.lifecycle import payloads
from tests.end_to_end.lifecycle.conftest import StartBot
from tests.end_to_end.lifecycle.loopback import CUT, DISCORD_WAITS, TOKEN, Loopback
from tests.end_to_end.lifecycle.program import Program

_MISUSED, _TRY_LATER = 2, 75


async def _ended_with_a_sentence(bot: Program, code: int) -> str:
    """The sentence; there is one, on a line of its own at the end, and no traceback."""
    assert await bot.ended() == code, bot.log
    assert "Traceback" not in bot.log
    sentence = bot.log.splitlines()[-1]
    assert sentence.endswith((".", "”."))
    assert not bot.output
    return sentence


async def test_the_bot_stops_when_its_store_is_deleted(
    loopback: Loopback, start_bot: StartBot, tmp_path: Path
) -> None:
    """It says so and what to do, and begins no new one when it is started again."""
    async with start_bot() as bot:
        await loopback.signed_in()
        shutil.rmtree(tmp_path / "data" / "nicenote")
        assert await bot.ended() == _MISUSED, bot.log
    assert "was deleted, moved or replaced" in bot.log.splitlines()[-1]
    assert "python -m facts restore" in bot.log.splitlines()[-1]
    async with start_bot() as bot:
        assert await bot.ended() == _MISUSED, bot.log
    assert "There was a store" in bot.log


async def _refuse(loopback: Loopback, question: str) -> None:
    """Turn down the answer to ``question``, and the sentence that says that there is none."""
    loopback.answer_with = chain([403, 403], repeat(200))
    asked = await loopback.ask(question)
    await loopback.happened.until(lambda: len(loopback.posted) == 2, "both came")
    assert {(posted.interaction_id, posted.status) for posted in loopback.posted} == {(asked, 403)}


async def test_an_answer_that_discord_refuses_is_logged(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """The log has a reference and the traceback, and the next question is answered."""
    async with start_bot() as bot:
        await loopback.signed_in()
        await _refuse(loopback, "nice note")
        line = await bot.says("Defect ")
        await bot.says("Could not tell a user")
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
        bot.signal(signal.SIGTERM)
        assert await bot.ended() == 0
    reference = line.split("Defect ")[1].split()[0]
    assert f"the reference `{reference}`" in loopback.posted[1].text
    assert "discord.errors.Forbidden" in bot.log


@pytest.mark.parametrize(
    "stumbles",
    [[503], [503, 503], [502, 500], [CUT], [CUT, CUT], [CUT, 503], [429], [429, 503], [429, CUT]],
)
async def test_an_answer_arrives_although_discord_stumbles(
    loopback: Loopback, start_bot: StartBot, stumbles: list[int]
) -> None:
    """The last try is made while Discord still waits, after a 429 as late as it said; nobody hears
    of it.
    """
    clock = asyncio.get_running_loop().time
    async with start_bot() as bot:
        await loopback.signed_in()
        loopback.answer_with = chain(stumbles, repeat(200))
        begun = clock()
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
        assert clock() - begun < DISCORD_WAITS
        assert len(loopback.posted) == len(stumbles) + 1
        assert "Defect" not in bot.log


async def test_questions_that_waited_too_long_are_dropped(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """200 that are 5 s old: no answer, no request, no defect, one line; the next is answered."""
    async with start_bot() as bot:
        await loopback.signed_in()
        loopback.late_by = 5.0
        for _ in range(200):
            await loopback.ask("nice note")
        loopback.late_by = 0.1
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
        assert "Dropped 200 interactions" in await bot.says("too late to answer")
        assert len(loopback.posted) == 1
        assert "Defect" not in bot.log
        assert "Traceback" not in bot.log


async def test_an_answer_that_came_too_late_is_no_defect(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """Discord says that it no longer knows the interaction: counted, and nothing more is tried."""
    async with start_bot() as bot:
        await loopback.signed_in()
        loopback.answer_with = chain([404], repeat(200))
        await loopback.answer(await loopback.ask("nice note"), status=404)
        assert "Dropped 1 interactions" in await bot.says("too late to answer")
        assert len(loopback.posted) == 1
        assert "Defect" not in bot.log


async def test_a_discord_that_stumbles_is_asked_again(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """An answer that met a 500 arrives on the second try, and others do not wait for it."""
    async with start_bot():
        await loopback.signed_in()
        loopback.answer_with = chain([500], repeat(200))
        first = await loopback.ask("nice note")
        await loopback.answer(first, status=500)
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
        assert "DENIED" in (await loopback.answer(first)).text


async def test_a_wrong_token_is_named_and_not_shown(start_bot: StartBot) -> None:
    """The sentence says where a token comes from, the exit code is 2, the token is nowhere."""
    wrong = "OTk5.a-token.discord-refuses"
    async with start_bot(DISCORD_TOKEN=wrong, LOG_LEVEL="DEBUG") as bot:
        assert "DISCORD_TOKEN" in await _ended_with_a_sentence(bot, _MISUSED)
    assert "a-token" not in bot.log


@pytest.mark.parametrize(
    ("close_code", "named"),
    [
        (4004, "DISCORD_TOKEN"),
        (4010, "same number of shards"),
        (4011, "Restart it"),
        (4012, "Update"),
        (4013, "intent"),
        (4014, "intent"),
    ],
)
async def test_a_session_that_discord_ends_for_good_ends_it(
    loopback: Loopback, start_bot: StartBot, close_code: int, named: str
) -> None:
    """A token that was taken back while the bot runs, for example: a sentence says what to do, and
    the exit code keeps a service from trying again, a sign-in each time.
    """
    async with start_bot() as bot:
        await loopback.signed_in()
        await loopback.gateway.end_sessions(close_code)
        assert named in await _ended_with_a_sentence(bot, _MISUSED)


async def test_at_the_lowest_level_the_log_keeps_secrets(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """At DEBUG, a whole life with a defect in it: no token, no question, not who asked."""
    async with start_bot(LOG_LEVEL="DEBUG") as bot:
        await loopback.signed_in()
        await _refuse(loopback, "zanzibar pineapple")
        await bot.says("Could not tell a user")
        bot.signal(signal.SIGTERM)
        assert await bot.ended() == 0
    assert "DEBUG" in bot.log
    for secret in (TOKEN, "zanzibar", "pineapple", payloads.READER_NAME, payloads.READER_ID):
        assert secret not in bot.log + bot.output


async def test_a_defect_at_the_start_is_logged_without_the_token(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """Discord answers nonsense: exit code 1, and a traceback in which the token is blotted out."""
    loopback.own_user["id"] = TOKEN
    async with start_bot() as bot:
        assert await bot.ended() == 1
    assert "ValueError: invalid literal for int() with base 10: '[token]'" in bot.log
    assert TOKEN not in bot.log


async def test_no_connection_is_said_in_a_sentence(loopback: Loopback, start_bot: StartBot) -> None:
    """Nobody listens there: a sentence, and the exit code that says to try again later."""
    with socket.create_server(("127.0.0.1", 0)) as closed_soon:
        loopback.origin = f"127.0.0.1:{closed_soon.getsockname()[1]}"
    async with start_bot() as bot:
        assert "can’t reach Discord" in await _ended_with_a_sentence(bot, _TRY_LATER)


async def test_a_broken_discord_is_said_in_a_sentence(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """An outage is no defect of ours: a sentence, and the same exit code."""
    loopback.turn_down["GET me"] = 503
    async with start_bot() as bot:
        assert "503" in await _ended_with_a_sentence(bot, _TRY_LATER)


async def test_a_store_in_use_is_named(
    loopback: Loopback, start_bot: StartBot, tmp_path: Path
) -> None:
    """A second bot on the same store says which process has it, and leaves the first alone."""
    async with start_bot(NICENOTE_STORE=str(tmp_path / "book")):
        await loopback.signed_in()
        async with start_bot(NICENOTE_STORE=str(tmp_path / "book")) as second:
            assert "book: process" in await _ended_with_a_sentence(second, _MISUSED)
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
