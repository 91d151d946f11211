"""Online backup of a store to one file, and restoring it."""

import asyncio
import logging
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from facts.model import Clock
from facts.store.protocol import StoreUnavailable
from facts.store.tinydb import removal, sqlite
from facts.store.tinydb.folder import BotLock, StoreFolder, unfinished
from facts.store.tinydb.sqlite import ErrorSentences
from facts.store.tinydb.state import State
from facts.store.tinydb.tables import CHANGES, REMOVALS, open_tables

_log = logging.getLogger(__name__)
_KEPT = 7
_LOOKS_EVERY_SECONDS = 3600.0


def back_up(folder: StoreFolder, file: Path) -> tuple[int, int]:
    """Write a consistent snapshot of the store in ``folder`` to ``file``; returns the number of its
    facts and changes.

    The store may be in use. Atomic: on failure ``file`` is left as it was. Raises StoreUnavailable,
    and Refusal if ``file`` belongs to a store.
    """
    folder.expect_store()
    folder.expect_not_own(file)
    with (
        closing(sqlite.connect(folder.database, read_only=True)) as source,
        unfinished(file) as new,
    ):
        _copy(source, new)
        new.replace(file)
        _sync(file.parent)
    with closing(open_tables(file, read_only=True)) as db:
        return State(db).count(None), len(db.table(CHANGES))


def restore(file: Path, folder: StoreFolder) -> Path | None:
    """Replace the store in ``folder`` by the backup ``file``.

    Names and texts removed since the backup are removed again, as far as the present store or a
    copy of it has a record of them. The present store, on which no bot may run, is renamed, and its
    new name is returned. If interrupted, the store is the old one, the restored one, or absent with
    the old one under its new name; restoring again completes it. Raises StoreUnavailable.
    """
    if not file.exists():
        raise StoreUnavailable(f"There’s no file {file}.")
    _expect_whole(file)
    present, path = folder.database, folder.path
    with closing(BotLock(path)), ErrorSentences(path), unfinished(present) as new:
        with closing(sqlite.connect(file, read_only=True)) as source:
            _copy(source, new)
        removal.repeat(new, _removals(folder))
        kept = _moved_away(folder)
        new.rename(present)
        _sync(path)
        folder.leave_note()
        folder.forget_derived()
    return kept


def back_up_automatically(folder: StoreFolder, now: datetime) -> Path:
    """Make today's backup if there is none, and delete all but the newest seven."""
    file = folder.backup_of(now)
    if not file.exists():
        with ErrorSentences(folder.backups):
            folder.backups.mkdir(parents=True, exist_ok=True)
        back_up(folder, file)
        # It would still contain a name that was erased meanwhile.
        removal.repeat(file, _removals(folder))
    for old in folder.automatic_backups()[:-_KEPT]:
        old.unlink()
    return file


async def back_up_daily(folder: StoreFolder, clock: Clock) -> None:
    """Make a backup of the store in ``folder`` each day, until cancelled."""
    known: Path | None = None
    while True:
        try:
            file = await asyncio.to_thread(back_up_automatically, folder, clock())
            if file != known:
                _log.info("The newest backup of the store is %s", file)
            known = file
        except (StoreUnavailable, OSError) as error:
            _log.warning("Could not make today's backup: %s", error)
        await asyncio.sleep(_LOOKS_EVERY_SECONDS)


def rescue(state: State, folder: StoreFolder) -> Path:
    """Save what is still readable of a store whose file was deleted; returns where."""
    with ErrorSentences(folder.path):
        folder.path.mkdir(parents=True, exist_ok=True)
        folder.leave_note()
        kept = folder.aside()
        _copy(state.storage.connection, kept)
        return kept


def _copy(source: sqlite3.Connection, file: Path) -> None:
    """Write a database to ``file`` as a single file, synced to disk."""
    sqlite.remove(file)
    with closing(sqlite3.connect(file, isolation_level=None)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    _sync(file)


def _expect_whole(file: Path) -> None:
    try:
        with closing(sqlite.connect(file, read_only=True)) as connection, ErrorSentences(file):
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except StoreUnavailable as error:
        raise StoreUnavailable(f"{error.sentence} Nothing was restored.") from error
    if said != "ok":
        raise StoreUnavailable(f"{file} isn’t a complete backup: {said}. Nothing was restored.")


def _removals(folder: StoreFolder) -> list[dict[str, object]]:
    """The store's records of removals, oldest first, also from copies if the store is gone."""
    known: dict[str, dict[str, object]] = {}
    for file in (*folder.copies(), folder.database):
        try:
            with closing(open_tables(file, read_only=True)) as db:
                known.update((str(one["text"]), one) for one in db.table(REMOVALS))
        except StoreUnavailable:
            continue  # an unreadable copy has no usable records
    return sorted(known.values(), key=lambda one: str(one["at"]))


def _moved_away(folder: StoreFolder) -> Path | None:
    present, kept = folder.database, folder.aside()
    if not present.exists():
        sqlite.remove(present)
        return None
    try:
        # Checkpoint everything into the one file, so that a single rename moves it.
        with closing(sqlite.connect(present)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (StoreUnavailable, sqlite3.Error):
        pass  # damaged: its files are renamed together as they are
    for ending in ("-wal", "-shm", ""):
        part = present.with_name(present.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))
    return kept


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
