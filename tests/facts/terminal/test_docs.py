"""docs/terminal.md and the command line say the same."""

import re
from collections.abc import Iterator

import click

from facts.terminal import exit_codes
from facts.terminal.app import commands
from tests.facts.terminal.conftest import ROOT

PAGE = (ROOT / "docs" / "terminal.md").read_text(encoding="utf-8")
USED = [match[1].split() for match in re.finditer(r"^\| `([a-z][^`]*)` \|", PAGE, re.MULTILINE)]


Name = tuple[str, ...]


def leaves(group: click.Group, path: Name = ()) -> Iterator[tuple[Name, click.Command]]:
    """Every command that does something, by its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(leaves(commands))


def options(command: click.Command) -> set[str]:
    """The long names of a command's own options; of several the first, as the others are older."""
    names = [p.opts for p in command.params if isinstance(p, click.Option)]
    found = {next((name for name in of_one if name.startswith("--")), "") for of_one in names}
    return found - {"", "--store", "--help"}


def documented(name: Name) -> list[list[str]]:
    """The rows of the page about a command, without its name."""
    return [words[len(name) :] for words in USED if tuple(words[: len(name)]) == name]


def test_every_command_is_documented_and_no_other() -> None:
    """A row for each, and a command for each row."""
    for name in COMMANDS:
        assert documented(name), name
    for words in USED:
        assert any(tuple(words[: len(name)]) == name for name in COMMANDS), words


def test_every_option_is_documented_and_no_other() -> None:
    """In the rows of its command."""
    for name, command in COMMANDS.items():
        told = {word for row in documented(name) for word in row if word.startswith("--")}
        assert told == options(command), name


def test_every_command_takes_the_store() -> None:
    """Before and after its name; but the one that names two stores."""
    others = [command for name, command in COMMANDS.items() if name != ("copy",)]
    for command in (commands, *others):
        assert any("--store" in p.opts for p in command.params)


def test_every_command_and_option_has_a_help_text() -> None:
    """The page is not always at hand."""
    for command in COMMANDS.values():
        assert command.help
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help


def test_every_exit_code_is_documented_and_no_other() -> None:
    """Each means one thing."""
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}
    assert told == {value for value in vars(exit_codes).values() if isinstance(value, int)}
