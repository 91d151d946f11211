"""docs/storage.md and the store say the same."""

import re
from pathlib import Path

from tinydb import TinyDB, where

from facts.model import HOME, FactDraft
from facts.store.protocol import Add
from facts.store.tinydb.storage import SQLiteStorage
from facts.store.tinydb.store import TinyDBStore

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "storage.md").read_text(encoding="utf-8")


def test_the_tests_that_are_named_are_there() -> None:
    """Each file that stands for a promise."""
    named = set(re.findall(r"test_[a-z_]+\.py", PAGE))
    assert len(named) > 8
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert named <= there


async def test_the_store_is_a_plain_tinydb(tmp_path: Path) -> None:
    """As the page shows it: the facts that TinyDBStore keeps, found with TinyDB's own words."""
    store = await TinyDBStore.open(tmp_path)
    draft = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Reuters"}]})
    await store.apply([Add(HOME, draft)], editor="ana")
    with TinyDB(tmp_path / "facts.sqlite", storage=SQLiteStorage, read_only=True) as db:
        (found,) = db.table("facts").search(where("desk") == "home")
        assert db.tables() >= {"facts", "changes"}
    assert (found["id"], found["claim"]["text"]) == (1, "a note")
    await store.close()
