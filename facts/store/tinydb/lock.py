"""One bot at a time at one store; the operating system lets go when it dies."""

import os
from pathlib import Path

from filelock import FileLock, Timeout

from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.folder import LOCK
from facts.store.tinydb.sqlite import sentences


class BotLock:
    """Held from construction to ``release``; a file beside it names the process that holds it.

    Terminal commands need none. Raises StoreUnavailable when another bot holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._owner = folder / "bot.pid"
        with sentences(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / LOCK, is_singleton=False, thread_local=False)
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                raise StoreUnavailable(
                    f"A bot is running on the store {folder} already: {self._holder()}. Stop that "
                    "one first, or give this one another store."
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
