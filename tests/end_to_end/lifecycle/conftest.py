"""Discord on this machine, and the bot pointed at it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

import pytest

from bot.settings import LIMIT_VARIABLES
from tests.end_to_end.lifecycle.loopback import TOKEN, Loopback
from tests.end_to_end.lifecycle.moderating import Newsroom
from tests.end_to_end.lifecycle.program import Program, running
from tests.postgres import Server

_LAUNCHER = Path(__file__).with_name("launcher.py")
ENGINES = ("a folder", "PostgreSQL")
StartBot = Callable[..., AbstractAsyncContextManager[Program]]
StartProcess = Callable[..., Awaitable[Program]]


@pytest.fixture
async def loopback() -> AsyncIterator[Loopback]:
    """A Discord of this test alone."""
    async with Loopback() as discord:
        yield discord


@pytest.fixture
def newsroom(loopback: Loopback) -> Newsroom:
    """One moderator of its server."""
    return Newsroom(loopback, 1)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings for a new store: a folder, or of the engine that a test is run on."""
    if getattr(request, "param", ENGINES[0]) == ENGINES[0]:
        return {}
    server: Server = request.getfixturevalue("postgres")
    return {"NICENOTE_STORE": server.new_database()}


@pytest.fixture
def start_bot(loopback: Loopback, tmp_path: Path, engine: dict[str, str]) -> StartBot:
    """Starts ``python -m bot``, or a command of it, against ``loopback``, with a token that it
    accepts, no limits for people, who are as fast as a test, and any ``settings``; each start of
    one test has the same folder and store.
    """
    unlimited = dict.fromkeys(LIMIT_VARIABLES.values(), "0")

    def start(*command: str, **settings: str) -> AbstractAsyncContextManager[Program]:
        arguments = [str(_LAUNCHER), loopback.origin, *command]
        given = {"DISCORD_TOKEN": TOKEN} | unlimited | engine | settings
        return running(arguments, folder=tmp_path, **given)

    return start


@pytest.fixture
async def start_process(start_bot: StartBot, postgres: Server) -> AsyncIterator[StartProcess]:
    """Starts one process more on one store; all are killed at the end."""
    address = await asyncio.to_thread(postgres.new_database)
    async with AsyncExitStack() as stack:

        async def start(*arguments: str, **settings: str) -> Program:
            bot = start_bot(*arguments, NICENOTE_STORE=address, **settings)
            return await stack.enter_async_context(bot)

        yield start
