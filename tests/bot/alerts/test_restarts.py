"""The process dies between any two steps of a delivery: the alert is there once all the same."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.client import NiceNote
from facts.store.tinydb.shelf import TableShelf
from facts.wiring import open_library
from tests.bot.alerts.conftest import HOUR, Clock, Press, headlines, told
from tests.bot.conftest import Room

# A change is planned, its delivery begun, sent, and noted as sent: each is dying before it is done
# and dying when it is, but before the process knows.
_STEPS = 8


class Life:
    """Ends after so many steps; nothing at all is done from then on."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    @property
    def over(self) -> bool:
        return self._left < 0

    def step(self) -> None:
        self._left -= 1
        if self.over:
            raise asyncio.CancelledError

    def of(self, work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """``work`` as it goes in this life."""

        async def living(*given: Any, **options: Any) -> Any:
            self.step()
            result = await work(*given, **options)
            self.step()
            return result

        return living


def _post_in(life: Life, client: NiceNote) -> Callable[..., Awaitable[Any]]:
    request = client.http.request
    posting = life.of(request)

    async def send(route: discord.http.Route, **options: Any) -> Any:
        posts = route.method == "POST" and route.path.endswith("/messages")
        return await (posting if posts else request)(route, **options)

    return send


async def _room(env: simcord.Env) -> Room:
    guild = env.create_guild("The Newsroom")
    channel = guild.create_text_channel("fact-desk")
    role = guild.create_role("Keepers", permissions=discord.Permissions(manage_channels=True))
    keeper = guild.add_member(env.create_user("kim"), roles=[role])
    await keeper.slash(channel, "alerts subscribe", to="here")
    return Room(guild, channel, keeper)


@pytest.mark.parametrize("step", range(_STEPS + 1))
async def test_between_every_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Whatever was durable before the end, the next start goes on from there."""
    clock = Clock()
    life = Life(step)
    async with open_library(tmp_path / "store", clock=clock) as library:
        client = NiceNote(library)
        env = simcord.Env(client)
        await env.start()
        clock.env = env
        room = await _room(env)
        with monkeypatch.context() as dying:
            dying.setattr(TableShelf, "keep", life.of(TableShelf.keep))
            dying.setattr(client.http, "request", _post_in(life, client))
            await Press(env, library, str(room.guild.id)).publish("bridge")
    assert life.over == (step < _STEPS)

    async with open_library(tmp_path / "store", clock=clock) as library:
        await env.restart_bot(NiceNote(library))
        await env.advance_time(HOUR)
        assert headlines(told(room.channel)) == [
            "New claim: The bridge is shut. (NO RESPONSE ON RECORD)"
        ]

        await Press(env, library, str(room.guild.id)).publish("tunnel")
        assert len(told(room.channel)) == 2
        await env.shutdown()
