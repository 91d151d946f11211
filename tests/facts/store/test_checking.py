"""Checking a store's facts and changes against each other."""

from collections.abc import Callable
from pathlib import Path

from facts.model import HOME, FactDraft
from facts.store.engines import check
from facts.store.protocol import Add, Edit, Remove
from facts.store.tinydb.checking import Report
from facts.store.tinydb.folder import StoreFolder
from facts.store.tinydb.store import TinyDBStore
from facts.store.tinydb.table import RowTable
from facts.store.tinydb.tables import open_tables

NOTE = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Reuters"}]})


async def fill(folder: Path) -> None:
    """Two facts, one of them removed, in four changes."""
    store = await TinyDBStore.open(folder)
    await store.apply([Add(HOME, NOTE), Add(HOME, NOTE)], editor="ana")
    await store.apply([Edit(1, 1, NOTE), Remove(2, 1)], editor="ana")
    await store.close()


def change(folder: Path, table: str, work: Callable[[RowTable], object]) -> None:
    """Change a table behind the store's back."""
    with open_tables(StoreFolder(folder).database) as db:
        work(db.table(table))


def looked_at(folder: Path) -> Report:
    """What a check says."""
    return check(folder, lambda _done, _total: None)


async def test_a_sound_store_has_no_findings(tmp_path: Path) -> None:
    """And is counted."""
    await fill(tmp_path)
    report = looked_at(tmp_path)
    assert (report.facts, report.changes, report.findings, report.usable) == (1, 4, (), True)
    assert report.backup is None


async def test_a_change_that_is_missing_is_found(tmp_path: Path) -> None:
    """By its number, and by the revision that its fact lacks."""
    await fill(tmp_path)
    change(tmp_path, "changes", lambda table: table.remove(doc_ids=[1]))
    assert looked_at(tmp_path).findings == (
        "Change 1 is missing from the log.",
        "Fact 1 has the revisions [2] in the log.",
    )


async def test_a_fact_that_is_no_fact_is_found(tmp_path: Path) -> None:
    """With what is wrong with it; so is one that the log ends otherwise for."""
    await fill(tmp_path)
    change(tmp_path, "facts", lambda table: table.update({"claim": {"text": ""}}, doc_ids=[1]))
    (finding,) = looked_at(tmp_path).findings
    assert finding.startswith("Fact 1 in the store is damaged: ")
    change(
        tmp_path,
        "facts",
        lambda table: table.update({"claim": {"text": "a"}, "revision": 7}, doc_ids=[1]),
    )
    assert looked_at(tmp_path).findings == ("Fact 1 is at revision 7, but the log ends at 2.",)


async def test_an_index_that_does_not_agree_is_found(tmp_path: Path) -> None:
    """A look-up that finds what is not there any more, say."""
    await fill(tmp_path)
    with open_tables(StoreFolder(tmp_path).database) as db:
        db.storage.connection.execute("DELETE FROM facts_by WHERE name = 'desk'")  # type: ignore[attr-defined]
    (finding,) = looked_at(tmp_path).findings
    assert "index of facts doesn’t match" in finding
