"""A minute under attack: ``python -m tests.benchmarks.under_attack [SECONDS]``.

``python -m bot`` runs as a process of its own, with the limits that it has by default. For SECONDS
(60) a hostile reader floods it with hostile texts by every way in, a hostile desk in the same
server imports files of 10,000 facts one after the other and types hostile drafts, and a hostile
page after the other is given to be read. Meanwhile an ordinary reader asks once a second. Printed
are how long that reader waited, how many of the attackers' interactions were worked on, and what
the log has of defects.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.load import LAUNCHER, TimedDiscord, memory, quantiles
from tests.benchmarks.synthetic import Claims, fact_line
from tests.end_to_end.lifecycle.interactions import Person, text_option
from tests.end_to_end.lifecycle.loopback import DISCORD_WAITS, TOKEN
from tests.end_to_end.lifecycle.program import running
from tests.hostile.texts import KINDS

_AIM = 1.0
_FACTS = 10_000
_LONGEST_OPTION, _LONGEST_MESSAGE = 6_000, 4_000
_PAUSE = 0.05
_TYPED = ("claim", "speaker", "role", "date", "quote", "outlet", "headline", "link", "topics")
PAGES = (
    "<html><body>" + ("<div>" * 240 + "words here" + "</div>" * 240) * 80,
    "<html><body><article><p>" + "<em>word</em> " * 60_000,
    "<html><body><article><p>" + "word<br>" * 15_000,
    '<html lang="' + "a" * 500_000,
    "“" * 300_000,
)


class Attack:
    """Who attacks. ``sent`` counts what each of them did."""

    def __init__(self, discord: TimedDiscord, big_files: Iterable[bytes]) -> None:
        self._discord = discord
        self._files = cycle(big_files)
        self._reader = Person(str(7 << 40), "hostile reader")
        self._moderator = Person(str(6 << 40), "hostile moderator", manages=True)
        self._editor = Person(str(5 << 40), "hostile editor", manages=True)
        self._writer = Person(str(4 << 40), "hostile writer", manages=True)
        self.sent = {"reader": 0, "desk": 0, "drafts": 0, "page": 0}

    async def reader(self) -> None:
        """Every kind of text by every way in, twenty times a second."""
        discord, who = self._discord, self._reader
        for kind in cycle(KINDS.values()):
            text = kind(_LONGEST_OPTION)
            ways: list[Callable[[], Awaitable[str]]] = [
                lambda text=text: discord.use(who, "claim", [text_option("question", text)]),
                lambda text=text: discord.use(who, "verify", [text_option("citation", text)]),
                lambda text=text: discord.suggest(who, "claim", "question", text),
                lambda text=text: discord.use_menu(
                    who, "Check this claim", text[:_LONGEST_MESSAGE]
                ),
            ]
            for way in ways:
                await way()
                self.sent["reader"] += 1
                await asyncio.sleep(_PAUSE)

    async def desk(self) -> None:
        """A large file to be looked at and taken in, and again as soon as that is answered."""
        while True:
            file = next(self._files)
            given = await self._discord.give(self._moderator, "fact import", "file", file)
            self.sent["desk"] += 1
            with suppress(AssertionError):  # a desk has limits, too
                plan = await self._discord.changed_to(given, "Nothing has been imported yet", 5)
                if button := plan.button("Import"):
                    await self._discord.press(self._moderator, plan, button)
            await asyncio.sleep(1)

    async def drafts(self) -> None:
        """Drafts with hostile texts in all that can be typed."""
        for kind in cycle(KINDS.values()):
            options = [text_option(name, kind(_LONGEST_OPTION)) for name in _TYPED]
            await self._discord.use(self._writer, "fact add", options)
            self.sent["drafts"] += 1
            await asyncio.sleep(0.5)

    async def page(self) -> None:
        """One hostile page after the other, as the article of a new fact."""
        for page in cycle(PAGES):
            claim = text_option("claim", "The bridge is closed.")
            await self._discord.give(self._editor, "fact add", "article", page.encode(), claim)
            self.sent["page"] += 1
            await asyncio.sleep(1)


async def ordinary(discord: TimedDiscord, seconds: int) -> list[float | None]:
    """How long each question of an ordinary reader waited, in seconds; None without an answer."""
    asked: list[tuple[str, float]] = []
    # Two people: one alone would reach the limit of a minute.
    people = cycle(Person(str(number << 40), f"ordinary reader {number}") for number in (2, 3))
    for who in islice(people, seconds):
        begun = time.perf_counter()
        question = [text_option("question", "nice note")]
        asked.append((await discord.use(who, "claim", question), begun))
        await asyncio.sleep(max(0.0, begun + 1 - time.perf_counter()))
    await asyncio.sleep(DISCORD_WAITS)
    waited = []
    for interaction_id, begun in asked:
        arrived = discord.arrived.get(interaction_id)
        answer = discord.answered(interaction_id)
        is_answer = answer is not None and "DENIED" in answer.text
        waited.append(arrived - begun if arrived and is_answer else None)
    return waited


async def attack(seconds: int, facts: int, folder: Path) -> tuple[list[float | None], str]:
    """How long the ordinary reader waited, and the log of the bot; prints the rest."""
    claims = Claims(2 * facts)
    lines = [fact_line(claims, place) for place in range(claims.count)]
    big_files = [b"\n".join(lines[:facts]), b"\n".join(lines[facts:])]
    async with TimedDiscord() as discord:
        settings = {"DISCORD_TOKEN": TOKEN, "NICENOTE_STORE": str(folder / "book")}
        async with running([str(LAUNCHER), discord.origin], folder=folder, **settings) as bot:
            await discord.signed_in()
            await ordinary(discord, 3)
            attackers = Attack(discord, big_files)
            attacks = (attackers.reader, attackers.desk, attackers.drafts, attackers.page)
            tasks = [asyncio.create_task(attack()) for attack in attacks]
            waited = await ordinary(discord, seconds)
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(end, asyncio.CancelledError) for end in ended), ended
            print(
                f"sent by attackers: {attackers.sent}; memory {memory(bot.process_id) / 1e6:.0f} MB"
            )
            return waited, bot.log


async def _measure(seconds: int, folder: Path) -> None:
    waited, log = await attack(seconds, _FACTS, folder)
    answered = [value for value in waited if value is not None]
    p50, p95, p99, longest = (1000 * value for value in quantiles(answered))
    print(
        f"the ordinary reader: {len(answered)} of {len(waited)} answered, ms p50 {p50:.0f}, "
        f"p95 {p95:.0f}, p99 {p99:.0f}, max {longest:.0f}; aim: all, {1000 * _AIM:.0f} at most"
    )
    print(f"lines of log {len(log.splitlines())}, defects {log.count('Defect ')}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else 60, Path(temporary)))
