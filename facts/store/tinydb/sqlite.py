"""One SQLite file, opened so that an answered write is on the disk, and its errors as sentences."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from facts.store.protocol import StoreGone, StoreUnavailable

FORMAT = 1
# "NiNo": by this other programs, and ``file``, can tell whose database it is.
_APPLICATION = 0x4E694E6F
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
_SENTENCES = {
    "SQLITE_BUSY": "Another program has kept the store {0} locked for too long."
    " Nothing was changed. Try again in a moment.",
    "SQLITE_FULL": (
        "The disk is full, so nothing was written to {0}. Free some space, then try again."
    ),
    "SQLITE_READONLY": (
        "The user who runs this isn’t allowed to write the store {0}. Grant write permission."
    ),
    "SQLITE_CANTOPEN": (
        "The store {0} can’t be opened. Check that its folder exists and that the user who runs "
        "this can read and write it."
    ),
    "SQLITE_CORRUPT": _DAMAGED,
    # Two rows for one key, and a schema that cannot be read: we write neither.
    "SQLITE_CONSTRAINT": _DAMAGED,
    "SQLITE_NOTADB": (
        "{0} is not a store of Nice Note, or it is damaged. If it’s yours, restore the newest "
        "backup: python -m facts restore FILE"
    ),
    "SQLITE_IOERR": "Reading or writing {0} failed. Nothing was changed. Check the disk first.",
}


# Which file a name stood for: its device and number there.
FileNumber = tuple[int, int]
# Errors that SQLite and Python have no code for.
_OF_DAMAGE = ("Could not decode", "unsupported file format", "malformed", "no such column")
_TRIES, _BETWEEN_TRIES_SECONDS = 5, 0.05


def connect(path: Path | None, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the database ``path``; a writer makes one where there is none. None: one in memory.

    Raises StoreUnavailable for one that is damaged, empty, of another program or a newer format,
    or that left a log behind and is gone itself.
    """
    if path is None:
        return sqlite3.connect(":memory:", isolation_level=None)
    with sentences(path):
        if not path.exists():
            _expect_never_there(path)
            if read_only:
                raise StoreUnavailable(f"There’s no store at {path}.")
            _make(path)
        elif not path.stat().st_size:
            raise StoreUnavailable(
                f"The store {path} is an empty file, probably cut off. Nothing was changed. "
                "Restore the newest backup: python -m facts restore FILE"
            )
        for _ in range(_TRIES - 1):
            try:
                return _connected(path, read_only=read_only)
            except sqlite3.OperationalError as error:
                # The last process that closes the file takes its log away. Who opens it at that
                # very moment is told of a failed disk; a moment later all is well.
                if not error.sqlite_errorname.startswith("SQLITE_IOERR"):
                    raise
                time.sleep(_BETWEEN_TRIES_SECONDS)
        return _connected(path, read_only=read_only)


def _connected(path: Path, *, read_only: bool) -> sqlite3.Connection:
    connection = _reader(path) if read_only else _opened(path, "rw")
    try:
        _expect_ours(connection, path)
        for setting in _SETTINGS:
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise about ``path`` into StoreUnavailable."""
    try:
        yield
    except sqlite3.Error as error:
        if (sentence := _sentence(error)) is None:
            raise
        raise StoreUnavailable(sentence.format(path)) from error
    except UnicodeDecodeError as error:
        raise damaged(path) from error
    except Timeout as error:
        raise StoreUnavailable(_SENTENCES["SQLITE_BUSY"].format(path)) from error
    except OSError as error:
        raise StoreUnavailable(f"The store {path} can’t be used: {error.strerror}.") from error


def _sentence(error: sqlite3.Error) -> str | None:
    """What to say of an error; None for one that is our own fault."""
    said = str(error)
    if isinstance(error, sqlite3.ProgrammingError):
        return "The store is closed." if "closed" in said else None
    if "no such table" in said:
        return (
            "A table of the store {0} was dropped by another program. Restart, then run: python "
            "-m facts check"
        )
    if any(words in said for words in _OF_DAMAGE):
        return _DAMAGED
    name = getattr(error, "sqlite_errorname", "") or ""
    known = (_SENTENCES[kind] for kind in _SENTENCES if name.startswith(kind))
    return next(known, None)


def damaged(path: Path) -> StoreUnavailable:
    """What is said of a store that has what this program never writes."""
    return StoreUnavailable(_DAMAGED.format(path))


def expect_in_place(path: Path, opened: FileNumber | None = None) -> FileNumber:
    """Which file ``path`` is. Raises StoreGone if it is not the one that was ``opened``:
    what SQLite writes to a file that was deleted or moved away would be lost.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 - before each commit, and half as long as by Path
    except FileNotFoundError:
        number = None
    else:
        number = found.st_dev, found.st_ino
    if number is None or (opened is not None and number != opened):
        raise StoreGone(
            f"The store {path} was deleted, moved or replaced while this program had it open. "
            "Nothing was changed. Stop the bot, then put the file back where it was, or restore "
            "the newest backup: python -m facts restore FILE"
        )
    return number


def log_of(path: Path) -> Path:
    """The write-ahead log of a database."""
    return path.with_name(f"{path.name}-wal")


def remove(path: Path) -> None:
    """Remove a database with its log and the index of its log, whatever there is of it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=LOCKED_FOR,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA schema_version")
    except BaseException:
        connection.close()
        raise
    return connection


def _reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; also in a folder that may not be written."""
    modes = ["rw", "ro"]
    log = log_of(path)
    if not log.exists() or not log.stat().st_size:
        modes.append("ro&immutable=1")
    for mode in modes:
        try:
            connection = _opened(path, mode)
        except sqlite3.OperationalError as error:
            # What another program has locked may be half written.
            if mode == modes[-1] or error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
        else:
            connection.execute("PRAGMA query_only = ON")
            return connection
    raise AssertionError


def _make(path: Path) -> None:
    """Make an empty database, whole or not at all, unless another process makes it first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.new")
    # One process at a time: two would write, link and clear away the same unfinished file.
    with FileLock(f"{unfinished}.lock", timeout=LOCKED_FOR, is_singleton=False):
        if path.exists():
            return
        unfinished.unlink(missing_ok=True)
        connection = sqlite3.connect(unfinished, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        finally:
            connection.close()
        unfinished.replace(path)


def _expect_never_there(path: Path) -> None:
    if log_of(path).exists():
        raise StoreUnavailable(
            f"The store {path} is gone, but its log {log_of(path).name} is still there. Nothing "
            "was changed. Put the file back where it was, or move the log away and restore the "
            "newest backup: python -m facts restore FILE"
        )


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
