"""The database moves to another address, or takes what it is sent and says nothing any more."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from tests.end_to_end.lifecycle.acting import Actor
from tests.end_to_end.lifecycle.conftest import StartBot
from tests.end_to_end.lifecycle.interactions import Person
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.moderating import Newsroom
from tests.postgres import Server, running_server

MODERATOR = Person("90000000000000001", "mo", manages=True)
CLAIM = "The mayor said that the harbour bridge will be shut until the end of June."
# Nobody who typed something waits for longer before they are told to try again.
_PATIENCE = 15.0
_AWAY_SECONDS = 8.0


class Way:
    """A way to the database that can be blocked: then it takes all, and nothing comes out of it."""

    def __init__(self, port: int) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self._port = port
        self._ends: list[asyncio.StreamWriter] = []

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        """Let connections through; the port that it listens on."""
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            for end in self._ends:
                end.close()
            for end in self._ends:
                with suppress(ConnectionError):
                    await end.wait_closed()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        self._ends += (back, writer)
        await asyncio.gather(self._carry(reader, back), self._carry(there, writer))

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(1 << 16):
                await self.open.wait()
                target.write(data)
        target.close()


async def _expect_away(loopback: Loopback, seconds: float) -> None:
    """For so long questions are answered, and who adds a fact is told to try again."""
    moderator = Actor(loopback, MODERATOR)
    async with asyncio.timeout(_PATIENCE):
        refused = await moderator.type("fact add", claim=CLAIM, outlet="Harbour Post")
    assert "try again in a minute" in refused.text
    assert CLAIM in refused.text
    ends = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < ends:
        async with asyncio.timeout(3):
            answer = await loopback.answer(await loopback.ask("nice note"))
        assert "DENIED" in answer.text
        await asyncio.sleep(0.5)


async def _expect_back(loopback: Loopback) -> None:
    """Soon a fact can be added."""
    moderator = Actor(loopback, MODERATOR)
    async with asyncio.timeout(30):
        while True:
            added = await moderator.type("fact add", claim=CLAIM, outlet="Harbour Post")
            if added.button("Publish"):
                break
            await asyncio.sleep(0.5)
    assert "Claim" in (await moderator.press(added, "Publish")).text


@pytest.mark.long
async def test_a_database_that_says_nothing_holds_nobody_up(
    loopback: Loopback, start_bot: StartBot, postgres: Server, newsroom: Newsroom
) -> None:
    """Connections are taken and nothing comes back: questions are answered, writing is refused in
    time. Afterwards all goes on, and alerts come once.
    """
    way = Way(postgres.port)
    address = postgres.new_database()
    async with way.listening() as port:
        address = address.replace(str(postgres.port), str(port))
        async with start_bot(NICENOTE_STORE=address) as bot:
            await bot.says("Ready")
            await newsroom.subscribe()
            way.open.clear()
            await _expect_away(loopback, _AWAY_SECONDS)
            way.open.set()
            await _expect_back(loopback)
            await loopback.happened.until(
                lambda: any(CLAIM in text for text in newsroom.alerts()), "the alert"
            )
            assert sum(CLAIM in text for text in newsroom.alerts()) == 1
            assert "Traceback" not in bot.log


@pytest.mark.long
async def test_a_database_that_moves_is_found_at_its_other_address(
    loopback: Loopback, start_bot: StartBot
) -> None:
    """Both addresses are in the setting. What was written before is there, and more can be."""
    with running_server() as server, socket.create_server(("127.0.0.1", 0)) as free:
        address, first = server.new_database(), server.port
        other = free.getsockname()[1]
        free.close()
        hosts = address.replace(f":{first}", f":{first},127.0.0.1:{other}")
        async with start_bot(NICENOTE_STORE=hosts) as bot:
            await loopback.signed_in()
            await _expect_back(loopback)
            await asyncio.to_thread(server.stop)
            await _expect_away(loopback, 1.0)
            server.port = other
            await asyncio.to_thread(server.start)
            await _expect_back(loopback)
            assert CLAIM in (await loopback.answer(await loopback.ask("harbour bridge"))).text
            assert "Traceback" not in bot.log
