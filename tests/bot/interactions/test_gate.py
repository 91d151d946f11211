"""Who asks too much has to wait, and whom a desk blocks is told so politely."""

import pytest
import simcord

from bot.client import NiceNote
from facts.usecases.limits import Limits, RateLimiter
from facts.wiring import Library
from tests.bot.conftest import Room
from tests.bot.desk.conftest import Newsroom, newsroom  # noqa: F401 - a fixture
from tests.bot.shown import text


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    """The clock of the limits."""
    return _Clock()


@pytest.fixture
def simcord_bot(library: Library, clock: _Clock) -> NiceNote:
    """The bot, with limits that are quickly reached."""
    limits = Limits(questions=3, checks=2, server_questions=6, suggestions=2, actions=2)
    return NiceNote(library, limiter=RateLimiter(limits, clock))


async def _claim(room: Room, reader: simcord.MemberActor | None = None) -> str:
    result = await (reader or room.reader).slash(room.channel, "claim", question="nice note")
    if "limit" in text(result) or "asking a lot" in text(result):
        assert result.ephemeral
    return text(result)


async def test_who_asks_too_much_is_told_how_long_to_wait(room: Room, clock: _Clock) -> None:
    """In private, kindly and with the seconds; then there is an answer again."""
    answers = [await _claim(room) for _ in range(4)]
    assert all("DENIED" in answer for answer in answers[:3])
    assert answers[3] == (
        "You've reached the limit of 3 questions a minute. Please try again in 20 seconds."
    )
    clock.now += 20
    assert "DENIED" in await _claim(room)


async def test_a_busy_server_has_to_wait(simcord_env: simcord.Env, room: Room) -> None:
    """Its members together; another server is answered meanwhile."""
    readers = [room.guild.add_member(simcord_env.create_user(f"r{n}")) for n in range(3)]
    answers = [await _claim(room, readers[n % 3]) for n in range(6)]
    assert all("DENIED" in answer for answer in answers)
    assert (await _claim(room)).startswith("People in this server are asking a lot right now.")
    elsewhere = simcord_env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("here")
    reader = elsewhere.add_member(simcord_env.create_user("eve"))
    asked = await reader.slash(channel, "claim", question="nice note")
    assert "DENIED" in text(asked)


async def test_message_checks_have_a_limit_of_their_own(room: Room) -> None:
    """Questions are answered while no more messages are checked."""
    message = await room.reader.send(room.channel, "He sent a nice note")
    for _ in range(2):
        checked = await room.reader.context_menu(room.channel, "Check this claim", message)
        assert "DENIED" in text(checked)
    checked = await room.reader.context_menu(room.channel, "Check this claim", message)
    assert text(checked).startswith("You've reached the limit of 2 message checks a minute.")
    assert "DENIED" in await _claim(room)


async def test_suggestions_stop_without_a_word(room: Room) -> None:
    """Typing goes on without them, and a question is still answered."""
    offered = [
        await room.reader.autocomplete(room.channel, "claim", "question", "nice") for _ in range(3)
    ]
    assert offered[0]
    assert offered[1]
    assert offered[2] == []
    assert "DENIED" in await _claim(room)


async def test_actions_have_a_limit_of_their_own(room: Room) -> None:
    """Whatever is pressed."""
    result = await room.reader.slash(room.channel, "claim", question="nice note")
    assert result.response is not None
    pressed = [
        await room.reader.click(result.response, label="How outlets worded it") for _ in range(3)
    ]
    assert "VOA" in text(pressed[1])
    assert text(pressed[2]).startswith("You've reached the limit of 2 actions a minute.")


async def test_a_blocked_person_gets_no_answer_in_that_server(
    newsroom: Newsroom,  # noqa: F811 - the fixture
    clock: _Clock,
) -> None:
    """They are told politely and in private, by whatever way they ask; nobody else is told, and in
    direct messages they are answered.
    """
    shown = await newsroom.rita.type("claim", question="nice note")
    blocked = await newsroom.ada.type("desk block", person=newsroom.rita.actor)
    assert blocked.ephemeral
    assert "can't ask questions or send requests here any more" in text(blocked)
    clock.now += 60

    asked = await newsroom.rita.type("claim", question="nice note")
    assert asked.ephemeral
    assert text(asked).startswith("This server’s moderators have blocked you")
    pressed = await newsroom.rita.press(shown, "How outlets worded it")
    assert "have blocked you" in text(pressed)
    offered = await newsroom.rita.actor.autocomplete(newsroom.channel, "claim", "question", "nice")
    assert offered == []
    assert "DENIED" in text(await newsroom.ben.type("claim", question="nice note"))
    direct = await newsroom.rita.actor.user.slash("claim", question="nice note")
    assert "DENIED" in text(direct)
    clock.now += 60

    assert "can ask here again" in text(
        await newsroom.ben.type("desk unblock", person=newsroom.rita.actor)
    )
    assert "DENIED" in text(await newsroom.rita.type("claim", question="nice note"))


async def test_only_moderators_block_and_no_moderator_is_blocked(
    newsroom: Newsroom,  # noqa: F811 - the fixture
    clock: _Clock,
) -> None:
    """With a sentence each; who is blocked can be looked up."""
    refused = await newsroom.rita.type("desk block", person=newsroom.ada.actor)
    assert "moderators" in text(refused)
    refused = await newsroom.ada.type("desk block", person=newsroom.ben.actor)
    assert text(refused) == "You can't block a moderator of this desk."
    refused = await newsroom.ada.type("desk unblock", person=newsroom.rita.actor)
    assert text(refused) == (
        "Nobody has blocked this person by name. See /desk block for blocks from a request."
    )
    clock.now += 60
    assert "Nobody is blocked here" in text(await newsroom.ada.type("desk block"))
