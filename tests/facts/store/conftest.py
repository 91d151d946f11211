"""An empty store of each kind, for what all of them promise, and a folder with a store."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from facts.model import HOME, FactDraft
from facts.store.postgres.store import PostgresStore
from facts.store.protocol import Add, FactStore
from facts.store.tinydb.store import TinyDBStore
from tests.memory_store import MemoryStore
from tests.postgres import Server


class Clock:
    """A clock that moves one second at each look."""

    def __init__(self) -> None:
        self.now = datetime(2020, 4, 18, 21, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(params=["memory", "tinydb", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[FactStore]:
    """An empty store of each kind."""
    opened: FactStore
    if request.param == "memory":
        opened = MemoryStore(clock=Clock())
    elif request.param == "postgres":
        server: Server = request.getfixturevalue("postgres")
        opened = await PostgresStore.open(server.new_database(), clock=Clock())
    else:
        opened = await TinyDBStore.open(tmp_path / "book", clock=Clock())
    yield opened
    await opened.close()


@pytest.fixture
async def book(tmp_path: Path) -> Path:
    """The folder of a closed store with three facts."""
    note = FactDraft.model_validate({"claim": "a note", "sources": [{"outlet": "Reuters"}]})
    store = await TinyDBStore.open(tmp_path / "book")
    await store.apply([Add(HOME, note)] * 3, editor="ana")
    await store.close()
    return tmp_path / "book"
