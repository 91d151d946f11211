"""Every command, control and form, used by everybody who could: what each of them may.

The rows are those that the bot has registered; one that is not told of here fails. Discord's own
hints are switched off: what refuses is the bot's check alone.
"""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any, NamedTuple

import discord
import pytest
import simcord
from discord import app_commands, ui

from bot.client import NiceNote
from bot.desk.forms.request_modals import MODALS as REQUEST_MODALS
from bot.interactions.control import Control
from bot.interactions.modals import FieldKind, Modal
from bot.interactions.replies import send
from bot.newsroom.reader_modals import MODALS as READER_MODALS
from facts.model import DeskId
from facts.usecases.admission import Limits, RateLimiter
from facts.usecases.alerts.subscriptions import SUBSCRIPTIONS
from facts.wiring import Library
from tests.bot.conftest import AddFact
from tests.bot.rights import CHOSEN, COMMANDS, CONTROLS, MODALS, MODERATORS, SAMPLES, Who
from tests.bot.shown import text

# An article is read by a process of its own, which a busy machine lets wait.
pytestmark = pytest.mark.simcord(settle_timeout=60)

_REFUSALS = ("Only moderators of this desk can do that", "Only people with Manage Server can")
_REFUSALS += ("Facts are managed in their desk’s server",)
_TYPES = discord.AppCommandOptionType


class Around(NamedTuple):
    """The server with everybody in it, and what there is to be used."""

    env: simcord.Env
    library: Library
    channel: simcord.ChannelHandle
    people: dict[Who, simcord.MemberActor]
    things: dict[str, str]

    async def state(self) -> tuple[int, Any]:
        """All that could be changed by somebody who may not."""
        store = self.library.asking.catalogue.store
        kinds = sorted(await store.shelf.kinds())
        kept = {kind: dict(await store.shelf.items(kind)) for kind in kinds}
        return await store.last_change(), kept


@pytest.fixture
def simcord_bot(library: Library) -> NiceNote:
    """The bot without limits, and with commands that show any control and open any form."""
    bot = NiceNote(library, limiter=RateLimiter(Limits(0, 0, 0, 0, 0)))

    @app_commands.command()
    async def shown(interaction: discord.Interaction, control: str, value: str = "") -> None:
        """Show a control."""
        option = discord.SelectOption(label="it", value=value or "it")
        item: ui.Item[Any] = (
            ui.Select(custom_id=control, options=[option])
            if value
            else ui.Button(custom_id=control, label="it")
        )
        layout = ui.LayoutView(timeout=None)
        layout.add_item(ui.ActionRow(item))
        await send(interaction, layout)

    @app_commands.command()
    async def opened(interaction: discord.Interaction, form: str) -> None:
        """Open a form by its id."""
        await interaction.response.send_modal(bot.modals.modal_of(form).discord_modal())

    bot.tree.add_command(shown)
    bot.tree.add_command(opened)
    return bot


@pytest.fixture
async def around(
    simcord_env: simcord.Env, library: Library, add_fact: AddFact, a_fact: dict[str, Any]
) -> Around:
    """A server with a fact, a draft of its moderator and a subscription of its reader."""
    guild = simcord_env.create_guild("The Newsroom")
    channel = guild.create_text_channel("fact-desk")
    elsewhere = simcord_env.create_guild("Elsewhere")
    for command in simcord_env.backend.commands[None].values():
        for server in (guild, elsewhere):
            server.set_command_permissions(int(command["id"]), {server.default_role: True})
    manages = discord.Permissions(manage_guild=True)
    role, theirs = (
        guild.create_role("Mods", permissions=manages),
        elsewhere.create_role("Mods", permissions=manages),
    )
    people: dict[Who, simcord.MemberActor] = {}
    for who in Who:
        user = simcord_env.create_user(who.name.lower())
        is_one = who in (Who.MODERATOR, Who.FORMER, Who.USER_INSTALL)
        people[who] = guild.add_member(user, roles=[role] if is_one else [])
        if who is Who.ELSEWHERE:
            elsewhere.add_member(user, roles=[theirs])
    former = people[Who.FORMER]
    simcord_env.backend.remove_member_role(guild.id, former.id, role.id)
    await add_fact(a_fact, str(guild.id))
    desk, store = DeskId(str(guild.id)), library.asking.catalogue.store
    [own] = [fact.id async for fact in store.facts([desk])]
    await people[Who.MODERATOR].slash(channel, "fact edit", fact=f"#{own}")
    [draft] = await store.shelf.items(f"draft/{desk}")
    reader = people[Who.READER]
    await reader.slash(channel, "alerts subscribe", to="me", topic="harbour")
    [subscription] = await store.shelf.items(SUBSCRIPTIONS)
    asking = await reader.slash(channel, "opened", form="ask:new::k")
    await reader.submit_modal(asking, {"question": "Did the ferry stop?"})
    things = {
        "request": "1",
        "fact": "1",
        "own": str(own),
        "draft": draft,
        "subscription": subscription,
    }
    return Around(simcord_env, library, channel, people, things)


