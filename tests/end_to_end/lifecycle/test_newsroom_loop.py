"""From a question without an answer to a corrected message, with a bot that dies in between."""

import asyncio
import json
import os
import signal
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from facts.model import HOME
from facts.store.tinydb.store import TinyDBStore
from facts.wiring import open_library
from tests.end_to_end.lifecycle.acting import Actor
from tests.end_to_end.lifecycle.conftest import StartBot
from tests.end_to_end.lifecycle.interactions import READER, Person
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.payloads import GUILD_ID, channel
from tests.end_to_end.lifecycle.posted import Posted
from tests.end_to_end.lifecycle.program import Program

ASKED = "did the mayor sell the old ferry"
SOLD, RIGHT = "The mayor sold the old ferry", "The council sold the old ferry"
SENTENCE = "It was sold by the council, not by the mayor."
SERVERS = [str(int(GUILD_ID) + (n << 22)) for n in range(3)]
ROOMS = 10
MODERATOR = Person("90000000000000001", "mo", manages=True)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The folder of the bot's store."""
    return tmp_path / "data" / "nicenote"


class Killer:
    """Kills the bot at one of the steps in which messages are written: before it is, or after."""

    def __init__(self, bot: Program, step: int) -> None:
        self._bot = bot
        self._steps = count()
        self._step = step

    def __call__(self) -> bool:
        """Whether the bot lives; it dies at its step."""
        step = next(self._steps)
        if step == self._step:
            os.kill(self._bot.pid, signal.SIGKILL)
        return step < self._step


@pytest.fixture
async def loopback(loopback: Loopback) -> Loopback:
    """What people do there, they do now: answers are corrected for 90 days."""
    loopback.late_by = 0.0
    return loopback


async def _came_back(loopback: Loopback) -> None:
    await loopback.signed_in()
    loopback.gateway.identified.clear()


async def _shelf_has(book: Path, **counts: int) -> None:
    """Wait until the bot has written so many documents of some kinds, and no more."""
    store = await TinyDBStore.open(book, read_only=True)
    wanted = {kind.replace("_", "-"): number for kind, number in counts.items()}
    there: dict[str, int] = {}
    try:
        for _ in range(600):
            there = {kind: len(await store.shelf.items(kind)) for kind in wanted}
            if there == wanted:
                return
            await asyncio.sleep(0.05)
    finally:
        await store.close()
    raise AssertionError(f"{there} on the shelf instead of {wanted}")


async def _hand_over(reader: Actor) -> str:
    """Ask, press the button, send the form as it opens; what is shown then."""
    answer = await reader.type("claim", question=ASKED)
    return (await reader.submit(await reader.press(answer, "Ask the newsroom…"))).text


async def _published_answer(moderator: Actor) -> Posted:
    """Answer from the queue with a new claim; the card that offers to tell everyone who asked."""
    request = await moderator.choose(await moderator.type("desk requests"))
    assert ASKED in request.text
    assert "3 people are waiting" in request.text
    draft = await moderator.press(request, "Answer with a new fact")
    sourced = await moderator.submit(await moderator.press(draft, "Add source"), {"outlet": "Post"})
    return await moderator.press(sourced, "Publish")


async def test_three_are_told_once_and_the_answer_corrects_itself(
    loopback: Loopback, start_bot: StartBot, book: Path
) -> None:
    """Killed after the first was told but before it knew, and before the second was: all three are
    told once. The answer in the channel and theirs are corrected; the report counts it.
    """
    readers = [READER, *(Person(f"8035111022467{n}912", f"reader-{n}") for n in range(2))]
    actors = [Actor(loopback, person) for person in readers]
    moderator = Actor(loopback, MODERATOR)
    async with start_bot() as bot:
        await _came_back(loopback)
        setup = await moderator.type("desk setup")
        form = await moderator.press(setup, "Readers’ requests…")
        await moderator.submit(form, {"takes": ["on"]})
        told = [await _hand_over(reader) for reader in actors]
        assert ["2 people are waiting" in words for words in told] == [False, False, True]
        published = await _published_answer(moderator)
        loopback.channels.steps = Killer(bot, step=1)
        telling = asyncio.create_task(
            moderator.press(published, f"Tell everyone who asked “{ASKED}”")
        )
        assert await bot.ended() == -signal.SIGKILL
        telling.cancel()
    async with start_bot() as bot:
        loopback.channels.steps = Killer(bot, step=0)
        assert await bot.ended() == -signal.SIGKILL
    loopback.channels.steps = None
    async with start_bot() as bot:
        await _came_back(loopback)
        await _shelf_has(book, newsroom_askers=0, alert_deliveries=0)
        for person in readers:
            (message,) = loopback.channels.direct(person.id)
            assert "The newsroom has an answer" in message
        answer = await actors[0].type("claim", question=ASKED)
        here = channel()["id"]
        assert loopback.channels.words(here)[-1] == answer.text
        await _correct(moderator)
        await loopback.happened.until(
            lambda: loopback.channels.words(here)[-1].startswith("✏️ **Corrected on"),
            "the message in the channel says that it was corrected",
        )
        await loopback.happened.until(
            lambda: all(len(loopback.channels.direct(one.id)) == 2 for one in readers),
            "who asked hears of the correction",
        )
        assert SENTENCE in loopback.channels.words(here)[-1]
        for person in readers:
            first, second = loopback.channels.direct(person.id)
            assert first.startswith("✏️ **Corrected on")
            assert SENTENCE in second
        report = (await moderator.type("desk report")).text
        assert "1/0/0 ✏️1" in report
        assert f"1× {RIGHT}" in report
        assert "**Requests:** 0 open" in report


