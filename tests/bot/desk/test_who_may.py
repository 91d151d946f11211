"""A member who is no moderator gets nowhere by any way; nobody gets at another desk's facts.

Discord's own hint is switched off in these tests: what refuses is the bot's check alone.
"""

from typing import Any

import pytest
import simcord

from facts.wiring import Library
from tests.bot.desk.acting import inputs
from tests.bot.desk.conftest import Newsroom, Stored
from tests.bot.shown import buttons, options, text

FILE = ("facts.jsonl", b'{"claim": "Ferries stop.", "sources": [{"outlet": "City Radio"}]}\n')
COMMANDS: dict[str, dict[str, Any]] = {
    "fact add": {},
    "fact deny": {"fact": "harbour bridge"},
    "fact confirm": {"fact": "harbour bridge", "by": "Jon Vik"},
    "fact source": {"fact": "harbour bridge", "outlet": "City Radio"},
    "fact show": {"fact": "harbour bridge"},
    "fact edit": {"fact": "harbour bridge"},
    "fact retract": {"fact": "harbour bridge", "reason": "It is wrong."},
    "fact restore": {"fact": "harbour bridge"},
    "fact merge": {"keep": "harbour bridge", "other": "ferries"},
    "fact review": {"fact": "harbour bridge"},
    "fact history": {"fact": "harbour bridge"},
    "fact redact": {"fact": "harbour bridge", "text": "Ada", "reason": "private"},
    "desk requests": {},
    "desk report": {},
    "desk team": {},
    "fact list": {},
    "fact drafts": {},
    "fact incoming": {},
    "fact import": {"file": FILE},
    "fact export": {},
    "desk setup": {},
    "desk moderators": {},
    "desk log": {},
    "desk follow": {},
    "desk block": {},
    "desk unblock": {},
}


def test_every_command_is_tried(simcord_env: simcord.Env) -> None:
    """No command of the desk is left out below."""
    registered = {
        f"{command['name']} {sub['name']}"
        for command in simcord_env.backend.commands[None].values()
        if command["name"] in ("fact", "desk")
        for sub in command["options"]
    }
    assert registered == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
async def test_commands(
    newsroom: Newsroom, claim: dict[str, str], stored: Stored, command: str
) -> None:
    """Each is refused with who may; nothing is opened, shown or changed."""
    await newsroom.ada.publish(claim)
    await newsroom.ada.publish({"text": "Ferries stop at night.", "source": "City Radio"})
    before = await stored()
    person = {"person": newsroom.ben.actor} if "block" in command else {}

    refused = await newsroom.rita.type(command, **COMMANDS[command], **person)

    assert_refused(refused)
    assert await stored() == before


def assert_refused(result: simcord.InteractionResult) -> None:
    """Only a sentence that says who may, for the person alone."""
    assert result.modal is None
    told = [message for message in [result.response, *result.followups] if message is not None]
    assert told
    assert all(message.ephemeral for message in told)
    assert "Manage Server" in said(result)
    assert not [label for label in buttons(result) if label != "Reopen the form"]


def said(result: simcord.InteractionResult) -> str:
    """All the text of a reply and of what follows it."""
    return "\n".join([text(result), *(message.content for message in result.followups)])


async def test_the_message_menu(newsroom: Newsroom) -> None:
    """The same for "Add as a fact"."""
    message = await newsroom.rita.actor.send(newsroom.channel, "The ferry stops at night.")

    refused = await newsroom.rita.actor.context_menu(newsroom.channel, "Add as a fact", message)

    assert_refused(refused)


@pytest.mark.parametrize("command", [name for name in COMMANDS if "fact" in COMMANDS[name]])
async def test_nothing_is_offered_while_typing(
    newsroom: Newsroom, claim: dict[str, str], command: str
) -> None:
    """Autocomplete is for moderators, too."""
    await newsroom.ada.publish(claim)

    offered = await newsroom.rita.actor.autocomplete(newsroom.channel, command, "fact", "bridge")

    assert offered == []