@contextmanager
def _as(around: Around, who: Who) -> Iterator[simcord.MemberActor | simcord.UserHandle]:
    """Who acts; with Discord's word on who has the app installed, which SimCord does not know."""
    backend, person = around.env.backend, around.people[who]
    emit = backend.emit

    def emit_as_installed(event: str, payload: Any, *rest: Any, **more: Any) -> None:
        if event == "INTERACTION_CREATE" and who is Who.USER_INSTALL:
            payload["authorizing_integration_owners"] = {"1": str(person.id)}
        emit(event, payload, *rest, **more)

    backend.emit = emit_as_installed
    try:
        yield person.user if who is Who.DIRECT else person
    finally:
        backend.emit = emit


async def _use(around: Around, who: Who, name: str, **options: Any) -> simcord.InteractionResult:
    with _as(around, who) as person:
        if isinstance(person, simcord.UserHandle):
            return await person.slash(name, **options)
        return await person.slash(around.channel, name, **options)


def _is_refused(result: simcord.InteractionResult) -> bool:
    told = [message for message in (result.response, *result.followups) if message is not None]
    said = "\n".join([text(result) if result.response else "", *(m.content for m in told)])
    refused = any(sentence in said for sentence in _REFUSALS)
    if refused:
        assert result.modal is None
        assert all(message.ephemeral for message in told)
    return refused


def _no_defect(caplog: pytest.LogCaptureFixture, what: str) -> None:
    assert not [entry for entry in caplog.records if entry.levelno >= logging.ERROR], what


def _forms_of_ids(control: type[Control]) -> list[str]:
    """A pattern for each form of the control's custom ids: with and without the optional part, and
    with each word where there are several. Where an act is named, it decides about the rest.
    """
    template = control.__discord_ui_compiled_template__.pattern
    optional = re.fullmatch(r"(.*)\(\?:(.*)\)\?", template)
    forms = [template]
    if optional and "(?P<act>" not in template:
        forms = [optional[1], optional[1] + optional[2]]
    for words in re.findall(r"\(\?P<\w+>((?:[a-z]+\|)+[a-z]+)\)", template):
        forms = [form.replace(words, word) for form in forms for word in words.split("|")]
    return forms


def test_everything_has_a_row(simcord_env: simcord.Env, simcord_bot: NiceNote) -> None:
    """A command, control or form that is new has to be added above."""
    registered = set()
    for command in simcord_env.backend.commands[None].values():
        inner = [option["name"] for option in command.get("options") or () if option["type"] == 1]
        registered |= {f"{command['name']} {name}" for name in inner} or {command["name"]}
    assert registered - {"shown", "opened"} == set(COMMANDS)
    items = simcord_bot._connection._view_store._dynamic_items.values()
    assert set(items) == set(CONTROLS)
    rows = Counter(
        (control, form)
        for control in CONTROLS
        for row, sample in SAMPLES.items()
        for form in _forms_of_ids(control)
        if row.partition(" ")[0] == control.__name__
        and re.fullmatch(form, sample.format_map(defaultdict(lambda: "1", act="act")))
    )
    of_each = {(control, form): 1 for control in CONTROLS for form in _forms_of_ids(control)}
    assert (rows, len(SAMPLES)) == (of_each, len(of_each))
    assert set(simcord_bot.modals._modals.values()) == set(MODALS)


