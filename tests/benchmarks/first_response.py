"""How long a reader waits: ``python -m tests.benchmarks.first_response [FACTS]``.

The real bot in SimCord, over a store on disk with the starter facts and FACTS made-up ones
(10,000). The time is from INTERACTION_CREATE, when discord.py has read it, until the first response
was handed over and taken; what SimCord does around that, waiting until all is quiet included, is
shown apart. Times are of one core, in milliseconds; the aim is 100 at the 95th percentile.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import discord
import simcord

from bot.client import NiceNote
from facts.model import HOME, visible_desks
from facts.usecases.admission import Limits, RateLimiter
from facts.wiring import Library, open_library
from tests.benchmarks.synthetic import Claims, fact_line, long_post

_FACTS = 10_000
_ASKED = 200
_AIM = 100.0
_UNKNOWN = ("best pizza in town", "did kim write to putin", "hello", "qwxzj vvkpt", "is it raining")
Ask = Callable[[str], Awaitable[Any]]


class _Timed(NiceNote):
    """The bot, noting when an interaction arrives and when its first response was taken."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, limiter=RateLimiter(Limits(0, 0, 0, 0, 0)))
        self.times: list[float] = []
        self._arrived: dict[int, float] = {}

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        if event == "interaction":
            self._arrived[args[0].id] = time.perf_counter()
        super().dispatch(event, *args, **kwargs)

    def answered(self, interaction_id: int) -> None:
        if began := self._arrived.pop(interaction_id, None):
            self.times.append((time.perf_counter() - began) * 1000)


@contextmanager
def _noting(bot: _Timed) -> Iterator[None]:
    """Tell ``bot`` of each response that was taken."""
    responses = discord.InteractionResponse
    plain = {name: getattr(responses, name) for name in ("send_message", "autocomplete")}

    def noted(name: str) -> Callable[..., Awaitable[Any]]:
        async def respond(self: Any, *args: Any, **kwargs: Any) -> Any:
            result = await plain[name](self, *args, **kwargs)
            bot.answered(self._parent.id)
            return result

        return respond

    for name in plain:
        setattr(responses, name, noted(name))
    try:
        yield
    finally:
        for name, method in plain.items():
            setattr(responses, name, method)


def _cases(claims: Claims) -> dict[str, list[str]]:
    found = [question.text for question in claims.questions(4, _ASKED // 2)]
    typos = [question.text for question in claims.questions(4, _ASKED // 2, typos=True)]
    natural = ["nice note", "who denied the nice note", "did Kim write to Trump", "dprk covid"]
    slips = ["nise nota", "trupm kim leter", "coronvirus briefing nice noet", "norht koera covid"]
    posts = [long_post(claims, number) for number in range(_ASKED)]
    return {
        "found": list(islice(cycle([*natural, *found]), _ASKED)),
        "typos": list(islice(cycle([*slips, *typos]), _ASKED)),
        "not found": list(islice(cycle(_UNKNOWN), _ASKED)),
        "long post": posts,
    }


async def _table(bot: _Timed, cases: dict[str, tuple[Ask, Sequence[str]]]) -> None:
    print(f"{'':34}{'n':>5}{'p50':>8}{'p95':>8}{'max':>8}   {'with SimCord, p95':>18}")
    for name, (ask, questions) in cases.items():
        bot.times.clear()
        whole = []
        for question in questions:
            began = time.perf_counter()
            await ask(question)
            whole.append((time.perf_counter() - began) * 1000)
        times = bot.times
        assert len(times) == len(questions), f"{name}: not every question was answered"
        print(
            f"{name:34}{len(times):>5}{statistics.median(times):>8.1f}{_p95(times):>8.1f}"
            f"{max(times):>8.1f}   {_p95(whole):>18.1f}   "
            f"{'within the aim' if _p95(times) <= _AIM else 'OVER THE AIM'}"
        )


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


async def _measure(count: int, folder: Path) -> None:
    claims = Claims(count)
    async with open_library(folder / "book") as library:
        began = time.perf_counter()
        content = b"\n".join(fact_line(claims, place) for place in range(count))
        await library.importing.run(content, editor="a benchmark", desk=HOME)
        print(f"importing {count:,} facts took {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        await library.asking.catalogue.catch_up()
        print(f"filling the index, before the sign-in, {time.perf_counter() - began:.1f} s")
        bot = _Timed(library)
        async with simcord.run(bot, settle_timeout=120) as discord_env:
            with _noting(bot):
                await _ask_all(bot, library, discord_env, claims)


async def _ask_all(bot: _Timed, library: Library, discord_env: simcord.Env, claims: Claims) -> None:
    guild = discord_env.create_guild("The Newsroom")
    channel = guild.create_text_channel("fact-desk")
    reader = guild.add_member(discord_env.create_user("rita"))

    async def claim(question: str) -> None:
        await reader.slash(channel, "claim", question=question)

    async def complete(typed: str) -> None:
        await reader.autocomplete(channel, "claim", "question", typed)

    async def check(post: str) -> None:
        message = await reader.send(channel, post[:2000])
        await reader.context_menu(channel, "Check this claim", message)

    await claim("nice note")
    print(f"the first question of all took {bot.times[0]:.0f} ms\n")
    cases = _cases(claims)
    asked = {f"/claim, {name}": (claim, questions) for name, questions in cases.items()}
    posts = cases["long post"]
    await _table(
        bot,
        asked
        | {
            "autocomplete": (complete, claims.prefixes(_ASKED)),
            "autocomplete, one or two letters": (complete, ["t", "k", "no", "tr", "a"] * 40),
            "Check this claim": (check, posts[: _ASKED // 2]),
        },
    )
    print(
        f"\n{'longest that the loop was held, ms':34}{'at work':>10}{'on the clock':>15}   aim 10"
    )
    for name, questions in cases.items():
        some = questions[: _ASKED // len(cases)]
        held = await _held(lambda asked: library.asking.ask(asked, visible_desks(None)), some)
        print(f"{name:34}{held.at_work:>10.1f}{held.on_the_clock:>15.1f}")


class _Held(NamedTuple):
    """The longest turn of the loop: what its thread worked, and what passed on a clock, in ms.

    On a busy machine the clock also counts what other processes got.
    """

    at_work: float
    on_the_clock: float


async def _held(ask: Ask, questions: Sequence[str]) -> _Held:
    at_work, on_the_clock = [], []

    async def tick() -> None:
        while True:
            work, clock = time.thread_time(), time.perf_counter()
            await asyncio.sleep(0)
            at_work.append(time.thread_time() - work)
            on_the_clock.append(time.perf_counter() - clock)

    ticking = asyncio.create_task(tick())
    for question in questions:
        await ask(question)
        await asyncio.sleep(0)
    ticking.cancel()
    return _Held(max(at_work) * 1000, max(on_the_clock) * 1000)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else _FACTS, Path(temporary)))
