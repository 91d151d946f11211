"""``python -m bot preview``: the unmodified bot in a simulated Discord, in the browser."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click
import discord
import simcord

from bot.client import NiceNote
from bot.running import stop_signal
from facts.model import Refusal
from facts.wiring import Opening, open_library

_WIDTH, _HEIGHT = 960, 900
_GREETING = (
    "Type /, choose claim, then type: nice note. Try it misspelled, too.\n"
    "Look around with /browse and /help; get alerts here with /alerts subscribe.\n"
    "To add facts, switch to the moderator at the top and type /fact add."
)


class _WallClock:
    """Replaces SimCord's clock: the real time for dates, SimCord's elapsed time for timers."""

    def __init__(self, elapsed: float) -> None:
        self.elapsed = elapsed

    def now(self) -> datetime:
        return datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        self.elapsed += seconds


async def show(*, port: int, store: Path | None) -> None:
    """Serve the page until it is closed there, or by Ctrl-C or SIGTERM.

    Raises Refusal if the port or store cannot be opened or the page cannot be built.
    """
    stop = stop_signal()
    async with (
        open_library(store, Opening.RUN) as library,
        simcord.run(NiceNote(library), check_errors=False) as discord_env,
    ):
        # SimCord's clock is fixed at the beginning of 2026, and it has no option for another one.
        clock = _WallClock(discord_env.backend.clock.elapsed)
        discord_env.backend.clock = clock  # type: ignore[assignment]
        await library.asking.catalogue.catch_up()
        library.asking.catalogue.learn_behind()
        # SimCord names every bot TestBot.
        await discord_env.bot.user.edit(username="Nice Note")  # type: ignore[union-attr]
        guild = discord_env.create_guild("The Newsroom")
        reader = guild.add_member(discord_env.create_user("rita", global_name="Rita, a reader"))
        # With Manage Channels she can subscribe to alerts here; the page has no direct messages.
        channel = guild.create_text_channel(
            "fact-desk", overwrites={reader: discord.PermissionOverwrite(manage_channels=True)}
        )
        desk = guild.create_role("Desk", permissions=discord.Permissions(manage_guild=True))
        moderator = guild.add_member(
            discord_env.create_user("moritz", global_name="Moritz, a moderator"), roles=[desk]
        )
        await moderator.send(channel, _GREETING)
        preview = discord_env.preview(
            channel,
            viewers=[reader, moderator],
            layout="channel",
            width=_WIDTH,
            height=_HEIGHT,
            port=port,
        )
        try:
            async with preview:
                await _until_ended(preview, stop)
        except simcord.SetupError as error:
            if not isinstance(error.__cause__, OSError):
                raise Refusal(f"The preview page can’t be built: {error}") from error
            raise Refusal(
                f"The page can’t be served on port {port} ({error.__cause__.strerror}). "
                "Choose another with --port, or leave it out."
            ) from error


async def _until_ended(preview: simcord.Preview, stop: asyncio.Event) -> None:
    click.echo(f"Nice Note is at {preview.url}")
    click.echo("Open it in a browser on this machine. Press Ctrl-C to stop.")
    stopping = asyncio.create_task(stop.wait())
    ended = asyncio.create_task(preview.wait_closed())
    await asyncio.wait({stopping, ended}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    ended.cancel()
