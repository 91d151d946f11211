"""Backups: one moment of a store in use as a file, and a store made of it again."""

import asyncio
from pathlib import Path

import pytest

from facts.model import HOME, FactDraft
from facts.store.backups import back_up, restore
from facts.store.journal.table import JournalDB
from facts.store.protocol import Add, Edit, StoreUnavailable
from facts.store.tiny import TinyStore
from tests.facts.store.stopping import Stopped, StoppingDisk

NOTE = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Reuters"}]})


def fill(folder: Path, count: int) -> None:
    """A store with ``count`` documents."""
    with JournalDB(folder) as db:
        db.insert_multiple({"n": number} for number in range(count))


def count(folder: Path) -> int:
    """How many documents a store has."""
    with JournalDB(folder, read_only=True) as db:
        return len(db)


async def test_a_backup_taken_while_facts_are_added_is_one_moment(tmp_path: Path) -> None:
    """Restored, it has the changes up to that moment, all of them, and can be written to."""
    store = await TinyStore.open(tmp_path / "book")
    await store.apply([Add(HOME, NOTE)], editor="ana")

    async def moderate() -> None:
        for number in range(2, 40):
            await store.apply([Add(HOME, NOTE), Edit(1, number - 1, NOTE)], editor="ana")

    adding = asyncio.create_task(moderate())
    await asyncio.sleep(0.005)
    await asyncio.to_thread(back_up, tmp_path / "book", tmp_path / "backup.jsonl")
    await adding
    await store.close()
    restore(tmp_path / "backup.jsonl", tmp_path / "new")
    restored = await TinyStore.open(tmp_path / "new")
    changes = [change async for change in restored.changes()]
    assert len(changes) % 2 == 1
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    first = await restored.get(1)
    assert first is not None
    assert (first.revision, await restored.count()) == ((len(changes) + 1) // 2,) * 2
    await restored.apply([Add(HOME, NOTE)], editor="ana")
    await restored.close()


def test_restoring_keeps_the_store_that_was_there(tmp_path: Path) -> None:
    """Under another name beside it; the restored one is what the backup has."""
    fill(tmp_path / "book", 3)
    assert back_up(tmp_path / "book", tmp_path / "backup.jsonl") == 3
    fill(tmp_path / "book", 2)
    kept = restore(tmp_path / "backup.jsonl", tmp_path / "book")
    assert kept is not None
    assert (count(tmp_path / "book"), count(kept)) == (3, 5)


def test_a_store_in_use_is_not_replaced(tmp_path: Path) -> None:
    """The sentence says who uses it, and it goes on."""
    fill(tmp_path / "book", 3)
    back_up(tmp_path / "book", tmp_path / "backup.jsonl")
    with JournalDB(tmp_path / "book") as db:
        with pytest.raises(StoreUnavailable, match="in use by"):
            restore(tmp_path / "backup.jsonl", tmp_path / "book")
        db.insert({})
    assert count(tmp_path / "book") == 4


def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    """Cut short at any place, or changed, it makes no store and harms none."""
    fill(tmp_path / "book", 3)
    backup = tmp_path / "backup.jsonl"
    back_up(tmp_path / "book", backup)
    whole = backup.read_bytes()
    for data in [*(whole[:length] for length in range(0, len(whole), 13)), b"hello\n", b"{}\n"]:
        backup.write_bytes(data)
        with pytest.raises(StoreUnavailable, match="no whole backup"):
            restore(backup, tmp_path / "book")
    with pytest.raises(StoreUnavailable, match="cannot be read"):
        restore(tmp_path / "missing", tmp_path / "book")
    with pytest.raises(StoreUnavailable, match="no store"):
        back_up(tmp_path / "missing", backup)
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        back_up(tmp_path / "book", tmp_path / "missing" / "backup.jsonl")
    assert count(tmp_path / "book") == 3


@pytest.mark.parametrize("power", [False, True], ids=["killed", "power failed"])
def test_backup_and_restore_may_be_stopped_at_any_step(tmp_path: Path, *, power: bool) -> None:
    """An older backup stays whole until the new one is; restoring again ends what was begun."""
    fill(tmp_path / "book", 3)
    backup = tmp_path / "backup.jsonl"
    whole = StoppingDisk()
    back_up(tmp_path / "book", backup, whole)
    for number in range(1, len(whole.steps) + 1):
        for when in ("before", "after"):
            with pytest.raises(Stopped):
                back_up(tmp_path / "book", backup, StoppingDisk(number, when, power=power))
        restore(backup, tmp_path / f"from-{number}")
        assert count(tmp_path / f"from-{number}") == 3
    whole = StoppingDisk()
    fill(tmp_path / "target", 1)
    restore(backup, tmp_path / "target", whole)
    for number in range(1, len(whole.steps) + 1):
        folder = tmp_path / f"target-{number}"
        fill(folder, 1)
        with pytest.raises(Stopped):
            restore(backup, folder, StoppingDisk(number, "after", power=power))
        kept = list(tmp_path.glob(f"target-{number}.before-*"))
        assert sorted(count(path) for path in [folder, *kept] if path.exists()) in ([1], [1, 3])
        restore(backup, folder)
        assert count(folder) == 3
