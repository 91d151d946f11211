"""What a server's desk had waits 30 days after the server removed the bot."""

import logging
from dataclasses import replace

import pytest

from facts.model import DeskId, Member
from tests.facts.usecases.newsroom.conftest import House

DESK, OTHER = DeskId("77"), DeskId("78")
KEEPER = Member(DESK, "1003", "Kim", manages_server=True)


async def test_after_thirty_days_the_facts_go(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """With a line in the log a day before; other desks' facts stay."""
    caplog.set_level(logging.WARNING)
    await house.publish("own", desk=DESK)
    await house.publish("home")
    await house.library.desk.setup.change(KEEPER, takes_requests=True)
    store, departures = house.library.asking.catalogue.store, house.library.newsroom.departures
    await departures.left(DESK)
    house.clock.move(days=29)
    requesting = house.library.newsroom.requesting
    await requesting.ask("ana", DESK, "who sold the old ferry", "dm ana")
    await house.turn()
    assert "Removing 1 facts of departed server 77 in 1 day" in caplog.text
    assert await store.count([DESK]) == 1
    house.clock.move(days=1)
    await house.turn()
    assert await house.turn() is None
    assert await store.count([DESK]) == 0
    assert await store.count() > 30
    assert await requesting.mine("ana") == []
    assert await store.shelf.items("newsroom-askers") == {}
    assert not (await house.library.desk.setup.read(DESK)).takes_requests


async def test_invited_again_everything_is_there(house: House) -> None:
    """And nothing goes later on."""
    await house.publish("own", desk=DESK)
    await house.library.newsroom.departures.left(DESK)
    house.clock.move(days=29)
    await house.turn()
    await house.library.newsroom.departures.came_back(DESK)
    house.clock.move(days=9)
    await house.turn()
    assert await house.library.asking.catalogue.store.count([DESK]) == 1


async def test_a_removal_that_nobody_saw_begins_the_thirty_days_at_the_next_start(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Of those whose servers would be seen here; looked at again, nothing begins anew."""
    caplog.set_level(logging.INFO)
    await house.publish("own", desk=DESK)
    await house.publish("other", desk=OTHER)
    for desk in (DESK, OTHER):
        await house.library.desk.setup.change(replace(KEEPER, desk=desk), takes_requests=True)
    departures = house.library.newsroom.departures
    await departures.compare([DESK, OTHER])
    assert "removed" not in caplog.text
    await departures.compare([], served=lambda desk: desk == DESK)
    assert "Server 77 removed the bot" in caplog.text
    house.clock.move(days=29)
    await departures.compare([], served=lambda desk: desk == DESK)
    house.clock.move(days=1)
    await house.turn()
    store = house.library.asking.catalogue.store
    assert (await store.count([DESK]), await store.count([OTHER])) == (0, 1)


async def test_an_invitation_that_nobody_saw_ends_them(house: House) -> None:
    """A desk that is cleared up is not known any more, and not cleared up again."""
    await house.publish("own", desk=DESK)
    await house.library.desk.setup.change(KEEPER, takes_requests=True)
    departures = house.library.newsroom.departures
    await departures.compare([])
    house.clock.move(days=29)
    await departures.compare([DESK])
    house.clock.move(days=9)
    assert await house.turn() is None
    assert await house.library.asking.catalogue.store.count([DESK]) == 1
    await departures.left(DESK)
    house.clock.move(days=31)
    await house.turn()
    await departures.compare([])
    assert departures.next_time() is None


async def test_an_operator_may_keep_them(house: House) -> None:
    """For good."""
    await house.publish("own", desk=DESK)
    house.library.newsroom.departures.keep_all()
    await house.library.newsroom.departures.left(DESK)
    house.clock.move(days=99)
    assert await house.turn() is None
    assert await house.library.asking.catalogue.store.count([DESK]) == 1
