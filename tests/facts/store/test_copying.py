"""A book moves from a folder to PostgreSQL and back: nothing of it is another one afterwards."""

from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from facts.model import HOME, DeskId, FactDraft
from facts.store.address import DatabaseAddress, StoreAddress
from facts.store.copying import NotEmpty
from facts.store.engines import copy
from facts.store.postgres.store import PostgresStore
from facts.store.protocol import Add, Edit, FactStore, Merge, Redact, Remove
from facts.store.shelf import Delete, Put, ShelfChange, ShelfLogCutError
from facts.store.tinydb.store import TinyDBStore
from tests.postgres import Server


def draft(text: str, **fields: Any) -> FactDraft:
    """A fact about to be stored."""
    return FactDraft.model_validate({"claim": text, "sources": [{"outlet": "Post"}]} | fields)


async def _open(at: StoreAddress) -> FactStore:
    if isinstance(at, DatabaseAddress):
        return await PostgresStore.open(at.address)
    return await TinyDBStore.open(at)


async def _write(store: FactStore) -> None:
    """Something of everything that a store can hold."""
    adds = [Add(HOME, draft(f"Claim {number} 편지")) for number in range(4)]
    await store.apply([*adds, Add(DeskId("7"), draft("Theirs"))], editor="ana", once="first")
    await store.apply([Edit(1, 1, draft("At 4 Elm Street"))], editor="eva", reason="for Eva")
    await store.apply([Remove(2, 1)], editor="ana")
    await store.apply([Merge(3, 1, into=4)], editor="ana")
    await store.redact(Redact(1, "4 Elm Street", "private", HOME), editor="ana", once="redacted")
    await store.shelf.put("sub/eva", "eva", {"who": "eva"})
    await store.erase("eva", editor="ana")
    await store.shelf.keep([Put("draft", "é", {"n": 1.5, "b": "x\0y"}), Put("gone", "1", {})])
    await store.shelf.keep([Delete("gone", "1"), Put("draft", "2", {"n": None})])
    await store.move_cursor("alerts", 3)


async def _all(store: FactStore) -> list[Any]:
    """All that can be asked of it."""
    return [
        [fact async for fact in store.facts()],
        [change async for change in store.changes()],
        [await store.history(fact_id) for fact_id in range(1, 7)],
        [await store.get(fact_id) for fact_id in range(1, 7)],
        [tuple(await store.done(name)) for name in ("first", "redacted", "never")],
        [await store.cursor(consumer) for consumer in ("alerts", "index")],
        await _shelf_log(store),
        {kind: await store.shelf.items(kind) for kind in await store.shelf.kinds()},
        await store.shelf.last_change(),
    ]


async def _shelf_log(store: FactStore) -> list[ShelfChange]:
    """All that the shelf's log tells, from where a key had a name in it."""
    for after in range(await store.shelf.last_change()):
        with suppress(ShelfLogCutError):
            return [change async for change in store.shelf.changes(after)]
    return []


@pytest.mark.parametrize("way", ["to PostgreSQL and back", "to a folder and back"])
async def test_a_copy_is_the_same_book(postgres: Server, tmp_path: Path, way: str) -> None:
    """Facts, log, revisions, named steps, shelf and cursors; and the next write goes on there."""
    folders = (tmp_path / name for name in ("one", "two"))
    databases = (DatabaseAddress(postgres.new_database()) for _ in range(2))
    kinds = (folders, databases) if way == "to PostgreSQL and back" else (databases, folders)
    places: list[StoreAddress] = [next(kinds[0]), next(kinds[1]), next(kinds[0])]
    first = await _open(places[0])
    await _write(first)
    expected = await _all(first)
    await first.close()
    for source, target in pairwise(places):
        await copy(source, target)
        copied = await _open(target)
        assert await _all(copied) == expected
        await copied.close()
    last = await _open(places[2])
    assert (await last.apply([Add(HOME, draft("Next"))], editor="ana"))[0].fact_id == 6
    assert await last.shelf.put("draft", "next", {}) == expected[-1] + 1
    assert (await last.erase("ana", editor="ana")).replacement == "erased-2"
    await last.close()


async def test_nothing_is_copied_over_a_book(postgres: Server, tmp_path: Path) -> None:
    """What is there stays as it is."""
    for text in ("Here", "There"):
        store = await TinyDBStore.open(tmp_path / text)
        await store.apply([Add(HOME, draft(text))], editor="ana")
        await store.close()
    with pytest.raises(NotEmpty):
        await copy(tmp_path / "Here", tmp_path / "There")
    database = DatabaseAddress(postgres.new_database())
    await copy(tmp_path / "Here", database)
    with pytest.raises(NotEmpty):
        await copy(tmp_path / "There", database)
