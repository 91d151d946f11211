"""The store in a folder: what was answered is there again, also for other processes."""

import asyncio
from pathlib import Path

import pytest

from facts.model import HOME, DeskId, FactDraft, Standing
from facts.store.protocol import (
    Add,
    Edit,
    Having,
    Merge,
    Remove,
    StaleRevision,
    StoreUnavailable,
    UnknownFact,
)
from facts.store.tinydb.access import Access
from facts.store.tinydb.folder import StoreFolder
from facts.store.tinydb.state import State
from facts.store.tinydb.store import TinyDBStore
from facts.store.tinydb.tables import open_tables

NOTE = FactDraft.model_validate(
    {
        "claim": {"text": "Trump received a nice note", "date": "2020-04-18", "speaker": "Trump"},
        "responses": [{"stance": "denies", "role": "Foreign Ministry", "date": "2020-04"}],
        "sources": [{"outlet": "Reuters", "quotes": [{"of": 1, "text": "ungrounded"}]}],
    }
)


async def test_everything_is_there_after_opening_again(tmp_path: Path) -> None:
    """Facts and log read the same from a store that was closed and opened."""
    store = await TinyDBStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE), Add(HOME, NOTE)], editor="ana", reason="why")
    await store.apply([Edit(1, 1, NOTE), Remove(2, 1)], editor="ben")
    facts, log = [f async for f in store.facts()], [c async for c in store.changes()]
    await store.close()
    again = await TinyDBStore.open(tmp_path)
    assert [f async for f in again.facts()] == facts
    assert [c async for c in again.changes()] == log
    await again.apply([Add(HOME, NOTE)], editor="ana")
    assert await again.get(3) is not None
    await again.close()


async def test_two_stores_of_one_folder_write_by_turns(tmp_path: Path) -> None:
    """Each sees what the other wrote, and the numbers go on without a gap."""
    one, other = await TinyDBStore.open(tmp_path), await TinyDBStore.open(tmp_path)
    made = [
        await store.apply([Add(HOME, NOTE)], editor=name)
        for name, store in (("ana", one), ("ben", other), ("ana", one))
    ]
    assert [change.number for (change,) in made] == [1, 2, 3]
    assert [fact.id async for fact in other.facts()] == [1, 2, 3]
    await other.apply([Edit(1, 1, NOTE)], editor="ben")
    with pytest.raises(StaleRevision, match="by ben at"):
        await one.apply([Edit(1, 1, NOTE)], editor="ana")
    await one.close()
    await other.close()


async def test_who_follows_hears_of_what_others_write(tmp_path: Path) -> None:
    """Facts and documents, within a second."""
    follower = await TinyDBStore.open(tmp_path, follow=True)
    other = await TinyDBStore.open(tmp_path)
    heard = asyncio.Event()
    follower.on_change(heard.set)
    await other.apply([Add(HOME, NOTE)], editor="ana")
    await asyncio.wait_for(heard.wait(), 1)
    heard.clear()
    await other.shelf.put("desk", "7", {})
    await asyncio.wait_for(heard.wait(), 1)
    await other.close()
    await follower.close()


async def test_a_reader_sees_what_is_written_and_writes_nothing(tmp_path: Path) -> None:
    """Also what was written after it opened."""
    store = await TinyDBStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE)], editor="ana")
    reader = await TinyDBStore.open(tmp_path, read_only=True)
    await store.apply([Add(HOME, NOTE)], editor="ana")
    assert await reader.count() == 2
    with pytest.raises(StoreUnavailable, match="reading only"):
        await reader.apply([Add(HOME, NOTE)], editor="ana")
    await reader.close()
    await store.close()


async def test_writes_that_wait_are_one_commit(tmp_path: Path) -> None:
    """One that is refused among them takes nothing else with it."""
    store = await TinyDBStore.open(tmp_path)
    answers = await asyncio.gather(
        *(store.apply([Add(HOME, NOTE)], editor="ana") for _ in range(50)),
        store.apply([Add(HOME, NOTE), Edit(99, 1, NOTE)], editor="ben"),
        *(store.apply([Add(HOME, NOTE)], editor="ana") for _ in range(50)),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers].count(UnknownFact) == 1
    assert [change.number async for change in store.changes()] == list(range(1, 101))
    await store.close()


async def test_no_store_to_read(tmp_path: Path) -> None:
    """Reading what is not there is refused and makes nothing."""
    with pytest.raises(StoreUnavailable, match="no store"):
        await TinyDBStore.open(tmp_path / "book", read_only=True)
    assert not (tmp_path / "book").exists()


