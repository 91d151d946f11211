"""The program stops at any step on the disk while a moderator publishes: there is one fact."""

from contextlib import suppress
from pathlib import Path

import pytest

from facts.forms.typed import ClaimForm
from facts.store.tiny import TinyStore
from facts.usecases.desk.drafts.draft import AlreadyPublished
from facts.usecases.desk.members import Member
from tests.facts.store.stopping import Stopped, StoppingDisk
from tests.facts.usecases.desk.newsroom import POST, Clock, desk_over

CLAIM = ClaimForm(text="The mayor closed the harbour bridge.")


async def work(folder: Path, disk: StoppingDisk, ana: Member) -> None:
    """A draft is opened and published. Raises Stopped where the disk does."""
    store = await TinyStore.open(folder, disk=disk)
    try:
        desk = desk_over(store, Clock())
        draft = await desk.drafting.open(ana, CLAIM, POST, key="form 1")
        await desk.publishing.publish(ana, draft.id)
    finally:
        await store.close()


async def carry_on(folder: Path, ana: Member) -> None:
    """The moderator submits the same form and publishes again, as one does after a failure."""
    store = await TinyStore.open(folder)
    desk = desk_over(store, Clock())
    listed, there = len(await desk.drafting.mine(ana)), await store.count()
    assert listed + there <= 1, "published, and a draft all the same"
    with suppress(AlreadyPublished):
        draft = await desk.drafting.open(ana, CLAIM, POST, key="form 1")
        await desk.publishing.publish(ana, draft.id)
    assert [fact.claim.text async for fact in store.facts()] == [CLAIM.text]
    assert await store.last_change() == 1
    assert await desk.drafting.mine(ana) == ()
    await store.close()


async def test_there_is_one_fact_wherever_it_stopped(tmp_path: Path, ana: Member) -> None:
    """Before, half way through and after each step, also when power is lost with it."""
    disk = StoppingDisk()
    await work(tmp_path / "whole", disk, ana)
    assert len(disk.steps) > 8
    for number, step in enumerate(disk.steps, start=1):
        for when in ("before", "after") + (("half",) if step.startswith("write") else ()):
            for power in (False, True):
                folder = tmp_path / f"{number}-{when}-{power}"
                with pytest.raises(Stopped):
                    await work(folder, StoppingDisk(number, when, power=power), ana)
                await carry_on(folder, ana)
