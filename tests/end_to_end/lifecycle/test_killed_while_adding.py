"""The bot is killed while moderators add facts as fast as the answers come, and started again."""

import asyncio
import json
import random
import signal
from itertools import repeat
from pathlib import Path

import pytest

from tests.end_to_end.lifecycle.conftest import StartBot
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.moderating import Newsroom
from tests.end_to_end.lifecycle.payloads import GUILD_ID
from tests.end_to_end.lifecycle.program import running
from tests.end_to_end.lifecycle.reckoning import carry_on, expect_kept


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The folder of the bot's store."""
    return tmp_path / "data" / "nicenote"


async def _came_back(loopback: Loopback) -> None:
    """Wait until a bot has signed in that was not there when this was last called."""
    await loopback.signed_in()
    loopback.gateway.identified.clear()


async def _sent(loopback: Loopback, more: int) -> None:
    enough = len(loopback.sent) + more
    await loopback.happened.until(lambda: len(loopback.sent) >= enough, "what was sent")


async def _answered(loopback: Loopback, more: int) -> None:
    enough = len(loopback.posted) + more
    await loopback.happened.until(lambda: len(loopback.posted) >= enough, "answers")


async def _after_a_while(loopback: Loopback, more: int) -> None:
    """Until some time within the next few answers. Nothing rests on when that is."""
    clock = asyncio.get_running_loop().time
    begun = clock()
    await _answered(loopback, more)
    await asyncio.sleep(random.random() * 4 * (clock() - begun) / more)  # noqa: S311


_MOMENTS = ((_sent, 30), (_answered, 70), (_after_a_while, 60), (_after_a_while, 90))


async def test_what_was_answered_is_there_once(
    loopback: Loopback, start_bot: StartBot, tmp_path: Path, book: Path
) -> None:
    """Killed while it reads, writes or answers, it has all that it said, and nothing twice.

    Old buttons never make a second fact; drafts wait; who types again is told what is there.
    """
    newsroom = Newsroom(loopback, moderators=4)
    for moment, more in _MOMENTS:
        async with start_bot() as bot:
            await _came_back(loopback)
            await expect_kept(newsroom, book)
            await carry_on(newsroom)
            async with newsroom.at_work():
                await moment(loopback, more)
                bot.signal(signal.SIGKILL)
            assert await bot.ended() == -signal.SIGKILL
    async with start_bot() as bot:
        await _came_back(loopback)
        await expect_kept(newsroom, book)
        await carry_on(newsroom)
        facts = await expect_kept(newsroom, book)
        assert len(facts) == len(newsroom.pieces)
        assert await _exported(tmp_path) == sorted(facts)


async def test_a_fact_that_nobody_was_told_of_is_not_made_again(
    loopback: Loopback, start_bot: StartBot, book: Path
) -> None:
    """Killed before its answers arrive, it has the facts, and the old buttons say so."""
    newsroom = Newsroom(loopback, moderators=4)
    async with start_bot() as bot:
        await _came_back(loopback)
        pieces = [newsroom.piece(who) for who in newsroom.moderators]
        cards = [await newsroom.answer(await newsroom.draft(piece)) for piece in pieces]
        loopback.answer_with = repeat(500)
        for piece, card in zip(pieces, cards, strict=True):
            await loopback.answer(await newsroom.publish(piece, card), status=500)
        bot.signal(signal.SIGKILL)
        assert await bot.ended() == -signal.SIGKILL
    loopback.answer_with = repeat(200)
    async with start_bot() as bot:
        await _came_back(loopback)
        assert len(await expect_kept(newsroom, book)) == len(pieces)
        for piece, card in zip(pieces, cards, strict=True):
            again = await newsroom.answer(await newsroom.publish(piece, card))
            assert "has been published: it’s fact #" in again.text
        assert len(await expect_kept(newsroom, book)) == len(pieces)


async def test_a_clean_stop_leaves_nothing_half_done(
    loopback: Loopback, start_bot: StartBot, book: Path
) -> None:
    """SIGTERM with twenty interactions in flight: all are answered but those it says it cut off."""
    newsroom = Newsroom(loopback, moderators=20)
    pieces = [newsroom.piece(who) for who in newsroom.moderators]
    published, pressed, typed = pieces[:6], pieces[6:14], pieces[14:]
    async with start_bot() as bot:
        await _came_back(loopback)
        asked = await asyncio.gather(*map(newsroom.draft, published + pressed))
        cards = await asyncio.gather(*map(newsroom.answer, asked))
        for piece, card in zip(published, cards, strict=False):
            await newsroom.answer(await newsroom.publish(piece, card))
        additions = [
            newsroom.addition(piece.author, command)
            for piece, command in zip(published, ("fact deny", "fact source") * 3, strict=True)
        ]
        for piece, card in zip(pressed, cards[len(published) :], strict=True):
            await newsroom.publish(piece, card)
        for piece in typed:
            await newsroom.draft(piece)
        for addition in additions:
            assert addition is not None
            await newsroom.add(addition)
        await loopback.read_so_far()
        bot.signal(signal.SIGTERM)
        assert await bot.ended() == 0
    cut_off = [int(line.split(": ")[-1]) for line in bot.log.splitlines() if "cut off" in line]
    answered = [known for known in loopback.sent[-20:] if loopback.answered(known)]
    assert len(answered) >= 20 - sum(cut_off)
    assert cut_off or "Traceback" not in bot.log
    async with start_bot():
        await _came_back(loopback)
        await expect_kept(newsroom, book)
        await carry_on(newsroom)
        assert len(await expect_kept(newsroom, book)) == len(pieces)


async def _exported(folder: Path) -> list[str]:
    """The claims that the terminal exports beside the bot, sorted."""
    export = ("-m", "facts", "export", "--desk", GUILD_ID)
    async with running(export, folder=folder) as terminal:
        assert await terminal.ended() == 0
    return sorted(json.loads(line)["claim"]["text"] for line in terminal.output.splitlines())
