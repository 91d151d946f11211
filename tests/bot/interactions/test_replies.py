"""When something goes wrong, the person gets a sentence and the log the traceback."""

import logging
import re
from collections.abc import Collection
from dataclasses import replace

import pytest
import simcord

from bot.client import NiceNote
from facts.model import DeskId, Fact
from facts.usecases.questions.answers import Answer
from facts.usecases.questions.asking import Asking
from facts.wiring import Library
from tests.bot.conftest import Room
from tests.bot.shown import text


class BrokenAsking(Asking):
    """Use-cases with a defect in each."""

    async def ask(self, question: str, desks: Collection[DeskId] | None) -> Answer:
        raise ZeroDivisionError(f"a defect at “{question}”")

    async def complete(
        self, typed: str, desks: Collection[DeskId] | None, limit: int = 25
    ) -> tuple[Fact, ...]:
        raise ZeroDivisionError(f"a defect at “{typed}”")

    async def fact(self, fact_id: int, desks: Collection[DeskId] | None) -> Fact:
        raise ZeroDivisionError(f"a defect at fact {fact_id}")


@pytest.fixture
def broken_bot(library: Library) -> NiceNote:
    """The bot with a defect behind every answer."""
    return NiceNote(replace(library, asking=BrokenAsking(library.asking.catalogue)))


def reference_in(sentence: str) -> str:
    found = re.search(r"reference `([0-9a-f]{8})`", sentence)
    assert found is not None, sentence
    return found[1]


def the_traceback(caplog: pytest.LogCaptureFixture, reference: str) -> str:
    [record] = [entry for entry in caplog.records if reference in entry.getMessage()]
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    return str(record.exc_info[1])


async def test_a_defect_in_a_command(
    simcord_env: simcord.Env,
    room: Room,
    broken_bot: NiceNote,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The asker gets a sentence with a reference, the log the traceback under the same."""
    await simcord_env.restart_bot(broken_bot)

    result = await room.reader.slash(room.channel, "claim", question="nice note")

    assert result.ephemeral
    assert "Something went wrong on our side" in text(result)
    assert "a defect at “nice note”" in the_traceback(caplog, reference_in(text(result)))
    assert "ZeroDivisionError" not in text(result)
    assert len(simcord_env.errors) == 1


async def test_a_defect_behind_a_button(
    simcord_env: simcord.Env,
    room: Room,
    broken_bot: NiceNote,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The same for what is pressed, which discord.py would only log."""
    answer = await room.reader.slash(room.channel, "claim", question="nice note")
    await simcord_env.restart_bot(broken_bot)

    pressed = await room.reader.click(answer.response, label="How outlets worded it")

    assert pressed.ephemeral
    assert "a defect at fact 1" in the_traceback(caplog, reference_in(text(pressed)))


async def test_a_defect_in_suggestions(
    simcord_env: simcord.Env,
    room: Room,
    broken_bot: NiceNote,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Typing goes on without suggestions, and the log knows why."""
    await simcord_env.restart_bot(broken_bot)

    assert await room.reader.autocomplete(room.channel, "claim", "question", "nice") == []
    assert "a defect at “nice”" in caplog.text


async def test_discord_refuses_the_answer(
    simcord_env: simcord.Env, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the reply itself fails, the asker is told in a second try."""
    simcord_env.inject_error("POST", "/interactions/*/callback", status=400, times=1)

    result = await room.reader.slash(room.channel, "claim", question="nice note")

    assert "400" in the_traceback(caplog, reference_in(text(result)))
    assert len(simcord_env.errors) == 1


async def test_discord_refuses_everything(
    simcord_env: simcord.Env, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """Where nothing can be told, the log says so and the bot answers the next question."""
    simcord_env.inject_error("POST", "/interactions/*/callback", status=403, times=2)

    lost = await room.reader.slash(room.channel, "claim", question="nice note")
    following = await room.reader.slash(room.channel, "claim", question="nice note")

    assert lost.response is None
    assert "Could not tell a user: Something went wrong" in caplog.text
    assert "DENIED" in text(following)
    assert len(simcord_env.errors) == 1


async def test_what_discord_no_longer_waits_for_is_no_defect(
    simcord_env: simcord.Env, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """An answer that came too late is counted, and makes no report and no second request."""
    simcord_env.inject_error("POST", "/interactions/*/callback", status=404, code=10062, times=2)

    lost = await room.reader.slash(room.channel, "claim", question="nice note")
    refused = await room.reader.slash(room.channel, "claim", question="#999999")
    following = await room.reader.slash(room.channel, "claim", question="nice note")

    assert lost.response is refused.response is None
    assert "DENIED" in text(following)
    assert not simcord_env.errors
    lines = [entry.message for entry in caplog.records if entry.levelno >= logging.WARNING]
    assert lines
    assert all("too late to answer" in line for line in lines)


async def test_a_refusal_is_no_defect(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """A kind sentence for bad input leaves no error in the log."""
    result = await room.reader.slash(room.channel, "claim", question="#999999")

    assert result.ephemeral
    assert text(result).startswith("There’s no claim #999999 here.")
    assert not [entry for entry in caplog.records if entry.levelno >= logging.WARNING]