async def test_old_buttons_after_the_role_was_taken_away(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any], stored: Stored
) -> None:
    """Every control of every card she still has on her screen refuses her."""
    ada = newsroom.ada
    await ada.publish(claim)
    await ada.publish({"text": "Ferries stop at night.", "source": "City Radio"})
    first, second = await stored()
    form = await ada.choose(await ada.type("fact edit", fact=f"#{first.id}"), "claim:0")
    await ada.press(
        await ada.submit(form, {"text": "The mayor shut it."}), "Publish without a note"
    )
    draft = await ada.respond(await ada.add({"text": "Trams stop.", "source": "Radio"}), denial)
    part = await ada.choose(
        await ada.respond(await ada.add({"text": "Trains stop.", "source": "Radio"}), denial),
        "response:1",
    )
    discard = await ada.press(await ada.add({"text": "Boats stop."}), "Delete draft…")
    cards: dict[str, tuple[simcord.InteractionResult, list[str]]] = {
        "draft": (
            draft,
            [
                *("Add response", "Add source", "Topics", "Other wordings", "Our finding"),
                *("Publish", "Article…", "Delete draft…"),
            ],
        ),
        "part": (part, ["Who and when", "Response and quote", "Remove", "Back to the draft"]),
        "discard": (discard, ["Delete draft", "Cancel"]),
        "fact": (
            await ada.type("fact show", fact=f"#{first.id}"),
            ["Edit", "Add response", "Add source", "Mark as checked", "History", "Retract…"],
        ),
        "merge": (
            await ada.type("fact merge", keep=f"#{first.id}", other=f"#{second.id}"),
            ["Merge", "Keep both"],
        ),
        "import": (await ada.type("fact import", file=FILE), ["Import", "Cancel"]),
        "setup": (await ada.type("desk setup"), ["Require second approval", "Topics…"]),
    }
    selects: dict[str, simcord.InteractionResult] = {
        "edit": draft,
        "undo": await ada.type("fact history", fact=f"#{first.id}"),
        "open": await ada.type("fact list"),
        "strictness": cards["setup"][0],
    }
    before = await stored()
    ada.loses(newsroom.managers)

    for name, (card, labels) in cards.items():
        assert [label for label in buttons(card) if label in labels] == labels, name
        for label in labels:
            assert_refused_press(await ada.press(card, label), card)
    for control, card in selects.items():
        value = options(card)[0]["value"]
        assert_refused_press(await ada.choose(card, value, control=control), card)

    assert await stored() == before


def assert_refused_press(
    pressed: simcord.InteractionResult, card: simcord.InteractionResult
) -> None:
    """A sentence beside the card, which stays as it was."""
    assert pressed.modal is None
    told = [pressed.response, *pressed.followups]
    sentences = [
        message.content
        for message in told
        if message is not None and card.response is not None and message.id != card.response.id
    ]
    assert any("Manage Server" in sentence for sentence in sentences), sentences


async def test_a_role_that_is_taken_away_between_form_and_submit(
    newsroom: Newsroom, claim: dict[str, str], denial: dict[str, Any], library: Library
) -> None:
    """Each form refuses, and hands every word back."""
    reporters = newsroom.guild.create_role("Reporters")
    await newsroom.ada.type("desk moderators", add=reporters)
    rita = newsroom.rita
    rita.gets(reporters)
    await newsroom.ada.publish(claim)
    card = await rita.add({"text": "Trams stop.", "source": "City Radio"})
    forms: list[tuple[simcord.InteractionResult, dict[str, Any]]] = [
        (await rita.type("fact add"), claim),
        (await rita.press(card, "Add response"), denial),
        (await rita.press(card, "Add source"), {"outlet": "Coast News"}),
        (await rita.press(card, "Topics"), {"others": "harbour traffic"}),
        (await rita.press(card, "Other wordings"), {"wordings": "quay crossing ban"}),
        (await rita.press(card, "Our finding"), {"label": "Half true"}),
        (await rita.choose(card, "claim:0", control="edit"), {"text": "Trams never stop."}),
        (await rita.choose(card, "speaker:0", control="edit"), {"speaker": "Ada Berg"}),
        (await rita.type("fact deny", fact="harbour bridge"), denial),
        (await rita.type("fact source", fact="harbour bridge"), {"outlet": "Coast News"}),
    ]
    rita.loses(reporters)
    store = library.asking.catalogue.store
    changes = await store.last_change()

    for form, values in forms:
        refused = await rita.submit(form, values)
        shown = text(refused)
        assert "Manage Server" in shown
        for value in values.values():
            assert (value if isinstance(value, str) else value[0]) in shown
        again = await rita.press(refused, "Reopen the form")
        assert again.modal is None

    assert await store.last_change() == changes
    rita.gets(reporters)
    again = await rita.press(refused, "Reopen the form")
    assert inputs(again)["outlet"] == "Coast News"


async def test_nobody_opens_anothers_draft(newsroom: Newsroom, claim: dict[str, str]) -> None:
    """Not even another moderator of the same desk: by its id, in a form of their own."""
    card = await newsroom.ada.add(claim)
    assert card.response is not None
    form = await newsroom.ada.press(card, "Add source")
    assert form.modal is not None
    own = await newsroom.ben.type("fact add")
    own._interaction.modal = form.modal  # as a client that was tampered with could send it

    refused = await newsroom.ben.submit(own, {"outlet": "Coast News"})

    assert "Not saved" in text(refused)
    assert "Coast News" in text(refused)
    assert "Coast News" not in text(card)


async def test_the_hints_for_discord(simcord_env: simcord.Env) -> None:
    """The commands are for servers only and hidden from members without Manage Server."""
    for command in simcord_env.backend.commands[None].values():
        if command["name"] in ("fact", "desk", "Add as a fact"):
            assert command["contexts"] == [0]
            assert command["integration_types"] == [0]
            assert int(command["default_member_permissions"]) == 1 << 5


async def test_within_discords_limits(simcord_env: simcord.Env) -> None:
    """A command with all its subcommands has at most 8,000 characters."""
    for command in simcord_env.backend.commands[None].values():
        assert _characters(command) <= 8000


def _characters(command: dict[str, Any]) -> int:
    own = len(command["name"]) + len(command.get("description", ""))
    own += sum(
        len(choice["name"]) + len(str(choice["value"])) for choice in command.get("choices", [])
    )
    return own + sum(_characters(option) for option in command.get("options", []))
