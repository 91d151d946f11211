"""The task that sends: it paces itself, and it ends when the client does."""

import asyncio
import json
from typing import Any, NoReturn

import discord
import pytest
import simcord

from bot.sending.discord_messenger import SendLimiter
from facts.model import DeskId
from facts.wiring import Library
from tests.bot.alerts.conftest import MINUTE, Press, inbox
from tests.bot.conftest import Room


async def test_sends_are_spread_out() -> None:
    """A few at once, the rest evenly, in their order."""
    limiter = SendLimiter(a_second=100, burst=5)
    clock = asyncio.get_running_loop().time
    begun = clock()
    passed: list[tuple[int, float]] = []

    async def send(number: int) -> None:
        await limiter.acquire()
        passed.append((number, clock() - begun))

    await asyncio.gather(*(send(number) for number in range(15)))

    assert [number for number, _ in passed] == list(range(15))
    assert passed[-1][1] >= 0.1


async def test_closing_ends_a_send_under_way(
    room: Room, simcord_env: simcord.Env, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that Discord never answers."""
    await room.reader.slash(room.channel, "alerts subscribe", to="me")
    client = simcord_env.bot
    request, asked = client.http.request, asyncio.Event()

    async def silent(route: discord.http.Route, **options: Any) -> Any:
        if not route.path.endswith("/messages"):
            return await request(route, **options)
        asked.set()
        return await asyncio.Event().wait()

    monkeypatch.setattr(client.http, "request", silent)
    fact = {"claim": {"text": "The bridge is shut."}, "sources": [{"outlet": "Harbour Post"}]}
    await library.importing.run(
        json.dumps(fact).encode(), editor="the desk", desk=DeskId(str(room.guild.id))
    )
    await asyncio.wait_for(asked.wait(), 5)

    await asyncio.wait_for(client.close(), 1)

    assert not [task for task in asyncio.all_tasks() if task.get_name() == "alerts"]


async def test_a_defect_is_survived(
    room: Room,
    press: Press,
    simcord_env: simcord.Env,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A turn that fails is logged, and the next one does its work."""
    await room.reader.slash(room.channel, "alerts subscribe", to="me")

    async def broken(*_: object) -> NoReturn:
        raise RuntimeError("a defect")

    with monkeypatch.context() as breaking:
        breaking.setattr(type(library.delivering.sending), "turn", broken)
        await press.publish("bridge")
    assert not inbox(room.reader)

    await simcord_env.advance_time(MINUTE)

    assert len(inbox(room.reader)) == 1
