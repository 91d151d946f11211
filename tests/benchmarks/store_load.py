"""Made-up facts and the measuring that the store's benchmark needs."""

import asyncio
import random
import re
import resource
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Self

from facts.model import FactDraft

_WORDS = re.findall(
    r"\w+",
    """letter note president ministry statement denied leader talks summit virus border tests trade
    aid minister said never sent received nice relations report experts officials weapon launch
    sanctions economy election hospital vaccine figures spokesman agency capital north south""",
)


class LoopWatch:
    """The longest that the event loop was held while it was watched, in ms.

    ``longest`` by the clock on the wall, which on a busy machine counts other programs' work too;
    ``worked`` by the processor time that the loop's own thread spent.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.worked = 0.0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._watch())
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(0)
        self._task.cancel()

    def tell(self) -> None:
        """Print both."""
        tell("  loop held at most meanwhile, wall clock", self.longest, "ms", "aim 10")
        tell("  loop held at most meanwhile, processor time", self.worked, "ms", "aim 10")

    async def _watch(self) -> None:
        wall, worked = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(0)
            wall_now, worked_now = time.perf_counter(), time.thread_time()
            self.longest = max(self.longest, (wall_now - wall) * 1000)
            self.worked = max(self.worked, (worked_now - worked) * 1000)
            wall, worked = wall_now, worked_now


def draft(number: int) -> FactDraft:
    """A made-up fact of about 1.4 KB; the same for the same number."""
    pick = random.Random(number)  # noqa: S311 - made-up text, no secret

    def words(count: int) -> str:
        return " ".join(pick.choices(_WORDS, k=count))

    response = {"stance": "denies", "role": words(2), "on_behalf_of": words(2), "via": words(1)}
    source = {"outlet": words(2), "headline": words(10), "published": "2020-04-19"}
    return FactDraft.model_validate(
        {
            "ref": f"made-up-{number}",
            "claim": {
                "text": words(17),
                "speaker": {"name": words(2), "role": words(2)},
                "date": "2020-04-18",
                "venue": words(4),
                "quote": words(20),
            },
            "responses": [response | {"date": "2020-04-19", "quote": words(20), "sources": [1, 2]}],
            "sources": [
                source
                | {
                    "url": f"https://example.org/{number}/a",
                    "quotes": [{"of": 1, "text": words(12)}],
                },
                source | {"url": f"https://example.org/{number}/b"},
            ],
            "topics": [pick.choice(_WORDS), pick.choice(_WORDS)],
            "other_wordings": [words(8)],
        }
    )


def milliseconds(work: Callable[[int], object], rounds: int) -> list[float]:
    """The time of each round of ``work``, in ms, sorted."""
    times = []
    for number in range(rounds):
        before = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - before) * 1000)
    return sorted(times)


async def async_milliseconds(work: Callable[[int], Awaitable[object]], rounds: int) -> list[float]:
    """The same for coroutines."""
    times = []
    for number in range(rounds):
        before = time.perf_counter()
        await work(number)
        times.append((time.perf_counter() - before) * 1000)
    return sorted(times)


async def side_by_side(
    bare: Callable[[], None], work: Callable[[int], Awaitable[object]], rounds: int
) -> tuple[list[float], list[float]]:
    """The times of ``bare`` and ``work``, done by turns so that the disk is as busy for both."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        start = time.perf_counter()
        bare()
        middle = time.perf_counter()
        await work(number)
        times[0].append((middle - start) * 1000)
        times[1].append((time.perf_counter() - middle) * 1000)
    return sorted(times[0]), sorted(times[1])


def p95(times: Sequence[float]) -> float:
    """The 95th percentile of sorted ``times``."""
    return times[min(len(times) - 1, int(len(times) * 0.95))]


def tell(name: str, figure: float, unit: str, aim: str = "") -> None:
    """Print one figure."""
    print(f"{name:52} {figure:12,.3f} {unit:12} {aim}", flush=True)


def tell_times(name: str, times: Sequence[float], aim: str = "") -> None:
    """Print the median and the 95th percentile of sorted ``times``."""
    tell(f"{name}, median", statistics.median(times), "ms")
    tell(f"{name}, p95", p95(times), "ms", aim)


def resident() -> float:
    """The memory that this process holds now, in KB."""
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * resource.getpagesize() / 1000
