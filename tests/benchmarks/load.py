"""How much the bot bears: ``python -m tests.benchmarks.load``.

``python -m bot`` runs as a process of its own, over a store with 10,000 made-up facts, and this
process is Discord for it (tests/end_to_end/lifecycle). Interactions go out at a fixed rate whatever
comes back (an open loop): 60 % questions, 30 % suggestions while typing, 5 % message checks, 5 %
commands of the desk and of alerts. Times are from the moment at which one was due until the first
response arrived, in ms; how late this process itself was is shown beside them. The limits for
people are off, and everybody is in one server.

Without options it is 20, 40, 80 and 100 a second (``--rates``), a minute each (``--seconds``).
``--rounds 10`` does all of it ten times, which shows whether memory grows.
"""

import argparse
import asyncio
import contextlib
import os
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from facts.model import HOME
from facts.wiring import open_library
from tests.benchmarks.synthetic import Claims, fact_line, long_post
from tests.end_to_end.lifecycle.interactions import Person, text_option
from tests.end_to_end.lifecycle.loopback import DISCORD_WAITS, TOKEN, Loopback
from tests.end_to_end.lifecycle.posted import Posted
from tests.end_to_end.lifecycle.program import running

LAUNCHER = Path(__file__).parents[1] / "end_to_end" / "lifecycle" / "launcher.py"
_FACTS = 10_000
_PEOPLE = 5_000
_WARM_UP = 200
NO_LIMITS = {
    f"NICENOTE_{name}_A_MINUTE": "0"
    for name in ("QUESTIONS", "CHECKS", "SUGGESTIONS", "ACTIONS", "SERVER_QUESTIONS")
}
Act = Callable[[], Awaitable[str]]


