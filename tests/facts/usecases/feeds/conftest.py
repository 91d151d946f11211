"""A desk that follows a publisher on this machine."""

from collections.abc import AsyncIterator

import pytest

from facts.model import DeskId, Member
from facts.usecases.feeds.fetching import FeedSettings
from facts.wiring import Library, open_library
from tests.facts.usecases.desk.newsroom import Clock
from tests.facts.usecases.feeds.local_feed import HOST, Publisher, publishing


@pytest.fixture
def clock() -> Clock:
    """The time of the bot: it is Saturday, 21 November 2026."""
    return Clock()


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    """Somebody who publishes reviews."""
    async with publishing() as running:
        yield running


@pytest.fixture
async def library(clock: Clock) -> AsyncIterator[Library]:
    """A bot that may fetch from this machine."""
    async with open_library(None, feeds=FeedSettings((HOST,)), clock=clock) as opened:
        yield opened


@pytest.fixture
def ada() -> Member:
    """Manages the server of desk 77."""
    return Member(DeskId("77"), "1", "Ada", manages_server=True)
