"""A whole store as one file, taken while the bot runs, and a store made of such a file."""

import time
from pathlib import Path

from facts.store.journal import folder as names
from facts.store.journal import snapshot
from facts.store.journal.disk import Disk
from facts.store.journal.lock import WriterLock
from facts.store.journal.records import BadLineError
from facts.store.journal.recovery import recover
from facts.store.journal.tables import Tables
from facts.store.protocol import StoreUnavailable


def back_up(folder: Path, file: Path, disk: Disk | None = None) -> int:
    """Write the state of one moment of the store in ``folder`` to ``file``; how many documents.

    The store may be in use. ``file`` is there whole or, when anything fails, as it was before.
    Raises StoreUnavailable.
    """
    if not folder.is_dir():
        raise StoreUnavailable(f"There is no store at {folder}.")
    found = recover(folder)
    try:
        snapshot.write(disk or Disk(), file, found.commit, found.tables.all_lines())
    except OSError as error:
        file.with_name(file.name + names.UNFINISHED).unlink(missing_ok=True)
        raise StoreUnavailable(f"{file} cannot be written: {error.strerror}.") from error
    return sum(len(found.tables.lines(table)) for table in found.tables.names())


def restore(file: Path, folder: Path, disk: Disk | None = None) -> Path | None:
    """Make the store in ``folder`` what ``file``, a backup, holds.

    A store that is there already must not be in use; it is kept beside the new one, under the
    name that is returned. Stopped at any step, the store is the old one or the restored one, or
    the old one under its new name and nothing at ``folder``, and restoring again ends it.
    Raises StoreUnavailable.
    """
    disk = disk or Disk()
    tables = _read(file)
    try:
        unfinished = folder.with_name(folder.name + names.UNFINISHED)
        disk.make_folder(unfinished)
        for left in unfinished.iterdir():
            disk.remove(left)
        snapshot.write(disk, names.snapshot(unfinished, 1), 1, tables.all_lines())
        kept = _moved_away(folder, disk) if folder.exists() else None
        disk.replace(unfinished, folder)
        disk.sync_folder(folder.parent)
    except OSError as error:
        raise StoreUnavailable(f"{folder} cannot be restored: {error.strerror}.") from error
    return kept


def _read(file: Path) -> Tables:
    try:
        return snapshot.read(file)
    except OSError as error:
        raise StoreUnavailable(f"{file} cannot be read: {error.strerror}.") from error
    except (BadLineError, ValueError) as error:
        raise StoreUnavailable(
            f"{file} is no whole backup of a store: it is damaged, or was cut short, or is "
            "something else. Nothing was changed."
        ) from error


def _moved_away(folder: Path, disk: Disk) -> Path:
    lock = WriterLock(folder)
    try:
        kept = folder.with_name(f"{folder.name}.before-{time.time_ns()}")
        disk.replace(folder, kept)
    finally:
        lock.release()
    return kept
