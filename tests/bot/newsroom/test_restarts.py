"""The process dies between any two steps: askers are told once, messages are corrected once."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.client import NiceNote
from facts.model import HOME, Member
from facts.store.tinydb.shelf import TableShelf
from facts.wiring import Library, open_library
from tests.bot.alerts.conftest import HOUR, Clock, told, written
from tests.bot.newsroom.test_answers_correct_themselves import edits, messages

MODERATOR = Member(HOME, "1001", "Ada", manages_server=True)
ASKED = "who sold the old ferry"
CHANNELS = 4


class Life:
    """Ends after so many steps of the shelf and the network; nothing is done from then on."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def living(self, work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """``work`` as it goes in this life: dying before it is done, or before that is known."""

        async def lived(*given: Any, **options: Any) -> Any:
            self._step()
            result = await work(*given, **options)
            self._step()
            return result

        return lived

    def _step(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise asyncio.CancelledError

    def request(self, client: NiceNote) -> Callable[..., Awaitable[Any]]:
        """The client's requests: those that write messages are steps."""
        plain = client.http.request
        living = self.living(plain)

        async def send(route: discord.http.Route, **options: Any) -> Any:
            writes = route.method in ("POST", "PATCH") and "/messages" in route.path
            return await (living if writes else plain)(route, **options)

        return send


async def publish(library: Library, **content: Any) -> None:
    """Publish or change the one fact of these tests."""
    line = {"ref": "ferry", "sources": [{"outlet": "Harbour Post"}]} | content
    await library.importing.run(json.dumps(line).encode(), editor="the desk", desk=HOME)


async def start(library: Library, clock: Clock) -> tuple[NiceNote, simcord.Env]:
    """A bot in a simulated Discord."""
    client = NiceNote(library)
    env = simcord.Env(client)
    await env.start()
    clock.env = env
    return client, env


@pytest.mark.parametrize("step", range(0, 24, 2))
async def test_askers_are_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Two of them, wherever the process dies while it tells them."""
    clock = Clock()
    async with open_library(tmp_path / "store", clock=clock) as library:
        client, env = await start(library, clock)
        await library.desk.setup.change(MODERATOR, takes_requests=True)
        guild = env.create_guild("The Newsroom")
        readers = [guild.add_member(env.create_user(name)) for name in ("rita", "ben")]
        requesting = library.newsroom.requesting
        for reader in readers:
            user = await env.bot.fetch_user(reader.id)
            place = f"dm:{(await user.create_dm()).id}"
            handed = await requesting.ask(str(reader.id), None, ASKED, place)
        await publish(library, claim="The council sold the old ferry")
        await env.settle()
        life = Life(step)
        with monkeypatch.context() as dying:
            dying.setattr(TableShelf, "keep", life.living(TableShelf.keep))
            dying.setattr(client.http, "request", life.request(client))
            answering = library.newsroom.queue.answer(MODERATOR, handed.request.number, "#33")
            await asyncio.gather(answering, return_exceptions=True)
            await env.settle()
    async with open_library(tmp_path / "store", clock=clock) as library:
        await env.restart_bot(NiceNote(library))
        still_open = (await library.newsroom.queue.list(MODERATOR)).items
        for queued in still_open:  # it died before the answer was durable
            await library.newsroom.queue.answer(MODERATOR, queued.request.number, "#33")
        await env.advance_time(HOUR)
        for reader in readers:
            (message,) = told(reader.user.dm_channel)
            assert "The council sold the old ferry" in written(message)
        await env.shutdown()


@pytest.mark.parametrize("step", range(0, 32, 2))
async def test_messages_are_corrected_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """In three servers, with "too many edits" in between; no edit is made a second time."""
    clock = Clock()
    async with open_library(tmp_path / "store", clock=clock) as library:
        client, env = await start(library, clock)
        await publish(library, claim="The council sold the old ferry")
        channels = []
        for n in range(CHANNELS):
            guild = env.create_guild(f"Server {n % 3}")
            channels.append(guild.create_text_channel(f"room-{n}"))
            reader = guild.add_member(env.create_user(f"reader {n}"))
            await reader.slash(channels[-1], "claim", question="council sold old ferry")
        await env.advance_time(2 * HOUR)
        env.inject_error("PATCH", "/channels/*/messages/*", status=429, code=30046, times=1)
        life = Life(step)
        with monkeypatch.context() as dying:
            dying.setattr(TableShelf, "keep", life.living(TableShelf.keep))
            dying.setattr(client.http, "request", life.request(client))
            retraction = {"on": "2026-01-01", "reason": "It was a hoax."}
            await publish(library, claim="The council sold the old ferry", retraction=retraction)
            await env.settle()
    async with open_library(tmp_path / "store", clock=clock) as library:
        await env.restart_bot(NiceNote(library))
        await env.advance_time(HOUR)
        for channel in channels:
            (message,) = messages(channel)
            assert "It was a hoax." in written(message)
        assert len(edits(env)) == CHANNELS + 1  # one was refused
        assert await library.delivering.deliveries.list() == ()
        await env.shutdown()
