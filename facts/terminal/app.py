"""The command line: its commands, and the handling of all errors in them."""

import asyncio
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import cast

import click

from facts import __version__
from facts.model import Refusal, clean_text
from facts.store.protocol import NobodyOfThatName, StoreUnavailable, UnknownFact
from facts.terminal import exit_codes
from facts.terminal.options import store_option

_NAME = "python -m facts"


# The module in ``facts.terminal`` of each command, and its name there if it differs. Only the
# module of the called command is imported, as imports are most of the start-up time.
_COMMANDS = {
    "ask": "ask",
    "backup": "store_commands",
    "calibrate": "calibrate",
    "check": "store_commands",
    "copy": "store_commands:copy_store",
    "deliveries": "other_systems",
    "erase": "upkeep",
    "export": "moving:export_facts",
    "follow": "other_systems",
    "history": "showing",
    "import": "moving:import_facts",
    "index": "upkeep",
    "mcp": "serving",
    "publish": "serving",
    "redact": "upkeep",
    "restore": "store_commands",
    "serve": "serving",
    "show": "showing",
    "starter": "upkeep",
    "topics": "store_commands",
    "undo": "store_commands",
    "verify": "store_commands",
    "webhooks": "other_systems",
}


class LazyCommands(click.Group):
    """A click group that imports a command when it is called or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click gives it
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        loaded = import_module(f"facts.terminal.commands.{module}")
        return cast("click.Command", getattr(loaded, attribute or cmd_name))


@click.group(cls=LazyCommands, name=_NAME, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nicenote-facts")
@store_option
def commands() -> None:
    """Look up, move and manage the facts of Nice Note.

    Exit codes: 0 found or done, 1 not found, 2 refused, 3 unsure, 4 the store cannot be used.
    """


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; handles all errors."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Unencodable characters are written as \\uXXXX, which is also valid in JSON.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Otherwise Python would flush again at exit, and print an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exit_codes.PIPE_CLOSED
    except (KeyboardInterrupt, asyncio.CancelledError, click.Abort):
        return exit_codes.INTERRUPTED
    return code


def _run(arguments: Sequence[str]) -> int:
    try:
        with commands.make_context(_NAME, list(arguments)) as context:
            code = commands.invoke(context)
            return exit_codes.DONE if code is None else int(code)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return exit_codes.REFUSED
    except click.ClickException as error:
        usage = getattr(error, "ctx", None)
        if usage is not None:
            click.echo(usage.get_usage(), err=True)
        _complain(error.format_message())
        return exit_codes.REFUSED
    except Refusal as refusal:
        _complain(refusal.sentence)
        return _code_of(refusal)


def _code_of(refusal: Refusal) -> int:
    match refusal:
        case UnknownFact() | NobodyOfThatName():
            return exit_codes.NOT_FOUND
        case StoreUnavailable():
            return exit_codes.STORE_UNAVAILABLE
        case _:
            return exit_codes.REFUSED


def _complain(sentence: str) -> None:
    """Print an error; control characters in names of files and fields are escaped."""
    click.echo(clean_text(sentence), err=True)
