"""A store that is still the one JSON file of stock TinyDB (file format 0), made into a folder."""

import json
from pathlib import Path
from typing import Any

from facts.store.journal import folder as names
from facts.store.journal import records, snapshot
from facts.store.journal.disk import Disk
from facts.store.journal.documents import kept
from facts.store.journal.lock import WriterLock
from facts.store.journal.records import Record
from facts.store.journal.tables import Tables
from facts.store.protocol import StoreUnavailable

_MOST_BYTES = 1 << 30


def migrate(path: Path, disk: Disk) -> None:
    """Put a folder with the same documents where the stock file ``path`` is.

    Nothing happens when there is no such file. It is kept as ``<name>.format-0``. Stopped at any
    step, the next call goes on: the folder gets its name last, in one step.
    Raises StoreUnavailable when the file is no TinyDB file.
    """
    copy = names.first_format(path)
    if path.is_file():
        steps = read_stock(path)
    elif not path.exists() and copy.is_file():
        steps = read_stock(copy)
    else:
        return
    unfinished = path.with_name(path.name + names.UNFINISHED)
    for left in unfinished.glob("*.jsonl*"):
        disk.remove(left)
    disk.make_folder(unfinished)
    lock = WriterLock(unfinished)
    try:
        tables = Tables()
        tables.take(steps)
        snapshot.write(disk, names.snapshot(unfinished, 1), 1, tables.all_lines())
        if path.exists():
            disk.replace(path, copy)
        disk.replace(unfinished, path)
        disk.sync_folder(path.parent)
    finally:
        lock.release()


def read_stock(path: Path) -> list[Record]:
    """The tables of a stock TinyDB file as records. Raises StoreUnavailable."""
    if path.stat().st_size > _MOST_BYTES:
        raise StoreUnavailable(f"{path} is larger than 1 GB, which no store of ours is.")
    try:
        data = json.loads(path.read_bytes() or b"{}")
        return [step for name, table in data.items() for step in _table(name, table)]
    except (ValueError, RecursionError, AttributeError) as error:
        raise StoreUnavailable(
            f"{path} is a file, and not one of TinyDB. A store is a folder: give another path."
        ) from error


def _table(name: str, documents: Any) -> list[Record]:
    steps = [kept(name, doc_id, dict(table.items())) for doc_id, table in documents.items()]
    return [records.cleared(name), *steps]
