"""Runs the bot until it is told to stop, and ends it cleanly."""

import asyncio
import logging
import signal

import aiohttp
import discord

from bot.client import NiceNote
from bot.settings import Settings, WrongSetting
from facts.model import Refusal
from facts.wiring import open_library

_log = logging.getLogger(__name__)
# Hosts send SIGKILL soon after SIGTERM; all of the end has to fit into five seconds.
_ANSWERS_MAY_TAKE = 3.0
_CLOSING_MAY_TAKE = 1.5


async def run(settings: Settings) -> None:
    """Sign in and answer until SIGTERM or SIGINT. Raises a Refusal when Discord lets nobody in."""
    stop = stop_signal()
    async with (
        open_library(settings.store) as library,
        NiceNote(library.asking, home_guild_id=settings.home_guild_id) as client,
    ):
        running = asyncio.create_task(client.start(settings.token))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if running.done():
            _raise_kindly(running)
            return
        _log.info("Stopping: finishing the answers under way")
        if not await client.under_way.finished(within=_ANSWERS_MAY_TAKE):
            _log.warning("Stopping although an answer is still under way")
        await _close(client)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        _log.info("Stopped")


def stop_signal() -> asyncio.Event:
    """An event that is set when this process is asked to stop, by SIGTERM or by Ctrl-C."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(signal_number, stop.set)
        except NotImplementedError:  # Windows: Ctrl-C arrives as KeyboardInterrupt instead
            return stop
    return stop


async def _close(client: NiceNote) -> None:
    try:
        await asyncio.wait_for(client.close(), _CLOSING_MAY_TAKE)
    except TimeoutError:
        _log.warning("Discord did not say goodbye in time")


def _raise_kindly(running: asyncio.Task[None]) -> None:
    try:
        running.result()
    except discord.LoginFailure as error:
        raise WrongSetting(
            "Discord does not accept the DISCORD_TOKEN. Copy it again from the developer portal, "
            "under Bot, “Reset Token”."
        ) from error
    except discord.PrivilegedIntentsRequired as error:
        raise Refusal("Discord asks for an intent that Nice Note does not use.") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Refusal(
            f"Discord cannot be reached from this machine ({error}). Check its connection and try "
            "again."
        ) from error
