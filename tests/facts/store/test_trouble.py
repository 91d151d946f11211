"""Full disks, locks, lost and foreign files, missing rights: what is said, and what is kept."""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from facts.model import HOME, FactDraft
from facts.store.engines import back_up, restore
from facts.store.protocol import (
    Add,
    NobodyOfThatName,
    StoreGone,
    StoreUnavailable,
)
from facts.store.tinydb.backups import back_up_automatically
from facts.store.tinydb.folder import StoreFolder
from facts.store.tinydb.sqlite import connect
from facts.store.tinydb.store import TinyDBStore

ROOT = Path(__file__).parents[3]
NOTE = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Reuters"}]})


def tamper(path: Path, statement: str) -> None:
    """What another program does to a database."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def files_in(folder: Path) -> dict[Path, bytes]:
    """All files of a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def expect_refusal(folder: Path, sentence: str) -> None:
    """Neither a reader nor a writer opens it; both say why, and nothing is changed."""
    before = files_in(folder)
    for read_only in (True, False):
        with pytest.raises(StoreUnavailable, match=sentence):
            await TinyDBStore.open(folder, read_only=read_only)
    assert files_in(folder) == before


async def test_a_store_that_is_gone_is_not_begun_anew(book: Path) -> None:
    """Neither without a trace of it nor beside its log."""
    StoreFolder(book).database.unlink()
    await expect_refusal(book, "is gone.*restore")
    (book / "README.txt").unlink()
    (book / "facts.sqlite-wal").write_bytes(b"left over")
    with pytest.raises(StoreUnavailable, match="is still there"):
        await TinyDBStore.open(book)
    assert not StoreFolder(book).database.exists()


@pytest.mark.parametrize("left", ["index", "meanings", "backups/nicenote-2020-04-18.sqlite"])
async def test_what_a_store_left_behind_tells_that_there_was_one(tmp_path: Path, left: str) -> None:
    """Also where the file and its note are gone; with the backup to restore, where there is one."""
    (tmp_path / "book" / left).mkdir(parents=True)
    with pytest.raises(StoreUnavailable, match="There was a store") as refused:
        await TinyDBStore.open(tmp_path / "book")
    assert ("restore FILE" in refused.value.sentence) is ("backups" not in left)
    assert not StoreFolder(tmp_path / "book").database.exists()


async def test_backups_elsewhere_tell_that_there_was_a_store(book: Path, tmp_path: Path) -> None:
    """The whole folder is gone: no new one is begun, and the newest backup is named."""
    elsewhere = tmp_path / "disk"
    for day in (18, 19):
        back_up_automatically(StoreFolder(book, elsewhere), datetime(2020, 4, day, tzinfo=UTC))
    shutil.rmtree(book)
    with pytest.raises(StoreUnavailable, match=r"disk/nicenote-2020-04-19\.sqlite"):
        await TinyDBStore.open(book, backups=elsewhere)
    assert not StoreFolder(book).database.exists()


async def test_a_store_deleted_under_the_bot_takes_no_more_writes(book: Path) -> None:
    """What SQLite wrote to such a file would be lost. What it had is set aside and can be restored,
    and nobody begins a new one meanwhile.
    """
    store = await TinyDBStore.open(book, follow=True)
    shutil.rmtree(book)
    for _ in range(2):
        with pytest.raises(StoreGone, match="deleted, moved or replaced"):
            await store.apply([Add(HOME, NOTE)], editor="ana")
    with pytest.raises(StoreGone, match="To continue with it"):
        await asyncio.wait_for(store.watch(), 10)
    assert await store.count() == 3
    await store.close()
    (rescued,) = StoreFolder(book).copies()
    with pytest.raises(StoreUnavailable, match=r"There was a store.*restore .*before-"):
        await TinyDBStore.open(book)
    restore(rescued, book)
    store = await TinyDBStore.open(book)
    assert await store.count() == 3
    await store.close()


async def test_a_store_replaced_under_a_program_takes_no_more_writes(book: Path) -> None:
    """As by a restore while a command of the terminal is at work."""
    back_up(book, book / "backup")
    store = await TinyDBStore.open(book)
    restore(book / "backup", book)
    with pytest.raises(StoreGone):
        await store.apply([Add(HOME, NOTE)], editor="ana")
    await store.close()
    store = await TinyDBStore.open(book)
    assert await store.count() == 3
    await store.close()


