"""Work that takes long, done fairly between desks."""

import asyncio

import pytest

from facts.model import DeskId, LimitReached
from facts.usecases.desk.turns import Turns

ONE, TWO, THREE = DeskId("1"), DeskId("2"), DeskId("3")


@pytest.fixture
def turns() -> Turns:
    """Two desks at once, and two things in line for each."""
    return Turns(desks_at_once=2, waiting=2, busy="Wait.")


async def _work(turns: Turns, desk: DeskId, begun: list[DeskId], ended: asyncio.Event) -> None:
    async with turns.turn(desk):
        begun.append(desk)
        await ended.wait()


async def _settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_one_desk_has_one_turn_at_a_time(turns: Turns) -> None:
    """All that one desk asks for takes one of the places; another desk begins at once."""
    begun: list[DeskId] = []
    ended = asyncio.Event()
    tasks = [asyncio.create_task(_work(turns, ONE, begun, ended)) for _ in range(3)]
    await _settled()
    tasks.append(asyncio.create_task(_work(turns, TWO, begun, ended)))
    await _settled()
    assert begun == [ONE, TWO]
    ended.set()
    await asyncio.gather(*tasks)
    assert sorted(begun) == [ONE, ONE, ONE, TWO]


async def test_a_third_desk_waits_for_one_thing_of_another(turns: Turns) -> None:
    """Not for all that the others have in line."""
    begun: list[DeskId] = []
    first, others = asyncio.Event(), asyncio.Event()
    tasks = [asyncio.create_task(_work(turns, ONE, begun, first))]
    tasks += [asyncio.create_task(_work(turns, TWO, begun, others)) for _ in range(3)]
    await _settled()
    tasks.append(asyncio.create_task(_work(turns, THREE, begun, others)))
    tasks.append(asyncio.create_task(_work(turns, ONE, begun, others)))
    await _settled()
    first.set()
    await _settled()
    assert begun == [ONE, TWO, THREE]
    others.set()
    await asyncio.gather(*tasks)


async def test_more_than_may_wait_is_refused(turns: Turns) -> None:
    """With the sentence that was given; when one is done there is room again."""
    ended = asyncio.Event()
    tasks = [asyncio.create_task(_work(turns, ONE, [], ended)) for _ in range(3)]
    await _settled()
    with pytest.raises(LimitReached, match="Wait"):
        async with turns.turn(ONE):
            pytest.fail("there was no room")
    ended.set()
    await asyncio.gather(*tasks)
    async with turns.turn(ONE):
        pass


async def test_who_gives_up_waiting_leaves_the_line(turns: Turns) -> None:
    """A task that is cancelled while it waits, or fails in its turn, holds up nobody."""
    ended = asyncio.Event()
    working = asyncio.create_task(_work(turns, ONE, [], ended))
    waiting = asyncio.create_task(_work(turns, ONE, [], ended))
    await _settled()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    ended.set()
    await working
    with pytest.raises(ZeroDivisionError):
        async with turns.turn(ONE):
            raise ZeroDivisionError
    begun: list[DeskId] = []
    await _work(turns, ONE, begun, ended)
    assert begun == [ONE]
