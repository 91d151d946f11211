"""What every interaction passes first, before any look-up of facts: late ones are dropped, rate
limits and blocks are enforced, and those that are handled are tracked.

Discord accepts a first response for 3 s. After a stall of the process or connection hundreds of
older interactions arrive at once; working on them, or a request to Discord for each, would delay
those still in time, so they are only counted, in one line of the log.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.context import People, client_of
from bot.interactions.discord_errors import REQUEST_FAILED
from bot.interactions.replies import report, say
from facts.model import Refusal
from facts.usecases.admission import Blocking, Counted, RateLimiter

_log = logging.getLogger(__name__)
_DISCORD_WAITS = timedelta(seconds=3)
# Discord delivers nothing older. An age beyond this means that a clock is wrong; it is ignored.
_BELIEVED = timedelta(minutes=15)
# The smallest age seen within this time is taken as the difference between the two clocks.
_WINDOW = timedelta(minutes=1)
_SECONDS_BETWEEN_LINES = 1.0
# Key in a command's ``extras``: it asks a question or sends a request. See ``Control.asks``.
ASKS = "asks"


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


class Gate:
    """Decides which interactions are handled, and knows the tasks that handle them, so that a
    shutdown can wait for them. ``late`` counts those that came too late.
    """

    def __init__(self, limiter: RateLimiter, blocking: Blocking, people: People) -> None:
        self._limiter = limiter
        self._blocking = blocking
        self._people = people
        self._tasks: set[asyncio.Task[Any]] = set()
        self.late = LateInteractions()

    def in_time(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether ``interaction`` can still be answered; if so, the current task is tracked."""
        if self.late.is_late(interaction.created_at):
            return False
        if task := asyncio.current_task():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return True

    async def admits(self, interaction: discord.Interaction[Any], *, asks: bool) -> bool:
        """Whether to handle ``interaction``. If not, the person gets the reason, unless it is late.

        ``asks`` marks a question or request, which a desk can block a person from.
        """
        if not self.in_time(interaction):
            return False
        try:
            await self.expect_allowed(interaction, asks=asks)
        except Refusal as refusal:
            await _reject(interaction, refusal)
            return False
        return True

    async def expect_allowed(self, interaction: discord.Interaction[Any], *, asks: bool) -> None:
        """Count ``interaction``, which is in time. Raises TooMany over a rate limit, and Blocked if
        it ``asks`` and the desk of this server has blocked the person.
        """
        person = str(interaction.user.id)
        server = None if interaction.guild_id is None else str(interaction.guild_id)
        self._limiter.take(_counted(interaction, asks=asks), person=person, server=server)
        if asks and (desk := self._people.desk_here(interaction)) is not None:
            await self._blocking.expect_not_blocked(desk, person)

    async def finish(self, *, within: float) -> int:
        """Wait until no interaction is being handled.

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


class GatedTree(app_commands.CommandTree[commands.Bot]):
    """A command tree that asks the gate first (commands, message menus and autocompletion), and
    reports exceptions in commands to the person.
    """

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        command = interaction.command
        asks = command is not None and bool(command.extras.get(ASKS))
        return await client_of(interaction).gate.admits(interaction, asks=asks)

    async def on_error(
        self, interaction: discord.Interaction[commands.Bot], error: app_commands.AppCommandError, /
    ) -> None:
        if isinstance(error, app_commands.CommandInvokeError):
            await report(interaction, error.original)
        elif isinstance(
            error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch
        ):
            _log.warning("Discord sent a command that no longer exists: %s", error)
            await say(interaction, "This command has changed. Restart Discord and type it again.")
        else:
            await report(interaction, error)


def _counted(interaction: discord.Interaction[Any], *, asks: bool) -> Counted:
    if interaction.type is discord.InteractionType.autocomplete:
        return Counted.SUGGESTION
    if interaction.type is not discord.InteractionType.application_command or not asks:
        return Counted.ACTION
    data: Mapping[str, Any] = interaction.data or {}
    is_menu = data.get("type") == discord.AppCommandType.message.value
    return Counted.CHECK if is_menu else Counted.QUESTION


async def _reject(interaction: discord.Interaction[Any], refusal: Refusal) -> None:
    if interaction.type is not discord.InteractionType.autocomplete:
        await say(interaction, refusal.sentence)
        return
    # Autocompletion cannot show a sentence, so it gets an empty list.
    with contextlib.suppress(*REQUEST_FAILED):
        response: discord.InteractionResponse[Any] = interaction.response
        await response.autocomplete([])
