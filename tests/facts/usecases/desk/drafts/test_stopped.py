"""The program is killed at any step while a moderator publishes: there is one fact."""

import asyncio
from contextlib import suppress
from pathlib import Path

from facts.forms.typed import ClaimForm
from facts.model import Member
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.desk.drafts.draft import AlreadyPublished
from tests.facts.store.killing import Tell, run
from tests.facts.usecases.desk.newsroom import POST, Clock, desk_over

CLAIM = ClaimForm(text="The mayor closed the harbour bridge.")


def work(tell: Tell, folder: Path, ana: Member) -> None:
    """A draft is opened and published."""

    async def publish() -> None:
        store = await TinyDBStore.open(folder)
        desk = desk_over(store, Clock())
        draft = await desk.drafting.open(ana, CLAIM, POST, key="form 1")
        tell("opened")
        await desk.publishing.publish(ana, draft.id)
        tell("published")
        await store.close()

    asyncio.run(publish())


async def carry_on(folder: Path, ana: Member, told: list[str]) -> None:
    """The moderator submits the same form and publishes again, as one does after a failure."""
    store = await TinyDBStore.open(folder)
    desk = desk_over(store, Clock())
    listed, there = len(await desk.drafting.mine(ana)), await store.count()
    assert listed + there <= 1, "published, and a draft all the same"
    if told:
        assert listed + there == 1, "a draft that was shown is gone"
    assert there == 1 or "published" not in told
    with suppress(AlreadyPublished):
        draft = await desk.drafting.open(ana, CLAIM, POST, key="form 1")
        await desk.publishing.publish(ana, draft.id)
    assert [fact.claim.text async for fact in store.facts()] == [CLAIM.text]
    assert await store.last_change() == 1
    assert await desk.drafting.mine(ana) == ()
    await store.close()


async def test_there_is_one_fact_wherever_it_was_killed(tmp_path: Path, ana: Member) -> None:
    """Before and after each statement and commit."""
    whole = run(work, tmp_path / "whole", ana)
    assert whole.steps is not None
    assert len(whole.steps) > 8
    for number in range(1, len(whole.steps) + 1):
        folder = tmp_path / str(number)
        killed = run(work, folder, ana, kill_at=number)
        await carry_on(folder, ana, killed.told)
