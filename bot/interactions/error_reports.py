"""What happens around every answer: it is known of, and what goes wrong reaches who asked.

A refusal becomes its sentence. A defect becomes a sentence with a short reference, and the log gets
the traceback with the same reference. What came too late is dropped: Discord takes a first answer
for 3 s only. Such interactions come in hundreds after the process or the connection stood still;
working on them would make those late that are still in time, so one line of the log counts them.
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

from bot.interactions.client_access import client_of
from bot.interactions.replies import respond
from facts.model import Refusal

_log = logging.getLogger(__name__)
_DISCORD_WAITS = timedelta(seconds=3)
# Discord sends nothing that is older: then one of the clocks is wrong, and ages say nothing.
_BELIEVED = timedelta(minutes=15)
# The youngest interaction in such a time came at once. What it seems to be old is the clocks'.
_WINDOW = timedelta(minutes=1)
_SECONDS_BETWEEN_LINES = 1.0
_UNKNOWN_INTERACTION = 10062


class LateInteractions:
    """Tells which interactions came too late, and counts them. ``clock`` is in UTC."""

    def __init__(self, clock: Callable[[], datetime] = discord.utils.utcnow) -> None:
        self._clock = clock
        self._clocks_apart = timedelta()
        self._youngest: timedelta | None = None
        self._window_ends: datetime | None = None
        self._uncounted = 0
        self._telling: asyncio.TimerHandle | None = None

    def is_late(self, created: datetime) -> bool:
        """Whether Discord has given up on the interaction ``created`` then; if so it is counted."""
        late = self._age(created, self._clock()) > _DISCORD_WAITS
        if late:
            self.count()
        return late

    def count(self) -> None:
        """Count one that got no answer because it was too late for it."""
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
    """Whether Discord refused an answer because it no longer waits for one."""
    return isinstance(error, discord.NotFound) and error.code == _UNKNOWN_INTERACTION


_REFERENCE_BYTES = 4


class AnswersUnderWay:
    """Knows the answers being given, so that a stop can wait for them.

    Those that Discord no longer waited for are told to ``late``.
    """

    def __init__(self, late: LateInteractions) -> None:
        self.late = late
        self._tasks: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def answering(self, interaction: discord.Interaction) -> AsyncIterator[None]:
        """Give an answer inside this: its task counts as under way, a refusal is told."""
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
        """Wait until no answer is under way, and no report of a defect either.

        Those that still are after ``within`` seconds are cut off; return how many.
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
    """The command tree, which tells the person when a command breaks."""

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
    """Tell the person that something broke, and the log what, under one reference.

    That Discord waits no longer is no defect: it is counted.
    """
    if came_too_late(error):
        client_of(interaction).under_way.late.count()
        return
    await say(interaction, defect_sentence(error))


def defect_sentence(error: BaseException) -> str:
    """Put ``error`` into the log; the sentence that tells a person its reference there."""
    reference = secrets.token_hex(_REFERENCE_BYTES)
    _log.error("Defect %s while answering", reference, exc_info=error)
    return (
        "Something went wrong on our side. Please try again. If it happens again, give the "
        f"people who run this bot the reference `{reference}`."
    )


async def say(interaction: discord.Interaction, sentence: str) -> None:
    """Tell only the person who asked. What cannot be told is logged and goes no further."""
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
