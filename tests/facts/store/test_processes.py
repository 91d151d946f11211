"""Several processes at one store: one writes, others read, and any may be killed at any moment."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from facts.model import HOME, ChangeKind, FactDraft
from facts.store.engines import check
from facts.store.protocol import Add, StoreUnavailable
from facts.store.tinydb.folder import BotLock
from facts.store.tinydb.store import TinyDBStore
from facts.store.tinydb.table import RowTinyDB

ROOT = Path(__file__).parents[3]

# Adds facts as fast as it can, says each change once it was acknowledged, snapshots now and then.
WRITER = """
import asyncio, sys
from pathlib import Path
from facts.model import HOME, FactDraft
from facts.store.protocol import Add
from facts.store.tinydb.store import TinyDBStore

async def moderator(store, name):
    while True:
        draft = FactDraft.model_validate({"claim": name, "sources": [{"outlet": "Reuters"}]})
        (change,) = await store.apply([Add(HOME, draft)], editor=name)
        print(change.number, flush=True)

async def main():
    store = await TinyDBStore.open(Path(sys.argv[1]))
    await asyncio.gather(*(moderator(store, name) for name in ("ana", "ben", "eva")))

asyncio.run(main())
"""

# Adds ten documents while others do, and says their ids.
RIVAL = """
import sys
from facts.store.tinydb.table import RowTinyDB

with RowTinyDB(sys.argv[1]) as db:
    for number in range(10):
        print(db.insert({"by": sys.argv[2], "n": number}), flush=True)
"""

# As the newsroom's data people would: TinyDB itself, and our storage for it.
ONLOOKER = """
import sys
from tinydb import TinyDB, where
from facts.store.tinydb.storage import SQLiteStorage

with TinyDB(sys.argv[1], storage=SQLiteStorage, read_only=True) as db:
    (found,) = db.table("facts").search(where("desk") == "home")
    print(found["claim"]["text"])
"""

# Begins the stores of a list of folders, one after the other, when it is told to.
BEGINNER = """
import sys
from pathlib import Path
from facts.store.tinydb.sqlite import connect

root = Path(sys.argv[1])
print("ready", flush=True)
while not (root / "go").exists():
    pass
for number in range(60):
    connect(root / str(number) / "facts.sqlite").close()
"""

# Counts up a document of the shelf, as often as it is told to, by compare and set.
COUNTER = """
import asyncio, sys
from pathlib import Path
from facts.store.shelf import StaleDocument
from facts.store.tinydb.store import TinyDBStore

async def main():
    store = await TinyDBStore.open(Path(sys.argv[1]))
    for _ in range(50):
        while True:
            kept = await store.shelf.get("count", "er")
            try:
                revision = kept.revision if kept else 0
                number = kept["n"] + 1 if kept else 1
                await store.shelf.put("count", "er", {"n": number}, revision=revision)
                break
            except StaleDocument:
                pass
    await store.close()

asyncio.run(main())
"""

# Changes one fact and one document again and again: no state of either is there for long.
RESTLESS = """
import asyncio, sys
from pathlib import Path
from facts.model import FactDraft
from facts.store.protocol import Edit, Remove, Restore
from facts.store.tinydb.store import TinyDBStore

async def main():
    store = await TinyDBStore.open(Path(sys.argv[1]))
    draft = FactDraft.model_validate({"claim": "b", "sources": [{"outlet": "Reuters"}]})
    for revision in range(1, 600, 3):
        await store.shelf.put("draft", "1", {"n": revision})
        await store.apply([Edit(1, revision, draft)], editor="ana")
        await store.apply([Remove(1, revision + 1)], editor="ana")
        await store.apply([Restore(1, revision + 2, draft)], editor="ana")
    await store.close()

asyncio.run(main())
"""

HOLDER = """
import sys, time
from pathlib import Path
from facts.store.tinydb.folder import BotLock

lock = BotLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process of its own."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603


def test_processes_that_begin_one_store_at_once_all_get_it(tmp_path: Path) -> None:
    """Whoever makes the file first, the others open that one, and nothing unfinished is left."""
    beginners = [start(BEGINNER, tmp_path) for _ in range(4)]
    for beginner in beginners:
        assert beginner.stdout is not None
        assert beginner.stdout.readline() == "ready\n"
    (tmp_path / "go").touch()
    for beginner in beginners:
        beginner.communicate(timeout=60)
    assert [beginner.returncode for beginner in beginners] == [0] * 4
    assert not list(tmp_path.rglob("facts.sqlite.new"))


