"""Opens SQLite files with durable commits, and turns their errors into sentences."""

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from facts.store.protocol import StoreGone, StoreUnavailable

FORMAT = 1
# The application id "NiNo", by which other programs and ``file`` recognize the database.
_APPLICATION = 0x4E694E6F
# Of a database, in bytes: SQLite takes less for an empty one.
_SMALLEST = 512
# The part of a database's first page that ends with its application id, in bytes.
_HEADER = 72
LOCKED_FOR = 5.0
_SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA cache_size = -4000",
    "PRAGMA journal_size_limit = 16777216",
)
_DAMAGED = (
    "The store {0} is damaged. Stop the bot and keep a copy of the folder; then restore the "
    "newest backup: python -m facts restore FILE"
)
# By what an error says or the beginning of its code.
_FULL = "The disk is full, so nothing was written to {0}. Free some space, then try again."
_SENTENCES = {
    "no such table": (
        "A table of the store {0} was dropped by another program. Restart, then run: python -m "
        "facts check"
    ),
    "Could not decode": _DAMAGED,
    "unsupported file format": _DAMAGED,
    "malformed": _DAMAGED,
    "no such column": _DAMAGED,
    "SQLITE_BUSY": "Another program has kept the store {0} locked for too long."
    " Nothing was changed. Try again in a moment.",
    "SQLITE_FULL": _FULL,
    # There is no room for the shared memory, which is a file, too.
    "SQLITE_IOERR_SHMSIZE": _FULL,
    "SQLITE_READONLY": (
        "The user who runs this isn’t allowed to write the store {0}. Grant write permission."
    ),
    "SQLITE_CANTOPEN": (
        "The store {0} can’t be opened. Check that its folder exists and that the user who runs "
        "this can read and write it."
    ),
    "SQLITE_CORRUPT": _DAMAGED,
    # Signs of damage: two rows for one key, or an unreadable schema; we write neither.
    "SQLITE_CONSTRAINT": _DAMAGED,
    "SQLITE_NOTADB": (
        "{0} is not a store of Nice Note, or it is damaged. If it’s yours, restore the newest "
        "backup: python -m facts restore FILE"
    ),
    "SQLITE_IOERR": "Reading or writing {0} failed. Nothing was changed. Check the disk first.",
}
# The identity of an open file: device and inode number.
FileNumber = tuple[int, int]
_TRIES, _BETWEEN_TRIES_SECONDS = 5, 0.05


def connect(path: Path | None, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the database ``path``; a writer creates it if missing. None: in memory.

    Raises StoreUnavailable if it is damaged, empty, of another program or a newer format, or
    missing although its write-ahead log exists.
    """
    if path is None:
        return sqlite3.connect(":memory:", isolation_level=None)
    with ErrorSentences(path):
        if not path.exists():
            if log_of(path).exists():
                raise StoreUnavailable(
                    f"The store {path} is gone, but its log {log_of(path).name} is still there. "
                    "Nothing was changed. Put the file back where it was, or move the log away and "
                    "restore the newest backup: python -m facts restore FILE"
                )
            if read_only:
                raise StoreUnavailable(f"There’s no store at {path}.")
            _make(path)
        elif path.stat().st_size < _SMALLEST:
            raise StoreUnavailable(
                f"The store {path} is an empty file, or cut off. Nothing was changed. "
                "Restore the newest backup: python -m facts restore FILE"
            )
        for left in reversed(range(_TRIES)):
            try:
                return _opened(path, "rw", read_only=read_only)
            except sqlite3.OperationalError as error:
                if read_only and _is_left_alone(path, error):
                    return _opened(path, "ro&immutable=1", read_only=True)
                # The last process to close the file deletes its log. Opening it at that moment
                # reports a disk error; a moment later it succeeds.
                if not left or not error.sqlite_errorname.startswith("SQLITE_IOERR"):
                    raise
                time.sleep(_BETWEEN_TRIES_SECONDS)
        raise AssertionError


class ErrorSentences:
    """A context in which errors of SQLite and the file system about ``path`` become
    StoreUnavailable. Every statement is executed in one, so it has to be quick.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if error is not None and (sentence := _sentence(error)) is not None:
            raise StoreUnavailable(sentence.format(self._path)) from error


def _sentence(error: BaseException) -> str | None:
    """The sentence for an error; None for a programming error and what is no error of a store."""
    match error:
        case sqlite3.ProgrammingError():
            return "The store is closed." if "closed" in str(error) else None
        case sqlite3.Error():
            said = f"{getattr(error, 'sqlite_errorname', '')}: {error}"
            return next((_SENTENCES[words] for words in _SENTENCES if words in said), None)
        case UnicodeDecodeError():
            return _DAMAGED
        case Timeout():
            return _SENTENCES["SQLITE_BUSY"]
        case OSError():
            return f"The store {{0}} can’t be used: {error.strerror}."
    return None


def damaged(path: Path) -> StoreUnavailable:
    """The error for a store with content that this program never writes."""
    return StoreUnavailable(_DAMAGED.format(path))


def expect_in_place(path: Path, opened: FileNumber | None = None) -> FileNumber:
    """The identity of the file ``path``. Raises StoreGone if it is not the one that was ``opened``:
    writes to a deleted or moved file would be lost.
    """
    with suppress(FileNotFoundError):
        found = os.stat(path)  # noqa: PTH116 - before each commit, and half as long as by Path
        if opened in (None, (found.st_dev, found.st_ino)):
            return found.st_dev, found.st_ino
    raise StoreGone(
        f"The store {path} was deleted, moved or replaced while this program had it open. Nothing "
        "was changed. Stop the bot, then put the file back where it was, or restore the newest "
        "backup: python -m facts restore FILE"
    )


def is_ours(file: Path) -> bool:
    """Whether a file's first bytes are those of our databases; not if it cannot be read."""
    try:
        if not file.is_file():
            return False  # a pipe cannot be looked into without waiting
        with file.open("rb") as opened:
            return opened.read(_HEADER)[-4:] == _APPLICATION.to_bytes(4)
    except OSError:
        return False


def log_of(path: Path) -> Path:
    """The path of a database's write-ahead log."""
    return path.with_name(f"{path.name}-wal")


def remove(path: Path) -> None:
    """Delete a database with its log and shared-memory file, whichever exist."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _opened(path: Path, mode: str, *, read_only: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=LOCKED_FOR,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _expect_ours(connection, path)
        for setting in (*_SETTINGS, f"PRAGMA query_only = {read_only}"):
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_left_alone(path: Path, error: sqlite3.OperationalError) -> bool:
    """Whether nobody writes a database that cannot be opened in a folder without write permission.
    One that is locked or has a log may be half written.
    """
    log = log_of(path)
    locked = error.sqlite_errorname.startswith("SQLITE_BUSY")
    return not locked and not (log.exists() and log.stat().st_size)


def _make(path: Path) -> None:
    """Create an empty database atomically, unless another process creates it first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.new")
    # One process at a time: two would write, link and delete the same temporary file.
    with FileLock(f"{unfinished}.lock", timeout=LOCKED_FOR, is_singleton=False):
        if path.exists():
            return
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        unfinished.replace(path)


def _expect_ours(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION:
        raise StoreUnavailable(f"{path} is another program’s database, not a store.")
    if version > FORMAT:
        raise StoreUnavailable(
            f"The store {path} was written by a newer Nice Note (format {version}; this one "
            f"knows {FORMAT}). Nothing was changed. Update Nice Note."
        )
