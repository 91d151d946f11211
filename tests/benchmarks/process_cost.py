"""What one process of several costs: ``python -m tests.benchmarks.process_cost [FACTS] [SHARDS]``.

A real process on a real PostgreSQL, signed in to a small Discord with that many shards. Printed are
its memory, its processor time at rest and for a question, its connections to the database, and how
soon a fact that another process publishes is found in it.
"""

import asyncio
import os
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import psycopg

from facts.model import HOME, FactDraft
from facts.store.address import DatabaseAddress
from facts.store.postgres.store import PostgresStore
from facts.store.protocol import Add
from facts.wiring import Opening, open_library
from tests.benchmarks.synthetic import Claims, fact_line
from tests.end_to_end.lifecycle.loopback import TOKEN, Loopback
from tests.end_to_end.lifecycle.program import Program, running
from tests.postgres import running_server

_FACTS, _SHARDS = 10_000, 16
_AT_REST_SECONDS, _QUESTIONS, _PUBLISHED = 20.0, 400, 50
_LAUNCHER = Path(__file__).parents[1] / "end_to_end" / "lifecycle" / "launcher.py"
_TICKS = os.sysconf("SC_CLK_TCK")


async def measure(facts: int, shards: int) -> None:
    """Print the figures."""
    async with AsyncExitStack() as stack:
        server = stack.enter_context(running_server())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = server.new_database()
        await _fill(address, facts)
        discord = await stack.enter_async_context(Loopback())
        discord.gateway.shards, discord.gateway.max_concurrency = shards, 16
        settings = {
            "DISCORD_TOKEN": TOKEN,
            "NICENOTE_STORE": address,
            "NICENOTE_LANGUAGES": "off",
            "NICENOTE_QUESTIONS_A_MINUTE": "0",
            "NICENOTE_SERVER_QUESTIONS_A_MINUTE": "0",
        }
        begun = time.monotonic()
        bot = await stack.enter_async_context(
            running([str(_LAUNCHER), discord.origin], folder=folder, **settings)
        )
        await discord.happened.until(
            lambda: len(discord.gateway.connected) == shards, "all shards", within=300
        )
        _tell("signed in with all shards", time.monotonic() - begun, "s after its start")
        await discord.answer(await discord.ask("nice note"))
        before = _processor(bot)
        await asyncio.sleep(_AT_REST_SECONDS)
        spent = _processor(bot) - before
        _tell("processor at rest", 100 * spent / _AT_REST_SECONDS, "% of one core")
        before = _processor(bot)
        for _ in range(_QUESTIONS):
            await discord.answer(await discord.ask("nice note"))
        _tell("processor for a question", 1000 * (_processor(bot) - before) / _QUESTIONS, "ms")
        _tell("memory (resident)", _memory(bot), "MB")
        _tell("connections to PostgreSQL", await _connections(address), "")
        found = sorted([await _found_after(address, discord, n) for n in range(_PUBLISHED)])
        _tell("another's fact is found after, p50", 1000 * found[len(found) // 2], "ms")
        _tell("another's fact is found after, max", 1000 * found[-1], "ms")


async def _fill(address: str, facts: int) -> None:
    claims = Claims(facts)
    lines = b"\n".join(fact_line(claims, place) for place in range(facts))
    async with open_library(DatabaseAddress(address), Opening.MAKE) as library:
        await library.importing.run(lines, editor="benchmark")


async def _found_after(address: str, discord: Loopback, number: int) -> float:
    """Seconds until a fact that another process publishes is what the bot answers."""
    claim = f"Giraffe {number} of the zoo swallowed umbrella {number}"
    draft = FactDraft.model_validate({"claim": claim, "sources": [{"outlet": "Post"}]})
    store = await PostgresStore.open(address)
    begun = time.monotonic()
    await store.apply([Add(HOME, draft)], editor="benchmark")
    while claim not in (await discord.answer(await discord.ask(claim))).text:
        pass
    took = time.monotonic() - begun
    await store.close()
    return took


async def _connections(address: str) -> int:
    async with await psycopg.AsyncConnection.connect(address) as connection:
        rows = await connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'nicenote'"
        )
        found = await rows.fetchone()
        return found[0] if found else 0


def _processor(bot: Program) -> float:
    """Seconds of processor time so far."""
    fields = Path(f"/proc/{bot.pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(bot: Program) -> float:
    status = Path(f"/proc/{bot.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _tell(name: str, figure: float, unit: str) -> None:
    print(f"{name:40} {figure:10.1f} {unit}")


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    asyncio.run(measure(*(given + [_FACTS, _SHARDS][len(given) :])))
