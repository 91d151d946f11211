"""The files in a store's folder, traces of a lost store, and the lock of the running bot."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from facts.model import Refusal
from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.sqlite import ErrorSentences, is_ours, remove

_DATABASE = "facts.sqlite"
# Derived data, which may be deleted: the index and the vectors.
_DERIVED = INDEX, MEANINGS = ("index", "meanings")
_NOTE = "README.txt"
_LOCK, _OWNER = "bot.lock", "bot.pid"
_OWN = {_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm", _NOTE, _LOCK, _OWNER}
_UNFINISHED = ".unfinished"
# Endings of what is no database by itself.
_PARTS = ("-wal", "-shm", "-journal", ".new", _UNFINISHED)
_SAYS = """This folder is a store of Nice Note.

facts.sqlite has the facts and their log. While a program uses it, facts.sqlite-wal and
facts.sqlite-shm belong to it: never move or copy one of them alone. To copy everything, run
python -m facts backup FILE. You can delete index and meanings; they are rebuilt. While this note
is here, Nice Note does not begin a new store in the folder when facts.sqlite is gone.
"""


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """A store's folder; its automatic backups may be in another one, ``elsewhere``."""

    path: Path
    elsewhere: Path | None = None

    @property
    def database(self) -> Path:
        """The database file: facts, log and everything else that cannot be rebuilt."""
        return self.path / _DATABASE

    @property
    def backups(self) -> Path:
        """The folder of the automatic backups."""
        return self.elsewhere or self.path / "backups"

    def backup_of(self, day: datetime) -> Path:
        """The automatic backup of a day."""
        return self.backups / f"nicenote-{day:%Y-%m-%d}.sqlite"

    def automatic_backups(self) -> list[Path]:
        """The automatic backups, newest last."""
        return sorted(self.backups.glob("nicenote-*.sqlite"))

    def aside(self) -> Path:
        """A new name for the database when another takes its place."""
        return self.database.with_name(f"{_DATABASE}.before-{time.time_ns()}")

    def copies(self) -> list[Path]:
        """Databases that were renamed by a restore, or rescued, and backups made by hand, here or
        beside the automatic backups; then these.
        """
        automatic = self.automatic_backups()
        known = {self.database, *automatic}
        beside = {*self.path.glob("*"), *self.backups.glob("*")} - known
        return sorted(file for file in beside if self._is_copy(file)) + automatic

    def _is_copy(self, file: Path) -> bool:
        is_store = file.name in _OWN and (file.parent / _NOTE).exists()
        if file.name.endswith(_PARTS) or is_store:
            return False
        return file.name.startswith(f"{_DATABASE}.before-") or is_ours(file)

    def expect_not_own(self, file: Path) -> None:
        """Raises Refusal if ``file`` belongs to this store or another, or has other content."""
        of_store = file.parent.resolve() == self.path.resolve() or (file.parent / _NOTE).exists()
        if of_store and file.name in _OWN:
            raise Refusal(f"{file} belongs to a store. Give the backup another name.")
        is_new = not file.exists() or (file.is_file() and not file.stat().st_size)
        if not is_new and not is_ours(file):
            raise Refusal(f"{file} exists and isn’t a backup. Give the backup another name.")

    def expect_store(self) -> None:
        """Raises StoreUnavailable if there is no store, or it is gone."""
        self.expect_never_there()
        if not self.database.exists():
            raise StoreUnavailable(
                f"There’s no store at {self.path}. Name another folder with --store, or make a "
                "store: start the bot, or run python -m facts starter load or python -m facts "
                "import FILE"
            )

    def expect_never_there(self) -> None:
        """Raises StoreUnavailable if there was a store whose file is gone.

        Traces of it are the note in the folder, derived data, and backups.
        """
        with ErrorSentences(self.path):
            if self.database.exists():
                return
            newest = next(reversed(self.copies()), None)
            if newest is None and not any(
                (self.path / name).exists() for name in (_NOTE, *_DERIVED)
            ):
                return
            other = (
                f" and {newest.parent}" if newest and not newest.is_relative_to(self.path) else ""
            )
            raise StoreUnavailable(
                f"There was a store at {self.path}, but its file {_DATABASE} is gone. No new store "
                "was made. Put the file back, or restore a backup (python -m facts restore "
                f"{newest or 'FILE'}). To start with a new, empty store, move away what is left: "
                f"the folder{other}"
            )

    def forget_derived(self) -> None:
        """Delete derived data, including temporary files of killed writers."""
        for name in _DERIVED:
            for place in self.path.glob(f"{name}*"):
                shutil.rmtree(place, ignore_errors=True)

    def leave_note(self) -> None:
        """Write a note in the folder on what it is, unless there is one or the disk is full, say:
        the next program that opens the store tries again.
        """
        note = self.path / _NOTE
        with suppress(OSError):
            if not note.exists():
                note.write_text(_SAYS, encoding="utf-8")


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
    with ErrorSentences(folder):
        for left in folder.glob(f"{name}*{_UNFINISHED}*"):
            left.unlink(missing_ok=True)


class BotLock:
    """Held from construction to ``close``; a file next to it names the process that holds it.

    Terminal commands need none. Raises StoreUnavailable if another bot holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._owner = folder / _OWNER
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
