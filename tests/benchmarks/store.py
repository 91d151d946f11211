"""The store's figures at N facts, and plain TinyDB calls on stock TinyDB and on the journal.

    python -m tests.benchmarks.store [--facts 100000] [--stock-rounds 3]

Each part is a process of its own; all run one after another.
"""

import argparse
import asyncio
import gc
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tinydb import TinyDB, where

from facts.model import HOME, DeskId
from facts.store.journal.table import JournalDB
from facts.store.protocol import Add, Edit, Having, Remove
from facts.store.tiny import TinyStore
from tests.benchmarks.store_load import (
    LoopWatch,
    async_milliseconds,
    bare_file,
    draft,
    milliseconds,
    resident,
    side_by_side,
    tell,
    tell_times,
)

_ROUNDS = 300


async def build(folder: Path, count: int) -> None:
    """Bulk import and a snapshot."""
    store = await TinyStore.open(folder / "book")
    desks = [HOME, DeskId("1"), DeskId("2")]
    writes = [Add(desks[number % 3], draft(number)) for number in range(count)]
    gc.freeze()
    async with LoopWatch() as loop:
        before = time.perf_counter()
        await store.apply(writes, editor="import")
        seconds = time.perf_counter() - before
    tell("bulk import in one write", count / seconds, "facts/s", "aim 20,000")
    loop.tell()
    async with LoopWatch() as loop:
        before = time.perf_counter()
        await store.snapshot()
        seconds = time.perf_counter() - before
    tell("snapshot", seconds, "s")
    loop.tell()
    await store.close()
    newest = max((folder / "book").glob("snapshot-*"))
    tell("newest snapshot", newest.stat().st_size / count, "bytes/fact")


async def use(folder: Path, count: int) -> None:
    """Opening and single operations, in a process that did not build the store."""
    at_first = resident()
    before, worked = time.perf_counter(), time.process_time()
    store = await TinyStore.open(folder / "book")
    tell("open", time.perf_counter() - before, "s", "aim 1.5 (10,000: 0.2)")
    tell("open, processor time", time.process_time() - worked, "s")
    gc.collect()
    tell("memory", (resident() - at_first) / count, "KB/fact", "aim 6")
    gc.freeze()
    new = [draft(count + number) for number in range(_ROUNDS)]
    pick = random.Random(7)  # noqa: S311 - made-up choice, no secret
    ids = pick.sample(range(1, count + 1), min(count, 2000))

    with bare_file(folder) as append:
        bare, inserts = await side_by_side(
            append, lambda n: store.apply([Add(HOME, new[n])], editor="ana"), _ROUNDS
        )
    updates = await async_milliseconds(
        lambda n: store.apply([Edit(ids[n], 1, new[n])], editor="ana"), _ROUNDS
    )
    removals = await async_milliseconds(
        lambda n: store.apply([Remove(ids[n], 2)], editor="ana"), _ROUNDS
    )
    async with LoopWatch() as loop:
        for one in new:
            await store.apply([Add(HOME, one)], editor="ana")
    tell_times("a bare append with fsync, in between", bare, "to compare")
    tell_times("durable insert", inserts, "aim 1")
    tell_times("durable update", updates, "aim 1")
    tell_times("durable retract", removals, "aim 1")
    loop.tell()
    kept = ids[_ROUNDS:]
    tell_times(
        "get by id", await async_milliseconds(lambda n: store.get(kept[n]), len(kept)), "aim 0.05"
    )

    async def by_link(number: int) -> None:
        having = Having(link=f"https://example.org/{kept[number] - 1}/a")
        assert [fact.id async for fact in store.find(having)] == [kept[number]]

    async with LoopWatch() as loop:
        before = time.perf_counter()
        await store.count([HOME])
        seconds = time.perf_counter() - before
    tell("first look-up: making the indexes", seconds, "s")
    loop.tell()
    tell_times("find by source link", await async_milliseconds(by_link, _ROUNDS))
    async with LoopWatch() as loop:
        before = time.perf_counter()
        found = [fact.id async for fact in store.facts()]
        seconds = time.perf_counter() - before
    tell("read all facts", len(found) / seconds, "facts/s")
    loop.tell()
    await store.close()


def compare(folder: Path, count: int, stock_rounds: int) -> None:
    """The same plain TinyDB calls on both."""
    documents = [
        draft(number).model_dump(mode="json", exclude_defaults=True) for number in range(count)
    ]
    gc.freeze()
    figures: dict[str, dict[str, list[float]]] = {}
    for name, db, rounds in (
        ("stock", TinyDB(folder / "stock.json"), stock_rounds),
        ("journal", JournalDB(folder / "journal"), _ROUNDS),
    ):
        bulk = milliseconds(lambda _, db=db: db.insert_multiple(documents), 1)  # type: ignore[misc]
        db.insert(documents[0])
        calls = {
            "insert": lambda n, db=db: db.insert(documents[n]),
            "update": lambda n, db=db: db.update({"ref": "x"}, doc_ids=[n * 7 + 1]),
            "remove": lambda n, db=db: db.remove(doc_ids=[n * 7 + 2]),
            "get by id": lambda n, db=db: db.get(doc_id=n * 11 + 3),
        }
        times = {call: milliseconds(work, rounds) for call, work in calls.items()}
        times["search"] = milliseconds(
            lambda n, db=db: db.search(where("ref") == f"made-up-{n}"), min(rounds, 3)
        )
        figures[name] = times | {"insert_multiple of all": bulk}
        db.close()
    for call, theirs in figures["stock"].items():
        ours = figures["journal"][call]
        tell(f"TinyDB {call}, stock, median", statistics.median(theirs), "ms")
        tell_times(f"TinyDB {call}, journal", ours)
        ratio = statistics.median(theirs) / statistics.median(ours)
        aim = "aim 5,000" if call in ("insert", "update", "remove") else ""
        tell("  times as fast", ratio, "x", aim)


def main() -> None:
    """Run the part that is asked for, or all of them, each in a fresh process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--stock-rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where to work; needed with --part")
    parser.add_argument("--part", choices=["build", "use", "compare"])
    chosen = parser.parse_args()
    if chosen.part == "build":
        asyncio.run(build(chosen.folder, chosen.facts))
    elif chosen.part == "use":
        asyncio.run(use(chosen.folder, chosen.facts))
    elif chosen.part == "compare":
        compare(chosen.folder, chosen.facts, chosen.stock_rounds)
    else:
        with tempfile.TemporaryDirectory() as folder:
            for part in ("build", "use", "compare"):
                command = [sys.executable, "-m", "tests.benchmarks.store", "--part", part]
                command += ["--folder", folder]
                command += ["--facts", str(chosen.facts)]
                command += ["--stock-rounds", str(chosen.stock_rounds)]
                subprocess.run(command, check=True)  # noqa: S603 - this same module


if __name__ == "__main__":
    main()
