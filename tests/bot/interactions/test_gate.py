"""Who asks too much has to wait, and whom a desk blocks is told so politely."""

import discord
import pytest
import simcord
from discord import app_commands

from bot.client import NiceNote
from bot.desk.forms.add_fact import AddFact
from bot.interactions.modals import FieldKind, Modal
from facts.usecases.admission import Limits, RateLimiter
from facts.wiring import Library
from tests.bot.conftest import Room
from tests.bot.desk.acting import inputs
from tests.bot.desk.conftest import Newsroom, claim, newsroom  # noqa: F401 - fixtures
from tests.bot.rights import MODALS
from tests.bot.shown import buttons, text


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class _Gone(AddFact):
    """A form that an older version opened and this one doesn't know."""

    name = "gone"


@pytest.fixture
def clock() -> _Clock:
    """The clock of the limits."""
    return _Clock()


@pytest.fixture
def simcord_bot(library: Library, clock: _Clock) -> NiceNote:
    """The bot, with limits that are quickly reached."""
    limits = Limits(questions=3, checks=2, server_questions=6, suggestions=2, actions=2)
    bot = NiceNote(library, limiter=RateLimiter(limits, clock))

    @app_commands.command()
    async def opened(interaction: discord.Interaction, form: str) -> None:
        """Open a form by its name."""
        forms = {known.name: known for known in (*MODALS, _Gone)}
        await interaction.response.send_modal(forms[form]("1", 1).discord_modal())

    bot.tree.add_command(opened)
    return bot


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
        "You’ve reached the limit of 3 questions a minute. Please try again in 20 seconds."
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
    assert text(checked).startswith("You’ve reached the limit of 2 message checks a minute.")
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
    assert text(pressed[2]).startswith("You’ve reached the limit of 2 actions a minute.")


@pytest.mark.parametrize("form", MODALS, ids=lambda form: form.name)
async def test_submitted_forms_are_actions(room: Room, form: type[Modal]) -> None:
    """Each of them; what was typed in one too many is handed back, to be submitted later."""
    typed = {
        field.key: [field.choices[0][0]] if field.choices else "A few words"[: field.longest]
        for field in form.fields
        if field.kind is not FieldKind.FILE
    }
    for _ in range(2):
        shown = await room.reader.slash(room.channel, "opened", form=form.name)

    submitted = await room.reader.submit_modal(shown, typed)

    told = text(submitted)
    assert "Not saved\nYou’ve reached the limit of 2 actions a minute." in told
    for value in typed.values():
        assert f"```\n{value if isinstance(value, str) else value[0]}\n```" in told
    assert "Reopen the form" in buttons(submitted)


async def test_a_form_of_an_older_version_is_handed_back(
    room: Room,
    claim: dict[str, str],  # noqa: F811 - the fixture
) -> None:
    """With all that was typed, to be copied; it counts, too."""
    shown = await room.reader.slash(room.channel, "opened", form="gone")

    told = text(await room.reader.submit_modal(shown, claim))

    assert "This form is from an older version. Open it again." in told
    assert all(typed in told for typed in claim.values())
    one_more = await room.reader.slash(room.channel, "about")
    assert text(one_more).startswith("You’ve reached the limit of 2 actions a minute.")


async def test_what_was_handed_back_can_be_submitted_after_the_wait(
    newsroom: Newsroom,  # noqa: F811 - the fixture
    claim: dict[str, str],  # noqa: F811 - the fixture
    clock: _Clock,
) -> None:
    """With nothing to type again."""
    form = await newsroom.ada.type("fact add")
    await newsroom.ada.type("fact add")
    refused = await newsroom.ada.actor.submit_modal(form, claim)
    assert "You’ve reached the limit" in text(refused)
    clock.now += 60

    again = await newsroom.ada.press(refused, "Reopen the form")
    added = await newsroom.ada.actor.submit_modal(again, {key: inputs(again)[key] for key in claim})

    assert claim["text"] in text(added)
    assert "Not saved" not in text(added)


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
    assert "can’t ask questions or send requests here any more" in text(blocked)
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
    assert text(refused) == "You can’t block a moderator of this desk."
    refused = await newsroom.ada.type("desk unblock", person=newsroom.rita.actor)
    assert text(refused) == (
        "Nobody has blocked this person by name. See /desk block for blocks from a request."
    )
    clock.now += 60
    assert "Nobody is blocked here" in text(await newsroom.ada.type("desk block"))
