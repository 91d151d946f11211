"""The preview as a process of its own: started, asked for its address, stopped as hosts do."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")


@dataclass(frozen=True, slots=True)
class Served:
    """A running preview. ``log`` is the file that holds all it has printed."""

    address: str
    log: Path
    _process: subprocess.Popen[bytes]

    def stop(self, *, within: float) -> int:
        """Send SIGTERM and return the exit code. Raises TimeoutExpired after ``within`` seconds."""
        _signal(self._process, signal.SIGTERM)
        return self._process.wait(within)


@contextmanager
def served(command: Sequence[str], *, log: Path, within: float) -> Iterator[Served]:
    """Run ``command`` from the root of the repository until its page has an address.

    ``within`` is how many seconds that may take. Whatever is still running at the end is killed.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - the test's own command
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Served(_address(process, log, within), log, process)
    finally:
        _signal(process, signal.SIGKILL)
        process.wait()


def _address(process: subprocess.Popen[bytes], log: Path, within: float) -> str:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        printed = log.read_text(errors="replace")
        if found := _ADDRESS.search(printed):
            return found[0]
        if process.poll() is not None:
            raise AssertionError(f"ended with code {process.returncode}:\n{printed}")
        time.sleep(0.1)
    raise AssertionError(f"no address after {within:.0f} s:\n{log.read_text(errors='replace')}")


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to the process and everything that it started."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