async def _correct(moderator: Actor) -> None:
    form = await moderator.choose(await moderator.type("fact edit", fact="#33"), "claim:0")
    card = await moderator.submit(form, {"text": RIGHT})
    form = await moderator.press(card, "Publish as a correction…")
    done = await moderator.submit(form, {"sentence": SENTENCE})
    assert "Corrected on" in done.text


async def _publish(book: Path, **content: Any) -> None:
    """Publish or change the newsroom's one fact, beside the bot."""
    line = {"ref": "ferry", "claim": SOLD, "sources": [{"outlet": "Harbour Post"}]} | content
    async with open_library(book) as library:
        await library.importing.run(json.dumps(line).encode(), editor="the desk", desk=HOME)


async def test_thirty_messages_are_corrected_though_the_bot_dies_at_every_step(
    loopback: Loopback, start_bot: StartBot, book: Path
) -> None:
    """In thirty channels of three servers, with "too many edits" in between: each is edited once,
    one edit at a time a channel. It dies before an edit, and after one that it hears nothing of.
    """
    loopback.gateway.servers = SERVERS
    await _publish(book)
    reader = Actor(loopback, READER)
    places = [(server, room) for server in SERVERS for room in range(ROOMS)]
    async with start_bot() as bot:
        await _came_back(loopback)
        for server, room in places:
            await reader.type("claim", question=ASKED, server=server, room=room)
        await _shelf_has(book, shown_answers=len(places))
        loopback.channels.old_edits = iter([True, False, False, True, False] * 3)
        loopback.channels.steps = Killer(bot, step=0)
        await _publish(book, retraction={"on": "2026-01-01", "reason": "It was a hoax."})
        assert await bot.ended() == -signal.SIGKILL
    for step in (1, 6, 13):
        async with start_bot() as bot:
            loopback.channels.steps = Killer(bot, step)
            assert await bot.ended() == -signal.SIGKILL
    loopback.channels.steps = None
    async with start_bot():
        await loopback.happened.until(
            lambda: len(loopback.channels.edits) == len(places), "all messages were edited"
        )
        await _shelf_has(book, alert_deliveries=0)
    for server, room in places:
        (message,) = loopback.channels.words(channel(server, room)["id"])
        assert "It was a hoax." in message
        assert "Harbour Post" not in message
    assert set(loopback.channels.edits.values()) == {1}
    assert loopback.channels.refused[30046]
    assert loopback.channels.most_at_once == 1


async def test_a_server_that_removed_a_bot_that_was_down_is_missed_at_its_next_start(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """Invited again meanwhile, it is welcome back."""
    moderator = Actor(loopback, MODERATOR)
    for servers, told in (
        (SERVERS[:2], ""),
        (SERVERS[1:2], f"Server {SERVERS[0]} removed the bot"),
        (SERVERS[:2], f"Server {SERVERS[0]} has the bot again"),
    ):
        loopback.gateway.servers = servers
        async with start_bot() as bot:
            await _came_back(loopback)
            if told:
                await bot.says(told)
            else:
                await moderator.type("desk setup", server=servers[0])
                await moderator.type("desk setup", server=servers[1])
            bot.signal(signal.SIGTERM)
            assert await bot.ended() == 0
        assert SERVERS[1] not in bot.log
