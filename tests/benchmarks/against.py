"""The index against other ways of finding a claim, in one run.

``python -m tests.benchmarks.against [CLAIMS]``. Each way gets the same
questions. Times are milliseconds for one question on one core.
"""

import sqlite3
import sys
import time
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process

from facts.matching.search import ClaimIndex
from facts.model import HOME
from tests.benchmarks.synthetic import Claims
from tests.facts.matching.conftest import fill

_CLAIMS = 1_000_000
_ASKED_OF_THE_INDEX, _ASKED_OF_TABLES, _ASKED_OF_SCANS = 300, 40, 3


def median(call: Callable[[str], object], texts: Sequence[str]) -> float:
    times = []
    for text in texts:
        start = time.perf_counter()
        call(text)
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)[len(times) // 2]


def compare(count: int) -> dict[str, float]:
    """Median milliseconds by way and question."""
    claims = Claims(count)
    short = [question.text for question in claims.questions(2, _ASKED_OF_THE_INDEX)]
    long = [question.text for question in claims.questions(8, _ASKED_OF_THE_INDEX)]
    row = [question.text for question in claims.fragments(8, _ASKED_OF_THE_INDEX)]
    index = ClaimIndex()
    fill(index, claims.facts())
    texts = [claims.text(place) for place in range(count)]

    def ask(text: str) -> object:
        return index.search(text, [HOME])

    def token_set(text: str) -> object:
        return process.extract(text, texts, scorer=fuzz.token_set_ratio, limit=5)

    def weighted(text: str) -> object:
        return process.extract(text, texts, scorer=fuzz.WRatio, limit=5)

    table = _table(texts)

    def words_or(text: str) -> object:
        wanted = " OR ".join(f'"{word}"' for word in text.split())
        found = "SELECT rowid FROM claims WHERE claims MATCH ? ORDER BY rank LIMIT 5"
        return table.execute(found, (wanted,)).fetchall()

    median(ask, short)
    return {
        "index, 2 words": median(ask, short),
        "index, 8 words": median(ask, long),
        "index, 8 words in a row": median(ask, row),
        "token_set_ratio over all, 2 words": median(token_set, short[:_ASKED_OF_SCANS]),
        "WRatio over all, 2 words": median(weighted, short[:_ASKED_OF_SCANS]),
        "token_set_ratio over all, 8 words": median(token_set, long[:_ASKED_OF_SCANS]),
        "WRatio over all, 8 words": median(weighted, long[:_ASKED_OF_SCANS]),
        "SQLite FTS5 OR, 8 words": median(words_or, long[:_ASKED_OF_TABLES]),
        "SQLite FTS5 OR, 8 words in a row": median(words_or, row[:_ASKED_OF_TABLES]),
    }


def _table(texts: Sequence[str]) -> sqlite3.Connection:
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE claims USING fts5(text)")
    table.executemany("INSERT INTO claims VALUES (?)", ((text,) for text in texts))
    return table


def main() -> None:
    count = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else _CLAIMS
    figures = compare(count)
    print(f"{count:,} claims, median ms of one question")
    for name, milliseconds in figures.items():
        words = name.rpartition(", ")[2]
        ratio = milliseconds / figures[f"index, {words}"]
        print(f"  {name:36}{milliseconds:>12.2f}{ratio:>12,.0f}x")


if __name__ == "__main__":
    main()