@pytest.mark.parametrize("name", COMMANDS)
async def test_commands(around: Around, caplog: pytest.LogCaptureFixture, name: str) -> None:
    """Those of a desk are registered for servers only, and refused to all but its moderators."""
    first, *rest = name.split(" ") if name[0].islower() else [name]
    [command] = [c for c in around.env.backend.commands[None].values() if c["name"] == first]
    may = COMMANDS[name]
    assert (1 in command["contexts"]) is (Who.DIRECT in may)
    assert (1 in command["integration_types"]) is (Who.USER_INSTALL in may)
    taken = next((o["options"] for o in command.get("options") or () if rest == [o["name"]]), None)
    options = _given(around, taken if rest else command.get("options") or [])
    for who in Who:
        if who is Who.DIRECT and who not in may:
            continue
        before = await around.state()
        if name[0].isupper():
            with _as(around, who) as person:
                if isinstance(person, simcord.UserHandle):
                    continue
                message = await person.send(around.channel, "The mayor sent a nice note.")
                result = await person.context_menu(around.channel, name, message)
        else:
            result = await _use(around, who, name, **options)
        assert _is_refused(result) is (who not in may), f"{name} by {who}: {result}"
        assert who in may or await around.state() == before
        _no_defect(caplog, f"{name} by {who}")


def _given(around: Around, taken: list[dict[str, Any]]) -> dict[str, Any]:
    """What every required option is given."""
    given: dict[str, Any] = {}
    for option in taken:
        if option.get("required"):
            given[option["name"]] = {
                _TYPES.user.value: around.people[Who.READER],
                _TYPES.attachment.value: ("facts.jsonl", b'{"claim": "x"}\n'),
            }.get(option["type"], f"#{around.things['own']}")
            if option.get("choices"):
                given[option["name"]] = option["choices"][0]["value"]
    return given


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.__name__)
async def test_controls(
    around: Around, caplog: pytest.LogCaptureFixture, control: type[Control]
) -> None:
    """Whoever gets at a control, by whatever message: only who may gets anywhere by it."""
    acts = getattr(control, "acts", {"": None})
    samples = [row for row in SAMPLES if row.partition(" ")[0] == control.__name__]
    assert samples
    for row, act in product(samples, acts):
        custom_id = SAMPLES[row].format(act=act, **around.things)
        name = f"{row} {act}".strip()
        value = CHOSEN.get(name, "").format(**around.things)
        # Who may comes last: it changes what there is.
        for who in sorted(Who, key=lambda who: who in CONTROLS[control]):
            before = await around.state()
            shown = await _use(around, who, "shown", control=custom_id, value=value)
            assert shown.response is not None
            with _as(around, who) as person:
                if value:
                    result = await person.select(shown.response, [value], custom_id=custom_id)
                else:
                    result = await person.click(shown.response, custom_id=custom_id)
            what = f"{name} by {who}"
            if who not in CONTROLS[control]:
                assert await around.state() == before, what
            if CONTROLS[control] == MODERATORS:
                assert _is_refused(result) is (who not in MODERATORS), f"{what}: {result}"
            _no_defect(caplog, what)


@pytest.mark.parametrize("form", MODALS, ids=lambda form: form.name)
async def test_forms(around: Around, caplog: pytest.LogCaptureFixture, form: type[Modal]) -> None:
    """A form that was opened before a role was taken away changes nothing."""
    refused: set[Who] = set()
    about = around.things.values()
    if form in READER_MODALS or form in REQUEST_MODALS:  # those that are about a number
        about = [around.things["fact" if form in READER_MODALS else "request"]]
    for target in about:
        opened = form(target, 1)
        typed = {
            field.key: [field.choices[0][0]] if field.choices else "3 May 2021"[: field.longest]
            for field in opened.fields
            if field.kind is not FieldKind.FILE
        }
        for who in sorted(Who, key=lambda who: who in MODALS[form]):
            before = await around.state()
            shown = await _use(around, who, "opened", form=form(target, 1).id)
            with _as(around, who) as person:
                result = await person.submit_modal(shown, typed)
            what = f"{form.name} about {target} by {who}"
            if who not in MODALS[form]:
                assert await around.state() == before, what
            if _is_refused(result):
                refused.add(who)
            _no_defect(caplog, what)
    # About something that it cannot be about, a form says that first; these, what was typed.
    of_what_was_typed = ("said", "article", "same", "publishat", "requests")
    says_so = MODALS[form] == MODERATORS and form.name not in of_what_was_typed
    assert not says_so or refused >= set(Who) - MODERATORS
