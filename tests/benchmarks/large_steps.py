"""What others wait for one large step: ``python -m tests.benchmarks.large_steps [COUNT]``.

``python -m bot`` runs as a process of its own, over a store with COUNT (10,000) facts and as many
subscriptions to all news. A reader asks ten times a second while nothing happens, while another
desk imports COUNT facts, and while a fact is published that all subscribers are told of. Printed is
how long the reader waited, in ms; the aim is 50 more than while nothing happens.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path

from facts.model import HOME
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.alerts.subscriptions import keep_subscription
from facts.wiring import open_library
from tests.benchmarks.alerts import subscriptions
from tests.benchmarks.load import LAUNCHER, NO_LIMITS, TimedDiscord, quantiles
from tests.benchmarks.synthetic import Claims, fact_line
from tests.end_to_end.lifecycle.interactions import Person, text_option
from tests.end_to_end.lifecycle.loopback import DISCORD_WAITS, TOKEN
from tests.end_to_end.lifecycle.moderating import Newsroom
from tests.end_to_end.lifecycle.payloads import GUILD_ID
from tests.end_to_end.lifecycle.program import running

_COUNT, _ASKED_EVERY, _AIM = 10_000, 0.1, 50.0
_QUIET_SECONDS, _ALERTS_SECONDS = 5.0, 20.0
_READER = Person(str(7 << 40), "ordinary reader")


async def _fill(folder: Path, lines: list[bytes], count: int) -> None:
    async with open_library(folder) as library:
        await library.importing.run(b"\n".join(lines), editor="a benchmark", desk=HOME)
    store = await TinyDBStore.open(folder)
    held = subscriptions(count, all_match=True)
    # Nobody waits for the direct messages: it is the planning that could hold others up.
    places = ({"where": f"channel:{GUILD_ID[:-1]}{n % 9}"} for n in range(count))
    kept = [one.model_copy(update=place) for one, place in zip(held, places, strict=True)]
    await store.shelf.keep([*map(keep_subscription, kept)])
    await store.close()


async def _asked_during(discord: TimedDiscord, step: Awaitable[object]) -> list[float]:
    """How long each question waited that was asked during ``step``, in ms."""
    doing = asyncio.ensure_future(step)
    asked: dict[str, float] = {}
    while not doing.done():
        begun = time.perf_counter()
        options = [text_option("question", "nice note")]
        asked[await discord.use(_READER, "claim", options)] = begun
        await asyncio.sleep(max(0.0, begun + _ASKED_EVERY - time.perf_counter()))
    doing.result()
    with suppress(AssertionError):
        await discord.happened.until(
            lambda: asked.keys() <= discord.arrived.keys(), "the last", within=DISCORD_WAITS
        )
    return [1000 * (discord.arrived[key] - at) for key, at in asked.items()]


async def _measure(count: int, folder: Path) -> None:
    claims = Claims(2 * count)
    lines = [fact_line(claims, place) for place in range(claims.count)]
    await _fill(folder / "book", lines[:count], count)
    settings = {"DISCORD_TOKEN": TOKEN, "NICENOTE_STORE": str(folder / "book"), **NO_LIMITS}
    async with TimedDiscord() as discord:
        newsroom = Newsroom(discord, 1)

        async def import_file() -> None:
            who = newsroom.moderators[0]
            file = b"\n".join(lines[count:])
            given = await discord.give(who, "fact import", "file", file)
            plan = await discord.changed_to(given, "Nothing has been imported yet")
            button = plan.button("Import")
            assert button is not None, plan.text
            pressed = await discord.press(who, plan, button)
            await discord.changed_to(pressed, "### Imported")
            await asyncio.sleep(_QUIET_SECONDS)  # it is taken into the index behind

        async def publish() -> None:
            await newsroom.published()
            await asyncio.sleep(_ALERTS_SECONDS)

        async with running([str(LAUNCHER), discord.origin], folder=folder, **settings) as bot:
            await discord.signed_in()
            await discord.answer(await discord.ask("nice note"))
            await bot.says("Ready")
            await asyncio.sleep(_QUIET_SECONDS)
            print(f"{'':24}{'asked':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}")
            for name, step in (
                ("nothing happens", asyncio.sleep(_QUIET_SECONDS)),
                (f"{count:,} facts imported", import_file()),
                (f"{count:,} alerts", publish()),
            ):
                waited = await _asked_during(discord, step)
                cells = "".join(f"{value:>8.0f}" for value in quantiles(waited))
                print(f"{name:24}{len(waited):>8}{cells}", flush=True)
            print(f"aim: at most {_AIM:.0f} ms more than while nothing happens")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT, Path(temporary)))
