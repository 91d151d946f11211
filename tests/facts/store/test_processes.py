"""Several processes at one store: one writes, others read, and any may be killed at any moment."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from facts.store.checking import check
from facts.store.journal.table import JournalDB
from facts.store.protocol import StoreUnavailable
from facts.store.tiny import TinyStore

ROOT = Path(__file__).parents[3]

# Adds facts as fast as it can, says each change once it was acknowledged, snapshots now and then.
WRITER = """
import asyncio, sys
from pathlib import Path
from facts.model import HOME, FactDraft
from facts.store.protocol import Add
from facts.store.tiny import TinyStore

async def moderator(store, name):
    while True:
        draft = FactDraft.model_validate({"claim": name, "sources": [{"outlet": "Reuters"}]})
        (change,) = await store.apply([Add(HOME, draft)], editor=name)
        print(change.number, flush=True)
        if change.number % 40 == 0:
            await store.snapshot()

async def main():
    store = await TinyStore.open(Path(sys.argv[1]))
    await asyncio.gather(*(moderator(store, name) for name in ("ana", "ben", "eva")))

asyncio.run(main())
"""

# Tries to open the store until it may, then adds ten documents and says their numbers.
RIVAL = """
import sys, time
from facts.store.journal.table import JournalDB
from facts.store.protocol import StoreUnavailable

refused = 0
while True:
    try:
        db = JournalDB(sys.argv[1])
        break
    except StoreUnavailable as error:
        assert "in use by process" in str(error), error
        refused += 1
        time.sleep(0.005)
for number in range(10):
    print(db.insert({"by": sys.argv[2], "n": number}), flush=True)
    time.sleep(0.005)
db.close()
"""


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process of its own."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603


async def test_kill_nine_under_load_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Killed again and again in full work, the store has every change that was answered, once."""
    acknowledged = 0
    for _ in range(4):
        writer = start(WRITER, tmp_path)
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(100)]
        writer.kill()
        said += [int(line) for line in writer.stdout.read().split("\n")[:-1]]
        writer.wait()
        writer.stdout.close()
        assert min(said) > acknowledged
        acknowledged = max(said)
        store = await TinyStore.open(tmp_path)
        found = [change async for change in store.changes()]
        assert [change.number for change in found] == list(range(1, len(found) + 1))
        # Of three moderators at work each may have had one write under way.
        assert acknowledged <= len(found) <= acknowledged + 3
        assert [fact.id async for fact in store.facts()] == list(range(1, len(found) + 1))
        acknowledged = len(found)
        await store.close()


def test_processes_that_fight_for_the_store_take_turns(tmp_path: Path) -> None:
    """Each gets the store in the end, is told who has it meanwhile, and no write is lost."""
    rivals = [start(RIVAL, tmp_path / "book", name) for name in "abc"]
    outputs = [rival.communicate(timeout=60)[0] for rival in rivals]
    assert [rival.returncode for rival in rivals] == [0, 0, 0]
    ids = sorted(int(line) for output in outputs for line in output.split())
    assert ids == list(range(1, 31))
    with JournalDB(tmp_path / "book") as db:
        found = sorted((document["by"], document["n"]) for document in db.all())
    assert found == [(name, number) for name in "abc" for number in range(10)]


async def test_readers_beside_a_busy_writer_see_whole_states(tmp_path: Path) -> None:
    """While facts are added and snapshots replace files, each opening sees a prefix of the log."""
    writer = start(WRITER, tmp_path)
    assert writer.stdout is not None
    writer.stdout.readline()
    try:
        seen = 0
        end = time.monotonic() + 2
        while time.monotonic() < end:
            reader = await TinyStore.open(tmp_path, read_only=True)
            found = [change.number async for change in reader.changes()]
            assert found == list(range(1, len(found) + 1))
            assert len(found) >= seen
            assert await reader.count() == len(found)
            seen = len(found)
            await reader.close()
        assert seen > 0
        with pytest.raises(StoreUnavailable, match=f"process {writer.pid}"):
            await TinyStore.open(tmp_path)
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()


def test_a_store_at_work_is_checked_without_false_alarms(tmp_path: Path) -> None:
    """Half-made snapshots and writes under way are not taken for damage."""
    writer = start(WRITER, tmp_path)
    assert writer.stdout is not None
    writer.stdout.readline()
    try:
        reports = [check(tmp_path)]
        end = time.monotonic() + 30
        while reports[-1].changes < reports[0].changes + 200 and time.monotonic() < end:
            reports.append(check(tmp_path))
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    assert {report.findings for report in reports} == {()}
    assert reports[-1].changes > reports[0].changes > 0
