"""What the shelf of every fact store promises: documents that are kept beside the facts."""

from typing import Any

from facts.store.protocol import FactStore


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
