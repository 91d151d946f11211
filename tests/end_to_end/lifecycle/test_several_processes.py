"""Several processes on one PostgreSQL are one bot: shards are divided and taken over."""

import asyncio
import signal

import pytest

from tests.end_to_end.lifecycle.conftest import StartProcess
from tests.end_to_end.lifecycle.interactions import Person, text_option
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.payloads import GUILD_ID
from tests.postgres import Server

# Shards are told apart by the bits above the lowest 22 of a server's id.
_SERVERS = [str(int(GUILD_ID) + (number << 22)) for number in range(3_000)]
_TAKEN_OVER_WITHIN = 60.0
# Discord lets a session be resumed for some minutes; a reader's patience ends earlier.
_RESUMED_WITHIN = 30.0
pytestmark = pytest.mark.long


async def _all_shards(loopback: Loopback, within: float = 120.0) -> None:
    await loopback.happened.until(
        lambda: len(loopback.gateway.connected) == loopback.gateway.shards,
        "each shard is served",
        within=within,
    )


async def _answered(loopback: Loopback, server: str) -> None:
    answer = await loopback.answer(await loopback.ask("nice note", server=server))
    assert "DENIED" in answer.text


@pytest.mark.parametrize(("max_concurrency", "shards", "group"), [(1, 4, 1), (16, 64, 16)])
async def test_shards_are_divided_among_processes(
    loopback: Loopback,
    start_process: StartProcess,
    max_concurrency: int,
    shards: int,
    group: int,
) -> None:
    """3,000 servers and four processes: sign-ins are spaced over all of them, each server is on
    exactly one shard, and questions from everywhere are answered. Commands are registered once.
    """
    gateway = loopback.gateway
    gateway.servers, gateway.shards = _SERVERS, shards
    gateway.max_concurrency = max_concurrency
    for _ in range(4):
        await start_process(NICENOTE_SHARDS_PER_PROCESS=str(group))
    await _all_shards(loopback)
    assert gateway.smallest_gap >= 5
    assert len(gateway.identified) == shards
    assert {len(gateway.serving(server)) for server in gateway.servers} == {1}
    await asyncio.gather(*(_answered(loopback, server) for server in _SERVERS[:2000:10]))
    assert len(loopback.registrations) == 1


async def test_the_number_of_shards_is_changed_while_they_run(
    loopback: Loopback, start_process: StartProcess
) -> None:
    """A command prints and sets it; the process that runs ends, with the exit code that has it
    started again, and serves as many then.
    """
    loopback.gateway.max_concurrency = 16
    bot = await start_process()
    await bot.says("Serving shards 0 to 0 of 1")
    for arguments, printed in ((("shards",), "1"), (("shards", "3"), "3")):
        asking = await start_process(*arguments)
        assert await asking.ended() == 0
        assert asking.output.strip() == printed
    assert await bot.ended() == 75
    assert "changed to 3" in bot.log.splitlines()[-1]
    again = await start_process()
    await again.says("Serving shards 0 to 2 of 3")
    loopback.gateway.shards = 3
    await _all_shards(loopback)
    await _answered(loopback, GUILD_ID)


async def test_a_process_ends_while_its_shard_waits_to_sign_in_again(
    loopback: Loopback, start_process: StartProcess
) -> None:
    """When it loses its shards, here by another number of them, also with too few sign-ins left."""
    loopback.gateway.remaining = 2
    bot = await start_process()
    await loopback.signed_in()
    await loopback.gateway.end_sessions(4007)
    loopback.gateway.sessions.clear()
    await bot.says("Discord allows 1 more")
    assert await (await start_process("shards", "3")).ended() == 0
    assert await bot.ended() == 75
    assert "changed to 3" in bot.log.splitlines()[-1]


