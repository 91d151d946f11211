"""The folder of a store: opened for one writer or any number of readers, appended to durably."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from facts.store.journal import records
from facts.store.journal.disk import Disk
from facts.store.journal.lock import WriterLock
from facts.store.journal.scanning import Scan, scan
from facts.store.protocol import StoreUnavailable

FORMAT = 1


class Volume:
    """The journal in ``folder``. ``append`` returns when the write is durable."""

    def __init__(
        self, folder: Path, disk: Disk, lock: WriterLock | None, found: Scan, size: int
    ) -> None:
        self.folder = folder
        self._disk = disk
        self._lock = lock
        self._found = found
        self._size = size
        self._last = found.writes[-1][0] if found.writes else 0
        self._broken: str | None = None
        self._journal = -1

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False, disk: Disk | None = None) -> Self:
        """Open, and for a writer lock and mend, the store in ``folder``.

        Raises StoreUnavailable.
        """
        disk = disk or Disk()
        lock = None
        if read_only and not folder.is_dir():
            raise StoreUnavailable(f"There is no store at {folder}.")
        try:
            if not read_only:
                disk.make_folder(folder)
                lock = WriterLock(folder)
            volume = cls._open(folder, disk, lock)
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
        return volume

    @classmethod
    def _open(cls, folder: Path, disk: Disk, lock: WriterLock | None) -> Self:
        path = folder / "journal.jsonl"
        data = path.read_bytes() if path.exists() else b""
        found = scan(data)
        if found.lost:
            raise StoreUnavailable(
                f"Line {found.line} of {path} is damaged, and whole writes follow it. "
                "Nothing was changed. Look at it with: python -m facts check"
            )
        volume = cls(folder, disk, lock, found, found.sound)
        if lock:
            volume._begin(path, len(data))
        return volume

    def _begin(self, path: Path, size: int) -> None:
        self._journal = self._disk.open_to_append(path)
        if size > self._size:
            self._disk.truncate(self._journal, self._size)
            self._disk.sync(self._journal)
        if self._size == 0:
            header = records.seal(b'"journal":"nicenote","format":%d}' % FORMAT)
            self._disk.write(self._journal, header)
            self._disk.sync(self._journal)
            self._disk.sync_folder(self.folder)
            self._size = len(header)

    def writes(self) -> Iterator[tuple[int, list[bytes]]]:
        """The writes that were found when the folder was opened, once, in order."""
        writes, self._found.writes = self._found.writes, []
        yield from writes

    def expect_writable(self) -> None:
        """Raise StoreUnavailable unless a write may be tried."""
        if self._lock is None:
            raise StoreUnavailable("The store is open for reading only.")
        if self._broken:
            raise StoreUnavailable(self._broken)

    def append(self, lines: list[bytes]) -> None:
        """Add one write and return when it is durable; StoreUnavailable when it was not made."""
        self.expect_writable()
        data = b"".join([*lines, records.commit(self._last + 1, lines)])
        try:
            self._disk.write(self._journal, data)
            self._disk.sync(self._journal)
        except OSError as error:
            self._take_back(error)
            raise StoreUnavailable(
                f"The store {self.folder} cannot be written: {error.strerror}. Nothing was changed."
            ) from error
        self._last += 1
        self._size += len(data)

    def _take_back(self, error: OSError) -> None:
        try:
            self._disk.truncate(self._journal, self._size)
            self._disk.sync(self._journal)
        except OSError:
            # What is on the disk is not known any more; the next opening will read it.
            self._broken = (
                f"The store {self.folder} could not be written ({error.strerror}) and must be "
                "opened again. Restart the program when the cause is gone."
            )

    def close(self) -> None:
        if self._journal >= 0:
            self._disk.close(self._journal)
            self._journal = -1
        if self._lock:
            self._lock.release()
            self._lock = None
