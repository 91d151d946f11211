"""Hostile texts by every way in: each command, suggestion, menu and form there is.

They are found by walking what the bot has registered, so that a new one is tried as well.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands

from bot.alerts.subscription_modals import MODALS as ALERT_MODALS
from bot.client import NiceNote
from bot.desk.forms import MODALS as DESK_MODALS
from bot.desk.forms.request_modals import MODALS as REQUEST_MODALS
from bot.interactions.modals import FieldKind, Modal
from bot.newsroom.reader_modals import MODALS as READER_MODALS
from facts.model import DeskId
from facts.usecases.admission import Limits, RateLimiter
from facts.wiring import Library
from tests.bot.conftest import AddFact, Room
from tests.hostile.growth import counting_calls
from tests.hostile.texts import KINDS

# An article is read by a process of its own, which a busy machine lets wait.
pytestmark = pytest.mark.simcord(settle_timeout=60)

SHORT, LONG = 1_000, 4_000
# Linear work grows fourfold; what is quadratic grows sixteenfold.
_MOST_GROWTH = 8
_TRIED = [
    *("joiners", "marks in falling order", "spaces, then a letter", "initials"),
    *("single letters", "dates", "different words", "links"),
]
_LONGEST_MESSAGE = 2_000
_TEXT = discord.AppCommandOptionType.string.value
_FILE = discord.AppCommandOptionType.attachment.value
Send = Callable[[str], Awaitable[object]]


@pytest.fixture
def simcord_bot(library: Library) -> NiceNote:
    """The bot without limits, with a command that opens any of its forms."""
    bot = NiceNote(library, limiter=RateLimiter(Limits(0, 0, 0, 0, 0)))

    @app_commands.command()
    async def opened(interaction: discord.Interaction, form: str) -> None:
        """Open a form by its id."""
        await interaction.response.send_modal(bot.modals.modal_of(form).discord_modal())

    bot.tree.add_command(opened)
    return bot


@pytest.fixture
async def moderator(simcord_env: simcord.Env, room: Room) -> simcord.MemberActor:
    """Who gets everywhere."""
    manages = room.guild.create_role("Mods", permissions=discord.Permissions(manage_guild=True))
    return room.guild.add_member(simcord_env.create_user("mona"), roles=[manages])


async def _grows_as_it_should(send: Send, what: str, caplog: pytest.LogCaptureFixture) -> None:
    for kind in _TRIED:
        counted = []
        for length in (SHORT, SHORT, LONG):  # the first only loads what is loaded once
            caplog.clear()
            with counting_calls() as calls:
                await send(KINDS[kind](length))
            counted.append(calls[0])
            defects = [entry for entry in caplog.records if entry.levelno >= logging.ERROR]
            assert not defects, f"{what}, {length} of {kind}"
        assert counted[2] <= _MOST_GROWTH * counted[1], f"{what}, {kind}: {counted}"


def _commands(env: simcord.Env) -> dict[str, list[dict[str, Any]]]:
    """The slash commands that are registered with their options, by name."""
    found: dict[str, list[dict[str, Any]]] = {}
    for command in env.backend.commands[None].values():
        if command.get("type", 1) != 1 or command["name"] == "opened":
            continue
        options = command.get("options") or []
        inner = [option for option in options if option["type"] == 1]
        for sub in inner:
            found[f"{command['name']} {sub['name']}"] = sub.get("options") or []
        if not inner:
            found[command["name"]] = options
    return found


async def test_every_command(
    simcord_env: simcord.Env,
    room: Room,
    moderator: simcord.MemberActor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """In all options that take a text, at once, and in the file that it takes."""
    for name, options in _commands(simcord_env).items():
        # Discord sends no more of a text than its option takes.
        texts = {
            option["name"]: option.get("max_length")
            for option in options
            if option["type"] == _TEXT and not option.get("choices")
        }
        files = [option["name"] for option in options if option["type"] == _FILE]
        needed: dict[str, Any] = {}
        for option in options:
            if option["type"] == discord.AppCommandOptionType.user.value:
                needed[option["name"]] = room.reader
            elif option.get("required") and option.get("choices"):
                needed[option["name"]] = option["choices"][0]["value"]

        async def send(
            text: str,
            name: str = name,
            texts: dict[str, int | None] = texts,
            files: list[str] = files,
            needed: dict[str, Any] = needed,
        ) -> None:
            given = {option: text[:longest] for option, longest in texts.items()}
            given |= {option: ("given.jsonl", text.encode()) for option in files}
            result = await moderator.slash(room.channel, name, **needed, **given)
            assert result.response or result.modal or result.followups

        if texts or files:
            await _grows_as_it_should(send, name, caplog)


async def test_every_suggestion(
    simcord_env: simcord.Env,
    room: Room,
    moderator: simcord.MemberActor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """While it is typed."""
    for name, options in _commands(simcord_env).items():
        for option in options:
            if option.get("autocomplete"):

                async def send(text: str, name: str = name, option: str = option["name"]) -> None:
                    await moderator.autocomplete(room.channel, name, option, text)

                await _grows_as_it_should(send, f"{name} {option['name']}", caplog)


async def test_every_message_menu(
    simcord_env: simcord.Env,
    room: Room,
    moderator: simcord.MemberActor,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """On a message of that text."""
    for command in simcord_env.backend.commands[None].values():
        if command.get("type") == discord.AppCommandType.message.value:

            async def send(text: str, name: str = command["name"]) -> None:
                message = await room.reader.send(room.channel, text[:_LONGEST_MESSAGE])
                result = await moderator.context_menu(room.channel, name, message)
                assert result.response or result.modal

            await _grows_as_it_should(send, command["name"], caplog)


@pytest.fixture
async def targets(
    simcord_bot: NiceNote,
    room: Room,
    moderator: simcord.MemberActor,
    add_fact: AddFact,
    a_fact: dict[str, Any],
) -> tuple[str, str]:
    """What a form can be about: a fact, and a draft that changes it."""
    await add_fact(a_fact, str(room.guild.id))
    desk = DeskId(str(room.guild.id))
    [fact] = [f async for f in simcord_bot.asking.catalogue.store.facts([desk])]
    await moderator.slash(room.channel, "fact edit", fact=f"#{fact.id}")
    [draft] = await simcord_bot.asking.catalogue.store.shelf.items(f"draft/{desk}")
    return str(fact.id), draft


_FORMS = (*DESK_MODALS, *ALERT_MODALS, *READER_MODALS)


def test_no_form_is_left_out(simcord_bot: NiceNote) -> None:
    """Those below are all that the bot takes in."""
    assert set(simcord_bot.modals._modals.values()) == set(_FORMS)


@pytest.mark.parametrize("form", _FORMS, ids=lambda form: form.name)
async def test_every_form(
    room: Room,
    moderator: simcord.MemberActor,
    targets: tuple[str, str],
    caplog: pytest.LogCaptureFixture,
    form: type[Modal],
) -> None:
    """In all its fields that are typed, at once; about a draft, and about a fact."""
    about = targets[:1] if form in READER_MODALS or form in REQUEST_MODALS else targets
    for target in about:
        opened = form(target, 1)
        typed = [
            field
            for field in opened.fields
            if not field.choices and field.kind is not FieldKind.FILE
        ]
        chosen = {
            field.key: [field.choices[0][0]]
            for field in opened.fields
            if field.choices and field.required
        }

        async def send(
            text: str,
            target: str = target,
            typed: Any = tuple(typed),
            chosen: Any = chosen,
        ) -> None:
            shown = await moderator.slash(room.channel, "opened", form=form(target, 1).id)
            values = {field.key: text[: field.longest] for field in typed}
            result = await moderator.submit_modal(shown, values | chosen)
            assert result.response or result.modal or result.followups

        if typed:
            await _grows_as_it_should(send, f"{form.name} {target}", caplog)
