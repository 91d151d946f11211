"""Discord is away or stumbles while questions and alerts come: nothing twice, nothing lost."""

import asyncio
from collections import Counter
from itertools import chain, repeat

from tests.end_to_end.lifecycle.channels import TAKEN_AND_CUT
from tests.end_to_end.lifecycle.conftest import StartBot
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.moderating import Newsroom
from tests.end_to_end.lifecycle.payloads import CHANNEL_ID, GUILD_ID

_BACK_WITHIN = 10.0


async def _told_once(loopback: Loopback, newsroom: Newsroom, within: float = 30.0) -> None:
    """Wait until each published piece was told in the channel; each is there once."""

    def told() -> Counter[str]:
        texts = loopback.channels.words(CHANNEL_ID)
        return Counter(
            piece.claim for piece in newsroom.pieces for text in texts if piece.claim in text
        )

    await loopback.happened.until(
        lambda: len(told()) == len(newsroom.pieces), "all alerts", within=within
    )
    assert set(told().values()) == {1}


async def test_an_outage_loses_no_alert_and_repeats_nothing(
    loopback: Loopback, start_bot: StartBot, newsroom: Newsroom
) -> None:
    """Facts are published as it begins, one alert arrives and its receipt does not. Ten seconds
    after it all is told, and questions are answered; those asked meanwhile are at most once, since
    Discord gave them up.
    """
    async with start_bot() as bot:
        await loopback.signed_in()
        await newsroom.subscribe()
        loopback.channels.send_with = chain([TAKEN_AND_CUT], repeat(503))
        for _ in range(3):
            await newsroom.published()
        await loopback.happened.until(
            lambda: loopback.channels.words(CHANNEL_ID), "the first alert"
        )
        async with loopback.outage():
            asked = [await loopback.ask("nice note") for _ in range(5)]
            await asyncio.sleep(5)
        loopback.channels.send_with = repeat(200)
        async with asyncio.timeout(_BACK_WITHIN):
            await bot.says("was disconnected from Discord for")
            assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
            await _told_once(loopback, newsroom)
    taken = Counter(posted.interaction_id for posted in loopback.posted if posted.status == 200)
    assert all(taken[question] <= 1 for question in asked)
    assert "Defect" not in bot.log


async def test_an_alert_waits_as_long_as_discord_says(
    loopback: Loopback, start_bot: StartBot, newsroom: Newsroom
) -> None:
    """A 429, a 503 and a message that was taken though nobody heard: told once."""
    async with start_bot():
        await loopback.signed_in()
        await newsroom.subscribe()
        loopback.channels.send_with = chain([429, 503, TAKEN_AND_CUT], repeat(200))
        await newsroom.published()
        await newsroom.published()
        await _told_once(loopback, newsroom)


async def test_the_gateway_may_ask_to_wait(loopback: Loopback, start_bot: StartBot) -> None:
    """A 429 on the way in, and again after a lost session: it waits and signs in."""
    loopback.turn_down_once["GET gateway"] = 429
    async with start_bot():
        await loopback.signed_in()
        loopback.turn_down_once["GET gateway"] = 429
        await loopback.gateway.end_sessions(4007)
        await loopback.happened.until(
            lambda: loopback.gateway.is_served(GUILD_ID), "it is back", within=_BACK_WITHIN
        )
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
