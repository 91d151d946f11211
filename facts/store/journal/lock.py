"""One writer at a time: a lock that the operating system drops when its holder dies."""

import os
from pathlib import Path

from filelock import FileLock, Timeout

from facts.store.protocol import StoreUnavailable

_OWNER = "writer.pid"


def is_held(folder: Path) -> bool:
    """Whether a writer is at work, or was killed at work and nobody opened the store since."""
    return (folder / _OWNER).exists()


class WriterLock:
    """Held from construction to ``release``; the file beside it names the process that holds it.

    Raises StoreUnavailable when another process, or another store of this one, holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._owner = folder / _OWNER
        self._lock = FileLock(folder / "writer.lock", is_singleton=False, thread_local=False)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise StoreUnavailable(
                f"The store {folder} is in use by {self._holder()}. Stop that one first, "
                "or open the store for reading only."
            ) from None
        try:
            self._owner.write_text(f"{os.getpid()}\n", encoding="ascii")
        except OSError:
            self._lock.release()
            raise

    def release(self) -> None:
        self._owner.unlink(missing_ok=True)
        self._lock.release()

    def _holder(self) -> str:
        try:
            number = int(self._owner.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return "another process"
        return "this same process" if number == os.getpid() else f"process {number}"
