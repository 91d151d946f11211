"""The program stops at every step that changes the folder; nothing acknowledged is lost."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from facts.store.journal.table import JournalDB
from tests.facts.store.stopping import Stopped, StoppingDisk

Documents = dict[int, dict[str, Any]]


class Work:
    """A fixed sequence of writes; ``known`` is what was acknowledged, ``tried`` what came next."""

    def __init__(self) -> None:
        self.known: Documents = {}
        self.tried: Documents = {}
        self.doing = "open"

    def run(self, folder: Path, disk: StoppingDisk) -> None:
        """Do all of it. Raises Stopped where the disk does."""
        with JournalDB(folder, disk=disk) as db:
            for name, step in self._steps(db):
                self.doing = name
                step()
                self.known = dict(self.tried)

    def _steps(self, db: JournalDB) -> Iterator[tuple[str, Callable[[], object]]]:
        snapshot = db.storage.snapshot  # type: ignore[attr-defined]
        yield self._insert(db, 1)
        yield self._insert(db, 2)
        yield "snapshot", snapshot
        yield self._insert(db, 3)
        self.tried = self.tried | {1: {"n": 1, "more": True}}
        yield "update", lambda: db.update({"more": True}, doc_ids=[1])
        yield "snapshot", snapshot
        self.tried = {key: value for key, value in self.tried.items() if key != 2}
        yield "remove", lambda: db.remove(doc_ids=[2])
        self.tried = self.tried | {key: {"n": key} for key in range(4, 10)}
        yield "bulk insert", lambda: db.insert_multiple({"n": key} for key in range(4, 10))
        yield "snapshot", snapshot
        self.tried = {}
        yield "truncate", db.table("_default").truncate
        yield self._insert(db, 1)

    def _insert(self, db: JournalDB, number: int) -> tuple[str, Callable[[], object]]:
        self.tried = self.tried | {number: {"n": number}}
        return "insert", lambda: db.insert({"n": number})


def all_points() -> list[tuple[int, str]]:
    """Each step of the work with each way of stopping at it."""
    with tempfile.TemporaryDirectory() as name:
        disk = StoppingDisk()
        Work().run(Path(name) / "book", disk)
    points = []
    for number, step in enumerate(disk.steps, start=1):
        ways = ["before", "after"] + (["half"] if step.startswith("write") else [])
        points += [(number, way) for way in ways]
    return points


def stored(db: JournalDB) -> Documents:
    """All documents by id."""
    return {document.doc_id: dict(document) for document in db.all()}


@pytest.mark.parametrize(
    "lost",
    [{}, {"power": True}, {"power": True, "removals_last": True}],
    ids=["killed", "power failed", "power failed after removals"],
)
def test_nothing_acknowledged_is_lost_at_any_step(tmp_path: Path, lost: dict[str, bool]) -> None:
    """After each stop the store opens, has all or nothing of the last write, and goes on."""
    points = all_points()
    assert len(points) > 100
    for number, when in points:
        folder = tmp_path / f"{number}-{when}"
        work = Work()
        with pytest.raises(Stopped):
            work.run(folder, StoppingDisk(number, when, **lost))
        with JournalDB(folder) as db:
            found = stored(db)
            assert found in (work.known, work.tried), (number, when, work.doing)
            new = db.insert({"n": "after"})
        with JournalDB(folder) as db:
            assert stored(db) == found | {new: {"n": "after"}}, (number, when, work.doing)
