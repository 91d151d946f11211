"""Backups: one moment of a store in use as a file, and a store made of it again."""

import asyncio
import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from facts.model import HOME, FactDraft, Refusal
from facts.store.engines import back_up, restore
from facts.store.protocol import Add, Edit, Redact, StoreUnavailable
from facts.store.tinydb import backups
from facts.store.tinydb.backups import back_up_automatically
from facts.store.tinydb.folder import BotLock, StoreFolder
from facts.store.tinydb.store import TinyDBStore
from facts.wiring import Opening, open_library

NOTE = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Reuters"}]})
NAME, SECRET = "Ana Petrova", "4 Elm Street"


async def fill(folder: Path, count: int, text: str = "a note") -> None:
    """Add ``count`` facts to a store."""
    store = await TinyDBStore.open(folder)
    draft = FactDraft.model_validate({"claim": text, "sources": [{"outlet": "Reuters"}]})
    await store.apply([Add(HOME, draft)] * count, editor=NAME, reason=f"asked by {NAME}")
    await store.close()


async def count(folder: Path) -> int:
    """How many facts a store has."""
    store = await TinyDBStore.open(folder, read_only=True)
    try:
        return await store.count()
    finally:
        await store.close()


def bytes_in(folder: Path) -> bytes:
    """All files under a folder, one after another."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_a_backup_taken_while_facts_are_added_is_one_moment(tmp_path: Path) -> None:
    """Restored, it has the changes up to that moment, all of them, and can be written to."""
    store = await TinyDBStore.open(tmp_path / "book")
    await store.apply([Add(HOME, NOTE)], editor="ana")

    async def moderate() -> None:
        for number in range(2, 60):
            await store.apply([Add(HOME, NOTE), Edit(1, number - 1, NOTE)], editor="ana")

    adding = asyncio.create_task(moderate())
    await asyncio.sleep(0.01)
    await asyncio.to_thread(back_up, tmp_path / "book", tmp_path / "backup.sqlite")
    await adding
    await store.close()
    restore(tmp_path / "backup.sqlite", tmp_path / "new")
    restored = await TinyDBStore.open(tmp_path / "new")
    changes = [change async for change in restored.changes()]
    assert len(changes) % 2 == 1
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    first = await restored.get(1)
    assert first is not None
    assert (first.revision, await restored.count()) == ((len(changes) + 1) // 2,) * 2
    await restored.apply([Add(HOME, NOTE)], editor="ana")
    await restored.close()


async def test_restoring_keeps_the_store_that_was_there(tmp_path: Path) -> None:
    """Under another name beside it; the restored one is what the backup has."""
    await fill(tmp_path / "book", 3)
    assert back_up(tmp_path / "book", tmp_path / "backup.sqlite") == (3, 3)
    await fill(tmp_path / "book", 2)
    kept = restore(tmp_path / "backup.sqlite", tmp_path / "book")
    assert kept is not None
    assert await count(tmp_path / "book") == 3
    restore(kept, tmp_path / "again")
    assert await count(tmp_path / "again") == 5


async def test_a_store_that_a_bot_runs_on_is_not_replaced(tmp_path: Path) -> None:
    """The sentence says who uses it, and it goes on."""
    await fill(tmp_path / "book", 3)
    back_up(tmp_path / "book", tmp_path / "backup.sqlite")
    await fill(tmp_path / "book", 1)
    lock = BotLock(tmp_path / "book")
    with pytest.raises(StoreUnavailable, match="A bot is already running"):
        restore(tmp_path / "backup.sqlite", tmp_path / "book")
    lock.close()
    assert await count(tmp_path / "book") == 4


@pytest.mark.parametrize("name", ["facts.sqlite", "facts.sqlite-wal", "bot.lock", "README.txt"])
async def test_a_backup_does_not_replace_a_store(tmp_path: Path, name: str) -> None:
    """Neither its own nor another: the file is a sentence, and both stores are as they were."""
    for folder in ("book", "other"):
        await fill(tmp_path / folder, 1)
    before = bytes_in(tmp_path)
    for folder in ("book", "other"):
        with pytest.raises(Refusal, match="belongs to a store"):
            back_up(tmp_path / "book", tmp_path / folder / name)
    assert bytes_in(tmp_path) == before
    for _ in range(2):
        back_up(tmp_path / "book", tmp_path / "facts.sqlite")


async def test_a_backup_does_not_replace_another_file(tmp_path: Path) -> None:
    """What is no backup is left alone, and so is a pipe; an empty file is a place for one."""
    await fill(tmp_path / "book", 1)
    (tmp_path / "facts.jsonl").write_text("{}")
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    for name in ("facts.jsonl", "pipe"):
        with pytest.raises(Refusal, match="isn’t a backup"):
            back_up(tmp_path / "book", tmp_path / name)
    assert (tmp_path / "facts.jsonl").read_text() == "{}"
    assert back_up(tmp_path / "book", tmp_path / "empty") == (1, 1)


async def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    """Cut short at any place, or something else, it makes no store and harms none."""
    await fill(tmp_path / "book", 3)
    backup = tmp_path / "backup.sqlite"
    back_up(tmp_path / "book", backup)
    whole = backup.read_bytes()
    pages = range(0, len(whole), 4096)
    for data in [*(whole[:length] for length in pages), b"hello\n", b"x" * 5000]:
        backup.write_bytes(data)
        with pytest.raises(StoreUnavailable, match="Nothing was restored"):
            restore(backup, tmp_path / "book")
    with pytest.raises(StoreUnavailable, match="no file"):
        restore(tmp_path / "missing", tmp_path / "book")
    with pytest.raises(StoreUnavailable, match="no store"):
        back_up(tmp_path / "missing", backup)
    with pytest.raises(StoreUnavailable, match="can’t be opened"):
        back_up(tmp_path / "book", tmp_path / "missing" / "backup.sqlite")
    assert await count(tmp_path / "book") == 3


async def test_seven_automatic_backups_are_kept(tmp_path: Path) -> None:
    """One a day; the oldest goes; whoever starts twice a day makes one."""
    await fill(tmp_path, 1)
    day = datetime(2020, 4, 18, 9, tzinfo=UTC)
    for number in range(9):
        for hours in (0, 5):
            back_up_automatically(StoreFolder(tmp_path), day + timedelta(days=number, hours=hours))
    names = [path.name for path in StoreFolder(tmp_path).automatic_backups()]
    assert names == [f"nicenote-2020-04-{number}.sqlite" for number in range(20, 27)]
    elsewhere = tmp_path / "disk" / "backups"
    assert back_up_automatically(StoreFolder(tmp_path, elsewhere), day).parent == elsewhere
    assert (
        StoreFolder(tmp_path, elsewhere).automatic_backups()[0].name == "nicenote-2020-04-18.sqlite"
    )


async def test_erasing_and_redacting_reach_every_copy(tmp_path: Path) -> None:
    """Automatic backups, others beside them, and what a restore set aside, by their bytes."""
    await fill(tmp_path, 1, f"He lives at {SECRET}")
    back_up_automatically(StoreFolder(tmp_path), datetime(2020, 4, 18, tzinfo=UTC))
    restore(StoreFolder(tmp_path).automatic_backups()[0], tmp_path)
    for file in ("by hand", "backups/by hand.sqlite"):
        back_up(tmp_path, tmp_path / file)
    store = await TinyDBStore.open(tmp_path)
    await store.shelf.put("draft/home", "1", {"author": NAME, "text": SECRET})
    assert bytes_in(tmp_path).count(b"SQLite format 3") == 5
    assert NAME.encode() in bytes_in(tmp_path)
    await store.erase(NAME, editor="operator")
    await store.redact(Redact(1, SECRET, "privacy", HOME), editor="operator")
    await store.close()
    assert bytes_in(tmp_path).count(b"SQLite format 3") == 5
    assert NAME.encode() not in bytes_in(tmp_path)
    assert SECRET.encode() not in bytes_in(tmp_path)


async def test_an_erasure_leaves_other_stores_and_files_alone(tmp_path: Path) -> None:
    """Though they are where the backups are: another store has its own log; a pipe has no text."""
    for folder in ("book", "other"):
        await fill(tmp_path / folder, 1)
    os.mkfifo(tmp_path / "other" / "pipe")
    before = (tmp_path / "other" / "facts.sqlite").read_bytes()
    store = await TinyDBStore.open(tmp_path / "book", backups=tmp_path / "other")
    await store.erase(NAME, editor="operator")
    await store.close()
    assert (tmp_path / "other" / "facts.sqlite").read_bytes() == before


async def test_what_a_killed_writer_left_behind_goes_with_it(tmp_path: Path) -> None:
    """Half of a backup, here or elsewhere, and half of an index."""
    await fill(tmp_path / "book", 1, f"He lives at {SECRET}")
    for place in ("book/index.a1b2", "book/backups", "disk"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "nicenote-2020-04-18.sqlite.7.unfinished").write_text(SECRET + NAME)
    store = await TinyDBStore.open(tmp_path / "book", backups=tmp_path / "disk")
    await store.erase(NAME, editor="operator")
    await store.close()
    assert NAME.encode() not in bytes_in(tmp_path / "disk")
    async with open_library(tmp_path / "book", Opening.WRITE) as library:
        await library.redactor.redact(1, SECRET, editor="operator", reason="privacy")
        await library.erasing.erase("erased-1", editor="operator")
    assert SECRET.encode() not in bytes_in(tmp_path)
    assert NAME.encode() not in bytes_in(tmp_path)


async def test_an_erasure_that_a_reader_keeps_from_the_file_is_ended_at_the_next_start(
    tmp_path: Path,
) -> None:
    """It says so. While the reader goes on the bot starts nonetheless; afterwards it is done."""
    await fill(tmp_path, 1)
    store = await TinyDBStore.open(tmp_path)
    reader = sqlite3.connect(tmp_path / "facts.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM changes").fetchone()
    with pytest.raises(StoreUnavailable, match=r"Another program is reading.*next start"):
        await store.erase(NAME, editor="operator")
    await store.close()
    for goes_on in (True, False):
        if not goes_on:
            reader.close()
        store = await TinyDBStore.open(tmp_path)
        assert [change.editor async for change in store.changes()] == ["erased-1"]
        await store.close()
        assert (NAME.encode() in bytes_in(tmp_path)) is goes_on


async def test_a_restore_erases_again_though_the_store_is_gone(tmp_path: Path) -> None:
    """A later backup knows what was taken out, here or in the folder that is set for them."""
    book, disk = tmp_path / "book", tmp_path / "disk"
    for elsewhere in (None, disk):
        await fill(book, 1, f"He lives at {SECRET}")
        back_up(book, tmp_path / "older.sqlite")
        store = await TinyDBStore.open(book, backups=elsewhere)
        await store.erase(NAME, editor="operator")
        await store.redact(Redact(1, SECRET, "privacy", HOME), editor="operator")
        await store.close()
        back_up_automatically(StoreFolder(book, elsewhere), datetime(2020, 4, 18, tzinfo=UTC))
        for part in book.glob("facts.sqlite*"):
            part.unlink()
        backups.restore(tmp_path / "older.sqlite", StoreFolder(book, elsewhere))
        assert NAME.encode() not in bytes_in(book)
        assert SECRET.encode() not in bytes_in(book)
        shutil.rmtree(book)


async def test_a_restore_erases_and_redacts_again(tmp_path: Path) -> None:
    """An older backup that was kept elsewhere has both; the restored store has neither."""
    await fill(tmp_path / "book", 2, f"He lives at {SECRET}")
    back_up(tmp_path / "book", tmp_path / "oldest.sqlite")
    store = await TinyDBStore.open(tmp_path / "book")
    await store.apply([Edit(1, 1, NOTE)], editor=NAME)
    await store.shelf.put("draft/home", NAME, {"author": NAME, "text": SECRET})
    back_up(tmp_path / "book", tmp_path / "older.sqlite")
    await store.erase(NAME, editor="operator")
    await store.redact(Redact(1, SECRET, "privacy", HOME), editor="operator")
    await store.redact(Redact(2, SECRET, "privacy", HOME), editor="operator")
    await store.close()
    for file, changes in (("oldest.sqlite", 2), ("older.sqlite", 3), ("oldest.sqlite", 2)):
        restore(tmp_path / file, tmp_path / "book")
        assert NAME.encode() not in bytes_in(tmp_path / "book")
        assert SECRET.encode() not in bytes_in(tmp_path / "book")
        store = await TinyDBStore.open(tmp_path / "book")
        kinds = [change.kind.value async for change in store.changes()]
        assert kinds[changes:] == ["redacted", "redacted"]
        first = await store.get(1)
        second = await store.get(2)
        assert first is not None
        assert second is not None
        assert second.claim.text == "He lives at […]"
        assert [one.reason for one in second.redactions] == ["privacy"]
        assert {change.editor async for change in store.changes()} == {"erased-1", "operator"}
        await store.close()
