"""Interactions that nobody waits for any more: Discord takes a first answer for 3 s only.

They come in hundreds after the process or the connection stood still. Working on them would make
those late that are still in time, so they are dropped, and one line of the log tells how many.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import discord

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
            "Interactions that came too late to be answered, and were dropped: %d. This process, "
            "its machine or the connection to Discord stood still.",
            self._uncounted,
        )
        self._uncounted, self._telling = 0, None


def came_too_late(error: BaseException) -> bool:
    """Whether Discord refused an answer because it no longer waits for one."""
    return isinstance(error, discord.NotFound) and error.code == _UNKNOWN_INTERACTION