async def test_writers_at_once_give_each_document_an_id_of_its_own(tmp_path: Path) -> None:
    """Three processes insert into one table; no write is lost."""
    RowTinyDB(tmp_path / "db").close()
    rivals = [start(RIVAL, tmp_path / "db", name) for name in "abc"]
    outputs = [rival.communicate(timeout=60)[0] for rival in rivals]
    assert [rival.returncode for rival in rivals] == [0, 0, 0]
    ids = sorted(int(line) for output in outputs for line in output.split())
    assert ids == list(range(1, 31))
    with RowTinyDB(tmp_path / "db") as db:
        found = sorted((document["by"], document["n"]) for document in db.all())
    assert found == [(name, number) for name in "abc" for number in range(10)]


def test_no_count_is_lost_by_compare_and_set(tmp_path: Path) -> None:
    """Two processes that read, add one and write back, as fast as they can."""
    counters = [start(COUNTER, tmp_path) for _ in range(2)]
    for counter in counters:
        counter.communicate(timeout=60)
    assert [counter.returncode for counter in counters] == [0, 0]
    with RowTinyDB(tmp_path / "facts.sqlite", read_only=True) as db:
        (document,) = db.table("shelf").all()
    assert (document["document"], document.doc_id) == ({"n": 100}, 100)


async def test_plain_tinydb_sees_a_fact_that_was_just_added(tmp_path: Path) -> None:
    """In another process, beside the store that is at work."""
    store = await TinyDBStore.open(tmp_path)
    draft = FactDraft.model_validate({"claim": "A note.", "sources": [{"outlet": "Reuters"}]})
    await store.apply([Add(HOME, draft)], editor="ana")
    onlooker = start(ONLOOKER, tmp_path / "facts.sqlite")
    assert onlooker.communicate(timeout=60)[0] == "A note.\n"
    await store.close()


async def test_what_is_read_is_of_one_moment_while_others_write(tmp_path: Path) -> None:
    """A change has the state that it made, and not a later one; a document is never away between
    two versions of it.
    """
    store = await TinyDBStore.open(tmp_path)
    draft = FactDraft.model_validate({"claim": "a", "sources": [{"outlet": "Reuters"}]})
    await store.apply([Add(HOME, draft)], editor="ana")
    await store.shelf.put("draft", "1", {"n": 0})
    seen = 0
    with start(RESTLESS, tmp_path) as writer:
        while writer.poll() is None:
            assert await store.shelf.get("draft", "1") is not None
            assert await store.shelf.items("draft")
            changes = [change async for change in store.changes(after=seen)]
            changes += [one for one in [await store.change(await store.last_change())] if one]
            changes += await store.history(1)
            assert all(one.after is None or one.after.revision == one.revision for one in changes)
            assert all((one.after is None) == (one.kind is ChangeKind.REMOVED) for one in changes)
            seen = max(change.number for change in changes)
    assert writer.returncode == 0
    assert await store.last_change() == 601
    await store.close()


def test_a_second_bot_is_told_who_runs(tmp_path: Path) -> None:
    """By its process id; when that one dies, the next may run."""
    holder = start(HOLDER, tmp_path)
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(StoreUnavailable, match=f"process {holder.pid}"):
        BotLock(tmp_path)
    holder.kill()
    holder.wait()
    holder.stdout.close()
    lock = BotLock(tmp_path)
    with pytest.raises(StoreUnavailable, match="this same process"):
        BotLock(tmp_path)
    lock.close()


async def test_readers_beside_a_busy_writer_see_whole_states(tmp_path: Path) -> None:
    """While facts are added, each opening sees a prefix of the log; so does a whole check."""
    writer = start(WRITER, tmp_path)
    assert writer.stdout is not None
    writer.stdout.readline()
    try:
        seen = 0
        reports = [check(tmp_path, lambda _done, _total: None)]
        end = time.monotonic() + 2
        while time.monotonic() < end:
            reader = await TinyDBStore.open(tmp_path, read_only=True)
            found = [change.number async for change in reader.changes()]
            assert found == list(range(1, len(found) + 1))
            assert len(found) >= seen
            assert await reader.count() >= len(found)
            seen = len(found)
            await reader.close()
            reports.append(check(tmp_path, lambda _done, _total: None))
        assert seen > 0
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    assert {report.findings for report in reports} == {()}
    assert reports[-1].changes > reports[0].changes > 0
