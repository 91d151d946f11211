"""The files in a store's folder, traces of a lost store, and the lock of the running bot."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.sqlite import ErrorSentences, remove

DATABASE = "facts.sqlite"
BACKUPS = "backups"
_LOCK = "bot.lock"
# Derived data, which may be deleted: the index and the vectors.
DERIVED = INDEX, MEANINGS = ("index", "meanings")
# File names of automatic backups, with the date, and of renamed stores.
BACKUP_PREFIX, BACKUP_ENDING = "nicenote-", ".sqlite"
BEFORE = ".before-"
_UNFINISHED = ".unfinished"
_NOTE = "README.txt"
_SAYS = """This folder is a store of Nice Note.

facts.sqlite has the facts and their log. While a program uses it, facts.sqlite-wal and
facts.sqlite-shm belong to it: never move or copy one of them alone. To copy everything, run
python -m facts backup FILE. You can delete index and meanings; they are rebuilt. While this note
is here, Nice Note does not begin a new store in the folder when facts.sqlite is gone.
"""


def database_of(folder: Path) -> Path:
    """The database file: facts, log and everything else that cannot be rebuilt."""
    return folder / DATABASE


def automatic_backups(folder: Path, backups: Path | None = None) -> list[Path]:
    """The automatic backups of the store in ``folder``, newest last. ``backups`` is their folder if
    it is a different one.
    """
    return sorted((backups or folder / BACKUPS).glob(f"{BACKUP_PREFIX}*{BACKUP_ENDING}"))


def copies(folder: Path, backups: Path | None = None) -> list[Path]:
    """Stores that were renamed by a restore, or rescued, then the automatic backups."""
    kept = folder.glob(f"{DATABASE}{BEFORE}*")
    aside = [one for one in kept if not one.name.endswith(("-wal", "-shm"))]
    return aside + automatic_backups(folder, backups)


@contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """A path beside ``file``, to write what takes its place. What is left there is deleted, also
    that of killed processes. Of two concurrent backups the later one continues.
    """
    new = file.with_name(f"{file.name}.{os.getpid()}{_UNFINISHED}")
    with ErrorSentences(file):
        forget_unfinished(file.parent, f"{file.name}.")
        try:
            yield new
        finally:
            remove(new)


def forget_unfinished(folder: Path, name: str = "") -> None:
    """Delete what killed processes left in ``folder``, of files whose names begin so."""
    for left in folder.glob(f"{name}*{_UNFINISHED}*"):
        left.unlink(missing_ok=True)


def expect_store(folder: Path) -> None:
    """Raises StoreUnavailable if there is no store, or it is gone."""
    expect_never_there(folder)
    with ErrorSentences(folder):
        if not database_of(folder).exists():
            raise StoreUnavailable(
                f"There’s no store at {folder}. Name another folder with --store, or make a "
                "store: start the bot, or run python -m facts starter load or python -m facts "
                "import FILE"
            )


def expect_never_there(folder: Path, backups: Path | None = None) -> None:
    """Raises StoreUnavailable if there was a store whose file is gone.

    Traces of it are the note in the folder, derived data, and backups, also in another folder.
    """
    with ErrorSentences(folder):
        if database_of(folder).exists():
            return
        newest = next(reversed(copies(folder, backups)), None)
        if newest is None and not any((folder / name).exists() for name in (_NOTE, *DERIVED)):
            return
        raise StoreUnavailable(
            f"There was a store at {folder}, but its file {DATABASE} is gone. No new store was "
            "made. Put the file back, or restore a backup (python -m facts restore "
            f"{newest or 'FILE'}). To start with a new, empty store, move away what is left: the "
            "folder" + (f" and {newest.parent}" if newest and newest.parent != folder else "")
        )


def forget_derived(folder: Path) -> None:
    """Delete derived data, including temporary files of killed writers."""
    for name in DERIVED:
        for place in folder.glob(f"{name}*"):
            shutil.rmtree(place, ignore_errors=True)


def leave_note(folder: Path) -> None:
    """Write a note in the folder on what it is, unless there is one."""
    note = folder / _NOTE
    if not note.exists():
        note.write_text(_SAYS, encoding="utf-8")


class BotLock:
    """Held from construction to ``close``; a file next to it names the process that holds it.

    Terminal commands need none. Raises StoreUnavailable if another bot holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._owner = folder / "bot.pid"
        with ErrorSentences(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / _LOCK, is_singleton=False, thread_local=False)
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                raise StoreUnavailable(
                    f"A bot is already running on the store {folder}: {self._holder()}. Stop it "
                    "first, or give this one another store."
                ) from None
            try:
                self._owner.write_text(f"{os.getpid()}\n", encoding="ascii")
            except OSError:
                self._lock.release()
                raise

    def close(self) -> None:
        self._owner.unlink(missing_ok=True)
        self._lock.release()

    def _holder(self) -> str:
        try:
            number = int(self._owner.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return "another process"
        return "this same process" if number == os.getpid() else f"process {number}"
