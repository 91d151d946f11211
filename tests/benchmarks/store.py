"""The store's figures at N facts, beside stock TinyDB and a bare SQLite insert of the same text.

    python -m tests.benchmarks.store [--facts 100000] [--million] [--stock-rounds 2]

Each part is a process of its own; all run one after another. ``--million`` also opens a store of a
million facts, which takes some minutes to make.
"""

import argparse
import asyncio
import gc
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tinydb import TinyDB

from facts.interchange.file_formats import fact_line
from facts.matching.settings import LANGUAGES_VARIABLE, MatchingSettings
from facts.model import HOME, DeskId, Standing
from facts.store.protocol import Add, Edit, Having, Remove
from facts.store.tinydb.store import TinyDBStore
from facts.store.tinydb.table import Document
from facts.store.tinydb.tables import FACTS, open_tables, to_json
from facts.usecases.files.importing import Importing
from facts.usecases.reading.history import first_since
from facts.wiring import Opening, open_library
from tests.benchmarks.store_load import (
    ENTRY_BYTES,
    ByTurns,
    LoopWatch,
    async_milliseconds,
    draft,
    fact_text,
    milliseconds,
    p95,
    resident,
    retracted,
    tell,
    tell_times,
    with_quote,
)

_ROUNDS = 300
# As ``bot.running`` sets it.
_COLLECTED_EVERY = (5_000, 10, 1_000)
_DESKS = [HOME, DeskId("1"), DeskId("2")]
_NOON = "2026-05-02T12:00:00+00:00"
_PARTS = (
    "terminal",
    "first start",
    "later start",
    "ask",
    "imported",
    "tables",
    "build",
    "use",
    "stock",
)
_STARTS = {
    "first start": ("first start after an import", "<= 6"),
    "later start": ("later start", "<= 3"),
}


def child(*command: str) -> tuple[float, float]:
    """The seconds that a command of the terminal took by the wall clock, and of processor time."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "facts", *command],
        check=False,  # an answer that is not found has an exit code of its own
        stdout=subprocess.DEVNULL,
        env=os.environ | {LANGUAGES_VARIABLE: "off"},
    )
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, worked


def age() -> float:
    """The seconds since this process began."""
    began = Path("/proc/self/stat").read_text("ascii").rsplit(")")[-1].split()[19]
    return time.clock_gettime(time.CLOCK_BOOTTIME) - float(began) / os.sysconf("SC_CLK_TCK")


def terminal(folder: Path, count: int) -> None:
    """A file through ``python -m facts import``, which leaves the index on disk built."""
    file = folder / "facts.jsonl"
    file.write_text("\n".join(fact_line(draft(number)) for number in range(count)))
    seconds, worked = child("import", str(file), "--store", str(folder / "bot"))
    tell("python -m facts import, index included", count / seconds, "facts/s")
    tell("  by processor time", count / worked, "facts/s")


async def start(folder: Path, which: str, aim: str) -> None:
    """The bot up to where it signs in: its modules, the store, the index."""
    from bot import running  # noqa: F401, PLC0415 - what the bot loads

    store, settings = folder / "bot", MatchingSettings(languages=False)
    async with open_library(store, Opening.RUN, matching=settings) as library:
        await library.asking.catalogue.catch_up()
        answer = await library.asking.ask("a letter from the president", [HOME])
        assert answer is not None
        tell(f"the bot answers, {which}", age(), "s", aim)
        tell("  processor time", time.process_time(), "s")
        tell("  memory, without languages", resident() / 1000, "MB", "<= 300")


def ask(folder: Path) -> None:
    """One question in the terminal."""
    seconds, worked = child("ask", "letter", "--store", str(folder / "bot"))
    tell("python -m facts ask", seconds, "s", "<= 2")
    tell("  processor time", worked, "s")


async def imported(folder: Path, count: int) -> None:
    """A file through the whole import, validation included."""
    store = await TinyDBStore.open(folder / "imported")
    content = "\n".join(fact_line(draft(number)) for number in range(count)).encode()
    gc.disable()  # as the command does
    before, worked = time.perf_counter(), time.process_time()
    await Importing(store).run(content, editor="import")
    tell(
        "import, validation included", count / (time.perf_counter() - before), "facts/s", ">= 8,000"
    )
    tell("  by processor time", count / (time.process_time() - worked), "facts/s")
    await store.close()


def document(number: int) -> Document:
    """The made-up fact as the store keeps it."""
    book = {"id": number + 1, "desk": HOME, "created_at": _NOON, "changed_at": _NOON}
    return Document(to_json(draft(number)) | book, number + 1)


def tables(folder: Path, count: int) -> None:
    """Many documents into TinyDB's table of facts, with their look-up index, in one call."""
    documents = [document(number) for number in range(count)]
    gc.freeze()
    gc.disable()
    with closing(open_tables(folder / "tables.sqlite")) as db:
        before, worked = time.perf_counter(), time.process_time()
        db.table(FACTS).insert_multiple(documents)
        seconds, worked = time.perf_counter() - before, time.process_time() - worked
    tell("bulk, the store alone", count / seconds, "facts/s", ">= 30,000")
    tell("  by processor time", count / worked, "facts/s")


