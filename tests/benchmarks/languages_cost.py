"""What questions in other languages cost: ``python -m tests.benchmarks.languages_cost [FACTS]``.

A real bot over a TinyDB store, with the extra off and on, after a restart and where it builds its
index anew. Printed are its memory, when it is ready, and its processor time for a question. The
vectors are drawn by lot, since making 100,000 takes four minutes.
"""

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from facts.matching.semantic.encoders import MultilingualUSE
from facts.matching.semantic.vector_table import VectorStorage, as_records, digest
from facts.wiring import Opening, open_library
from tests.benchmarks.load import LAUNCHER, NO_LIMITS, fill, memory, processor
from tests.benchmarks.synthetic import Claims
from tests.end_to_end.lifecycle.loopback import TOKEN, Loopback
from tests.end_to_end.lifecycle.program import running
from tests.languages.sets import LANGUAGES, language_set

# With the starter facts as many as the extra is on for.
_FACTS, _QUESTIONS, _AT_ONCE = 99_900, 400, 10_000
_FOREIGN = "¿Kim Jong Un envió una nota amable a Trump?"
_READY_WITHIN = 180.0


async def measure(facts: int) -> None:
    """Print the figures."""
    claims = Claims(facts)
    asked = [question.text for question in claims.questions(4, _QUESTIONS)]
    with tempfile.TemporaryDirectory() as place:
        store = Path(place) / "book"
        await fill(store, claims)
        _draw_vectors(store, claims)
        async with open_library(store, Opening.WRITE) as library:
            await library.indexing.rebuild()
        heads = ("index ready", "languages", "memory", "English", "foreign")
        print(f"{facts:,} facts\n{'':24}" + "".join(f"{head:>12}" for head in heads))
        for built_anew in (False, True):
            for switch in ("off", "on"):
                if built_anew:
                    shutil.rmtree(store / "index", ignore_errors=True)
                name = f"{switch}, {'index built anew' if built_anew else 'restarted'}"
                print(f"{name:24}{await _one(store, switch, asked)}", flush=True)


async def _one(store: Path, switch: str, asked: Sequence[str]) -> str:
    """The figures of one run of the bot."""
    settings = {"DISCORD_TOKEN": TOKEN, "NICENOTE_STORE": str(store), "NICENOTE_LANGUAGES": switch}
    async with (
        Loopback() as discord,
        running(
            [str(LAUNCHER), discord.origin], folder=store.parent, **settings, **NO_LIMITS
        ) as bot,
    ):
        begun = time.monotonic()
        await discord.happened.until(
            lambda: discord.gateway.identified, "the bot signed in", within=_READY_WITHIN
        )
        await discord.answer(await discord.ask("nice note"))
        index_ready, ready = time.monotonic() - begun, 0.0
        while switch == "on" and "Do you mean one of" not in await _answer(discord, _FOREIGN):
            ready = time.monotonic() - begun
            assert ready < _READY_WITHIN, bot.log
            await asyncio.sleep(0.2)
        spent = []
        foreign = [entry.question for code in LANGUAGES for entry in language_set(code).entries]
        for questions in (asked, foreign):
            before = processor(bot.pid)
            for question in questions:
                await _answer(discord, question)
            spent.append(1000 * (processor(bot.pid) - before) / len(questions))
        return (
            f"{index_ready:10.1f} s{ready:10.1f} s{memory(bot.pid) / 2**20:9.0f} MB"
            f"{spent[0]:9.2f} ms{spent[1]:9.2f} ms"
        )


async def _answer(discord: Loopback, question: str) -> str:
    return (await discord.answer(await discord.ask(question))).text


def _draw_vectors(store: Path, claims: Claims) -> None:
    """Vectors for all claims but the starter facts, whose own are made."""
    encoder = MultilingualUSE()
    storage = VectorStorage(store / "meanings", encoder.name, encoder.dimensions)
    chance = np.random.default_rng(1)
    for start in range(0, claims.count, _AT_ONCE):
        places = range(start, min(start + _AT_ONCE, claims.count))
        drawn = chance.standard_normal((len(places), encoder.dimensions), np.float32)
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        storage.append(as_records([digest(claims.text(place)) for place in places], drawn))


if __name__ == "__main__":
    given = [int(text.replace(",", "")) for text in sys.argv[1:]]
    asyncio.run(measure(*(given or [_FACTS])))
