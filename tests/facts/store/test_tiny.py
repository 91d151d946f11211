"""The store in a folder: what was answered is there again, and one may write at a time."""

import asyncio
import os
from pathlib import Path

import pytest

from facts.model import HOME, FactDraft
from facts.store.protocol import Add, Edit, Having, Merge, Remove, StoreUnavailable
from facts.store.tiny import TinyStore

NOTE = FactDraft.model_validate(
    {
        "claim": {"text": "Trump received a nice note", "date": "2020-04-18", "speaker": "Trump"},
        "responses": [{"stance": "denies", "role": "Foreign Ministry", "date": "2020-04"}],
        "sources": [{"outlet": "Reuters", "quotes": [{"of": 1, "text": "ungrounded"}]}],
    }
)


async def test_everything_is_there_after_opening_again(tmp_path: Path) -> None:
    """Facts and log read the same from a store that was closed and opened."""
    store = await TinyStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE), Add(HOME, NOTE)], editor="ana", reason="why")
    await store.apply([Edit(1, 1, NOTE), Remove(2, 1)], editor="ben")
    facts, log = [f async for f in store.facts()], [c async for c in store.changes()]
    await store.close()
    again = await TinyStore.open(tmp_path)
    assert [f async for f in again.facts()] == facts
    assert [c async for c in again.changes()] == log
    await again.apply([Add(HOME, NOTE)], editor="ana")
    assert await again.get(3) is not None
    await again.close()


async def test_a_second_writer_is_told_who_holds_the_store(tmp_path: Path) -> None:
    """The sentence names the process; the first writer goes on."""
    store = await TinyStore.open(tmp_path)
    with pytest.raises(StoreUnavailable, match="this same process"):
        await TinyStore.open(tmp_path)
    assert (tmp_path / "writer.pid").read_text() == f"{os.getpid()}\n"
    await store.apply([Add(HOME, NOTE)], editor="ana")
    await store.close()
    await (await TinyStore.open(tmp_path)).close()


async def test_readers_open_beside_the_writer(tmp_path: Path) -> None:
    """A reader sees what was acknowledged before it opened, and cannot write."""
    store = await TinyStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE)], editor="ana")
    reader = await TinyStore.open(tmp_path, read_only=True)
    await store.apply([Add(HOME, NOTE)], editor="ana")
    assert await reader.count() == 1
    with pytest.raises(StoreUnavailable, match="reading only"):
        await reader.apply([Add(HOME, NOTE)], editor="ana")
    await reader.close()
    await store.close()


async def test_a_write_cut_short_is_dropped(tmp_path: Path) -> None:
    """At every length that a torn last write may have, what was acknowledged before it is kept."""
    store = await TinyStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE)], editor="ana")
    journal = tmp_path / "journal-000000000000.jsonl"
    kept = len(journal.read_bytes())
    await store.apply([Add(HOME, NOTE)], editor="ana")
    await store.close()
    whole = journal.read_bytes()
    for length in range(kept, len(whole), 7):
        journal.write_bytes(whole[:length])
        again = await TinyStore.open(tmp_path)
        assert await again.last_change() == 1
        await again.apply([Add(HOME, NOTE)], editor="ana")
        assert await again.last_change() == 2
        await again.close()


async def test_no_store_to_read(tmp_path: Path) -> None:
    """Reading what is not there is refused and makes nothing."""
    with pytest.raises(StoreUnavailable, match="no store"):
        await TinyStore.open(tmp_path / "book", read_only=True)
    assert not (tmp_path / "book").exists()


async def test_merges_named_steps_and_the_shelf_are_there_again(tmp_path: Path) -> None:
    """From the journal, and from a snapshot."""
    store = await TinyStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE), Add(HOME, NOTE)], editor="ana", once="first")
    await store.apply([Merge(2, 1, 1)], editor="ana")
    await store.shelf.put("draft", "1", {"n": 1})
    made = await store.done("first")
    for _ in range(2):
        await store.close()
        store = await TinyStore.open(tmp_path)
        assert [fact.id async for fact in store.facts()] == [1]
        assert await store.count() == await store.count({HOME}) == 1
        merged = await store.get(2)
        assert merged is not None
        assert merged.merged_into == 1
        assert await store.done("first") == made
        assert await store.shelf.items("draft") == {"1": {"n": 1}}
        await store.snapshot()
    await store.close()


async def test_a_reader_reads_the_shelf_and_puts_nothing_on_it(tmp_path: Path) -> None:
    """Like facts, it is written by the one writer."""
    store = await TinyStore.open(tmp_path)
    await store.shelf.put("draft", "1", {"n": 1})
    reader = await TinyStore.open(tmp_path, read_only=True)
    assert await reader.shelf.get("draft", "1") == {"n": 1}
    with pytest.raises(StoreUnavailable, match="reading only"):
        await reader.shelf.put("draft", "1", {"n": 2})
    await reader.close()
    await store.close()


async def test_look_ups_in_a_large_store(tmp_path: Path) -> None:
    """What many facts have is listed by id, in parts, also by time; removed ones are not in it."""
    store = await TinyStore.open(tmp_path)
    count = 12_000
    drafts = [NOTE.model_copy(update={"topics": (("odd", "even")[n % 2],)}) for n in range(2)]
    before = await store.apply([Add(HOME, drafts[n % 2]) for n in range(count)], editor="ana")
    after = await store.apply([Edit(n, 1, drafts[0]) for n in range(1, count, 2)], editor="ana")
    await store.apply([Remove(3, 2)], editor="ana")

    async def found(having: Having) -> list[int]:
        return [fact.id async for fact in store.find(having)]

    odd = [number for number in range(1, count, 2) if number != 3]
    assert await found(Having(topic="odd")) == odd
    assert await found(Having(topic="odd", desks=[HOME])) == odd
    assert await found(Having(changed_since=after[0].at)) == odd
    assert await found(Having(changed_since=before[0].at)) == sorted({*range(1, count + 1)} - {3})
    assert await found(Having(changed_since=after[0].at, topic="even")) == []
    await store.close()


async def test_closing_waits_for_what_is_under_way(tmp_path: Path) -> None:
    """A write and a snapshot that were begun are done; later ones are refused."""
    store = await TinyStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE)] * 3000, editor="ana")
    writing = asyncio.create_task(store.apply([Add(HOME, NOTE)], editor="ana"))
    snapshot = asyncio.create_task(store.snapshot())
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(writing, snapshot)
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.apply([Add(HOME, NOTE)], editor="ana")
    again = await TinyStore.open(tmp_path)
    assert await again.count() == 3001
    await again.close()
