"""The program: ``python -m bot`` on Discord, ``python -m bot preview`` in the browser."""

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.doctor.examination import examine
from bot.logs import start_log
from bot.running import Unreachable, run, share_shards
from bot.settings import Settings
from facts import __version__
from facts.model import Refusal
from facts.wiring import StoreAway

_log = logging.getLogger(__name__)
_BROKEN = 1
_MISUSED = 2
_TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h


@click.group(invoke_without_command=True)
@click.version_option(__version__, prog_name="nicenote")
@click.pass_context
def main(context: click.Context) -> None:
    """Nice Note: answers /claim with the denial and the sources.

    Without a command, it signs in to Discord with the token from the environment or .env, and
    stops on Ctrl-C or SIGTERM.

    Exit codes: 0 stopped as asked; 1 an unexpected error (see the log); 2 a setting is missing or
    wrong, the store can't be opened, or Discord permanently refused the bot; 75 Discord can't be
    reached, so try again later.
    """
    if context.invoked_subcommand is not None:
        return
    with _told_in_a_sentence():
        settings = Settings.read(Path.cwd())
        start_log(settings.log_level, token=settings.token, log_format=settings.log_format)
        asyncio.run(run(settings))


@main.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default="any free port",
    help="Port of the local page.",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Store to answer from. Without it: the starter facts, in memory.",
)
def preview(port: int, store: Path | None) -> None:
    """Try the bot in a simulated Discord in your browser. No account needed."""
    with _told_in_a_sentence():
        try:
            # An optional dependency: the bot itself must start without it.
            from bot.preview import show  # noqa: PLC0415
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith("simcord"):
                raise
            raise Refusal(
                "The preview isn’t installed. Install it with: "
                "python -m pip install -r requirements/preview.txt"
            ) from error
        asyncio.run(show(port=port, store=store))


@main.command()
@click.option(
    "--channel",
    "channels",
    type=int,
    multiple=True,
    help="ID of a channel in which to check the bot's permissions. Can be repeated.",
)
def doctor(channels: tuple[int, ...]) -> None:
    """Check the token, permissions, store, backups, disk and clock, and say how to fix problems.

    Exit code 1 if something needs fixing.
    """
    with _told_in_a_sentence():
        settings = Settings.read(Path.cwd(), signs_in=False)
        well = asyncio.run(examine(settings, channels))
    sys.exit(0 if well else _BROKEN)


@main.command()
@click.argument("count", type=click.IntRange(1), required=False)
def shards(count: int | None) -> None:
    """Print or change the number of shards that the processes of one bot share.

    After a change, every process stops within seconds; your process manager restarts them.
    """
    with _told_in_a_sentence():
        store = Settings.read(Path.cwd(), signs_in=False).store
        click.echo(asyncio.run(share_shards(store, count)))


@contextmanager
def _told_in_a_sentence() -> Iterator[None]:
    """Turn an exception into a sentence, or a line of the log if a defect, and an exit code."""
    try:
        yield
    except Refusal as refusal:
        click.echo(refusal.sentence, err=True)
        sys.exit(_TRY_LATER if isinstance(refusal, Unreachable | StoreAway) else _MISUSED)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    except Exception:  # noqa: BLE001 - the log redacts the token, Python's own traceback does not
        _log.exception("Stopped by an unexpected error")
        sys.exit(_BROKEN)


if __name__ == "__main__":
    main()
