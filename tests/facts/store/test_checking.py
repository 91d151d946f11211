"""Damage: what a check finds, and what reading and writing say."""

import random
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from facts.model import HOME, FactDraft
from facts.store.engines import check
from facts.store.protocol import Add, Edit, Redact, Remove, StoreUnavailable
from facts.store.tinydb.checking import Report
from facts.store.tinydb.folder import StoreFolder
from facts.store.tinydb.sqlite import remove
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


async def test_flipped_bytes_are_never_taken_for_facts(book: Path) -> None:
    """A page of which every byte is another: it is said on opening, on reading, or by the check."""
    whole = StoreFolder(book).database.read_bytes()
    told: list[str] = []
    for start in range(0, len(whole), 4096):
        page = bytes(byte ^ 0x55 for byte in whole[start : start + 4096])
        StoreFolder(book).database.write_bytes(whole[:start] + page + whole[start + 4096 :])
        for left in ("-wal", "-shm"):
            (book / f"facts.sqlite{left}").unlink(missing_ok=True)
        try:
            store = await TinyDBStore.open(book)
            try:
                found = [fact async for fact in store.facts()]
                assert {fact.claim.text for fact in found} <= {"a note"}
            finally:
                await store.close()
        except StoreUnavailable as error:
            told.append(error.sentence)
    assert len(told) > 2
    assert all("restore" in sentence or "check" in sentence for sentence in told)


async def look_and_write(folder: Path) -> None:
    """Read all there is and write to each table. Raises StoreUnavailable."""
    check(folder, lambda _done, _total: None)
    store = await TinyDBStore.open(folder)
    try:
        _ = [fact async for fact in store.facts()], [one async for one in store.changes()]
        await store.history(1)
        await store.shelf.items("draft")
        await store.apply([Edit(2, 1, NOTE), Add(HOME, NOTE)], editor="ana", once="x")
        await store.shelf.put("draft", "2", {})
        await store.erase("ana", editor="operator")
    finally:
        await store.close()


async def test_a_flipped_byte_is_a_sentence_or_does_no_harm(book: Path) -> None:
    """Wherever it is: in a page's head, in the schema, an index or the middle of a document."""
    store = await TinyDBStore.open(book)
    await store.shelf.put("draft", "1", {"text": "a note"})
    await store.close()
    whole = StoreFolder(book).database.read_bytes()
    chosen = random.Random(7)  # noqa: S311 - no secret
    used = [place for place, byte in enumerate(whole) if byte]
    refused = 0
    for _ in range(150):
        place = chosen.choice(used)
        flipped = bytes([whole[place] ^ (1 << chosen.randrange(8))])
        remove(StoreFolder(book).database)
        StoreFolder(book).database.write_bytes(whole[:place] + flipped + whole[place + 1 :])
        try:
            await look_and_write(book)
        except StoreUnavailable:
            refused += 1
    assert refused > 10


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE removals SET doc_id = 'x'",
        "UPDATE removals SET doc_id = NULL",
        "UPDATE facts SET doc_id = 4 WHERE doc_id = 3",
        "UPDATE removals SET document = '[1]'",
        "UPDATE changes_by SET doc_id = doc_id + .5",
        """UPDATE tinydb_tables SET stored_as = 'a":1' WHERE name = 'removals'""",
    ],
)
async def test_damaged_ids_and_names_are_a_sentence(book: Path, damage: str) -> None:
    """As a flipped byte can leave them, of a type that is never written."""
    store = await TinyDBStore.open(book)
    await store.redact(Redact(1, "note", "private", HOME), editor="ana")
    await store.close()
    with sqlite3.connect(StoreFolder(book).database) as connection:
        connection.execute(damage)
    connection.close()
    with pytest.raises(StoreUnavailable, match="damaged"):
        await look_and_write(book)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE facts_by SET name = 'x' WHERE doc_id = 2 AND name = 'standing'",
        "UPDATE facts_by SET value = 'x' WHERE doc_id = 2 AND name = 'standing'",
        "UPDATE facts_by SET doc_id = 9 WHERE doc_id = 2 AND name = 'standing'",
    ],
)
async def test_an_index_entry_that_is_another_is_found(book: Path, damage: str) -> None:
    """Though there are as many as there should be."""
    with sqlite3.connect(StoreFolder(book).database) as connection:
        connection.execute(damage)
    connection.close()
    assert any("look-up index of facts" in finding for finding in looked_at(book).findings)


async def test_changes_out_of_order_are_not_read_for_ever(book: Path) -> None:
    """The log is read on after the last number: a damaged number must not lead back."""
    whole = StoreFolder(book).database.read_bytes()
    (found,) = re.finditer(rb'\x02(?=\x04\x00..\{"number":2,)', whole, re.DOTALL)
    StoreFolder(book).database.write_bytes(whole[: found.start()] + b"\x0a" + whole[found.end() :])
    store = await TinyDBStore.open(book)
    with pytest.raises(StoreUnavailable, match="damaged"):
        _ = [one async for one in store.changes()]
    await store.close()
