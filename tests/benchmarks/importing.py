"""Rows a second and memory of an import: ``python -m tests.benchmarks.importing``.

Each import is a process of its own, into a new store in a folder. Memory is what the process had at
most, above what it had before; processor time is that of all its threads.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from facts.interchange.file_formats import FileFormat
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.files.importing import Importing

_SIZES = (10_000, 100_000)


def _lines(file_format: FileFormat, rows: int) -> Iterator[str]:
    if file_format is FileFormat.CSV:
        yield "claim,outlet,link,rating\n"
    for n in range(rows):
        claim, link = f"Claim number {n} about the harbour", f"https://post.example/{n}"
        if file_format is FileFormat.CSV:
            yield f"{claim},Post,{link},False\n"
        else:
            fact = {"ref": str(n), "claim": claim, "sources": [{"outlet": "Post", "url": link}]}
            yield json.dumps(fact) + "\n"


async def _import(path: Path, file_format: FileFormat) -> None:
    """Print rows, seconds and bytes of one import, and seconds of giving the file again."""
    store = await TinyDBStore.open(path.with_suffix(".store"))
    importing = Importing(store)
    with path.with_suffix(".warm").open("rb") as few:
        await importing.run(few, editor="benchmark", file_format=file_format)
    before, begin = _peak(), time.process_time()
    with path.open("rb") as file:
        done = await importing.run(file, editor="benchmark", file_format=file_format)
    seconds, memory = time.process_time() - begin, _peak() - before
    begin = time.process_time()
    with path.open("rb") as file:
        await importing.run(file, editor="benchmark", file_format=file_format)
    again = time.process_time() - begin
    await store.close()
    print(done.new, seconds, memory, again)


def _peak() -> int:
    # Not ru_maxrss, which begins with what the parent had.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def main() -> None:
    """Print the figures for tables and JSON Lines, of two sizes each."""
    if len(sys.argv) > 1:
        asyncio.run(_import(Path(sys.argv[1]), FileFormat(sys.argv[2])))
        return
    for file_format in (FileFormat.CSV, FileFormat.JSON_LINES):
        for rows in _SIZES:
            with TemporaryDirectory() as folder:
                path = Path(folder, "facts")
                path.write_text("".join(_lines(file_format, rows)), encoding="utf-8")
                few = "".join(line for line in _lines(file_format, 100))
                path.with_suffix(".warm").write_text(few, encoding="utf-8")
                words = [
                    sys.executable,
                    "-m",
                    "tests.benchmarks.importing",
                    str(path),
                    file_format.value,
                ]
                output = subprocess.run(  # noqa: S603  this very program
                    words, check=True, capture_output=True, text=True, env=dict(os.environ)
                ).stdout
            new, seconds, memory, again = map(float, output.split())
            print(
                f"{file_format.value}, {rows:,} rows: {new / seconds:,.0f} a second of processor "
                f"time, "
                f"{memory / 2**20:,.0f} MB at most; given again {rows / again:,.0f} a second"
            )


if __name__ == "__main__":
    main()
