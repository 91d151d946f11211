"""What the shelf of every fact store promises: documents that are kept beside the facts."""

from typing import Any

import pytest

from facts.model import HOME, FactDraft
from facts.store.protocol import Add, Edit, FactStore, UnknownFact
from facts.store.shelf import Delete, Put, ShelfChange, StaleDocument


async def test_the_shelf_keeps_documents_by_kind_and_key(store: FactStore) -> None:
    """Each kind by itself; what is read or given can be changed without changing what is kept."""
    document: dict[str, Any] = {"n": [1, "é", None], "inner": {"a": True}}
    await store.shelf.put("draft", "1", document)
    await store.shelf.put("draft", "2", {"n": 2})
    await store.shelf.put("facts", "1", {"n": 3})
    document["n"].append(4)
    read = await store.shelf.get("draft", "1")
    assert read == {"n": [1, "é", None], "inner": {"a": True}}
    read["n"].append(5)
    assert await store.shelf.items("draft") == {
        "1": {"n": [1, "é", None], "inner": {"a": True}},
        "2": {"n": 2},
    }
    await store.shelf.put("draft", "1", {"n": 9})
    assert await store.shelf.get("draft", "1") == {"n": 9}
    await store.shelf.delete("draft", "1")
    await store.shelf.delete("draft", "7")
    assert await store.shelf.get("draft", "1") is None
    assert await store.shelf.items("nothing") == {}
    assert await store.shelf.get("facts", "1") == {"n": 3}
    assert await store.count() == 0


async def test_a_stale_document_is_refused(store: FactStore) -> None:
    """Who gives the revision they read may write only if nobody wrote or deleted since."""
    shelf = store.shelf
    assert await shelf.put("desk", "7", {"n": 1}, revision=0) == 1
    read = await shelf.get("desk", "7")
    assert read is not None
    assert read.revision == 1
    assert await shelf.put("desk", "7", {"n": 2}, revision=1) == 2
    with pytest.raises(StaleDocument):
        await shelf.put("desk", "7", {"n": 3}, revision=read.revision)
    with pytest.raises(StaleDocument):
        await shelf.put("desk", "7", {"n": 3}, revision=0)
    with pytest.raises(StaleDocument):
        await shelf.keep([Delete("desk", "7", 1)])
    assert await shelf.get("desk", "7") == {"n": 2}
    await shelf.keep([Delete("desk", "7", 2)])
    with pytest.raises(StaleDocument):
        await shelf.put("desk", "7", {"n": 3}, revision=2)
    with pytest.raises(StaleDocument):
        await shelf.keep([Delete("desk", "7", 2)])
    assert await shelf.put("desk", "7", {"n": 4}, revision=0) == 4
    assert (await shelf.items("desk"))["7"].revision == 4


async def test_steps_are_all_kept_or_none(store: FactStore) -> None:
    """A stale one among them leaves everything as it was; later steps see earlier ones."""
    shelf = store.shelf
    await shelf.put("a", "1", {"n": 1})
    with pytest.raises(StaleDocument):
        await shelf.keep([Put("a", "2", {}), Delete("a", "1"), Put("b", "1", {}, revision=7)])
    assert await shelf.items("a") == {"1": {"n": 1}}
    assert await shelf.last_change() == 1
    steps = [Put("a", "2", {"n": 2}, revision=0), Put("a", "2", {"n": 3}, revision=2)]
    assert await shelf.keep([*steps, Delete("a", "2", revision=3), Put("a", "2", {})]) == 5
    assert (await shelf.items("a"))["2"].revision == 5


async def test_the_log_of_the_shelf_tells_the_latest_of_each_document(store: FactStore) -> None:
    """In the order of the numbers, deletions too, from wherever a consumer stands."""
    shelf = store.shelf
    assert (await shelf.last_change(), await shelf.kinds()) == (0, frozenset())
    await shelf.put("a", "1", {"n": 1})
    await shelf.keep([Put("b", "1", {"n": 2}), Put("a", "1", {"n": 3}), Put("a", "2", {"n": 4})])
    await shelf.delete("b", "1")
    told = [change async for change in shelf.changes()]
    assert [(one.number, one.kind, one.key, one.document) for one in told] == [
        (3, "a", "1", {"n": 3}),
        (4, "a", "2", {"n": 4}),
        (5, "b", "1", None),
    ]
    assert told[0].document is not None
    assert told[0].document.revision == 3
    assert [change async for change in shelf.changes(after=4)] == [ShelfChange(5, "b", "1", None)]
    assert [change async for change in shelf.changes(after=5)] == []
    assert (await shelf.last_change(), await shelf.kinds()) == (5, {"a"})


async def test_facts_and_documents_are_written_in_one_step(store: FactStore) -> None:
    """A draft becomes a fact and goes; where either cannot be, neither is. Once, if it is named."""
    note = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Post"}]})
    revision = await store.shelf.put("draft", "1", {"n": 1})
    with pytest.raises(UnknownFact):
        await store.apply([Edit(7, 1, note)], editor="ana", also=[Delete("draft", "1", revision)])
    assert await store.shelf.get("draft", "1") == {"n": 1}
    newer = await store.shelf.put("draft", "1", {"n": 2})
    with pytest.raises(StaleDocument):
        await store.apply([Add(HOME, note)], editor="ana", also=[Delete("draft", "1", revision)])
    assert await store.count() == 0
    steps = [Delete("draft", "1", newer), Put("done", "1", {})]
    made = await store.apply([Add(HOME, note)], editor="ana", once="x", also=steps)
    assert await store.shelf.items("draft") == {}
    assert await store.shelf.last_change() == 4
    assert await store.apply([Add(HOME, note)], editor="ana", once="x", also=steps) == made
    assert (await store.count(), await store.shelf.last_change()) == (1, 4)
