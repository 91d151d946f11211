"""Whether Discord's commands are ours: not by the letter, but by what a user meets."""

import copy
from collections.abc import Iterator
from typing import Any, Literal

import discord
import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from bot.client import NiceNote
from bot.interactions.command_sync import same_commands
from tests.end_to_end.lifecycle.payloads import registered_command

Commands = list[dict[str, Any]]
Path = tuple[str | int, ...]
# What a user meets of a command, at every depth.
_MET = {
    "name",
    "description",
    "type",
    "options",
    "choices",
    "value",
    "required",
    "autocomplete",
    "min_value",
    "max_length",
    "nsfw",
    "default_member_permissions",
    "contexts",
    "integration_types",
}


@app_commands.command()
@app_commands.describe(words="What to look for", kind="Of which kind", limit="How many at most")
@app_commands.default_permissions(manage_guild=True)
@app_commands.choices(kind=[app_commands.Choice(name="A claim", value="claim")])
async def find(
    interaction: discord.Interaction,
    words: app_commands.Range[str, 1, 200],
    kind: str,
    limit: app_commands.Range[int, 1] = 5,
    order: Literal["best", "newest"] = "best",
) -> None:
    """Find facts."""


@app_commands.context_menu(name="Find this")
async def find_this(interaction: discord.Interaction, message: discord.Message) -> None:
    """A message menu's command."""


class Desk(app_commands.Group):
    """What the desk does."""

    @app_commands.command()
    async def add(self, interaction: discord.Interaction, claim: str) -> None:
        """Add a fact."""


def _ours() -> Commands:
    """Commands of every kind, as discord.py sends them."""
    tree = app_commands.CommandTree(
        discord.Client(intents=discord.Intents.none()),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )
    for command in (find, find_this, Desk(name="desk", description="The desk's work")):
        tree.add_command(command)
    return [command.to_dict(tree) for command in tree.get_commands()]


_OURS = _ours()


def _theirs(sent: Commands) -> Commands:
    """The same as Discord gives them back: more fields, fewer fields, another order."""
    return [registered_command(str(16 * at), command) for at, command in enumerate(sent, 1)][::-1]


def _places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where something stands in ``value`` that a user meets."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in entries:
        if isinstance(key, int) or key in _MET:
            if isinstance(inner, dict | list) and inner:
                yield from _places(inner, (*path, key))
            elif not isinstance(inner, dict | list):
                yield (*path, key)


def _changed(commands: Commands, path: Path) -> Commands:
    commands = copy.deepcopy(commands)
    holder: Any = commands
    for key in path[:-1]:
        holder = holder[key]
    old = holder[path[-1]]
    if isinstance(old, bool):
        holder[path[-1]] = not old
    elif old is None:
        holder[path[-1]] = 8
    else:
        holder[path[-1]] = old + (1 if isinstance(old, int) else "x")
    return commands


@pytest.mark.usefixtures("simcord_env")
async def test_the_bots_commands_are_the_same_when_they_come_back(simcord_bot: NiceNote) -> None:
    """Our own ones, from the running bot's tree: nothing would be registered again."""
    ours = [command.to_dict(simcord_bot.tree) for command in simcord_bot.tree.get_commands()]
    assert {command["name"] for command in ours} >= {"claim", "about", "Check this claim"}
    assert same_commands(ours, _theirs(ours))


def test_every_kind_of_command_is_the_same_when_it_comes_back() -> None:
    """Permissions as a text, false and empty fields left out, ids and versions added."""
    assert same_commands(_OURS, _theirs(_OURS))


@given(st.permutations(_OURS), st.permutations([0, 1, 2]), st.permutations([0, 1]))
def test_an_order_that_nobody_sees_does_not_count(
    commands: Commands, contexts: list[int], installs: list[int]
) -> None:
    """The commands among each other, the contexts and the ways to install come in any order."""
    everywhere = [command | {"contexts": [0, 1, 2]} for command in _OURS]
    theirs = [
        command | {"contexts": contexts, "integration_types": installs} for command in commands
    ]
    assert same_commands(everywhere, theirs)


@pytest.mark.parametrize("path", list(_places(_OURS)), ids=lambda path: ".".join(map(str, path)))
def test_whatever_a_user_meets_is_compared(path: Path) -> None:
    """A name, a description, a choice, a limit, a permission, at any depth: one change is seen."""
    assert not same_commands(_OURS, _theirs(_changed(_OURS, path)))
    assert not same_commands(_changed(_OURS, path), _theirs(_OURS))


@pytest.mark.parametrize("of", ["options", "choices"])
def test_the_order_of_what_is_offered_counts(of: str) -> None:
    """Options and choices are shown in their order."""
    swapped = copy.deepcopy(_OURS)
    holder = swapped[0] if of == "options" else swapped[0]["options"][3]
    holder[of].reverse()
    assert holder[of] != []
    assert not same_commands(_OURS, _theirs(swapped))


@pytest.mark.parametrize("of", ["", "options", "choices"])
def test_one_more_or_one_less_counts(of: str) -> None:
    """A command, an option or a choice that only one side has."""
    fewer = copy.deepcopy(_OURS)
    holder = {"": fewer, "options": fewer[0].get("options")}.get(of)
    (fewer[0]["options"][3]["choices"] if holder is None else holder).pop()
    assert not same_commands(_OURS, _theirs(fewer))
    assert not same_commands(fewer, _theirs(_OURS))
