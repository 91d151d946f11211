"""The program as a process of its own, with its own folder, settings and signals."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.end_to_end.lifecycle.happenings import Happenings

ROOT = Path(__file__).parents[3]
_OURS = re.compile("DISCORD_TOKEN|HOME_GUILD_ID|LOG_LEVEL|LOG_FORMAT|NICENOTE_.*")


class Program:
    """A running process: what it has printed so far, and how it ended."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._happened = Happenings()
        self._printed = {"stdout": "", "stderr": ""}
        self._reading = [
            asyncio.create_task(self._read(name, stream))
            for name, stream in (("stdout", process.stdout), ("stderr", process.stderr))
            if stream is not None
        ]

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def output(self) -> str:
        return self._printed["stdout"]

    @property
    def log(self) -> str:
        """What it wrote to standard error."""
        return self._printed["stderr"]

    async def says(self, words: str) -> str:
        """Wait until the log has ``words``; return the line that does."""
        return await self._line("stderr", words)

    async def prints(self, words: str) -> str:
        """Wait until the output has ``words``; return the line that does."""
        return await self._line("stdout", words)

    @property
    def process_id(self) -> int:
        return self._process.pid

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    async def ended(self, *, within: float = 60.0) -> int:
        """Wait for the end of the process and of its output; return the exit code."""
        try:
            async with asyncio.timeout(within):
                code = await self._process.wait()
        except TimeoutError:
            raise AssertionError(f"still running after {within:.0f} s\n{self.log}") from None
        await asyncio.gather(*self._reading)
        return code

    async def kill(self) -> None:
        """End it whatever it does."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await asyncio.gather(*self._reading)

    async def _line(self, stream: str, words: str) -> str:
        def look() -> str | None:
            lines = self._printed[stream].splitlines()
            return next((line for line in lines if words in line), None)

        found = await self._happened.until(
            lambda: look() or self._process.returncode is not None, f"“{words}” on {stream}"
        )
        assert isinstance(found, str), f"ended without “{words}” on {stream}:\n{self.log}"
        return found

    async def _read(self, name: str, stream: asyncio.StreamReader) -> None:
        while line := await stream.readline():
            self._printed[name] += line.decode()
            self._happened.tell()
        await self._process.wait()
        self._happened.tell()


@asynccontextmanager
async def running(
    arguments: Sequence[str], *, folder: Path, **settings: str
) -> AsyncIterator[Program]:
    """``python ARGUMENTS`` in ``folder``, with no settings of ours but these; killed at the end."""
    inherited = {name: value for name, value in os.environ.items() if not _OURS.fullmatch(name)}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=folder,
        env=inherited | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | settings,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=1 << 20,
    )
    program = Program(process)
    try:
        yield program
    except BaseException as error:
        error.add_note(f"What the process wrote to standard error:\n{program.log}")
        raise
    finally:
        await program.kill()
