"""The folder of a store: opened for one writer or any number of readers, appended to durably."""

import logging
import time
from collections.abc import Collection, Iterable
from itertools import islice
from pathlib import Path
from typing import Self
from zlib import crc32

from facts.store.journal import folder as names
from facts.store.journal import records, snapshot, stock
from facts.store.journal.disk import Disk
from facts.store.journal.formats import FORMAT
from facts.store.journal.lock import WriterLock
from facts.store.journal.records import Record
from facts.store.journal.recovery import Recovered, recover
from facts.store.protocol import StoreUnavailable

_log = logging.getLogger(__name__)
_LINES_AT_ONCE = 500
# A snapshot costs as much writing as it is long, so the journal may grow to half of that first.
_JOURNAL_AT_LEAST = 8 << 20


class Volume:
    """Appends writes to a folder and snapshots it.

    One thread at a time calls ``append``, ``rotate`` and ``close``; ``write_snapshot`` may run
    beside them in another. ``found`` is the state at opening and belongs to the caller.
    """

    def __init__(self, folder: Path, disk: Disk, lock: WriterLock | None, found: Recovered) -> None:
        self.folder = folder
        self.found = found
        self.commit = found.commit
        self._disk = disk
        self._lock = lock
        self._journal = -1
        self._size = 0
        self._since_snapshot = found.journal_bytes
        self._snapshot_size = found.base_size
        self._broken: str | None = None

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False, disk: Disk | None = None) -> Self:
        """Open the store in ``folder``; a writer makes, locks and mends it.

        Raises StoreUnavailable.
        """
        disk = disk or Disk()
        if read_only and not folder.is_dir():
            raise StoreUnavailable(f"There is no store at {folder}.")
        lock: WriterLock | None = None
        try:
            if not read_only:
                stock.migrate(folder, disk)
                disk.make_folder(folder)
                lock = WriterLock(folder)
            volume = cls(folder, disk, lock, recover(folder))
            if lock:
                volume._begin()
        except OSError as error:
            if lock:
                lock.release()
            raise StoreUnavailable(
                f"The store {folder} cannot be opened: {error.strerror}."
            ) from error
        except BaseException:
            if lock:
                lock.release()
            raise
        for note in volume.found.notes:
            _log.warning("store %s: %s", folder, note)
        return volume

    def expect_writable(self) -> None:
        """Raise StoreUnavailable unless a write may be tried."""
        if self._lock is None:
            raise StoreUnavailable("The store is open for reading only.")
        if self._broken:
            raise StoreUnavailable(self._broken)

    def append(self, steps: Collection[Record]) -> None:
        """Add one write and return when it is durable; StoreUnavailable when it was not made."""
        self.expect_writable()
        size, checksum, data = self._size, 0, b""
        rest = iter(steps)
        try:
            while chunk := [step.line for step in islice(rest, _LINES_AT_ONCE)]:
                self._disk.write(self._journal, data)
                data = b"".join(chunk)
                size, checksum = size + len(data), crc32(data, checksum)
            end = records.commit(self.commit + 1, len(steps), checksum)
            self._disk.write(self._journal, data + end)
            size += len(end)
            self._disk.sync(self._journal)
        except OSError as error:
            self._take_back(error)
            raise StoreUnavailable(
                f"The store {self.folder} cannot be written: {error.strerror}. Nothing was changed."
            ) from error
        self.commit += 1
        self._since_snapshot += size - self._size
        self._size = size

    @property
    def snapshot_due(self) -> bool:
        """Whether the journal has grown so long that reading it would make opening slow."""
        return self._since_snapshot > max(_JOURNAL_AT_LEAST, self._snapshot_size // 2)

    def rotate(self) -> int:
        """Begin a new journal, so that the present state can be snapshotted; its number."""
        self.expect_writable()
        number = self.commit
        if not names.journal(self.folder, number).exists():
            old = self._journal
            try:
                self._start_journal(number)
            except OSError as error:
                if names.journal(self.folder, number).exists():
                    self._break(error)
                raise StoreUnavailable(
                    f"The store {self.folder} cannot be written: {error.strerror}."
                ) from error
            if old >= 0:
                self._disk.close(old)
        self._since_snapshot = 0
        return number

    def write_snapshot(self, number: int, lines: Iterable[bytes]) -> None:
        """Make ``lines`` the snapshot after write ``number``, then drop what it makes needless.

        The generation before it is kept, so that one damaged file loses nothing.
        """
        path = names.snapshot(self.folder, number)
        try:
            snapshot.write(self._disk, path, number, lines)
            self._snapshot_size = path.stat().st_size
            self._drop_before_last()
        except OSError as error:
            raise StoreUnavailable(
                f"No snapshot of {self.folder} could be written: {error.strerror}. "
                "The journal has all that is in it."
            ) from error

    def _drop_before_last(self) -> None:
        older = names.numbers(self.folder, "snapshot")[:-1]
        oldest = older[-1] if older else 0
        for kind, name in (("snapshot", names.snapshot), ("journal", names.journal)):
            for old in names.numbers(self.folder, kind):
                if old < oldest:
                    self._disk.remove(name(self.folder, old))

    def forget_the_past(self, number: int) -> None:
        """Remove every file that is older than snapshot ``number``, copies set aside included."""
        for kind, name in (("snapshot", names.snapshot), ("journal", names.journal)):
            for old in names.numbers(self.folder, kind):
                if old < number:
                    self._disk.remove(name(self.folder, old))
        for path in names.copies(self.folder):
            self._disk.remove(path)
        self._disk.sync_folder(self.folder)

    def close(self) -> None:
        """Let go of the folder."""
        if self._journal >= 0:
            self._disk.close(self._journal)
            self._journal = -1
        if self._lock:
            self._lock.release()
            self._lock = None

    def _begin(self) -> None:
        for path in names.unfinished(self.folder):
            self._disk.remove(path)
        for path in self.found.bad_snapshots:
            self.set_aside(path)
        if self.found.bad_snapshots:
            self._since_snapshot = self._snapshot_size + _JOURNAL_AT_LEAST
        if self.found.journal is None or self.found.sound == 0:
            # Either a new store, or one that was stopped before its journal had a header.
            self._start_journal(self.found.journal or self.found.commit)
            return
        path = names.journal(self.folder, self.found.journal)
        self._journal = self._disk.open_to_append(path)
        self._size = self.found.sound
        if self.found.size > self.found.sound:
            self._disk.truncate(self._journal, self._size)
            self._disk.sync(self._journal)

    def set_aside(self, path: Path) -> Path:
        """Move a file out of the way, to where nothing of the store is ever removed."""
        aside = self.folder / names.SET_ASIDE
        self._disk.make_folder(aside)
        kept = aside / f"{time.time_ns()}-{path.name}"
        self._disk.replace(path, kept)
        self._disk.sync_folder(aside)
        self._disk.sync_folder(self.folder)
        return kept

    def _start_journal(self, number: int) -> None:
        path = names.journal(self.folder, number)
        unfinished = path.with_name(path.name + names.UNFINISHED)
        self._disk.remove(unfinished)
        descriptor = self._disk.open_to_append(unfinished)
        header = records.seal(b'"journal":"nicenote","format":%d,"after":%d}' % (FORMAT, number))
        self._disk.write(descriptor, header)
        self._disk.sync(descriptor)
        self._disk.close(descriptor)
        self._disk.replace(unfinished, path)
        self._disk.sync_folder(self.folder)
        self._journal, self._size = self._disk.open_to_append(path), len(header)

    def _take_back(self, error: OSError) -> None:
        try:
            self._disk.truncate(self._journal, self._size)
            self._disk.sync(self._journal)
        except OSError:
            self._break(error)

    def _break(self, error: OSError) -> None:
        """Refuse all later writes: what is on the disk is not known until it is read again."""
        self._broken = (
            f"The store {self.folder} could not be written ({error.strerror}) and must be "
            "opened again. Restart the program when the cause is gone."
        )
