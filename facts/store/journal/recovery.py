"""Finding the last state that a folder holds: the newest whole snapshot and the writes after it."""

from dataclasses import dataclass, field
from pathlib import Path

from facts.store.journal import folder as names
from facts.store.journal import snapshot
from facts.store.journal.formats import expect_readable
from facts.store.journal.records import BadLineError, Record
from facts.store.journal.scanning import Scan, scan
from facts.store.journal.tables import Tables
from facts.store.protocol import StoreUnavailable

_TRIES = 5


@dataclass(slots=True)
class Recovered:
    """What was found in a folder.

    ``commit`` is the number of the last whole write; ``base`` that of the snapshot it was read
    from (0: none yet); ``journal`` that of the journal to go on with, whose first ``sound`` of
    ``size`` bytes make sense (None: there is none); ``bad_snapshots`` are the damaged ones that an
    older one stood in for; ``notes`` say in sentences what was not as it should be.
    """

    tables: Tables = field(default_factory=Tables)
    commit: int = 0
    base: int = 0
    base_size: int = 0
    journal: int | None = None
    journal_bytes: int = 0
    sound: int = 0
    size: int = 0
    bad_snapshots: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def recover(folder: Path) -> Recovered:
    """Read the folder's last state; changes nothing in it.

    Beside a running writer it may take another look, since that one replaces files.
    Raises StoreUnavailable when acknowledged writes cannot be read, or the format is newer.
    """
    for _ in range(_TRIES):
        try:
            return _recover(folder)
        except FileNotFoundError:
            continue
    raise StoreUnavailable(f"The files of {folder} keep changing. Try again in a moment.")


def _recover(folder: Path) -> Recovered:
    journals = names.numbers(folder, "journal")
    found = _base(folder)
    first = journals[0] if journals else found.base
    if found.base < first or (found.bad_snapshots and not journals):
        missing = f"write {found.base + 1} is missing"
        nothing = "no whole snapshot is left to begin with"
        raise StoreUnavailable(_damaged(folder, missing if found.base else nothing))
    started = [number for number in journals if number <= found.base]
    for number in journals:
        if number >= (started[-1] if started else 0):
            last = number == journals[-1]
            _replay(folder, number, found, last=last)
    return found


def _base(folder: Path) -> Recovered:
    found = Recovered()
    for number in reversed(names.numbers(folder, "snapshot")):
        path = names.snapshot(folder, number)
        try:
            found.tables = snapshot.read(path)
        except BadLineError:
            found.bad_snapshots.append(path)
            found.notes.append(
                f"{path.name} is damaged; the one before it and the journal stand in for it."
            )
            continue
        found.commit = found.base = number
        found.base_size = path.stat().st_size
        break
    return found


def _replay(folder: Path, number: int, found: Recovered, *, last: bool) -> None:
    path = names.journal(folder, number)
    data = path.read_bytes()
    read = scan(data)
    if read.header is not None:
        expect_readable(read.header, path)
        if read.header.get("after", 0) > found.commit:
            raise StoreUnavailable(_damaged(folder, f"write {found.commit + 1} is missing"))
    if read.line is not None and (read.lost or not last):
        raise StoreUnavailable(_damaged(folder, f"line {read.line} of {path.name} is damaged"))
    for commit, steps in read.writes:
        _take(folder, found, commit, steps)
    found.journal_bytes += read.sound
    if last:
        found.journal, found.sound, found.size = number, read.sound, len(data)
        _note_the_end(path, read, found)


def _take(folder: Path, found: Recovered, commit: int, steps: list[Record]) -> None:
    if commit == found.commit + 1:
        found.tables.take(steps)
        found.commit = commit
    elif commit > found.commit:
        raise StoreUnavailable(_damaged(folder, f"write {found.commit + 1} is missing"))


def _note_the_end(path: Path, read: Scan, found: Recovered) -> None:
    if found.size > found.sound:
        found.notes.append(
            f"{path.name} ends in a write that was cut short at line {read.line} "
            f"({found.size - found.sound} bytes). It was never acknowledged."
        )


def _damaged(folder: Path, what: str) -> str:
    return (
        f"The store {folder} is damaged: {what}. Nothing was changed. See what can be kept with: "
        f"python -m facts --store {folder} check"
    )
