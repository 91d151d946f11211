"""How far a reader of the code has to walk: ``python -m tests.benchmarks.files_entered``.

Runs the real bot in SimCord and counts, for the ways that most work goes, which of the product's
files and functions are entered (``sys.setprofile``), and how often a call goes over into another
file than the call before it; what a store does behind its protocol is left out. Fewer is easier
to follow; docs/architecture.md has the figures.
"""

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import discord
import simcord

from bot.client import NiceNote
from facts.wiring import open_library
from tests.bot.desk.acting import Moderator

_ROOT = Path(__file__).parents[2]
_PRODUCT = (str(_ROOT / "bot"), str(_ROOT / "facts"))
# Whoever reads a way stops at the protocol of the store.
_ADAPTERS = (str(_ROOT / "facts" / "store" / "tinydb"), str(_ROOT / "facts" / "store" / "postgres"))


@dataclass
class Walk:
    """What one interaction entered."""

    functions: set[tuple[str, str]] = field(default_factory=set)
    files: list[str] = field(default_factory=list)
    changes: int = 0

    def step(self, frame: FrameType, event: str, _: object) -> None:
        """One event of the interpreter's profiler."""
        file = frame.f_code.co_filename
        name = frame.f_code.co_qualname
        if event != "call" or not file.startswith(_PRODUCT) or file.startswith(_ADAPTERS):
            return
        self.functions.add((file, name))
        if not self.files or self.files[-1] != file:
            self.changes += bool(self.files)
            self.files.append(file)


@contextmanager
def walking() -> Iterator[Walk]:
    """Note every call of the product while this lasts, in every thread that begins meanwhile."""
    walk = Walk()
    threading.setprofile(walk.step)
    sys.setprofile(walk.step)
    try:
        yield walk
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


async def _measure() -> None:
    async with open_library(None) as library, simcord.run(NiceNote(library)) as env:
        guild = env.create_guild("The Newsroom")
        channel = guild.create_text_channel("fact-desk")
        managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        roles = [managers]
        actor = guild.add_member(env.create_user("ada", global_name="Ada"), roles=roles)
        ada = Moderator(env, actor, channel)
        claim = {
            "text": "The mayor closed the harbour bridge.",
            "speaker": "Ada Berg, for the port",
        }
        denial = {"stance": ["denies"], "by": "Jon Vik, mayor", "source": "City Radio"}
        source = {"source": "Harbour Post | Bridge shut | 4 May 2021 | https://harbour.example/1"}

        # The first question of all also fills the index: not the way of a question.
        await ada.type("claim", question="who denied it")
        await ada.type("desk setup")  # the first card of a desk has a welcome below it

        print(f"{'':40}{'files':>7}{'functions':>11}{'changes of file':>17}")
        await _row("/claim nice note", lambda: ada.type("claim", question="nice note"))
        card = await _row("/fact add with its form", lambda: ada.add(claim | source))
        card = await ada.respond(card, denial)
        await _row("publish a draft", lambda: ada.press(card, "Publish"))
        await ada.type("alerts subscribe", to="me")
        card = await ada.add({"text": "The ferry stops at night.", "source": "Harbour Post"})
        await _row("publish, with an alert sent", lambda: ada.press(card, "Publish"))


async def _row(name: str, act: Callable[[], Awaitable[Any]]) -> Any:
    with walking() as walk:
        result = await act()
    print(f"{name:40}{len(set(walk.files)):>7}{len(walk.functions):>11}{walk.changes:>17}")
    if "--files" in sys.argv:
        for file in sorted(set(walk.files)):
            print("   ", Path(file).relative_to(_ROOT))
    return result


if __name__ == "__main__":
    asyncio.run(_measure())
