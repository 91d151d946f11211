"""Speed and size of the index over synthetic claims: ``python -m tests.benchmarks.speed [SIZES]``.

Prints a table with one column a size, all measured in one run. All times are processor
time, which other processes disturb least; only how long the loop is held is of the clock.
"""

import asyncio
import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from facts.matching.index.disk_cache import IndexCache
from facts.matching.search import ClaimIndex
from facts.model import HOME
from tests.benchmarks.synthetic import Claims, Question
from tests.facts.matching.conftest import fill

Figures = dict[str, float | str]

SIZES = (1_000, 10_000, 100_000, 1_000_000)
_ASKED = 400
_FIRST_FIVE = 5
_A_SECOND_OR_FIVE = 500
_WORST = (
    "a the",
    "the of to in and",
    "a",
    "e",
    "st",
    "b c d",
    "x" * 6000,
    "the " * 1500,
    "ba be bi bo bu " * 400,
    " ".join(f"{chr(97 + n % 26)}q{chr(97 + n // 26)}zwx{n}y"[:9] for n in range(600)),
    " ".join(f"{chr(97 + n % 26)}oq{chr(97 + n // 26)}zerat" for n in range(600)),
    "Z̴̧̛a̷l̶g̵o̸ " * 300,
    "🔥" * 500,
    "北朝鮮の手紙 " * 200,
)


def percentile(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def timed(call: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Milliseconds of processor time of each call, which other processes do not disturb."""
    times = []
    for text in texts:
        start = time.thread_time()
        call(text)
        times.append(1000 * (time.thread_time() - start))
    return times


def memory() -> float:
    """Resident memory of this process in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int) -> Figures:
    """All figures for an index of ``count`` claims."""
    claims = Claims(count)
    questions = {
        "2 words": claims.questions(2, _ASKED),
        "2 words, typos": claims.questions(2, _ASKED, typos=True),
        "8 words": claims.questions(8, _ASKED),
        "8 words, typos": claims.questions(8, _ASKED, typos=True),
        "8 words in a row": claims.fragments(8, _ASKED),
    }
    prefixes = claims.prefixes(_ASKED)
    start = time.process_time()
    made = sum(1 for _ in claims.facts())
    making = time.process_time() - start
    gc.collect()
    before = memory()
    index = ClaimIndex()
    start = time.process_time()
    fill(index, claims.facts())
    building = time.process_time() - start
    gc.collect()
    gc.freeze()
    figures: Figures = {
        "claims": made,
        "build s": round(building - making, 1),
        "memory MB": round(memory() - before),
    }
    index.search("warm up the tables", [HOME])

    def search(text: str) -> object:
        return index.search(text, [HOME])

    def complete(text: str) -> object:
        return index.complete(text, [HOME])

    for kind, asked in questions.items():
        figures |= _times(kind, timed(search, (question.text for question in asked)))
        figures[f"{kind}: in first five"] = _recall(index, asked)
    figures |= _times("prefix", timed(search, prefixes))
    figures |= _times("completion", timed(complete, prefixes))
    figures |= _times("worst inputs", timed(search, _WORST))
    figures |= _times("worst completions", timed(complete, [text[:200] for text in _WORST]))
    everything = [question.text for asked in questions.values() for question in asked]
    figures |= asyncio.run(_loop_held(index, everything))
    figures |= _reopened(index, len(claims.words))
    figures |= _fresh(index, claims)
    gc.unfreeze()
    return figures


def _times(kind: str, times: Sequence[float]) -> Figures:
    return {
        f"{kind}: p50 / p95 / max": " / ".join(
            f"{percentile(times, share):.1f}" for share in (0.5, 0.95, 1.0)
        )
    }


def _recall(index: ClaimIndex, asked: Sequence[Question]) -> float:
    found = 0
    for question in asked:
        candidates = index.search(question.text, [HOME], _FIRST_FIVE).candidates
        found += question.fact_id in {candidate.fact_id for candidate in candidates}
    return round(found / len(asked), 3)


async def _loop_held(index: ClaimIndex, asked: Sequence[str]) -> Figures:
    """How long other work waits at most while 100 questions a second are answered."""
    held: list[float] = []

    async def watch() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(0.001)
            held.append(1000 * (time.perf_counter() - start) - 1)

    watching = asyncio.create_task(watch())
    for text in asked[:_A_SECOND_OR_FIVE]:
        index.search(text, [HOME])
        await asyncio.sleep(0.01)
    watching.cancel()
    return {"loop held, p99 / max": f"{percentile(held, 0.99):.1f} / {max(held):.1f}"}


def _reopened(index: ClaimIndex, cursor: int) -> Figures:
    """How long writing takes, in a thread, and how long opening, with every check."""
    with tempfile.TemporaryDirectory() as folder:
        cache = IndexCache(Path(folder) / "index")
        start = time.process_time()
        asyncio.run(index.merge(cursor, cache))
        written = time.process_time()
        again = ClaimIndex()
        asyncio.run(again.restore(cache.read(cursor)))
        opened = time.process_time()
        again.search("warm up the tables", [HOME])
        size = sum(path.stat().st_size for path in cache.folder.iterdir()) / 2**20
    return {
        "write s": round(written - start, 2),
        "open s": round(opened - written, 2),
        "disk MB": round(size),
    }


def _fresh(index: ClaimIndex, claims: Claims) -> Figures:
    """How long one new claim takes to be findable, with a filled overlay at the end."""
    more = list(Claims(1_000).facts())
    times = []
    for fact in more:
        moved = fact.model_copy(update={"id": fact.id + claims.count})
        start = time.thread_time()
        index.put(moved)
        times.append(1000 * (time.thread_time() - start))
    asked = [question.text for question in claims.questions(2, _ASKED)]
    over = timed(lambda text: index.search(text, [HOME]), asked)
    newest = set(index.complete("", None, len(more)))
    lost = sum(1 for fact in more if fact.id + claims.count not in newest)
    return _times("put", times) | _times("2 words, 1,000 fresh", over) | {"fresh lost": lost}


def table(columns: Sequence[Figures]) -> str:
    """A line a figure, a column a size."""
    return "\n".join(
        f"{name:40}" + "".join(f"{column[name]!s:>22}" for column in columns) for name in columns[0]
    )


def main() -> None:
    sizes = [int(size.replace(",", "")) for size in sys.argv[1:]] or SIZES
    columns = [measure(size) for size in sizes]
    print(table(columns))


if __name__ == "__main__":
    main()