class TimedDiscord(Loopback):
    """A Discord that notes when each first response arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.late_by = 0.0
        self.arrived: dict[str, float] = {}

    async def _callback(self, request: web.Request) -> web.Response:
        self.arrived.setdefault(request.match_info["interaction"], time.perf_counter())
        return await super()._callback(request)

    async def changed_to(self, interaction_id: str, words: str, within: float = 60.0) -> Posted:
        """Wait until the answer to an interaction, which may change meanwhile, has ``words``."""

        def look() -> Posted | None:
            shown = self._edited.get(interaction_id)
            return shown if shown is not None and words in shown.text else None

        return await self.happened.until(look, f"“{words}”", within=within)

    def forget(self) -> None:
        """Drop what is over, so that this process stays quick."""
        self.posted.clear()
        self.sent.clear()
        self.arrived.clear()
        self._answers.clear()
        for session in self.gateway.sessions:
            # What was sent before is never asked for again: nobody resumes here.
            session.sent[:-1] = [{}] * (len(session.sent) - 1)


@dataclass
class Round:
    """What was measured at one rate, in seconds and bytes."""

    rate: float
    waited: list[float] = field(default_factory=list)
    lost: int = 0
    lag: list[float] = field(default_factory=list)
    processor: float = 0.0
    memory: tuple[int, int] = (0, 0)

    def line(self) -> str:
        sent = len(self.waited) + self.lost
        in_time = sum(waited <= DISCORD_WAITS for waited in self.waited)
        times = "".join(f"{1000 * value:>8.0f}" for value in quantiles(self.waited))
        begun, ended = (value / 1e6 for value in self.memory)
        return (
            f"{self.rate:>5.0f}/s{sent:>7}{100 * in_time / sent:>9.2f} %{times}"
            f"{begun:>9.0f}{ended:>6.0f}{1000 * self.processor / sent:>9.2f}"
            f"{1000 * quantiles(self.lag)[2]:>9.0f}{1000 * max(self.lag):>6.0f}"
        )


HEADER = (
    f"{'rate':>7}{'sent':>7}{'in 3 s':>11}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}"
    f"{'MB at first, last':>15}{'ms cpu':>9}{'own lag p99':>9}{'max':>6}"
)


def quantiles(values: list[float]) -> tuple[float, float, float, float]:
    """The median, p95, p99 and the largest of ``values``."""
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[94], cuts[98], max(values)


class Crowd:
    """What many people do, at random but always the same."""

    def __init__(self, discord: Loopback, claims: Claims) -> None:
        self._discord = discord
        self._random = random.Random(7)  # noqa: S311 - no secret
        few, more = claims.questions(4, 500), claims.questions(8, 200, typos=True)
        self._questions = [*(q.text for q in few), *(q.text for q in more), "nice note"]
        self._typed = claims.prefixes(500)
        self._posts = [long_post(claims, number)[:2000] for number in range(50)]
        self._people = [Person(str(9 << 40 | n), f"reader {n}") for n in range(_PEOPLE)]
        self._moderator = Person(str(8 << 40), "mona", manages=True)

    def acts(self) -> Iterator[Act]:
        """One act after the other, without end."""
        discord, chance = self._discord, self._random
        while True:
            who = chance.choice(self._people)
            kind = chance.random()
            if kind < 0.6:
                options = [text_option("question", chance.choice(self._questions))]
                yield lambda who=who, options=options: discord.use(who, "claim", options)
            elif kind < 0.9:
                typed = chance.choice(self._typed)
                yield lambda who=who, typed=typed: discord.suggest(who, "claim", "question", typed)
            elif kind < 0.95:
                post = chance.choice(self._posts)
                yield lambda who=who, post=post: discord.use_menu(who, "Check this claim", post)
            else:
                command = chance.choice(("fact list", "desk log", "alerts list"))
                yield lambda command=command: discord.use(self._moderator, command, [])


async def play(discord: TimedDiscord, acts: Iterator[Act], rate: float, seconds: float) -> Round:
    """Let ``acts`` happen at ``rate`` a second, and wait for the last responses."""
    round_ = Round(rate)
    due: dict[str, float] = {}
    begun = time.perf_counter()
    for number in range(int(rate * seconds)):
        moment = begun + number / rate
        await asyncio.sleep(max(0.0, moment - time.perf_counter()))
        round_.lag.append(max(0.0, time.perf_counter() - moment))
        due[await next(acts)()] = moment
    with contextlib.suppress(AssertionError):
        await discord.happened.until(
            lambda: len(discord.arrived) >= len(due), "the last", within=DISCORD_WAITS + 1
        )
    waited = [
        discord.arrived[key] - moment for key, moment in due.items() if key in discord.arrived
    ]
    round_.waited, round_.lost = waited, len(due) - len(waited)
    discord.forget()
    return round_


def processor(process_id: int) -> float:
    """The seconds of processor that a process has used."""
    parts = Path(f"/proc/{process_id}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def memory(process_id: int) -> int:
    """The bytes of memory that a process holds."""
    status = Path(f"/proc/{process_id}/statm").read_text("utf-8")
    return int(status.split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def fill(folder: Path, claims: Claims) -> None:
    """Make a store with ``claims`` in ``folder``."""
    async with open_library(folder) as library:
        content = b"\n".join(fact_line(claims, place) for place in range(claims.count))
        await library.importing.run(content, editor="a benchmark", desk=HOME)


async def _measure(rates: list[float], seconds: float, facts: int, folder: Path) -> None:
    """``rates`` one after the other; prints a line for each."""
    claims = Claims(facts)
    await fill(folder / "book", claims)
    settings = {"DISCORD_TOKEN": TOKEN, "NICENOTE_STORE": str(folder / "book"), **NO_LIMITS}
    async with TimedDiscord() as discord:
        arguments = [str(LAUNCHER), discord.origin]
        async with running(arguments, folder=folder, **settings) as bot:
            await discord.signed_in()
            acts = Crowd(discord, claims).acts()
            await play(discord, acts, 20, _WARM_UP / 20)
            print(
                f"{facts:,} facts, {os.cpu_count()} cores, aiohttp {aiohttp.__version__}\n{HEADER}"
            )
            held_at_first = memory(bot.process_id)
            for rate in rates:
                used, held = processor(bot.process_id), memory(bot.process_id)
                measured = await play(discord, acts, rate, seconds)
                measured.processor = processor(bot.process_id) - used
                measured.memory = held, memory(bot.process_id)
                print(measured.line(), flush=True)
            grown = (memory(bot.process_id) - held_at_first) / 1e6
            print(f"memory grew by {grown:.0f} MB from {held_at_first / 1e6:.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rates", type=float, nargs="+", default=[20, 40, 80, 100])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--facts", type=int, default=_FACTS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        rates = given.rates * given.rounds
        asyncio.run(_measure(rates, given.seconds, given.facts, Path(temporary)))
