"""Strangers' files are taken apart in a process of their own: none holds up or brings down ours."""

import asyncio
import os
import sys
from contextlib import suppress
from typing import NamedTuple

_TOLD_OF_A_FAILURE = 2000
# Of the 20 steps by which a process stands back; those who wait for an answer come first.
_STANDS_BACK = 10
# What a Python needs to start, and none of our secrets.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "TEMP")


class Finished(NamedTuple):
    """How a program ended: its exit code, its output, and the last that it said of an error."""

    code: int
    output: bytes
    said: str


async def run_apart(module: str, question: bytes, seconds: float, *arguments: str) -> Finished:
    """``python -m module arguments`` with ``question`` as its input.

    Raises TimeoutError for one that takes longer than ``seconds``; it is stopped.
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
        output, said = await asyncio.wait_for(process.communicate(question), seconds)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    told = said[-_TOLD_OF_A_FAILURE:].decode("utf-8", "replace").strip()
    return Finished(process.returncode or 0, output, told)


def _let_others_first(process_id: int) -> None:
    """Give a process the processor only when nobody else wants it, where the system can do that."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, process_id, _STANDS_BACK)
