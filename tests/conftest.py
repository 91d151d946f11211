"""What every test can ask for: facts of any shape, and the bot in a simulated Discord."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot.client import NiceNote
from facts.wiring import Library, open_library
from tests.postgres import Server, running_server

# The machine may be busy: that an example takes long says nothing, speed is for the benchmarks.
settings.register_profile("nicenote", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nicenote")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server; whoever stops it starts it again."""
    with running_server() as server:
        yield server


@pytest.fixture
async def library() -> AsyncIterator[Library]:
    """The use-cases over a store in memory, with the starter facts."""
    async with open_library(None) as opened:
        yield opened


@pytest.fixture
def simcord_bot(library: Library) -> NiceNote:
    """The bot as it goes to Discord, over ``library``."""
    return NiceNote(library)


@pytest.fixture
def a_fact() -> dict[str, Any]:
    """The interchange format of a small but complete fact, to be varied by a test."""
    return {
        "claim": {
            "text": "The mayor closed the harbour bridge for repairs.",
            "speaker": {"name": "Ada Berg", "role": "harbour master"},
            "date": "2021-05-03",
            "venue": "the port council",
            "quote": "The bridge is shut until June.",
        },
        "responses": [
            {
                "stance": "denies",
                "by": "Jon Vik",
                "role": "mayor",
                "date": "2021-05-04",
                "quote": "I closed nothing.",
                "sources": [1],
            }
        ],
        "sources": [
            {
                "outlet": "Harbour Post",
                "headline": "Mayor: I closed nothing",
                "published": "2021-05-04",
                "url": "https://harbour.example/bridge",
                "archived_url": "https://archive.example/bridge",
            }
        ],
        "topics": ["harbour"],
    }
