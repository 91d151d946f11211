"""Signing in as Discord wants it, and being back soon after it was away."""

import asyncio

import pytest

from tests.end_to_end.lifecycle.conftest import StartBot
from tests.end_to_end.lifecycle.loopback import TOKEN, Loopback

_SHARDS = 4


def _signed_in(loopback: Loopback) -> bool:
    return len(loopback.gateway.identified) == loopback.gateway.shards


@pytest.mark.parametrize(("max_concurrency", "at_least"), [(1, 15), (16, 0)])
async def test_shards_sign_in_as_fast_as_discord_allows(
    loopback: Loopback, start_bot: StartBot, max_concurrency: int, at_least: int
) -> None:
    """As many shards as Discord recommends, each once; five seconds apart within a bucket."""
    gateway = loopback.gateway
    gateway.max_concurrency, gateway.shards = max_concurrency, _SHARDS
    async with start_bot():
        await loopback.happened.until(lambda: _signed_in(loopback), "all shards signed in")
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
    assert [given["shard"] for given in gateway.identified] == [
        [n, _SHARDS] for n in range(_SHARDS)
    ]
    took = gateway.identified_at[-1][1] - gateway.identified_at[0][1]
    assert gateway.smallest_gap >= 5
    assert at_least <= took < at_least + 10


async def test_the_last_sign_ins_are_not_used_up(loopback: Loopback, start_bot: StartBot) -> None:
    """Where Discord allows too few for all shards, it waits and says until when."""
    gateway = loopback.gateway
    gateway.shards, gateway.max_concurrency = 2, 16
    gateway.remaining, gateway.reset_after = 2, 1_000
    async with start_bot() as bot:
        line = await bot.says("sign-ins until")
        assert "allows 2 more of 1000 sign-ins until 20" in line
        assert "needs 2" in line
        assert not gateway.identified
        gateway.remaining = 1000
        await loopback.happened.until(lambda: _signed_in(loopback), "both shards signed in")
    assert gateway.remaining == 998


async def test_it_is_back_soon_after_an_outage(loopback: Loopback, start_bot: StartBot) -> None:
    """Within ten seconds all shards are there again, however long Discord was away; the log tells
    from when to when it was.
    """
    gateway = loopback.gateway
    gateway.shards, gateway.max_concurrency = _SHARDS, 16
    async with start_bot() as bot:
        await loopback.happened.until(lambda: _signed_in(loopback), "all shards signed in")
        async with loopback.outage():
            await bot.says("Attempting a reconnect")
            await asyncio.sleep(30)  # long enough for a waiting that grows to be too long
        await loopback.happened.until(
            lambda: gateway.resumed + len(gateway.identified) == 2 * _SHARDS,
            "all shards are back",
            within=10,
        )
        assert "DENIED" in (await loopback.answer(await loopback.ask("nice note"))).text
        line = await bot.says("was disconnected from Discord for 3")
    assert " UTC" in line


async def test_a_token_taken_back_during_an_outage_ends_it(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """The bot comes back and is not let in: a sentence, and exit code 2."""
    async with start_bot() as bot:
        await loopback.signed_in()
        loopback.gateway.token = TOKEN[::-1]
        async with loopback.outage():
            await bot.says("Attempting a reconnect")
        assert await bot.ended() == 2
    assert "DISCORD_TOKEN" in bot.log.splitlines()[-1]


async def test_a_token_taken_back_at_the_start_ends_it(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """Discord knew the token a moment ago and not when it is asked for the gateway."""
    loopback.turn_down["GET gateway"] = 401
    async with start_bot() as bot:
        assert await bot.ended() == 2
    assert "DISCORD_TOKEN" in bot.log.splitlines()[-1]
