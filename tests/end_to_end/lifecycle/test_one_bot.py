"""The life of a fact and of a question, on both engines and over processes that take turns."""

import os
import signal
from collections.abc import Awaitable, Callable

import pytest

from tests.end_to_end.lifecycle.acting import Actor
from tests.end_to_end.lifecycle.conftest import ENGINES, StartBot, StartProcess
from tests.end_to_end.lifecycle.interactions import READER, Person
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.moderating import Newsroom
from tests.end_to_end.lifecycle.payloads import CHANNEL_ID, GUILD_ID

ASKED = "did the mayor sell the old ferry"
RIGHT = "The council sold the old ferry"
SENTENCE = "It was sold by the council, not by the mayor."
MODERATOR = Person("90000000000000001", "mo", manages=True)
# Longer than any lease, with a sign-in behind it.
_TAKEN_OVER_WITHIN = 60.0


async def _nothing() -> None:
    pass


async def _live(
    loopback: Loopback, newsroom: Newsroom, meanwhile: Callable[[], Awaitable[None]] = _nothing
) -> None:
    """A question becomes a request, the request a fact, and the fact is corrected. ``meanwhile``
    happens each time that a control is shown and not pressed yet.
    """
    moderator, reader = Actor(loopback, MODERATOR), Actor(loopback, READER)
    form = await moderator.press(await moderator.type("desk setup"), "Readers’ requests…")
    await moderator.submit(form, {"takes": ["on"]})
    await newsroom.subscribe()
    answer = await reader.type("claim", question=ASKED)
    await meanwhile()
    await reader.submit(await reader.press(answer, "Ask the newsroom…"))
    request = await moderator.choose(await moderator.type("desk requests"))
    draft = await moderator.press(request, "Answer with a new fact")
    form = await moderator.press(draft, "Add source")
    sourced = await moderator.submit(form, {"outlet": "Harbour Post"})
    await meanwhile()
    published = await moderator.press(sourced, "Publish")
    await moderator.press(published, f"Tell everyone who asked “{ASKED}”")
    await _told(loopback, newsroom, ASKED, times=1)
    assert "Harbour Post" in (await reader.type("claim", question=ASKED)).text
    form = await moderator.choose(await moderator.type("fact edit", fact=ASKED), "claim:0")
    card = await moderator.submit(form, {"text": RIGHT})
    form = await moderator.press(card, "Publish as a correction…")
    await meanwhile()
    assert "Corrected on" in (await moderator.submit(form, {"sentence": SENTENCE})).text
    await _told(loopback, newsroom, SENTENCE, times=2)
    assert RIGHT in (await reader.type("claim", question="council ferry")).text


async def _told(loopback: Loopback, newsroom: Newsroom, words: str, *, times: int) -> None:
    """Wait until who asked was told so many times, and the newest there and in the one alert, which
    is corrected, are ``words``.
    """

    def told() -> bool:
        direct, alerts = loopback.channels.direct(READER.id), newsroom.alerts()
        assert len(alerts) <= 1
        return len(direct) == times and all(words in lane[-1] for lane in (direct, alerts or [""]))

    await loopback.happened.until(told, f"all were told of “{words}”")


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
async def test_from_question_to_correction(
    loopback: Loopback, start_bot: StartBot, newsroom: Newsroom
) -> None:
    """The desk, alerts and the newsroom in a real process, on a folder and on PostgreSQL."""
    loopback.late_by = 0.0
    async with start_bot() as bot:
        await loopback.signed_in()
        await _live(loopback, newsroom)
    assert "Traceback" not in bot.log


@pytest.mark.long
async def test_a_control_works_in_whichever_process_it_arrives(
    loopback: Loopback, start_process: StartProcess, newsroom: Newsroom
) -> None:
    """Each process that showed a control is gone when it is pressed: another one has its shard."""
    loopback.late_by = 0.0
    loopback.gateway.max_concurrency = 16
    running = [await start_process() for _ in range(2)]
    logs = []

    async def replaced() -> None:
        serving = next(one for one in running if "Serving shards" in one.log)
        running.remove(serving)
        serving.signal(signal.SIGTERM)
        assert await serving.ended() == 0
        logs.append(serving.log)
        running.append(await start_process())
        await _served(loopback)

    await _served(loopback)
    await _live(loopback, newsroom, replaced)
    assert "Traceback" not in "".join(logs)


@pytest.mark.long
async def test_a_sender_that_stood_still_sends_nothing_twice(
    loopback: Loopback, start_process: StartProcess, newsroom: Newsroom
) -> None:
    """It is stopped by SIGSTOP once its message is written, before it can note that. Another takes
    over when the database says so, and sends what is new. Then the first one goes on, and ends.
    """
    first = await start_process()
    await loopback.signed_in()
    await newsroom.subscribe()
    second = await start_process()
    await second.says("Waiting to take over")
    written = iter(("before", "after"))

    def step() -> bool:
        if next(written, None) == "after":
            os.kill(first.pid, signal.SIGSTOP)
        return True

    piece = newsroom.piece(newsroom.moderators[0])
    card = await newsroom.answer(await newsroom.draft(piece))
    loopback.channels.steps = step
    await newsroom.publish(piece, card)
    await second.says("Ready")
    await newsroom.published()

    def told() -> list[int]:
        texts = loopback.channels.words(CHANNEL_ID)
        return [sum(piece.claim in text for text in texts) for piece in newsroom.pieces]

    await loopback.happened.until(lambda: all(told()), "both alerts", within=_TAKEN_OVER_WITHIN)
    os.kill(first.pid, signal.SIGCONT)
    assert await first.ended() == 75
    assert "Another process took over the shards" in first.log, first.log
    assert told() == [1, 1]


async def _served(loopback: Loopback) -> None:
    await loopback.happened.until(
        lambda: loopback.gateway.is_served(GUILD_ID), "it is served", within=_TAKEN_OVER_WITHIN
    )
