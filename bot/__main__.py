"""The program: ``python -m bot`` on Discord, ``python -m bot preview`` in the browser."""

import asyncio
import sys
from pathlib import Path

import click

from bot.logs import start_log
from bot.running import run
from bot.settings import Settings
from facts.model import Refusal

_MISUSED = 2


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Nice Note: answers /claim with the denial and the sources.

    Without a command it signs in to Discord with the token of the environment or of .env.
    """
    if context.invoked_subcommand is not None:
        return
    try:
        settings = Settings.read(Path.cwd())
        start_log(settings.log_level, token=settings.token)
        asyncio.run(run(settings))
    except Refusal as refusal:
        click.echo(refusal.sentence, err=True)
        sys.exit(_MISUSED)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


@main.command()
@click.option("--port", default=0, show_default="any free port", help="Port of the local page.")
@click.option(
    "--store",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A store to answer from; without it the starter facts, kept in memory.",
)
def preview(port: int, store: Path | None) -> None:
    """Show the bot in a simulated Discord in the local browser. Needs no account."""
    try:
        # The page is an extra: without it the bot itself must still start.
        from bot.preview import show  # noqa: PLC0415
    except ImportError:
        click.echo(
            "The preview is an extra that is not installed here. Install it with: "
            "python -m pip install -r requirements/preview.txt",
            err=True,
        )
        sys.exit(_MISUSED)
    try:
        asyncio.run(show(port=port, store=store))
    except Refusal as refusal:
        click.echo(refusal.sentence, err=True)
        sys.exit(_MISUSED)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


if __name__ == "__main__":
    main()
