"""Strangers' files are taken apart in a process of their own: none holds up or brings down ours."""

import asyncio
import os
import sys

# What a Python needs to start, and none of our secrets.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "TEMP")


async def run_apart(
    module: str, question: bytes, seconds: float, *arguments: str
) -> tuple[int, bytes]:
    """The exit code and the output of ``python -m module arguments`` with ``question`` as input.

    One that takes longer than ``seconds`` is stopped; its exit code is -1.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        answer, _ = await asyncio.wait_for(process.communicate(question), seconds)
    except TimeoutError:
        return -1, b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, answer
