"""The wiring builds everything on one store, and opens it as it is needed."""

from pathlib import Path

import pytest

from facts.model import HOME, STARTER, visible_desks
from facts.starter import starter_content
from facts.store.protocol import StoreUnavailable
from facts.usecases.answers import Found
from facts.wiring import open_library

STARTERS = len(starter_content().splitlines())
FACT = b'{"claim": "Giraffes are hollow.", "sources": [{"outlet": "o"}]}'


async def test_a_new_store_holds_the_starter_facts_and_answers() -> None:
    """In memory, where no folder is given."""
    async with open_library(None) as library:
        holdings = await library.asking.holdings(None)
        assert (holdings.starter, holdings.home) == (STARTERS, 0)
        assert isinstance(await library.asking.ask("nice note", visible_desks(None)), Found)


async def test_what_was_written_is_there_at_the_next_opening(tmp_path: Path) -> None:
    """And the starter facts are loaded once."""
    async with open_library(tmp_path / "store") as library:
        await library.importing.run(FACT, editor="test")
    for read_only in (True, False):
        async with open_library(tmp_path / "store", read_only=read_only) as library:
            assert await library.asking.searched([STARTER]) == STARTERS
            assert await library.asking.searched([HOME]) == 1


async def test_an_import_is_found_at_once() -> None:
    """The index follows the store's log."""
    async with open_library(None) as library:
        desks = visible_desks(None)
        assert not isinstance(await library.asking.ask("hollow giraffes", desks), Found)
        await library.importing.run(FACT, editor="test")
        assert isinstance(await library.asking.ask("hollow giraffes", desks), Found)


async def test_readers_stand_beside_the_one_writer(tmp_path: Path) -> None:
    """A second writer is told so, a reader cannot write."""
    async with open_library(tmp_path) as writer:
        async with open_library(tmp_path, read_only=True) as reader:
            assert await reader.asking.searched(None) == STARTERS
            with pytest.raises(StoreUnavailable):
                await reader.importing.run(FACT, editor="test")
        with pytest.raises(StoreUnavailable):
            async with open_library(tmp_path):
                pass
        assert await writer.starter.remove("test") == STARTERS


async def test_a_reader_makes_a_store_that_is_not_there(tmp_path: Path) -> None:
    """So that the first question on a new machine is answered."""
    for folder in (tmp_path / "new" / "store", tmp_path):
        async with open_library(folder, read_only=True) as library:
            assert await library.asking.searched(None) == STARTERS
