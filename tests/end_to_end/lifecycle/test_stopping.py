"""The end of the process: within five seconds, cleanly, and not before it has answered."""

import asyncio
import signal
from itertools import repeat

import pytest

from tests.end_to_end.lifecycle.conftest import ENGINES, StartBot
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.program import Program

_MAY_TAKE = 5.0
pytestmark = pytest.mark.parametrize("engine", ENGINES, indirect=True)


async def _stop(bot: Program, number: int = signal.SIGTERM) -> None:
    bot.signal(number)
    await _ended_cleanly(bot)


async def _ended_cleanly(bot: Program, *, cut_off: int = 0) -> None:
    assert await bot.ended(within=_MAY_TAKE) == 0
    assert bot.log.splitlines()[-1].endswith("Stopped")
    for trace in ("Traceback", "Unclosed", "never retrieved", "was destroyed", "ERROR"):
        assert trace not in bot.log
    said = [line.rsplit(": ")[-1] for line in bot.log.splitlines() if "were cut off" in line]
    assert said == ([str(cut_off)] if cut_off else [])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it(loopback: Loopback, start_bot: StartBot, number: int) -> None:
    """What a host sends and what Ctrl-C sends: exit code 0 within five seconds, nothing left."""
    async with start_bot() as bot:
        await loopback.signed_in()
        await _stop(bot, number)
    await loopback.happened.until(lambda: loopback.gateway.closed_with, "the connection was closed")
    assert loopback.gateway.closed_with == 1000


async def test_it_ends_while_it_signs_in(loopback: Loopback, start_bot: StartBot) -> None:
    """A Discord that is slow to let the bot in does not keep it from ending."""
    loopback.signing_in.clear()
    async with start_bot() as bot:
        await loopback.login_begun()
        await _stop(bot)


async def test_it_ends_while_a_shard_waits_to_sign_in_again(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """A session that Discord ended, with too few sign-ins left, does not keep it from ending."""
    loopback.gateway.remaining = 2
    async with start_bot() as bot:
        await loopback.signed_in()
        await loopback.gateway.end_sessions(4007)
        loopback.gateway.sessions.clear()
        await bot.says("Discord allows 1 more")
        await _stop(bot)


async def test_an_answer_under_way_is_delivered(loopback: Loopback, start_bot: StartBot) -> None:
    """The process waits until Discord has taken the answer, and then ends."""
    async with start_bot() as bot:
        await loopback.signed_in()
        loopback.replying.clear()
        question = await loopback.ask("nice note")
        await loopback.answer(question)
        bot.signal(signal.SIGTERM)
        await bot.says("finishing the answers in progress")
        loopback.replying.set()
        await _ended_cleanly(bot)


async def test_every_question_read_before_the_stop_is_answered(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """Twenty questions at once and a stop right behind them: twenty answers."""
    async with start_bot() as bot:
        await loopback.signed_in()
        asked = [await loopback.ask("nice note") for _ in range(20)]
        await loopback.read_so_far()
        bot.signal(signal.SIGTERM)
        await asyncio.gather(*map(loopback.answer, asked))
        await _ended_cleanly(bot)


async def test_nothing_keeps_it_for_longer(loopback: Loopback, start_bot: StartBot) -> None:
    """A Discord that takes no answer and says no goodbye is left within five seconds, too.

    One answer never gets a reply; the other met a 500, which discord.py repeats for half a minute.
    """
    loopback.gateway.says_goodbye = False
    async with start_bot() as bot:
        await loopback.signed_in()
        loopback.answer_with = repeat(500)
        await loopback.answer(await loopback.ask("nice note"), status=500)
        loopback.replying.clear()
        loopback.answer_with = repeat(200)
        await loopback.answer(await loopback.ask("nice note"))
        bot.signal(signal.SIGTERM)
        await _ended_cleanly(bot, cut_off=2)
