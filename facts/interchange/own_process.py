"""Strangers' files are taken apart in a process of their own: none holds up or brings down ours."""

import asyncio
import os
import sys
from typing import NamedTuple

_TOLD_OF_A_FAILURE = 2000
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
    try:
        output, said = await asyncio.wait_for(process.communicate(question), seconds)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    told = said[-_TOLD_OF_A_FAILURE:].decode("utf-8", "replace").strip()
    return Finished(process.returncode or 0, output, told)
