"""Speed and size of the index over synthetic claims: ``python -m tests.benchmarks.speed [SIZES]``.

Prints a table with one column a size, all measured in one run. Times are of one core, in
milliseconds. The last part compares with other ways at the smallest size.
"""

import asyncio
import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from facts.matching.index import FuzzyIndex
from facts.model import HOME
from tests.benchmarks.synthetic import Claims, Question

SIZES = (1_000, 10_000, 100_000, 1_000_000)
_ASKED = 400
_FIRST_FIVE = 5
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
    "Z̴̧̛a̷l̶g̵o̸ " * 300,
    "🔥" * 500,
    "北朝鮮の手紙 " * 200,
)


def percentile(times: Sequence[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def timed(call: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Milliseconds of each call."""
    times = []
    for text in texts:
        start = time.perf_counter()
        call(text)
        times.append(1000 * (time.perf_counter() - start))
    return times


def memory() -> float:
    """Resident memory of this process in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int) -> dict[str, float | str]:
    """All figures for an index of ``count`` claims."""
    claims = Claims(count)
    questions = {
        "2 words": claims.questions(2, _ASKED),
        "2 words, typos": claims.questions(2, _ASKED, typos=True),
        "8 words": claims.questions(8, _ASKED),
        "8 words, typos": claims.questions(8, _ASKED, typos=True),
    }
    prefixes = claims.prefixes(_ASKED)
    start = time.perf_counter()
    made = sum(1 for _ in claims.facts())
    making = time.perf_counter() - start
    gc.collect()
    before = memory()
    index = FuzzyIndex()
    start = time.perf_counter()
    index.fill(claims.facts())
    building = time.perf_counter() - start
    gc.collect()
    gc.freeze()
    figures: dict[str, float | str] = {
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
    figures |= asyncio.run(_fresh(index, claims))
    gc.unfreeze()
    return figures


def _times(kind: str, times: Sequence[float]) -> dict[str, float | str]:
    return {
        f"{kind}: p50 / p95 / max": " / ".join(
            f"{percentile(times, share):.1f}" for share in (0.5, 0.95, 1.0)
        )
    }


def _recall(index: FuzzyIndex, asked: Sequence[Question]) -> float:
    found = 0
    for question in asked:
        candidates = index.search(question.text, [HOME], _FIRST_FIVE).candidates
        found += question.fact_id in {candidate.fact_id for candidate in candidates}
    return round(found / len(asked), 3)


async def _fresh(index: FuzzyIndex, claims: Claims) -> dict[str, float | str]:
    """How long one new claim takes to be findable, with a filled overlay at the end."""
    more = list(Claims(1_000).facts())
    times = []
    for fact in more:
        moved = fact.model_copy(update={"id": fact.id + claims.count})
        start = time.perf_counter()
        index.put(moved)
        times.append(1000 * (time.perf_counter() - start))
    asked = [question.text for question in claims.questions(2, _ASKED)]
    over = timed(lambda text: index.search(text, [HOME]), asked)
    return _times("put", times) | _times("2 words, 1,000 fresh", over)


def main() -> None:
    sizes = [int(size.replace(",", "")) for size in sys.argv[1:]] or SIZES
    columns = [measure(size) for size in sizes]
    for name in columns[0]:
        print(f"{name:32}" + "".join(f"{column[name]!s:>24}" for column in columns))
    print(json.dumps(columns))


if __name__ == "__main__":
    main()
