"""The table of steps at which the store is stopped: which operation changes the folder how.

python -m tests.facts.store.crash_points
"""

import asyncio
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from facts.model import HOME, FactDraft
from facts.store.backups import back_up, restore
from facts.store.journal.checking import repair
from facts.store.journal.table import JournalDB
from facts.store.protocol import Add, Edit, Remove
from facts.store.tiny import TinyStore
from tests.facts.store.stopping import StoppingDisk

NOTE = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Reuters"}]})


async def _book(folder: Path, disk: StoppingDisk, told: Callable[[str], None]) -> None:
    store = await TinyStore.open(folder / "book", disk=disk)
    told("open a new store")
    await store.apply([Add(HOME, NOTE)], editor="ana")
    told("add a fact (insert)")
    await store.apply([Edit(1, 1, NOTE)], editor="ana")
    told("edit a fact (update)")
    await store.apply([Remove(1, 2)], editor="ana")
    told("retract a fact (remove)")
    await store.apply([Add(HOME, NOTE) for _ in range(600)], editor="ana")
    told("import 600 facts (bulk insert)")
    await store.move_cursor("alerts", 1)
    told("move a cursor")
    await store.snapshot()
    told("first snapshot")
    await store.apply([Add(HOME, NOTE)], editor="ana")
    disk.steps.clear()
    await store.snapshot()
    await store.apply([Add(HOME, NOTE)], editor="ana")
    disk.steps.clear()
    await store.snapshot()
    told("later snapshot")
    await store.erase("ana", editor="operator")
    told("erase a name")
    await store.close()


def table() -> Iterator[str]:
    """The rows: operation, how many steps, which in order."""
    rows: list[str] = []
    disk = StoppingDisk()

    def told(name: str) -> None:
        runs: list[tuple[str, int]] = []
        for step in disk.steps:
            if runs and runs[-1][0] == step:
                runs[-1] = (step, runs[-1][1] + 1)
            else:
                runs.append((step, 1))
        steps = ", ".join(step if count == 1 else f"{count} × {step}" for step, count in runs)
        rows.append(f"| {name} | {len(disk.steps)} | {steps} |")
        disk.steps.clear()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(_book(folder, disk, told))
        with next(folder.glob("book/journal-*")).open("ab") as file:
            file.write(b"torn")
        JournalDB(folder / "book", disk=disk).close()
        told("open after a torn write")
        (folder / "db.json").write_text(json.dumps({"_default": {"1": {"n": 1}}}))
        JournalDB(folder / "db.json", disk=disk).close()
        told("migrate a stock TinyDB file")
        back_up(folder / "book", folder / "backup.jsonl", disk)
        told("backup")
        restore(folder / "backup.jsonl", folder / "book", disk)
        told("restore over a store")
        repair(folder / "book", disk)
        told("repair")
    yield "| operation | steps | each write, fsync, rename, removal, in order |"
    yield "| --- | --- | --- |"
    yield from rows


if __name__ == "__main__":
    print("\n".join(table()))  # noqa: T201 - this is what it is for