async def build(folder: Path, count: int) -> None:
    """Many facts in one durable step."""
    store = await TinyDBStore.open(folder / "book")
    writes = [Add(_DESKS[number % 3], draft(number)) for number in range(count)]
    gc.freeze()
    gc.disable()
    before, worked = time.perf_counter(), time.process_time()
    await store.apply(writes, editor="import")
    seconds, worked = time.perf_counter() - before, time.process_time() - worked
    tell("bulk, with revisions and the log", count / seconds, "facts/s")
    tell("  by processor time", count / worked, "facts/s")
    # By itself: who watches the loop takes every second turn of the interpreter.
    async with LoopWatch() as loop:
        await store.apply(writes[: count // 10], editor="import")
    loop.tell()
    held = await store.count()
    await store.close()
    size = (folder / "book" / "facts.sqlite").stat().st_size
    tell("the file", size / held, "bytes/fact")


async def use(folder: Path, count: int) -> None:
    """Opening and single operations, in a process that did not build the store."""
    empty = await TinyDBStore.open(folder / "empty")
    gc.collect()
    at_first = resident()
    before = time.perf_counter()
    store = await TinyDBStore.open(folder / "book")
    tell("open", (time.perf_counter() - before) * 1000, "ms", "<= 30 (1,000,000: 100)")
    new = [draft(count + number) for number in range(3 * _ROUNDS)]
    pick = random.Random(7)  # noqa: S311 - made-up choice, no secret
    ids = pick.sample(range(1, count + 1), min(count, 2000))
    added, entry = [fact_text(one) for one in new], "x" * ENTRY_BYTES
    seen = [fact_text(draft(number - 1)) for number in ids]
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED_EVERY)
    by_turns = ByTurns(store, folder, _ROUNDS)
    await by_turns.write("insert", lambda n: Add(HOME, new[n]), lambda n: (added[n], entry))
    await by_turns.write(
        "update, with its log entry",
        lambda n: Edit(ids[n], 1, with_quote(draft(ids[n] - 1), f"“{n}”")),
        lambda n: (seen[n], entry + seen[n]),
    )
    await by_turns.write(
        "retract",
        lambda n: Edit(ids[n], 2, retracted(draft(ids[n] - 1))),
        lambda n: (seen[n], entry + seen[n]),
    )
    await by_turns.write(
        "update of all it says",
        lambda n: Edit(ids[n], 3, new[n]),
        lambda n: (added[n], entry + seen[n]),
    )
    await by_turns.write("removal", lambda n: Remove(ids[n], 4), lambda n: (entry + added[n],))
    async with LoopWatch() as loop:
        for one in new[_ROUNDS:]:
            await store.apply([Add(HOME, one)], editor="ana")
    loop.tell()
    await reading(store, ids[_ROUNDS:])
    await read_all(store)
    gc.collect()
    tell("memory beyond an empty store", (resident() - at_first) / 1000, "MB", "<= 40")
    await store.close()
    await empty.close()


async def reading(store: TinyDBStore, kept: list[int]) -> None:
    """Single facts and look-ups."""
    times = await async_milliseconds(lambda n: store.get(kept[n]), len(kept))
    tell_times("get by id", times)
    fact = await store.get(kept[0])
    assert fact is not None
    values = fact.model_dump(mode="json", exclude_defaults=True)
    decoding = milliseconds(lambda _: type(fact).model_validate(values), len(kept))
    tell("  p95 beyond decoding the fact", p95(times) - p95(decoding), "ms", "<= .05")
    speakers = [draft(number - 1).claim.speaker for number in kept]
    asked: dict[str, Callable[[int], Having]] = {
        "source link": lambda n: Having(link=f"https://example.org/{kept[n] - 1}/a"),
        "topic": lambda n: Having(topic=draft(kept[n] - 1).topics[0], desks=[HOME, _DESKS[1]]),
        "speaker": lambda n: Having(speaker=(s.name if (s := speakers[n]) else None)),
        "state": lambda _: Having(standing=Standing.DENIED, desks=[_DESKS[2]]),
    }

    async def first_of(having: Having) -> None:
        async for _ in store.find(having):
            return

    change = await store.change(kept[0])
    assert change is not None
    since = await async_milliseconds(lambda _: first_since(store, change.at), _ROUNDS)
    tell_times("find what changed since, the first", since, "<= 2")
    for name, having in asked.items():
        wanted = [having(number) for number in range(_ROUNDS)]
        found = await async_milliseconds(lambda n, w=wanted: first_of(w[n]), _ROUNDS)  # type: ignore[misc]
        tell_times(f"find by {name}, the first", found, "<= 2")


async def read_all(store: TinyDBStore) -> None:
    """All facts, one after another, in a process that has loaded what stays, as the bot has."""
    gc.collect()
    gc.freeze()
    async with LoopWatch() as loop:
        before = time.perf_counter()
        found = sum([1 async for _ in store.facts()])
        seconds = time.perf_counter() - before
    tell("read all facts", found / seconds, "facts/s")
    loop.tell()


def stock(folder: Path, count: int, rounds: int) -> None:
    """The same calls of TinyDB on a stock file and on a table of the store, without its log."""
    times: dict[str, list[float]] = {}
    stock_file, ours = TinyDB(folder / "stock.json"), open_tables(folder / "beside stock.sqlite")
    for db, many in ((stock_file, rounds), (ours, _ROUNDS)):
        table, documents = db.table(FACTS), [document(number) for number in range(count)]
        table.insert_multiple(documents)
        calls: dict[str, Callable[[int], object]] = {
            "insert": lambda n, on=table, new=documents: on.insert(dict(new[n])),
            "update": lambda n, on=table: on.update({"ref": "x"}, doc_ids=[n * 7 + 1]),
            "remove": lambda n, on=table: on.remove(doc_ids=[n * 7 + 2]),
            "get by id": lambda n, on=table: on.get(doc_id=n * 11 + 3),
        }
        for name, call in calls.items():
            times.setdefault(name, []).append(statistics.median(milliseconds(call, many)))
        db.close()
    for name, (theirs, here) in times.items():
        tell(f"stock TinyDB: {name}", theirs, "ms")
        tell("  times the same call on ours", theirs / here, "x", ">= 5,000")


async def million(folder: Path) -> None:
    """A store of a million facts, made in steps."""
    store = await TinyDBStore.open(folder / "million")
    for start in range(0, 1_000_000, 20_000):
        adds = [Add(HOME, draft(number)) for number in range(start, start + 20_000)]
        await store.apply(adds, editor="import")
    await store.close()


async def open_million(folder: Path) -> None:
    """That store, opened by a process that did not make it."""
    await (await TinyDBStore.open(folder / "empty")).close()
    gc.collect()
    at_first = resident()
    before = time.perf_counter()
    store = await TinyDBStore.open(folder / "million")
    tell("open at 1,000,000 facts", (time.perf_counter() - before) * 1000, "ms", "<= 100")
    new = [draft(1_000_000 + number) for number in range(_ROUNDS)]
    added, entry = [fact_text(one) for one in new], "x" * ENTRY_BYTES
    await ByTurns(store, folder, _ROUNDS).write(
        "insert at 1,000,000", lambda n: Add(HOME, new[n]), lambda n: (added[n], entry)
    )
    await reading(store, [number * 997 + 1 for number in range(_ROUNDS)])
    gc.collect()
    tell("memory beyond an empty store", (resident() - at_first) / 1000, "MB", "<= 40")
    await store.close()


_MILLION = {"million": million, "open million": open_million}


def main() -> None:
    """Run the part that is asked for, or all of them, each in a fresh process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--stock-rounds", type=int, default=2)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--folder", type=Path, help="where to work; needed with --part")
    parser.add_argument("--part", choices=[*_PARTS, *_MILLION])
    chosen = parser.parse_args()
    if chosen.part is None:
        with tempfile.TemporaryDirectory() as folder:
            for part in (*_PARTS, *(_MILLION if chosen.million else ())):
                command = [sys.executable, "-m", "tests.benchmarks.store", "--part", part]
                command += ["--folder", folder, "--facts", str(chosen.facts)]
                command += ["--stock-rounds", str(chosen.stock_rounds)]
                subprocess.run(command, check=True)  # noqa: S603 - this same module
    elif chosen.part == "stock":
        stock(chosen.folder, chosen.facts, chosen.stock_rounds)
    elif chosen.part == "tables":
        tables(chosen.folder, chosen.facts)
    elif chosen.part == "terminal":
        terminal(chosen.folder, chosen.facts)
    elif chosen.part == "ask":
        ask(chosen.folder)
    elif chosen.part in _MILLION:
        asyncio.run(_MILLION[chosen.part](chosen.folder))
    elif chosen.part in _STARTS:
        asyncio.run(start(chosen.folder, *_STARTS[chosen.part]))
    else:
        measure = {"imported": imported, "build": build, "use": use}[chosen.part]
        asyncio.run(measure(chosen.folder, chosen.facts))


if __name__ == "__main__":
    main()