async def test_a_log_that_is_cut_off_under_a_program_is_a_sentence(tmp_path: Path) -> None:
    """On reading, on writing, and for who follows what others write."""
    store = await TinyDBStore.open(tmp_path, follow=True)
    await store.apply([Add(HOME, NOTE)], editor="ana")
    os.truncate(tmp_path / "facts.sqlite-wal", 0)
    for _ in range(3):
        with suppress(StoreUnavailable):
            await store.apply([Add(HOME, NOTE)], editor="ana")
        with suppress(StoreUnavailable):
            _ = [fact async for fact in store.facts()]
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(store.watch(), 0.8)
    await store.close()


async def test_an_empty_file_is_not_taken_for_an_empty_store(book: Path) -> None:
    """It is what is left of one that was cut off; so is a part of its first bytes."""
    whole = StoreFolder(book).database.read_bytes()
    for length in (0, 50, 200):
        StoreFolder(book).database.write_bytes(whole[:length])
        await expect_refusal(book, "is an empty file, or cut off.*restore")


async def test_a_store_without_its_tables_is_not_begun_anew(book: Path) -> None:
    """Whoever dropped them: it is not empty, it has lost what it had."""
    tamper(StoreFolder(book).database, "DELETE FROM tinydb_tables WHERE name = 'facts'")
    await expect_refusal(book, "has no tables any more.*restore")


async def test_a_store_whose_making_was_cut_off_is_made_again(tmp_path: Path) -> None:
    """Its file is there, but has no tables yet: a reader is told, a writer makes them."""
    connect(tmp_path / "facts.sqlite").close()
    with pytest.raises(StoreUnavailable, match="still being made"):
        await TinyDBStore.open(tmp_path, read_only=True)
    store = await TinyDBStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE)], editor="ana")
    await store.close()


async def test_other_files_are_no_stores(book: Path) -> None:
    """Text, and a database of another program."""
    StoreFolder(book).database.write_bytes(b"hello " * 1000)
    await expect_refusal(book, "is not a store of Nice Note")
    StoreFolder(book).database.unlink()
    tamper(StoreFolder(book).database, "CREATE TABLE t (a)")
    await expect_refusal(book, "another program’s database")


async def test_a_newer_format_is_refused(book: Path) -> None:
    """With the advice to update."""
    tamper(StoreFolder(book).database, "PRAGMA user_version = 99")
    await expect_refusal(book, "format 99.*Update")


