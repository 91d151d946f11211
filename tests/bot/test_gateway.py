"""The parts of the gateway that need no Discord; the rest is under tests/end_to_end/lifecycle."""

from bot.client import NiceNote
from facts.wiring import Library


async def test_a_bot_that_never_signed_in_is_closed(library: Library) -> None:
    """It is told to stop while it reads the facts, for example."""
    client = NiceNote(library, shard_count=None)
    await client.close()
