"""/alerts preview, and the last 30 days of a subscription."""

import simcord

from tests.bot.alerts.conftest import DAY, Press, inbox, subscribe
from tests.bot.conftest import Room
from tests.bot.shown import text


async def test_the_last_30_days(room: Room, press: Press, simcord_env: simcord.Env) -> None:
    """/alerts preview lists what would have been told, and keeps nothing."""
    for name in ("bridge", "tunnel", "quay"):
        await press.publish(name)
        await simcord_env.advance_time(DAY)

    shown = await room.reader.slash(room.channel, "alerts preview", topic="harbour")

    assert shown.ephemeral
    assert "received 3 alerts in the last 30 days." in text(shown)
    for name in ("bridge", "tunnel", "quay"):
        assert f":** The {name} is shut." in text(shown)
    listed = await room.reader.slash(room.channel, "alerts list")
    assert "You have no alerts yet" in text(listed)
    assert not inbox(room.reader)


async def test_a_preview_of_a_digest_counts_messages(room: Room, press: Press) -> None:
    """Gathered into one message, three facts are told once."""
    await press.publish("bridge", "tunnel", "quay")

    shown = await room.reader.slash(room.channel, "alerts preview", when="daily")

    assert "received 1 alert about " in text(shown)


async def test_a_preview_of_nothing(room: Room) -> None:
    """That nothing would have been told is said."""
    shown = await room.reader.slash(room.channel, "alerts preview", topic="unheard of")

    assert "received no alerts in the last 30 days." in text(shown)


async def test_the_last_30_days_of_a_card(room: Room, press: Press) -> None:
    """From the card, and back to it."""
    card = await subscribe(room.reader, room.channel, to="me", topic="harbour")
    await press.publish("bridge")

    shown = await room.reader.click(card.response, label="Last 30 days")
    assert "received 1 alert in the last 30 days." in text(shown)
    back = await room.reader.click(shown.response, label="◀ Back")

    assert "**Where:** in your direct messages" in text(back)
