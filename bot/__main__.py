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

    Without a command it signs in to Discord with the token of the environment or of .env, and
    stops on Ctrl-C or SIGTERM.

    Exit codes: 0 when it was told to stop; 1 after a defect, which the log shows; 2 when a setting
    is missing or wrong, the store cannot be opened, or Discord shut the bot out for good; 75 when
    Discord cannot be reached, so that it is worth trying again later.
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
    help="A store to answer from; without it the starter facts, kept in memory.",
)
def preview(port: int, store: Path | None) -> None:
    """Show the bot in a simulated Discord in the local browser. Needs no account."""
    with _told_in_a_sentence():
        try:
            # The page is an extra: without it the bot itself must still start.
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
    help="Id of a channel to look at the bot's permissions in; may be given again.",
)
def doctor(channels: tuple[int, ...]) -> None:
    """Check the token, permissions, store, backups, disk and clock, and say what to do.

    Exit code 1 when something has to be mended.
    """
    with _told_in_a_sentence():
        settings = Settings.read(Path.cwd(), signs_in=False)
        well = asyncio.run(examine(settings, channels))
    sys.exit(0 if well else _BROKEN)


@main.command()
@click.argument("count", type=click.IntRange(1), required=False)
def shards(count: int | None) -> None:
    """Print how many shards the processes of one bot share, or change it.

    After a change all processes end within some seconds; whoever runs them starts them again.
    """
    with _told_in_a_sentence():
        store = Settings.read(Path.cwd(), signs_in=False).store
        click.echo(asyncio.run(share_shards(store, count)))


@contextmanager
def _told_in_a_sentence() -> Iterator[None]:
    """End the program with a sentence and an exit code for what is not a defect."""
    try:
        yield
    except Refusal as refusal:
        click.echo(refusal.sentence, err=True)
        sys.exit(_TRY_LATER if isinstance(refusal, Unreachable | StoreAway) else _MISUSED)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    except Exception:  # noqa: BLE001 - the log blots out the token, Python's own traceback does not
        _log.exception("Stopped by a defect")
        sys.exit(_BROKEN)


if __name__ == "__main__":
    main()
