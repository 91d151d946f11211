"""The fact store stopped at every step: what was answered is there, erasing ends what it began."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from facts.model import HOME, FactDraft
from facts.store.protocol import Add, Edit, Remove, Restore
from facts.store.tiny import TinyStore
from tests.facts.store.stopping import Stopped, StoppingDisk

LOST: list[dict[str, bool]] = [{}, {"power": True}, {"power": True, "removals_last": True}]


def draft(text: str) -> FactDraft:
    """A fact about to be stored."""
    return FactDraft.model_validate({"claim": text, "sources": [{"outlet": "Reuters"}]})


STEPS: list[tuple[str, Any]] = [
    ("add", [Add(HOME, draft("a")), Add(HOME, draft("b"))]),
    ("edit", [Edit(1, 1, draft("a2"))]),
    ("snapshot", None),
    ("retract", [Remove(2, 1)]),
    ("erase", "ana"),
    ("restore", [Restore(2, 2, draft("b3"))]),
    ("cursor", 4),
    ("erase", "ben"),
]


async def state(store: TinyStore) -> tuple[Any, ...]:
    """All that a store says of itself, without times."""
    return (
        [(c.number, c.kind, c.fact_id, c.revision, c.editor) async for c in store.changes()],
        [(f.id, f.revision, f.claim.text) async for f in store.facts()],
        await store.cursor("alerts"),
    )


async def work(folder: Path, disk: StoppingDisk | None) -> list[tuple[Any, ...]]:
    """Do all steps; the states after each one. A stopped disk ends it where it is."""
    states: list[tuple[Any, ...]] = [([], [], 0)]
    try:
        store = await TinyStore.open(folder, disk=disk)
    except Stopped:
        return states
    try:
        for number, (kind, what) in enumerate(STEPS):
            if kind == "snapshot":
                await store.snapshot()
            elif kind == "erase":
                await store.erase(what, editor="operator")
            elif kind == "cursor":
                await store.move_cursor("alerts", what)
            else:
                await store.apply(what, editor=("ana", "ben")[number % 2])
            states.append(await state(store))
    except Stopped:
        pass
    await store.close()
    return states


@pytest.mark.parametrize("lost", LOST, ids=["killed", "power failed", "after removals"])
async def test_every_answered_write_is_there_after_a_stop_at_any_step(
    tmp_path: Path, lost: dict[str, bool]
) -> None:
    """The state is that after the last answered step, or after the one that was under way."""
    whole = StoppingDisk()
    states = await work(tmp_path / "whole", whole)
    assert len(states) == len(STEPS) + 1
    assert len(whole.steps) > 60
    for number in range(1, len(whole.steps) + 1):
        folder = tmp_path / str(number)
        known = len(await work(folder, StoppingDisk(number, "after", **lost))) - 1
        store = await TinyStore.open(folder)
        found = await state(store)
        assert found in states[known : known + 2], (number, whole.steps[number - 1], STEPS[known])
        # What was erased is in no file any more, also when the stop was in the middle of it.
        editors = {editor for *_, editor in found[0]}
        gone = {"ana", "ben"} - editors if found[0] else set()
        text = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        for name in gone & {what for kind, what in STEPS[: known + 1] if kind == "erase"}:
            assert f'"{name}"'.encode() not in text, (number, whole.steps[number - 1], name)
        await store.close()


async def test_a_caller_that_gives_up_leaves_memory_and_disk_agreed(tmp_path: Path) -> None:
    """Cancelled in the middle of a write, the write is done to its end, and is seen."""
    store = await TinyStore.open(tmp_path)
    for _ in range(20):
        writing = asyncio.create_task(store.apply([Add(HOME, draft("a"))], editor="ana"))
        await asyncio.sleep(0)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
    await store.apply([Add(HOME, draft("b"))], editor="ana")
    before = await state(store)
    await store.close()
    again = await TinyStore.open(tmp_path)
    assert await state(again) == before
    assert before[1][-1][2] == "b"
    await again.close()
