"""Where the law asks for it, an account leaves the alerts as well."""

from facts.wiring import Library
from tests.bot.alerts.conftest import subscribe
from tests.bot.conftest import Room
from tests.bot.shown import text


async def test_an_erased_account_has_no_alerts(room: Room, library: Library) -> None:
    """What was told to the account alone ends, and what a channel is told goes on."""
    await subscribe(room.reader, room.channel, to="me", topic="harbour")
    listed = await room.reader.slash(room.channel, "alerts list")
    assert "harbour" in text(listed)

    await library.erasing.erase(str(room.reader.id), editor="the operator")

    listed = await room.reader.slash(room.channel, "alerts list")
    assert "harbour" not in text(listed)
