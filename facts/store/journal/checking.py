"""Looking a store's files over line by line, and making damaged ones usable again."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from facts.store.journal import folder as names
from facts.store.journal import snapshot
from facts.store.journal.disk import Disk
from facts.store.journal.formats import expect_readable
from facts.store.journal.lock import WriterLock, is_held
from facts.store.journal.records import BadLineError, Record
from facts.store.journal.recovery import Recovered, recover
from facts.store.journal.scanning import salvage, scan
from facts.store.journal.volume import Volume
from facts.store.protocol import StoreUnavailable

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, as a sentence.

    ``harmful`` says that the store cannot be opened for it; all else mends itself at opening.
    """

    sentence: str
    harmful: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """What a repair did: where the old files are kept, how many documents the store has now."""

    kept: Path
    documents: int


def look_over(folder: Path) -> tuple[Finding, ...]:
    """All that is wrong with the files of ``folder``; changes nothing."""
    _expect_folder(folder)
    for _ in range(_TRIES):
        try:
            return _looked_over(folder)
        except FileNotFoundError:
            # A running writer replaced files meanwhile.
            continue
    raise StoreUnavailable(f"The files of {folder} keep changing. Try again in a moment.")


def _looked_over(folder: Path) -> tuple[Finding, ...]:
    found = [*_snapshots(folder), *_journals(folder)]
    if not is_held(folder):
        found += [
            Finding(f"{path.name} was left half made by a crash; nothing needs it.")
            for path in names.unfinished(folder)
        ]
    try:
        recover(folder)
    except StoreUnavailable as error:
        found.append(Finding(str(error), harmful=True))
    return tuple(found)


def repair(folder: Path, disk: Disk | None = None) -> Repair:
    """Copy all files of ``folder`` aside, then make a store of every line that is sound.

    Raises StoreUnavailable when the store is in use or of a newer format.
    """
    disk = disk or Disk()
    _expect_folder(folder)
    lock = WriterLock(folder)
    try:
        found = _salvaged(folder)
        kept = _copied_aside(folder, disk)
        # The new files stand for themselves before the old ones go: stopped at any step, the
        # store is either still the damaged one or already the repaired one.
        volume = Volume(folder, disk, lock, found)
        number = volume.rotate()
        volume.write_snapshot(number, found.tables.all_lines())
        for kind, name in (("snapshot", names.snapshot), ("journal", names.journal)):
            for old in names.numbers(folder, kind):
                if old < number:
                    disk.remove(name(folder, old))
        volume.close()
    finally:
        lock.release()
    return Repair(kept, sum(len(found.tables.lines(table)) for table in found.tables.names()))


def _expect_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise StoreUnavailable(f"There is no store at {folder}.")


def _snapshots(folder: Path) -> Iterator[Finding]:
    for number in names.numbers(folder, "snapshot"):
        path = names.snapshot(folder, number)
        try:
            snapshot.read(path)
        except BadLineError:
            _, bad = snapshot.sound_records(path)
            what = f"{bad} damaged lines" if bad else "no whole end"
            yield Finding(f"{path.name} has {what}.")


def _journals(folder: Path) -> Iterator[Finding]:
    journals = names.numbers(folder, "journal")
    for number in journals:
        path = names.journal(folder, number)
        read = scan(path.read_bytes())
        if read.line is None:
            continue
        if read.lost or number != journals[-1]:
            yield Finding(f"{path.name} is damaged at line {read.line}.")
        elif not is_held(folder):
            yield Finding(
                f"{path.name} ends at line {read.line} in a write that was cut short, "
                "which was never acknowledged."
            )


def _salvaged(folder: Path) -> Recovered:
    """Everything sound: of the newest snapshot, whole if there is one, and of all journals."""
    found = Recovered()
    snapshots = names.numbers(folder, "snapshot")
    for number in reversed(snapshots):
        try:
            found.tables = snapshot.read(names.snapshot(folder, number))
        except BadLineError:
            continue
        found.commit = number
        break
    else:
        if snapshots:
            found.commit = snapshots[-1]
            steps, _ = snapshot.sound_records(names.snapshot(folder, snapshots[-1]))
            found.tables.take(steps)
    for commit, steps in _salvaged_writes(folder, found.commit):
        found.tables.take(steps)
        found.commit = max(found.commit, commit)
    found.commit += 1
    return found


def _salvaged_writes(folder: Path, after: int) -> Iterator[tuple[int, list[Record]]]:
    for number in names.numbers(folder, "journal"):
        path = names.journal(folder, number)
        data = path.read_bytes()
        header = scan(data[: data.find(b"\n") + 1]).header
        if header is not None:
            expect_readable(header, path)
        for commit, steps in salvage(data):
            if commit > after:
                yield commit, steps


def _copied_aside(folder: Path, disk: Disk) -> Path:
    aside = folder / names.SET_ASIDE / str(time.time_ns())
    disk.make_folder(aside)
    for path in sorted(folder.glob("*.jsonl")):
        shutil.copy2(path, aside)
        descriptor = disk.open_to_append(aside / path.name)
        disk.sync(descriptor)
        disk.close(descriptor)
    disk.sync_folder(aside)
    return aside