async def test_a_lock_of_another_program_is_waited_for_and_told(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading goes on meanwhile, and writing when it is over."""
    monkeypatch.setattr("facts.store.tinydb.sqlite.LOCKED_FOR", 0.2)
    store = await TinyDBStore.open(book)
    other = sqlite3.connect(StoreFolder(book).database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="Another program has kept the store"):
        await store.apply([Add(HOME, NOTE)], editor="ana")
    assert await store.count() == 3
    other.execute("ROLLBACK")
    other.close()
    await store.apply([Add(HOME, NOTE)], editor="ana")
    assert await store.count() == 4
    await store.close()


async def test_what_another_program_keeps_from_everybody_is_not_read(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be half written: a reader is told, as a writer is, and nothing is guessed."""
    monkeypatch.setattr("facts.store.tinydb.sqlite.LOCKED_FOR", 0.2)
    other = sqlite3.connect(StoreFolder(book).database, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    await expect_refusal(book, "Another program has kept")
    other.close()
    store = await TinyDBStore.open(book, read_only=True)
    assert await store.count() == 3
    await store.close()


def output_of(program: str, folder: Path) -> list[Any]:
    """What a process of its own prints, as JSON."""
    command = [sys.executable, "-c", program, str(folder)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603
    said: list[Any] = json.loads(done.stdout)
    return said


# Writes until the disk of the store is full; says what was answered and what was said then.
FILLER = """
import asyncio, json, sys
from pathlib import Path
from facts.model import HOME, FactDraft
from facts.store.protocol import Add, StoreUnavailable
from facts.store.tinydb.store import TinyDBStore

async def main():
    store = await TinyDBStore.open(Path(sys.argv[1]))
    text = {"claim": "x" * 900, "sources": [{"outlet": "Reuters"}]}
    draft = FactDraft.model_validate(text)
    answered, sentence = 0, ""
    try:
        while True:
            answered = (await store.apply([Add(HOME, draft)] * 5, editor="ana"))[-1].number
    except StoreUnavailable as error:
        sentence = error.sentence
    print(json.dumps([answered, sentence, await store.count()]))
    await store.close()

asyncio.run(main())
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root can mount a small disk")
    made = subprocess.run(  # noqa: S603 - a fixed command
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=False
    )
    if made.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)  # noqa: S603, S607 - what was mounted above


async def test_a_full_disk_refuses_the_write_and_keeps_the_rest(small_disk: Path) -> None:
    """What was answered is there, and what was refused is not."""
    answered, sentence, count = output_of(FILLER, small_disk / "book")
    assert "The disk is full" in sentence
    assert count == answered > 50
    store = await TinyDBStore.open(small_disk / "book", read_only=True)
    assert await store.count() == answered
    await store.close()


async def test_a_disk_without_room_for_a_single_page_is_said_to_be_full(small_disk: Path) -> None:
    """Also where SQLite fails before it writes; the store can still be read."""
    store = await TinyDBStore.open(small_disk / "book")
    await store.apply([Add(HOME, NOTE)], editor="ana")
    await store.close()
    with suppress(OSError), (small_disk / "ballast").open("wb", buffering=0) as ballast:
        while True:
            ballast.write(b"x" * 512)
    with pytest.raises(StoreUnavailable, match="The disk is full"):
        await TinyDBStore.open(small_disk / "book")
    store = await TinyDBStore.open(small_disk / "book", read_only=True)
    assert await store.count() == 1
    await store.close()


async def test_an_erasure_on_a_full_disk_is_ended_when_there_is_room(small_disk: Path) -> None:
    """It says what is left to do; so do backups; the bot starts meanwhile, and nothing is lost."""
    book, ballast = small_disk / "book", small_disk / "ballast"
    store = await TinyDBStore.open(book)
    for _ in range(4):
        await store.apply([Add(HOME, NOTE)] * 20, editor="Ana Petrova")
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    with pytest.raises(StoreUnavailable, match=r"disk is full"):
        await store.erase("Ana Petrova", editor="operator")
    for file_name in ("backup.sqlite", "other.sqlite"):
        with pytest.raises(StoreUnavailable, match="disk is full"):
            back_up(book, small_disk / file_name)
    await store.close()
    store = await TinyDBStore.open(book)
    assert await store.count() == 80
    ballast.write_bytes(b"")
    with suppress(NobodyOfThatName):
        await store.erase("Ana Petrova", editor="operator")
    await store.close()
    store = await TinyDBStore.open(book)
    assert await store.count() == 80
    await store.close()
    left = files_in(small_disk)
    assert not any(b"Ana Petrova" in content for content in left.values())
    assert not any("unfinished" in path.name for path in left)


# Opens a store as a user who is not root, and says what it was told.
STRANGER = """
import asyncio, json, os, sys
from pathlib import Path
import facts.wiring
from facts.model import HOME, FactDraft
from facts.store.protocol import Add, StoreUnavailable
from facts.store.tinydb.store import TinyDBStore

async def tried(read_only):
    try:
        store = await TinyDBStore.open(Path(sys.argv[1]), read_only=read_only)
    except StoreUnavailable as error:
        return error.sentence
    count = await store.count()
    await store.close()
    return count

os.setuid(65534)
print(json.dumps([asyncio.run(tried(True)), asyncio.run(tried(False))]))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "reads"),
    [(0o555, 0o444, True), (0o755, 0o600, False), (0o700, 0o644, False)],
    ids=["may not be written", "file may not be read", "folder may not be entered"],
)
def test_what_may_not_be_read_or_written_is_told(
    book: Path, folder_mode: int, file_mode: int, *, reads: bool
) -> None:
    """In a sentence; a store in a folder that cannot be written can be read."""
    for above in (book, *book.parents):
        if above.stat().st_uid == 0 and above not in (Path("/"), Path("/tmp")):  # noqa: S108
            above.chmod(0o755)
    for path in book.iterdir():
        path.chmod(file_mode)
    book.chmod(folder_mode)
    reading, writing = output_of(STRANGER, book)
    assert reading == 3 if reads else "store" in reading
    assert isinstance(writing, str)
    assert "store" in writing
