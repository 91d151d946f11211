"""Rows a second and memory a row of an import: ``python -m tests.benchmarks.importing``.

Into a store in memory, so that reading, judging and knowing again is measured and no disk is.
"""

import asyncio
import json
import time
import tracemalloc

from facts.interchange import FileForm
from facts.usecases.files.importing import Importing
from tests.memory_store import MemoryStore

_ROWS = 10_000


def _file(form: FileForm) -> bytes:
    if form is FileForm.CSV:
        rows = (
            f"Claim number {n} about the harbour,Post,https://post.example/{n},False"
            for n in range(_ROWS)
        )
        return "\n".join(["claim,outlet,link,rating", *rows]).encode()
    facts = (
        {
            "claim": f"Claim number {n} about the harbour",
            "sources": [{"outlet": "Post", "url": f"https://post.example/{n}"}],
        }
        for n in range(_ROWS)
    )
    return "\n".join(map(json.dumps, facts)).encode()


async def _measure(form: FileForm) -> None:
    content = _file(form)
    begin = time.process_time()
    done = await Importing(MemoryStore()).run(content, editor="benchmark", form=form)
    seconds = time.process_time() - begin
    tracemalloc.start()
    await Importing(MemoryStore()).preview(content, form=form)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(
        f"{form.value}: {done.new / seconds:,.0f} rows a second of processor time, "
        f"{peak / _ROWS:,.0f} bytes a row for a preview"
    )


async def main() -> None:
    """Print both figures for tables and JSON Lines."""
    for form in (FileForm.CSV, FileForm.JSON_LINES):
        await _measure(form)


if __name__ == "__main__":
    asyncio.run(main())
