"""Full disks, read-only folders, damaged files, newer formats: what the store says and keeps."""

import errno
import json
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tinydb import TinyDB

from facts.store.journal.checking import look_over, repair
from facts.store.journal.disk import Disk
from facts.store.journal.records import seal
from facts.store.journal.table import JournalDB
from facts.store.protocol import StoreUnavailable
from tests.facts.store.stopping import Stopped, StoppingDisk


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A closed store with six documents: two generations of snapshots, and a journal."""
    with JournalDB(tmp_path / "book") as db:
        for number in range(1, 7):
            db.insert({"n": number})
            if number in (2, 4):
                db.storage.snapshot()  # type: ignore[attr-defined]
    return tmp_path / "book"


def numbers(book: Path) -> list[int]:
    """What is in the store."""
    with JournalDB(book, read_only=True) as db:
        return [document["n"] for document in db.all()]


def newest(book: Path, kind: str) -> Path:
    """The newest snapshot or journal."""
    return max(book.glob(f"{kind}-*"))


def damage(path: Path, text: bytes) -> None:
    """Change two letters where ``text`` is: more than its checksum could put right."""
    data = path.read_bytes()
    assert data.count(text) == 1
    path.write_bytes(data.replace(text, b"~" + text[1:-1] + b"~"))


def test_a_damaged_snapshot_is_stood_in_for(book: Path) -> None:
    """The generation before it has everything, and the damaged file is kept aside."""
    damage(newest(book, "snapshot"), b'{"n":3')
    assert [finding.harmful for finding in look_over(book)] == [False]
    assert numbers(book) == [1, 2, 3, 4, 5, 6]
    with JournalDB(book) as db:
        db.insert({"n": 7})
    assert numbers(book) == [1, 2, 3, 4, 5, 6, 7]
    assert [path.name.partition("-")[2] for path in (book / "set-aside").iterdir()] == [
        "snapshot-000000000004.jsonl"
    ]
    assert look_over(book) == ()


def test_a_snapshot_cut_short_anywhere_loses_nothing(book: Path) -> None:
    """Whatever is left of the newest snapshot, all documents are there."""
    whole = newest(book, "snapshot").read_bytes()
    for length in range(0, len(whole), 11):
        newest(book, "snapshot").write_bytes(whole[:length])
        assert numbers(book) == [1, 2, 3, 4, 5, 6]


def test_damage_in_the_middle_of_the_journal_is_never_passed_over(book: Path) -> None:
    """Nobody opens it unawares; the sentence has the line and what to do; nothing is changed."""
    damage(newest(book, "journal"), b'{"n":5')
    before = {path: path.read_bytes() for path in book.glob("*.jsonl")}
    for read_only in (True, False):
        with pytest.raises(StoreUnavailable, match=r"line 2 of journal-000000000004.jsonl.*check"):
            JournalDB(book, read_only=read_only)
    assert [f.sentence for f in look_over(book) if f.harmful]
    assert {path: path.read_bytes() for path in book.glob("*.jsonl")} == before


def test_repair_keeps_every_sound_line_and_a_copy_of_all_files(book: Path) -> None:
    """Only the damaged document is missing afterwards; the damaged file can still be looked at."""
    damage(newest(book, "journal"), b'{"n":5')
    before = {path.name: path.read_bytes() for path in book.glob("*.jsonl")}
    done = repair(book)
    assert done.documents == 5
    assert {path.name: path.read_bytes() for path in done.kept.iterdir()} == before
    assert look_over(book) == ()
    assert numbers(book) == [1, 2, 3, 4, 6]


def test_repair_when_no_snapshot_is_whole(book: Path) -> None:
    """Sound lines of the newest snapshot and of the journals are put together."""
    damage(newest(book, "snapshot"), b'{"n":3')
    damage(min(book.glob("snapshot-*")), b'{"n":1')
    with pytest.raises(StoreUnavailable, match="no whole snapshot"):
        JournalDB(book)
    repair(book)
    assert numbers(book) == [1, 2, 4, 5, 6]


@pytest.mark.parametrize("power", [False, True], ids=["killed", "power failed"])
def test_a_repair_may_be_stopped_at_any_step(book: Path, tmp_path: Path, *, power: bool) -> None:
    """Afterwards the store is the damaged one still, or the repaired one; a second repair ends."""
    damage(newest(book, "journal"), b'{"n":5')
    whole = StoppingDisk()
    repair(Path(shutil.copytree(book, tmp_path / "whole")), whole)
    for number in range(1, len(whole.steps) + 1):
        copy = Path(shutil.copytree(book, tmp_path / str(number)))
        with pytest.raises(Stopped):
            repair(copy, StoppingDisk(number, "after", power=power))
        if any(finding.harmful for finding in look_over(copy)):
            repair(copy)
        assert numbers(copy) == [1, 2, 3, 4, 6]


@pytest.mark.parametrize("kind", ["snapshot", "journal"])
def test_one_changed_byte_anywhere_is_never_taken_for_data(book: Path, kind: str) -> None:
    """Either all is there all the same, or the store says that it is damaged; no wrong document."""
    path = newest(book, kind)
    whole = path.read_bytes()
    refused = 0
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x15]) + whole[place + 1 :])
        try:
            found = numbers(book)
        except StoreUnavailable:
            refused += 1
            continue
        assert found == [1, 2, 3, 4, 5, 6]
    assert (refused > 0) == (kind == "journal")


def test_one_changed_byte_anywhere_can_be_repaired(book: Path) -> None:
    """In the journal and in each snapshot at once: nothing at all is lost."""
    whole = {path.name: path.read_bytes() for path in book.glob("*-*.jsonl")}
    journal = newest(book, "journal").name
    for place in range(0, len(whole[journal]), 6):
        shutil.rmtree(book)
        book.mkdir()
        for name, data in whole.items():
            damaged = bytearray(data)
            if name == journal or name.startswith("snapshot"):
                damaged[place % len(data)] ^= 0x15
            (book / name).write_bytes(damaged)
        repair(book)
        assert numbers(book) == [1, 2, 3, 4, 5, 6], place
        assert look_over(book) == ()


def test_a_missing_journal_is_noticed(book: Path) -> None:
    """Writes that nobody has any more are not passed over."""
    for old in sorted(book.glob("snapshot-*"))[1:]:
        old.unlink()
    sorted(book.glob("journal-*"))[-2].unlink()
    with pytest.raises(StoreUnavailable, match="write 3 is missing"):
        JournalDB(book)


def test_a_newer_format_is_refused(book: Path) -> None:
    """The sentence says to update; nothing is changed, by a repair neither."""
    path = newest(book, "snapshot")
    data = path.read_bytes()
    header = seal(b'"snapshot":"nicenote","format":2,"commit":4}')
    path.write_bytes(header + data[data.index(b"\n") + 1 :])
    with pytest.raises(StoreUnavailable, match="newer version"):
        JournalDB(book)
    with pytest.raises(StoreUnavailable, match="newer version"):
        repair(book)
    assert path.read_bytes().startswith(header)


def test_a_stock_tinydb_file_becomes_a_store(tmp_path: Path) -> None:
    """All tables and ids are the same; the file itself is kept."""
    path = tmp_path / "db.json"
    with TinyDB(path) as stock:
        stock.insert_multiple([{"n": 1}, {"n": "평양"}, {"n": [1.5, None, {"a": True}]}])
        stock.remove(doc_ids=[1])
        stock.table("other").insert({"x": 1})
        stock.table("empty", persist_empty=True)
        expected = {name: dict(stock.table(name).storage.read()[name]) for name in stock.tables()}
    text = path.read_bytes()
    with JournalDB(path) as db:
        found = {name: dict(db.storage.read()[name]) for name in db.tables()}
    assert found == expected
    assert (tmp_path / "db.json.format-0").read_bytes() == text


@pytest.mark.parametrize("power", [False, True], ids=["killed", "power failed"])
def test_migrating_may_be_stopped_at_any_step(tmp_path: Path, *, power: bool) -> None:
    """The next opening has all documents, and the stock file is kept as it was."""
    text = json.dumps({"_default": {str(n): {"n": n} for n in range(1, 4)}})

    def start(name: str) -> Path:
        (tmp_path / name).mkdir()
        (tmp_path / name / "db.json").write_text(text)
        return tmp_path / name / "db.json"

    whole = StoppingDisk()
    JournalDB(start("whole"), disk=whole).close()
    assert len(whole.steps) > 5
    for number in range(1, len(whole.steps) + 1):
        path = start(str(number))
        with pytest.raises(Stopped):
            JournalDB(path, disk=StoppingDisk(number, "after", power=power))
        JournalDB(path).close()
        assert numbers(path) == [1, 2, 3]
        assert path.with_name("db.json.format-0").read_text() == text


@pytest.mark.parametrize("text", ["hello", "[1]", '{"a": 1}', '{"a": {"1": 2}}', "[" * 100_000])
def test_other_files_are_no_store(tmp_path: Path, text: str) -> None:
    """A file that is not TinyDB's is refused and left alone."""
    path = tmp_path / "notes.txt"
    path.write_text(text)
    with pytest.raises(StoreUnavailable, match="is a file"):
        JournalDB(path)
    assert path.read_text() == text


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file can grow beyond ``size`` bytes: the system refuses the write part way."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_refuses_the_write_and_nothing_else(book: Path) -> None:
    """The refused write leaves no trace, reading goes on, and writing does once there is room."""
    with JournalDB(book) as db:
        size = newest(book, "journal").stat().st_size
        with full_disk(size + 40):
            with pytest.raises(StoreUnavailable, match=r"cannot be written.*Nothing was changed"):
                db.insert({"n": "does not fit"})
            assert len(db) == 6
            with pytest.raises(StoreUnavailable, match="No snapshot"), full_disk(100):
                db.storage.snapshot()  # type: ignore[attr-defined]
        db.insert({"n": 7})
    assert numbers(book) == [1, 2, 3, 4, 5, 6, 7]