async def test_a_killed_process_is_replaced(
    loopback: Loopback, start_process: StartProcess
) -> None:
    """One that waited takes its shards over within a minute; the others answer all the while."""
    gateway = loopback.gateway
    gateway.shards, gateway.max_concurrency, gateway.servers = 2, 16, _SERVERS[:2]
    first = await start_process(NICENOTE_SHARDS_PER_PROCESS="1")
    await first.says("Serving shards 0 to 0 of 2")
    second = await start_process(NICENOTE_SHARDS_PER_PROCESS="1")
    await second.says("Serving shards 1 to 1 of 2")
    spare = await start_process(NICENOTE_SHARDS_PER_PROCESS="1")
    await spare.says("Waiting to take over")
    await _all_shards(loopback)
    await first.kill()
    left = next(server for server in _SERVERS[:2] if gateway.serving(server)[0].shard == 1)
    await _answered(loopback, left)
    await _all_shards(loopback, within=_TAKEN_OVER_WITHIN)
    await asyncio.gather(*(_answered(loopback, server) for server in _SERVERS[:2]))


async def test_questions_are_answered_while_postgresql_is_away(
    loopback: Loopback, start_process: StartProcess, postgres: Server
) -> None:
    """PostgreSQL is cut off for five seconds and restarted, with 50 questions a second all the
    while: every one is answered. Who adds a fact meanwhile is told to try again in a minute, and
    gets back what they typed; afterwards it works.
    """
    moderator = Person("90000000000000000", "moderator", manages=True)
    claim = "The mayor said that the harbour bridge will be shut for repairs until the end of June."
    typed = {"claim": claim, "outlet": "Harbour Post"}
    options = [text_option(name, value) for name, value in typed.items()]
    bot = await start_process()
    await loopback.signed_in()
    asked: list[str] = []

    async def ask() -> None:
        while True:
            asked.append(await loopback.ask("nice note"))
            await asyncio.sleep(1 / 50)

    asking = asyncio.create_task(ask())
    await asyncio.to_thread(postgres.stop)
    try:
        await bot.says("PostgreSQL can’t be reached")
        refused = await loopback.answer(await loopback.use(moderator, "fact add", options))
        await asyncio.sleep(5)
    finally:
        await asyncio.to_thread(postgres.start)
    assert "try again in a minute" in refused.text
    assert claim in refused.text
    await asyncio.sleep(2)
    taken = await loopback.answer(await loopback.use(moderator, "fact add", options))
    assert "Publish" in str(taken.message["components"])
    asking.cancel()
    for question in asked:
        assert "DENIED" in (await loopback.answer(question)).text
    assert "Traceback" not in bot.log


async def test_processes_restart_one_after_the_other(
    loopback: Loopback, start_process: StartProcess
) -> None:
    """50 questions a second, two processes and one that waits: each is told to stop, ends cleanly
    and is started again. Nobody is without an answer for longer than until a session would have
    been resumed.
    """
    gateway = loopback.gateway
    gateway.shards, gateway.max_concurrency, gateway.servers = 2, 16, _SERVERS[:2]
    settings = {"NICENOTE_SHARDS_PER_PROCESS": "1"}
    running = [await start_process(**settings) for _ in range(3)]
    await _all_shards(loopback)
    asked: dict[str, list[tuple[float, str | None]]] = {server: [] for server in gateway.servers}
    clock = asyncio.get_running_loop().time

    async def ask() -> None:
        while True:
            for server, questions in asked.items():
                served = gateway.is_served(server)
                question = await loopback.ask("nice note", server=server) if served else None
                questions.append((clock(), question))
                await asyncio.sleep(1 / 50)

    asking = asyncio.create_task(ask())
    for process in running[:2]:
        process.signal(signal.SIGTERM)
        assert await process.ended() == 0
        running.append(await start_process(**settings))
        await _all_shards(loopback)
    asking.cancel()
    await asyncio.gather(*(_answered(loopback, server) for server in gateway.servers))
    for questions in asked.values():
        assert _longest_silence(loopback, questions) < _RESUMED_WITHIN


def _longest_silence(loopback: Loopback, asked: list[tuple[float, str | None]]) -> float:
    """The longest time in which no question was asked that got an answer, in seconds."""
    last, longest = asked[0][0], 0.0
    for at, question in asked:
        if question is not None and loopback.answered(question) is not None:
            last = at
        longest = max(longest, at - last)
    return longest
