"""Tracks the answers in progress, and reports errors in them to the person and the log.

A Refusal is sent as its sentence. Any other exception is a defect: the person gets a sentence with
a short reference, the log the traceback with the same reference. Interactions older than the 3 s
for which Discord accepts a first response are dropped. After a stall of the process or connection
hundreds of them arrive at once; working on them would delay those still in time, so they are only
counted, in one line of the log.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.context import client_of
from bot.interactions.replies import respond
from facts.model import Refusal

_log = logging.getLogger(__name__)
_DISCORD_WAITS = timedelta(seconds=3)
# Discord delivers nothing older. An age beyond this means that a clock is wrong; it is ignored.
_BELIEVED = timedelta(minutes=15)
# The smallest age seen within this time is taken as the difference between the two clocks.
_WINDOW = timedelta(minutes=1)
_SECONDS_BETWEEN_LINES = 1.0
_UNKNOWN_INTERACTION = 10062


class LateInteractions:
    """Detects and counts interactions that came too late to answer. ``clock`` is in UTC."""

    def __init__(self, clock: Callable[[], datetime] = discord.utils.utcnow) -> None:
        self._clock = clock
        self._clocks_apart = timedelta()
        self._youngest: timedelta | None = None
        self._window_ends: datetime | None = None
        self._uncounted = 0
        self._telling: asyncio.TimerHandle | None = None

    def is_late(self, created: datetime) -> bool:
        """Whether an interaction created then is too old to answer; if so, it is counted."""
        late = self._age(created, self._clock()) > _DISCORD_WAITS
        if late:
            self.count()
        return late

    def count(self) -> None:
        """Count an interaction that came too late to answer."""
        self._uncounted += 1
        if self._telling is None:
            loop = asyncio.get_running_loop()
            self._telling = loop.call_later(_SECONDS_BETWEEN_LINES, self._tell)

    def _age(self, created: datetime, now: datetime) -> timedelta:
        seen = now - created
        if not timedelta() <= seen <= _BELIEVED:
            return timedelta()
        if self._window_ends is None or not now <= self._window_ends <= now + _WINDOW:
            self._clocks_apart = self._youngest or timedelta()
            self._youngest, self._window_ends = None, now + _WINDOW
        self._youngest = min(seen, self._youngest or seen)
        self._clocks_apart = min(seen, self._clocks_apart)
        return seen - self._clocks_apart

    def _tell(self) -> None:
        _log.warning(
            "Dropped %d interactions that arrived too late to answer. This process, its machine "
            "or the connection to Discord was stalled.",
            self._uncounted,
        )
        self._uncounted, self._telling = 0, None


def came_too_late(error: BaseException) -> bool:
    """Whether Discord rejected a response because the interaction had expired."""
    return isinstance(error, discord.NotFound) and error.code == _UNKNOWN_INTERACTION


_REFERENCE_BYTES = 4


class AnswersUnderWay:
    """The tasks that are answering interactions, so that a shutdown can wait for them.

    Responses that Discord rejected as too late are counted in ``late``.
    """

    def __init__(self, late: LateInteractions) -> None:
        self.late = late
        self._tasks: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def answering(self, interaction: discord.Interaction) -> AsyncIterator[None]:
        """Answer ``interaction`` inside this context: it tracks the task, and sends a Refusal's
        sentence to the person. Other exceptions pass through.
        """
        if task := asyncio.current_task():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            yield
        except Refusal as refusal:
            await say(interaction, refusal.sentence)
        except discord.NotFound as error:
            if not came_too_late(error):
                raise
            self.late.count()

    async def finish(self, *, within: float) -> int:
        """Wait until no answer, and no report of a defect, is in progress.

        Cancel those that still are after ``within`` seconds; return how many.
        """
        clock = asyncio.get_running_loop().time
        deadline = clock() + within
        while self._tasks and clock() < deadline:
            await asyncio.wait(self._tasks, timeout=deadline - clock())
        late = tuple(self._tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)


class Tree(app_commands.CommandTree[commands.Bot]):
    """A command tree that reports exceptions in commands to the person."""

    async def on_error(
        self, interaction: discord.Interaction[commands.Bot], error: app_commands.AppCommandError, /
    ) -> None:
        if isinstance(error, app_commands.CommandInvokeError):
            await report_defect(interaction, error.original)
        elif isinstance(
            error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch
        ):
            _log.warning("Discord sent a command that no longer exists: %s", error)
            await say(interaction, "This command has changed. Restart Discord and type it again.")
        else:
            await report_defect(interaction, error)


async def report_defect(interaction: discord.Interaction, error: BaseException) -> None:
    """Log ``error`` with its traceback, and send the person a sentence with the log's reference.

    A response that came too late is no defect: it is only counted.
    """
    if came_too_late(error):
        client_of(interaction).under_way.late.count()
        return
    await say(interaction, defect_sentence(error))


def defect_sentence(error: BaseException) -> str:
    """Log ``error``; return the sentence for the person, with the log's reference."""
    reference = secrets.token_hex(_REFERENCE_BYTES)
    _log.error("Defect %s while answering", reference, exc_info=error)
    return (
        "Something went wrong on our side. Please try again. If it happens again, give the "
        f"people who run this bot the reference `{reference}`."
    )


async def say(interaction: discord.Interaction, sentence: str) -> None:
    """Send ``sentence`` privately to the person. A failure to send is logged, not raised."""
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await respond(lambda: interaction.response.send_message(sentence, ephemeral=True))
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        if came_too_late(error):
            client_of(interaction).under_way.late.count()
        else:
            _log.exception("Could not tell a user: %s", sentence)
