"""What a server's desk had waits 30 days after the server removed the bot."""

import logging

import pytest

from facts.model import DeskId, Member
from tests.facts.usecases.newsroom.conftest import House

DESK = DeskId("77")
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
    await house.turn()
    assert "1 facts of departed server 77 go in 1 day" in caplog.text
    assert await store.count([DESK]) == 1
    house.clock.move(days=1)
    assert await house.turn() is None
    assert await store.count([DESK]) == 0
    assert await store.count() > 30
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


async def test_an_operator_may_keep_them(house: House) -> None:
    """For good."""
    await house.publish("own", desk=DESK)
    house.library.newsroom.departures.keep_all()
    await house.library.newsroom.departures.left(DESK)
    house.clock.move(days=99)
    assert await house.turn() is None
    assert await house.library.asking.catalogue.store.count([DESK]) == 1