async def test_merges_named_steps_and_the_shelf_are_there_again(tmp_path: Path) -> None:
    """As they were."""
    store = await TinyDBStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE), Add(HOME, NOTE)], editor="ana", once="first")
    await store.apply([Merge(2, 1, 1)], editor="ana")
    await store.shelf.put("draft", "1", {"n": 1})
    made = await store.done("first")
    for _ in range(2):
        await store.close()
        store = await TinyDBStore.open(tmp_path)
        assert [fact.id async for fact in store.facts()] == [1]
        assert await store.count() == await store.count({HOME}) == 1
        merged = await store.get(2)
        assert merged is not None
        assert merged.merged_into == 1
        assert await store.done("first") == made
        assert await store.shelf.items("draft") == {"1": {"n": 1}}
    await store.close()


async def test_a_reader_reads_the_shelf_and_puts_nothing_on_it(tmp_path: Path) -> None:
    """Like facts, it is written by the one writer."""
    store = await TinyDBStore.open(tmp_path)
    await store.shelf.put("draft", "1", {"n": 1})
    reader = await TinyDBStore.open(tmp_path, read_only=True)
    assert await reader.shelf.get("draft", "1") == {"n": 1}
    with pytest.raises(StoreUnavailable, match="reading only"):
        await reader.shelf.put("draft", "1", {"n": 2})
    await reader.close()
    await store.close()


async def test_look_ups_in_a_large_store(tmp_path: Path) -> None:
    """What many facts have is listed by id, in parts; removed ones are not in it."""
    store = await TinyDBStore.open(tmp_path)
    count = 12_000
    drafts = [NOTE.model_copy(update={"topics": (("odd", "even")[n % 2],)}) for n in range(2)]
    await store.apply([Add(HOME, drafts[n % 2]) for n in range(count)], editor="ana")
    await store.apply([Edit(n, 1, drafts[0]) for n in range(1, count, 2)], editor="ana")
    await store.apply([Remove(3, 2)], editor="ana")

    async def found(having: Having) -> list[int]:
        return [fact.id async for fact in store.find(having)]

    odd = [number for number in range(1, count, 2) if number != 3]
    assert await found(Having(topic="odd")) == odd
    assert await found(Having(topic="odd", desks=[HOME])) == odd
    await store.close()


async def test_a_small_desk_is_searched_without_the_facts_of_others(tmp_path: Path) -> None:
    """Less work than listing what the others have: it grows with what is rarest."""
    store = await TinyDBStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE)] * 6000 + [Add(DeskId("7"), NOTE)] * 3, editor="ana")
    await store.close()
    with open_tables(StoreFolder(tmp_path).database, read_only=True) as db:
        state, steps = State(db), [0]

        def count() -> None:
            steps[0] += 1

        state.storage.connection.set_progress_handler(count, 100)
        having = Having(desks={DeskId("7")}, standing=Standing.DENIED, speaker="trump")
        assert [*state.find(having)] == [[6001, 6002, 6003]]
        of_few, steps[0] = steps[0], 0
        assert sum(map(len, state.find(Having(standing=Standing.DENIED)))) == 6003
    assert 0 < of_few < steps[0]


async def test_closing_waits_for_what_is_under_way(tmp_path: Path) -> None:
    """A write that was begun is done; later ones are refused."""
    store = await TinyDBStore.open(tmp_path)
    await store.apply([Add(HOME, NOTE)] * 3000, editor="ana")
    writing = asyncio.create_task(store.apply([Add(HOME, NOTE)], editor="ana"))
    await asyncio.sleep(0)
    await store.close()
    await writing
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.apply([Add(HOME, NOTE)], editor="ana")
    again = await TinyDBStore.open(tmp_path)
    assert await again.count() == 3001
    await again.close()


async def test_a_caller_that_gives_up_does_no_half_of_a_write(tmp_path: Path) -> None:
    """Cancelled in the middle of it, the write is done whole or not at all."""
    store = await TinyDBStore.open(tmp_path)
    for _ in range(20):
        writing = asyncio.create_task(store.apply([Add(HOME, NOTE)] * 2, editor="ana"))
        await asyncio.sleep(0)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
    await store.apply([Add(HOME, NOTE)], editor="ben")
    last = await store.last_change()
    assert last % 2 == 1
    assert await store.count() == last
    await store.close()


async def test_the_writer_survives_what_one_write_raises(tmp_path: Path) -> None:
    """Also what is no ordinary error: the next one is done."""
    access = Access(StoreFolder(tmp_path).database, read_only=False)

    def gives_up(_: State) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await access.write(gives_up)
    assert await access.write(lambda state: state.last_change()) == 0
    await access.close()
