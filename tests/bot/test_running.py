"""The parts of the run that need no Discord; the rest is under tests/end_to_end/lifecycle."""

import asyncio
import logging
import signal
from pathlib import Path

import pytest

from bot.running import run, stop_signal
from bot.settings import Settings
from facts.model import Refusal


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_both_signals_ask_to_stop(number: int) -> None:
    """What hosts send, and what Ctrl-C sends; before that nothing is asked."""
    stop = stop_signal()
    assert not stop.is_set()
    signal.raise_signal(number)
    await asyncio.wait_for(stop.wait(), 30)


async def test_a_store_that_cannot_be_opened_is_told_before_anybody_signs_in(
    tmp_path: Path,
) -> None:
    """A file where the folder should be: a sentence that names it, and no connection is tried."""
    (tmp_path / "book").write_text("a file")
    settings = Settings("no.token.at-all", tmp_path / "book", None, logging.INFO)
    with pytest.raises(Refusal, match="book"):
        await run(settings)
