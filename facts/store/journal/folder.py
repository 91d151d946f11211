"""The files of a store's folder, by name.

snapshot-000000000017.jsonl   all documents after the 17th write
journal-000000000017.jsonl    the writes after the 17th
set-aside/                    copies of what a repair or a migration took out of the way
writer.lock, writer.pid       held by the one process that may write
"""

import re
from pathlib import Path

_NUMBERED = re.compile(r"(snapshot|journal)-(\d{12})\.jsonl")
SET_ASIDE = "set-aside"
UNFINISHED = ".unfinished"


def snapshot(folder: Path, number: int) -> Path:
    return folder / f"snapshot-{number:012}.jsonl"


def journal(folder: Path, number: int) -> Path:
    return folder / f"journal-{number:012}.jsonl"


def numbers(folder: Path, kind: str) -> list[int]:
    """The numbers of the files of ``kind``, ``snapshot`` or ``journal``, in order."""
    named = (_NUMBERED.fullmatch(path.name) for path in folder.iterdir())
    return sorted(int(name[2]) for name in named if name and name[1] == kind)


def copies(folder: Path) -> list[Path]:
    """Files that were set aside, and the file of stock TinyDB that the store was made from."""
    aside = [path for path in (folder / SET_ASIDE).rglob("*") if path.is_file()]
    first = first_format(folder)
    return [*aside, *([first] if first.exists() else [])]


def first_format(folder: Path) -> Path:
    """Where the file of stock TinyDB is kept that the store was made from, if it was."""
    return folder.with_name(f"{folder.name}.format-0")


def unfinished(folder: Path) -> list[Path]:
    """Files that a crash left half made; nothing refers to them."""
    return sorted(folder.glob(f"*{UNFINISHED}"))
