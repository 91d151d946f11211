"""What several processes divide: every group of shards to one, every turn to one, by lease."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from itertools import pairwise
from typing import Any

import pytest

from facts.store.postgres.leases import PostgresLeases
from facts.store.postgres.store import PostgresStore
from facts.usecases import processes as module
from facts.usecases.processes import Leadership, MustStartAgain, Processes
from tests.postgres import Server

_PATIENCE = 20.0


@pytest.fixture
async def three(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[list[Processes]]:
    """Three processes on one store, with leases of half a second."""
    monkeypatch.setattr(module, "_GROUP_SECONDS", 0.6)
    monkeypatch.setattr(module, "_LEADER_SECONDS", 0.6)
    monkeypatch.setattr(module, "_LOOKS_EVERY", 0.05)
    address = postgres.new_database()
    stores = [await PostgresStore.open(address) for _ in range(3)]
    yield [Processes(PostgresLeases(store.database)) for store in stores]
    for store in stores:
        await store.close()


async def _five() -> int:
    return 5


async def _none() -> int:
    raise AssertionError("the number is known")


async def test_each_group_of_shards_goes_to_one_process(three: list[Processes]) -> None:
    """The first one asks how many there should be; who comes too late waits for a free group."""
    first = await three[0].claim(_five, 4)
    second = await three[1].claim(_none, 4)
    assert (first.shard_ids, second.shard_ids) == ((0, 1, 2, 3), (4,))
    assert first.count == second.count == 5
    keeping = [
        asyncio.create_task(three[0].keep(first)),
        asyncio.create_task(three[1].keep(second)),
    ]
    waiting = asyncio.create_task(three[2].claim(_none, 4))
    await asyncio.sleep(1.2)
    assert not waiting.done()
    keeping[0].cancel()
    third = await asyncio.wait_for(waiting, _PATIENCE)
    assert third.shard_ids == first.shard_ids
    assert third.lease.fence > first.lease.fence
    with pytest.raises(MustStartAgain, match="took over"):
        await asyncio.wait_for(three[0].keep(first), _PATIENCE)
    keeping[1].cancel()
    await asyncio.gather(*keeping, return_exceptions=True)


async def test_who_lets_a_group_go_is_followed_at_once(
    three: list[Processes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a clean stop nobody is waiting for a lease to run out."""
    monkeypatch.setattr(module, "_GROUP_SECONDS", 600.0)
    group = await three[0].claim(_five)
    await three[0].release(group)
    again = await asyncio.wait_for(three[1].claim(_none), _PATIENCE)
    assert again.shard_ids == group.shard_ids == (0, 1, 2, 3, 4)


async def test_another_number_of_shards_restarts_all(three: list[Processes]) -> None:
    """Nobody begins with the new number while somebody serves shards of the old one."""
    group = await three[0].claim(_five, 4)
    await three[2].set_shard_count(2)
    assert await three[1].shard_count() == 2
    waiting = asyncio.create_task(three[1].claim(_none, 4))
    with pytest.raises(MustStartAgain, match="changed to 2"):
        await asyncio.wait_for(three[0].keep(group), _PATIENCE)
    assert not waiting.done()
    await three[0].release(group)
    begun = await asyncio.wait_for(waiting, _PATIENCE)
    assert (begun.shard_ids, begun.count) == ((0, 1), 2)


async def test_turns_are_spaced_over_all_processes(three: list[Processes]) -> None:
    """One bucket after the other in its own time; another bucket waits for nobody."""
    loop = asyncio.get_running_loop()
    taken: list[float] = []

    async def sign_in(process: Processes) -> None:
        await process.turn(0, 0.5)
        taken.append(loop.time())

    await asyncio.gather(*map(sign_in, three))
    assert min(later - earlier for earlier, later in pairwise(taken)) > 0.25
    await three[1].turn(0, 600.0)
    await asyncio.wait_for(three[0].turn(1, 600.0), _PATIENCE)


async def test_one_leads_at_a_time(three: list[Processes]) -> None:
    """Whoever leads is cut short when its lease went to another, and leads again after that."""
    doing: list[int] = []
    changed = asyncio.Event()

    def work(number: int) -> Callable[[Leadership], Coroutine[Any, Any, None]]:
        async def done(_: Leadership) -> None:
            doing.append(number)
            changed.set()
            try:
                await asyncio.Event().wait()
            finally:
                doing.remove(number)

        return done

    leading = [
        asyncio.create_task(process.do_as_leader("sending", work(number)))
        for number, process in enumerate(three)
    ]
    seen = set()
    for _ in three:
        await asyncio.wait_for(changed.wait(), _PATIENCE)
        changed.clear()
        (number,) = doing
        seen.add(number)
        leading[number].cancel()
        await asyncio.gather(leading[number], return_exceptions=True)
    assert seen == {0, 1, 2}


async def test_what_is_done_alone_is_done_by_one(three: list[Processes]) -> None:
    """The others leave it, and may do it later."""
    async with three[0].alone("commands", 30) as first, three[1].alone("commands", 30) as second:
        assert (first, second) == (True, False)
    async with three[2].alone("commands", 30) as later:
        assert later
