"""Made-up facts and the measuring that the store's benchmark needs."""

import asyncio
import random
import re
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from facts.model import FactDraft
from facts.model.parts import Retraction
from facts.store.protocol import Add, Write
from facts.store.tinydb.store import TinyDBStore

# The characters of an entry of the log without the state before it, and those that a store adds to
# a fact: id, desk, revision and times.
ENTRY_BYTES, _ADDED_BY_THE_STORE = 130, 140
_SWITCH_SECONDS = 0.0005
# More bare commits than SQLite appends (some 430) before it writes its log over from the start.
_UNTIL_WRITTEN_OVER = 600

_WORDS = re.findall(
    r"\w+",
    """letter note president ministry statement denied leader talks summit virus border tests trade
    aid minister said never sent received nice relations report experts officials weapon launch
    sanctions economy election hospital vaccine figures spokesman agency capital north south""",
)


class LoopWatch:
    """The longest that the event loop was held while it was watched, in ms.

    ``longest`` by the clock on the wall, which on a busy machine counts other programs' work too;
    ``worked`` by the processor time that the loop's own thread spent. Meanwhile a busy thread lets
    go of the interpreter as often as in the bot (``bot.running``), not after Python's 5 ms.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.worked = 0.0

    async def __aenter__(self) -> Self:
        self._interval = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._task = asyncio.create_task(self._watch())
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(0)
        self._task.cancel()
        sys.setswitchinterval(self._interval)

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


def with_quote(draft: FactDraft, quote: str) -> FactDraft:
    """The fact with another quote of the claim, as a desk corrects one."""
    return draft.model_copy(update={"claim": draft.claim.model_copy(update={"quote": quote})})


def retracted(draft: FactDraft) -> FactDraft:
    """The fact as a desk retracts it: it stays, with the day and the reason."""
    why = Retraction.model_validate({"on": "2020-05-02", "reason": "The ministry withdrew it."})
    return draft.model_copy(update={"retraction": why})


def fact_text(draft: FactDraft) -> str:
    """As many characters as a fact has in the store."""
    return draft.model_dump_json(exclude_defaults=True) + "x" * _ADDED_BY_THE_STORE


@contextmanager
def bare_sqlite(folder: Path) -> Iterator[Callable[[Sequence[str]], float]]:
    """The least that a durable write is: the same texts inserted and committed into a new file,
    without an index. Gives the ms that each took.
    """
    with tempfile.TemporaryDirectory(dir=folder) as place:
        connection = sqlite3.connect(Path(place) / "bare.sqlite", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, document TEXT)")

        def insert(texts: Sequence[str]) -> float:
            rows = [(one,) for one in texts]
            before = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO t (document) VALUES (?)", rows)
            connection.execute("COMMIT")
            return (time.perf_counter() - before) * 1000

        yield insert
        connection.close()


class ByTurns:
    """Durable writes beside bare commits, done by turns so that the disk is as busy for both."""

    def __init__(self, store: TinyDBStore, folder: Path, rounds: int) -> None:
        self._store = store
        self._folder = folder
        self._rounds = rounds

    async def write(
        self,
        name: str,
        step: Callable[[int], Write],
        texts: Callable[[int], Sequence[str]],
    ) -> None:
        """Time ``step`` of each round, and a bare commit of the ``texts`` that it stores.

        A fact that is changed is read first, which is not timed: who changes one has seen it.

        A commit takes nearly twice as long while SQLite's write-ahead log grows as when it is
        written over, from 1,000 pages on: after some 80 writes of a store and 430 bare ones. So the
        aim's yardstick is a new file, and the bare commits beside it are told that are past that.
        """
        ours, bare, later = [], [], []
        with bare_sqlite(self._folder) as new, bare_sqlite(self._folder) as old:
            for number in range(_UNTIL_WRITTEN_OVER):
                old(texts(number % self._rounds))
            for number in range(self._rounds):
                write = step(number)
                if not isinstance(write, Add):
                    await self._store.get(write.fact_id)
                bare.append(new(texts(number)))
                later.append(old(texts(number)))
                before = time.perf_counter()
                await self._store.apply([write], editor="ana")
                ours.append((time.perf_counter() - before) * 1000)
        for times in (ours, bare, later):
            times.sort()
        tell_times(f"durable {name}", ours)
        tell_times("  a bare SQLite commit, by turns", bare)
        tell("  median, times the bare one", statistics.median(ours) / statistics.median(bare), "x")
        tell("  p95, times the bare one", p95(ours) / p95(bare), "x", "<= 2")
        tell("  p95, times one over an old log", p95(ours) / p95(later), "x")


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
