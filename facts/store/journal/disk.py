"""The steps by which the store changes its folder. Each may be the last one before a crash.

Tests pass a subclass that stops the program at a chosen step; nothing else in the store calls the
operating system to change a file.
"""

import os
from pathlib import Path


class Disk:
    """The real file system. Every method raises OSError as the system says it."""

    def make_folder(self, path: Path) -> None:
        """Make ``path`` and the folders above it that are missing, durably."""
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        path.mkdir(parents=True, exist_ok=True)
        for folder in missing:
            self.sync_folder(folder.parent)

    def open_to_append(self, path: Path) -> int:
        """A descriptor at the end of ``path``, which is created when it is not there."""
        return os.open(
            path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600
        )

    def write(self, descriptor: int, data: bytes) -> None:
        """Write all of ``data``; the system may take it in parts."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]

    def sync(self, descriptor: int) -> None:
        """Return when what was written would survive a power failure."""
        os.fsync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        os.ftruncate(descriptor, size)

    def close(self, descriptor: int) -> None:
        os.close(descriptor)

    def replace(self, old: Path, new: Path) -> None:
        """Give ``old`` the name ``new``, in one step, whatever had that name before."""
        old.replace(new)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def sync_folder(self, path: Path) -> None:
        """Make the names in a folder durable. Windows does so by itself and cannot be asked."""
        if os.name == "nt":
            return
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
