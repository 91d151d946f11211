"""The command line: its commands, and what becomes of everything that goes wrong in them."""

import asyncio
import io
import os
import sys
from collections.abc import Sequence

import click

from facts import __version__
from facts.model import Refusal, clean_text
from facts.store.protocol import NobodyOfThatName, StoreUnavailable, UnknownFact
from facts.terminal import exit_codes
from facts.terminal.asking import ask
from facts.terminal.book import BOOK_COMMANDS
from facts.terminal.calibrate import calibrate
from facts.terminal.deliveries import deliveries
from facts.terminal.follow import follow
from facts.terminal.index import index
from facts.terminal.moving import export_facts, import_facts
from facts.terminal.options import store_option
from facts.terminal.serving import mcp, publish, serve
from facts.terminal.showing import show, topics
from facts.terminal.starter import starter
from facts.terminal.webhooks import webhooks

_NAME = "python -m facts"


@click.group(name=_NAME, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nicenote-facts")
@store_option
def commands() -> None:
    """Look up, move and care for the facts of Nice Note.

    Exit codes: 0 found or done, 1 not found, 2 refused, 3 unsure, 4 the store cannot be used.
    """


_COMMANDS = (
    *(ask, import_facts, export_facts, show, topics, starter),
    *(deliveries, calibrate, index, serve, publish, mcp, webhooks, follow, *BOOK_COMMANDS),
)

for command in _COMMANDS:
    commands.add_command(command)


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line and return its exit code, whatever goes wrong in it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What cannot be written becomes \\uXXXX, which in JSON is the right way to write it.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would try to flush once more at its end, and complain.
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
    """Say ``sentence``, which may hold names of files and fields, without steering the terminal."""
    click.echo(clean_text(sentence), err=True)