def test_a_write_is_answered_though_no_snapshot_has_room(book: Path) -> None:
    """The journal has it; the log tells of the snapshot, and a later one is tried again."""
    with JournalDB(book) as db:
        db.insert_multiple({"n": number, "text": "x" * (1 << 20)} for number in range(7, 27))
        with full_disk(16 << 20):
            for number in range(27, 40):
                db.insert({"n": number, "text": "x" * (1 << 20)})
    assert numbers(book) == list(range(1, 40))


class FailingDisk(Disk):
    """A disk whose syncs fail from some moment on."""

    failing = False

    def sync(self, descriptor: int) -> None:
        if self.failing:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().sync(descriptor)


def test_after_a_failed_sync_no_write_is_tried(book: Path) -> None:
    """What is on the disk is not known then, so the store must be opened again."""
    disk = FailingDisk()
    with JournalDB(book, disk=disk) as db:
        disk.failing = True
        with pytest.raises(StoreUnavailable, match="cannot be written"):
            db.insert({"n": 7})
        disk.failing = False
        with pytest.raises(StoreUnavailable, match="must be opened again"):
            db.insert({"n": 8})
    assert numbers(book)[:6] == [1, 2, 3, 4, 5, 6]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are other ones there")
def test_a_folder_that_may_not_be_written(book: Path) -> None:
    """Writing is refused with the system's reason, reading works."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(book, Path(name) / "book"))
        Path(name).chmod(0o755)
        for path in [folder, *folder.iterdir()]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        root = os.geteuid() == 0
        try:
            if root:
                os.seteuid(65534)
            with pytest.raises(StoreUnavailable, match=r"cannot be opened: Permission denied"):
                JournalDB(folder)
            assert numbers(folder) == [1, 2, 3, 4, 5, 6]
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)
