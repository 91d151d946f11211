"""Limits: a rate limit per person and per server, and turns for the slow work of desks."""

import asyncio
import math
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

from facts.model import DeskId, Refusal

_MINUTE, _ROUNDING = 60.0, 1e-6
# The most buckets held (several MB). Dropping one allows another minute's worth.
_MOST_BUCKETS = 50_000


class Counted(StrEnum):
    """What is limited."""

    QUESTION = "question"
    CHECK = "message check"
    SUGGESTION = "suggestion"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits per minute; 0 for no limit. ``server_questions`` are those of all members, including
    message checks; ``actions`` are all other commands, buttons, menus and submitted forms.
    """

    questions: int = 30
    checks: int = 10
    server_questions: int = 300
    suggestions: int = 120
    actions: int = 120


NO_LIMITS = Limits(0, 0, 0, 0, 0)


class TooMany(Refusal):
    """The limit is reached; ``seconds`` until the next one, as the sentence says."""

    def __init__(self, whose: str, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        unit = "second" if self.seconds == 1 else "seconds"
        super().__init__(f"{whose} Please try again in {self.seconds} {unit}.")


class RateLimiter:
    """Counts and limits what people do, by token buckets. ``clock`` gives monotonic seconds.

    A full bucket has a minute's worth, usable at once or spread, and refills evenly. It is kept as
    one number, when it will be full again (the generic cell rate algorithm of ITU-T I.371).
    """

    def __init__(
        self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits or Limits()
        self._clock = clock
        # When each bucket is full again, most recently used last.
        self._full_at: OrderedDict[tuple[str, str], float] = OrderedDict()

    def __len__(self) -> int:
        """The number of buckets held."""
        return len(self._full_at)

    def take(self, what: Counted, *, person: str, server: str | None) -> None:
        """Count one use. Raises TooMany, and then does not count it."""
        limits = self._limits
        a_minute = {
            Counted.QUESTION: limits.questions,
            Counted.CHECK: limits.checks,
            Counted.SUGGESTION: limits.suggestions,
            Counted.ACTION: limits.actions,
        }[what]
        own = self._wait((what, person), a_minute)
        if own > _ROUNDING:
            raise TooMany(f"You've reached the limit of {a_minute} {what}s a minute.", own)
        if server is not None and what in (Counted.QUESTION, Counted.CHECK):
            shared = self._wait(("server", server), limits.server_questions)
            if shared > _ROUNDING:
                raise TooMany("People in this server are asking a lot right now.", shared)
            self._count(("server", server), limits.server_questions)
        self._count((what, person), a_minute)

    def _wait(self, bucket: tuple[str, str], a_minute: int) -> float:
        """The seconds until ``bucket`` has a token; 0 or less if it has one."""
        if not a_minute:
            return 0.0
        until_full = self._full_at.get(bucket, 0.0) - self._clock()
        return until_full - _MINUTE * (a_minute - 1) / a_minute

    def _count(self, bucket: tuple[str, str], a_minute: int) -> None:
        if not a_minute:
            return
        now = self._clock()
        self._full_at[bucket] = max(now, self._full_at.get(bucket, now)) + _MINUTE / a_minute
        self._full_at.move_to_end(bucket)
        self._forget(now)

    def _forget(self, now: float) -> None:
        """Drop up to two of the least recently used buckets, if full or too many."""
        for _ in range(2):
            oldest, full_at = next(iter(self._full_at.items()))
            if full_at > now and len(self._full_at) <= _MOST_BUCKETS:
                return
            del self._full_at[oldest]
            if not self._full_at:
                return


class DeskBusy(Refusal):
    """The desk has reached its limit of running and queued jobs."""


class Turns:
    """Serializes the jobs of each desk. A desk waits for at most one job of any other desk.

    ``waiting`` is how many jobs a desk may queue behind its running one; ``busy`` is the sentence
    for any more.
    """

    def __init__(self, *, desks_at_once: int, waiting: int, busy: str) -> None:
        self._desks = asyncio.Semaphore(desks_at_once)
        self._one_and_waiting = 1 + waiting
        self._busy = busy
        self._asked: Counter[DeskId] = Counter()
        self._lines: dict[DeskId, asyncio.Lock] = {}

    @asynccontextmanager
    async def turn(self, desk: DeskId) -> AsyncIterator[None]:
        """Wait for the turn of ``desk`` and hold it inside this block. Raises DeskBusy."""
        if self._asked[desk] >= self._one_and_waiting:
            raise DeskBusy(self._busy)
        self._asked[desk] += 1
        try:
            async with self._lines.setdefault(desk, asyncio.Lock()), self._desks:
                yield
        finally:
            self._asked[desk] -= 1
            if not self._asked[desk]:
                del self._asked[desk], self._lines[desk]
