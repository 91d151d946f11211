"""The wiring builds everything on one store, and opens it as it is needed."""

import asyncio
from pathlib import Path

import pytest

from facts.model import HOME, STARTER, visible_desks
from facts.starter import starter_content
from facts.store.protocol import StoreUnavailable
from facts.store.tinydb.folder import StoreFolder
from facts.usecases.questions.answers import Found
from facts.wiring import Opening, open_library

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
    for opening in Opening:
        async with open_library(tmp_path / "store", opening) as library:
            assert await library.asking.searched([STARTER]) == STARTERS
            assert await library.asking.searched([HOME]) == 1


async def test_an_import_is_found_at_once() -> None:
    """The index follows the store's log."""
    async with open_library(None) as library:
        desks = visible_desks(None)
        assert not isinstance(await library.asking.ask("hollow giraffes", desks), Found)
        await library.importing.run(FACT, editor="test")
        assert isinstance(await library.asking.ask("hollow giraffes", desks), Found)


async def test_others_read_and_write_beside_the_bot(tmp_path: Path) -> None:
    """What they write is found by it; a reader cannot write, and a second bot is refused."""
    async with open_library(tmp_path, Opening.RUN) as bot:
        async with open_library(tmp_path, Opening.READ) as reader:
            assert await reader.asking.searched(None) == STARTERS
            with pytest.raises(StoreUnavailable):
                await reader.importing.run(FACT, editor="test")
        async with open_library(tmp_path, Opening.WRITE) as writer:
            await writer.importing.run(FACT, editor="test")
        assert isinstance(await bot.asking.ask("hollow giraffes", visible_desks(None)), Found)
        with pytest.raises(StoreUnavailable, match="this same process"):
            async with open_library(tmp_path, Opening.RUN):
                pass
        assert await bot.starter.remove("test") == STARTERS


async def test_the_bot_backs_up_its_store(tmp_path: Path) -> None:
    """As soon as it runs, and once a day."""
    async with open_library(tmp_path, Opening.RUN):
        for _ in range(100):
            await asyncio.sleep(0.05)
            if made := StoreFolder(tmp_path).automatic_backups():
                break
    assert len(made) == 1


@pytest.mark.parametrize("opening", [Opening.READ, Opening.WRITE])
async def test_what_is_not_there_is_made_by_a_bot_or_an_import_only(
    tmp_path: Path, opening: Opening
) -> None:
    """Whoever reads, or changes what is there, is told that nothing is."""
    for folder in (tmp_path / "new" / "store", tmp_path):
        with pytest.raises(StoreUnavailable, match="There’s no store at"):
            async with open_library(folder, opening):
                pass
    assert not (tmp_path / "new").exists()
    assert not StoreFolder(tmp_path).database.exists()
