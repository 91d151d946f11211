"""A draft is scheduled with a form, read back in full, and goes out by itself."""

import simcord

from tests.bot.alerts.conftest import HOUR
from tests.bot.newsroom.conftest import Desk
from tests.bot.shown import buttons, text


async def draft_card(desk: Desk) -> simcord.InteractionResult:
    """A draft that could be published."""
    return await desk.moderator.slash(
        desk.channel, "fact add", claim="The ferry is sold", outlet="Harbour Post"
    )


async def schedule(
    desk: Desk, card: simcord.InteractionResult, when: str
) -> simcord.InteractionResult:
    """Fill in the form of *Publish at…*."""
    form = await desk.moderator.click(card.response, label="Publish at…")
    return await desk.moderator.submit_modal(form, {"when": when, "zone": "Europe/Oslo"})


async def test_publish_at_a_time(desk: Desk, simcord_env: simcord.Env) -> None:
    """Nobody finds it before; everybody does after."""
    shown = await schedule(desk, await draft_card(desk), "1 January 2026 10:30")
    assert "Thursday, 1 January 2026, 10:30 (Europe/Oslo, UTC+01:00)" in text(shown)
    assert buttons(shown) == ["Cancel schedule"]
    reader = desk.readers[0]
    before = await reader.slash(desk.channel, "claim", question="ferry is sold")
    assert "Harbour Post" not in text(before)
    await simcord_env.advance_time(10 * HOUR)
    after = await reader.slash(desk.channel, "claim", question="ferry is sold")
    assert "Harbour Post" in text(after)


async def test_a_time_that_is_over_is_refused_and_handed_back(desk: Desk) -> None:
    """With what was typed."""
    refused = await schedule(desk, await draft_card(desk), "1 January 2025 10:30")
    assert "is in the past" in text(refused)
    assert "1 January 2025 10:30" in text(refused)


async def test_cancelling(desk: Desk, simcord_env: simcord.Env) -> None:
    """It is a draft again, and does not go out."""
    shown = await schedule(desk, await draft_card(desk), "1 January 2026 10:30")
    cancelled = await desk.moderator.click(shown.response, label="Cancel schedule")
    assert "Schedule cancelled." in text(cancelled)
    assert "Publish at…" in buttons(cancelled)
    await simcord_env.advance_time(10 * HOUR)
    after = await desk.readers[0].slash(desk.channel, "claim", question="ferry is sold")
    assert "Harbour Post" not in text(after)


async def test_who_left_publishes_nothing(desk: Desk, simcord_env: simcord.Env) -> None:
    """The author was a moderator when they scheduled it, and is none at that time."""
    await schedule(desk, await draft_card(desk), "1 January 2026 10:30")
    desk.guild.remove_member(desk.moderator)
    await simcord_env.advance_time(10 * HOUR)
    after = await desk.readers[0].slash(desk.channel, "claim", question="ferry is sold")
    assert "Harbour Post" not in text(after)
