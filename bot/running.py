"""Runs the bot until it is asked to stop, and shuts it down cleanly."""

import asyncio
import gc
import logging
import signal
import sys

import aiohttp
import discord

from bot.client import NiceNote
from bot.gateway import read_json, shut_out
from bot.metrics import Metrics
from bot.monitoring import serving
from bot.settings import Settings, WrongSetting
from facts import __version__
from facts.model import Refusal
from facts.usecases.admission import RateLimiter
from facts.wiring import Library, MustStartAgain, Opening, StoreAddress, open_library

_log = logging.getLogger(__name__)
# Hosts send SIGKILL soon after SIGTERM, so the whole shutdown must fit into 5 s.
_ANSWERS_MAY_TAKE = 2.5
_SECONDS_FOR_A_THREAD = 0.0005
# Garbage collection thresholds. With 10,000 subscriptions a full collection blocks for 0.15 s,
# a young one for some ms. By default a full one runs every 70,000 new objects, a few times per
# import.
_COLLECTED_EVERY = (5_000, 10, 1_000)
_CLOSING_MAY_TAKE = 1.0
_UNAUTHORIZED, _OUT_OF_ORDER = 401, 503
_TOKEN_REFUSED, _INTENTS_REFUSED = 4004, 4014


class Unreachable(Refusal):
    """Discord cannot be reached or fails; the settings are right, and a later try may work."""


async def run(settings: Settings) -> None:
    """Sign in and answer until SIGTERM or SIGINT.

    Raises Refusal if the store cannot be opened or Discord refuses the bot.
    """
    # Suppress discord.py's two warnings at the start about voice, which is not used.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    # Not public API, but otherwise an event that it cannot parse ends the process.
    discord.utils._from_json = read_json  # noqa: SLF001
    # The event loop releases the GIL at each row it reads from the store. By default a busy thread
    # (embedding, reading the log) then keeps it for 5 ms, 25 times per suggestion.
    sys.setswitchinterval(_SECONDS_FOR_A_THREAD)
    gc.set_threshold(*_COLLECTED_EVERY)
    stop = stop_signal()
    metrics = Metrics(__version__)
    async with open_library(settings.store, Opening.RUN, public_url=settings.public_url) as library:
        if settings.keep_departed:
            library.newsroom.departures.keep_all()
        client = NiceNote(
            library,
            home_guild_id=settings.home_guild_id,
            shard_count=None,
            shards_per_process=settings.shards_per_process,
            metrics=metrics,
            limiter=RateLimiter(settings.limits),
        )

        async def on_ready() -> None:
            """Load the embeddings once the bot is ready, because that takes seconds."""
            # When stopping, do not begin to load: the shutdown would wait for it.
            if not stop.is_set():
                library.asking.catalogue.learn_behind()

        client.add_listener(on_ready)
        async with serving(settings, client, library, metrics):
            await _until_stopped(client, library, settings.token, stop)
    _log.info("Stopped")


async def share_shards(store: StoreAddress, count: int | None) -> int:
    """The number of shards of all processes on ``store``; set to ``count`` first if it is given.

    Raises Refusal for a store that only one process can use.
    """
    async with open_library(store, Opening.READ) as library:
        if library.processes is None:
            raise Refusal(
                "A store in a folder serves one process, which gets its shard count from Discord."
            )
        if count is not None:
            await library.processes.set_shard_count(count)
        return await library.processes.shard_count()


async def _until_stopped(
    client: NiceNote, library: Library, token: str, stop: asyncio.Event
) -> None:
    session = asyncio.create_task(_answer(client, library, token))
    stopping = asyncio.create_task(stop.wait())
    watching = asyncio.create_task(library.vitals.watch())
    tasks: tuple[asyncio.Task[object], ...] = (session, watching, stopping)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                task.result()
        _log.info("Stopping: finishing the answers in progress")
        if cut_off := await client.gate.finish(within=_ANSWERS_MAY_TAKE):
            _log.warning("Answers that took too long and were cut off: %d", cut_off)
    finally:
        # Before the client, for the reason that GatewayBot gives.
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        try:
            await asyncio.wait_for(client.close(), _CLOSING_MAY_TAKE)
        except TimeoutError:
            _log.warning("Could not close the connection to Discord in time")


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


async def _answer(client: NiceNote, library: Library, token: str) -> None:
    # Build the index first: a question that waited for it would miss Discord's limit of 3 s.
    _log.info("Reading the facts, then signing in")
    await library.asking.catalogue.catch_up()
    try:
        await client.start(token)
    except MustStartAgain as why:
        raise Unreachable(f"{why.sentence} Restart this process.") from why
    except discord.LoginFailure as error:
        raise _wrong_token() from error
    except discord.ConnectionClosed as error:
        if error.code == _TOKEN_REFUSED:
            raise _wrong_token() from error
        raise Refusal(shut_out(error.code)) from error
    except discord.PrivilegedIntentsRequired as error:
        raise Refusal(shut_out(_INTENTS_REFUSED)) from error
    except discord.GatewayNotFound as error:
        status = getattr(error.__cause__, "status", _OUT_OF_ORDER)
        raise _wrong_token() if status == _UNAUTHORIZED else _nobody_gets_in(status) from error
    except discord.HTTPException as error:
        raise _nobody_gets_in(error.status) from error
    except (aiohttp.ClientError, OSError) as error:
        raise Unreachable(
            f"I can’t reach Discord from this machine ({error}). Check the connection and try "
            "again."
        ) from error


def _nobody_gets_in(status: int) -> Unreachable:
    return Unreachable(
        f"Discord isn’t accepting sign-ins right now (status {status}). Check "
        "https://discordstatus.com and try again later."
    )


def _wrong_token() -> WrongSetting:
    return WrongSetting(
        "Discord doesn’t accept the DISCORD_TOKEN. Copy it again from the developer portal: "
        "Bot, “Reset Token”."
    )
