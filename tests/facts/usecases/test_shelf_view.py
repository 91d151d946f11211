"""What processes hold of the shelf is what the shelf has, whoever wrote it."""

import asyncio
import gc
from collections.abc import Sequence

import pytest

from facts.store.shelf import Delete, Put, Shelf, ShelfDocument, StaleDocument
from facts.usecases.shelf_view import Projection, ShelfView, retrying
from tests.memory_store import MemoryStore


def view_of(shelf: Shelf) -> tuple[ShelfView, dict[str, ShelfDocument]]:
    """A view of the documents of the kind "notes"."""
    held: dict[str, ShelfDocument] = {}
    view = ShelfView(shelf)
    view.register(
        "notes", Projection(held.__setitem__, lambda key: held.pop(key, None) and None, held.keys)
    )
    return view, held


async def test_two_processes_hold_the_same() -> None:
    """What one keeps, the other takes in; a deletion too."""
    shelf = MemoryStore().shelf
    (ours, our_notes), (theirs, their_notes) = view_of(shelf), view_of(shelf)
    await ours.keep([Put("notes", "a", {"n": 1}), Put("others", "a", {}), Put("notes", "b", {})])
    await theirs.catch_up()
    assert our_notes == their_notes == {"a": {"n": 1}, "b": {}}
    await theirs.keep([Delete("notes", "a")])
    await ours.keep([Put("notes", "c", {})])
    await theirs.catch_up()
    assert our_notes == their_notes
    assert our_notes.keys() == {"b", "c"}
    revisions = {key: one.revision for key, one in our_notes.items()}
    assert revisions == {key: one.revision for key, one in (await shelf.items("notes")).items()}


async def test_one_kind_of_each_desk_is_held_as_one() -> None:
    """Read anew, followed and deleted from; a kind that only begins alike is another."""
    shelf = MemoryStore().shelf
    await shelf.keep([Put("notes/a", "1", {}), Put("notes/b", "2", {}), Put("notes", "3", {})])
    held: dict[str, ShelfDocument] = {}
    view = ShelfView(shelf)
    view.register(
        "notes/", Projection(held.__setitem__, lambda key: held.pop(key, None) and None, held.keys)
    )
    await view.catch_up()
    assert held.keys() == {"1", "2"}
    await shelf.keep([Put("notes/c", "4", {}), Delete("notes/a", "1"), Put("notes", "5", {})])
    await view.catch_up()
    assert held.keys() == {"2", "4"}


async def test_a_log_that_was_cut_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was deleted meanwhile is held."""
    monkeypatch.setattr("tests.memory_shelf.DELETIONS_KEPT", 3)
    shelf = MemoryStore().shelf
    view, notes = view_of(shelf)
    await view.keep([Put("notes", "a", {}), Put("notes", "b", {})])
    await shelf.delete("notes", "a")
    for n in range(9):
        await shelf.put("others", str(n), {})
    await view.catch_up()
    assert notes.keys() == {"b"}


async def test_who_was_overtaken_reads_and_does_it_again() -> None:
    """Fifty who count up one number at the same time count to fifty."""
    shelf = MemoryStore().shelf
    views = [view_of(shelf) for _ in range(5)]

    @retrying
    async def count(view: ShelfView, notes: dict[str, ShelfDocument]) -> None:
        known = notes.get("n")
        await asyncio.sleep(0)
        n = known["n"] + 1 if known else 1
        await view.keep([Put("notes", "n", {"n": n}, known.revision if known else 0)])

    await asyncio.gather(*(count(*views[n % 5]) for n in range(50)))
    assert await shelf.get("notes", "n") == {"n": 50}


async def test_a_defect_that_always_fails_is_told() -> None:
    """It is not tried for ever."""
    shelf = MemoryStore().shelf
    view, _ = view_of(shelf)
    with pytest.raises(StaleDocument):
        await retrying(view.keep)([Put("notes", "a", {}, revision=7)])


async def test_a_write_goes_on_when_its_caller_is_cancelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it wrote is held; if it was outdated, no error is left that nobody retrieved."""
    shelf = MemoryStore().shelf
    view, notes = view_of(shelf)
    told: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    keep, begun, slow = shelf.keep, asyncio.Event(), asyncio.Event()

    async def keep_slowly(steps: Sequence[Put | Delete]) -> int:
        begun.set()
        await slow.wait()
        return await keep(steps)

    monkeypatch.setattr(shelf, "keep", keep_slowly)
    for step in (Put("notes", "a", {}), Put("notes", "b", {}, revision=7)):
        begun.clear()
        slow.clear()
        caller = asyncio.create_task(view.keep([step]))
        await begun.wait()
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        slow.set()
        await view.catch_up()
        await asyncio.sleep(0)
    del caller
    gc.collect()
    assert notes.keys() == {"a"}
    assert told == []
