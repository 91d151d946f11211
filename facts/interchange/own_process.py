"""Runs parsers of untrusted files in a subprocess, so that none blocks or crashes the bot."""

import asyncio
import os
import sys
from contextlib import suppress
from typing import NamedTuple

_TOLD_OF_A_FAILURE = 2000
# The niceness of the subprocess (as by ``os.nice``, 0 to 19): the bot's answers come first.
_STANDS_BACK = 10
# The environment variables that Python needs to start; none of our secrets.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "TEMP")


class Finished(NamedTuple):
    """The result of a subprocess: exit code, standard output, and the end of standard error."""

    code: int
    output: bytes
    said: str


async def run_apart(module: str, stdin: bytes, seconds: float, *arguments: str) -> Finished:
    """Run ``python -m module arguments`` with ``stdin`` as standard input.

    After ``seconds`` the subprocess is killed and TimeoutError raised.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    _let_others_first(process.pid)
    try:
        output, said = await asyncio.wait_for(process.communicate(stdin), seconds)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    told = said[-_TOLD_OF_A_FAILURE:].decode("utf-8", "replace").strip()
    return Finished(process.returncode or 0, output, told)


def _let_others_first(process_id: int) -> None:
    """Lower the priority of a process (niceness); a no-op on Windows."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, process_id, _STANDS_BACK)
