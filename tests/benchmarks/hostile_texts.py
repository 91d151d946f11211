"""How long a hostile text holds the loop: ``python -m tests.benchmarks.hostile_texts [FACTS]``.

For each kind of hostile text, as long as Discord lets anybody send one: the function that works on
it for longest, and the longest turn of the loop while it is asked, checked as a message and typed,
among FACTS (10,000) made-up facts. In ms of work, the best of three; the aim is 10.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

from facts.model import Refusal, clean_text
from facts.wiring import Library, open_library
from tests.benchmarks.alerts import longest_hold
from tests.benchmarks.load import fill
from tests.benchmarks.synthetic import Claims
from tests.hostile.functions import CLEANED, RAW
from tests.hostile.texts import KINDS

LONGEST_OPTION, LONGEST_MESSAGE = 6_000, 4_000
_FACTS, _AIM, _TRIES = 10_000, 10.0, 3
Use = Callable[[str], Awaitable[object]]


def _uses(library: Library) -> Mapping[str, tuple[Use, int]]:
    """What people do with a text, and how long it can be."""
    asking = library.asking
    return {
        "asked": (lambda text: asking.ask(text, None), LONGEST_OPTION),
        "checked": (lambda text: asking.check(text, None), LONGEST_MESSAGE),
        "typed": (lambda text: asking.complete(text, None), LONGEST_OPTION),
        "verified": (lambda text: library.history.verify(text, None), LONGEST_OPTION),
    }


async def _held(use: Use, text: str) -> float:
    """The longest turn of the loop meanwhile, in ms of work."""
    stop = asyncio.Event()
    pulse = asyncio.create_task(longest_hold(stop))
    await asyncio.sleep(0)
    with suppress(Refusal):
        await use(text)
    stop.set()
    return 1000 * await pulse


def _worked(function: Callable[[str], object], text: str) -> float:
    begun = time.thread_time()
    function(text)
    return 1000 * (time.thread_time() - begun)


async def _measure(count: int, folder: Path) -> None:
    await fill(folder / "book", Claims(count))
    async with open_library(folder / "book") as library:
        await library.asking.catalogue.catch_up()
        uses, longest = _uses(library), 0.0
        print(f"{'':34}{'slowest function':>28}" + "".join(f"{use:>10}" for use in uses))
        for kind, make in KINDS.items():
            text = make(LONGEST_OPTION)
            functions = {name: (function, text) for name, function in RAW.items()}
            functions |= {name: (function, clean_text(text)) for name, function in CLEANED.items()}
            worked = {
                name: min(_worked(function, given) for _ in range(_TRIES))
                for name, (function, given) in functions.items()
            }
            slowest = max(worked, key=worked.__getitem__)
            turns = [
                min([await _held(use, make(length)) for _ in range(_TRIES)])
                for use, length in uses.values()
            ]
            longest = max(longest, worked[slowest], *turns)
            cells = "".join(f"{turn:>10.1f}" for turn in turns)
            over = "   OVER THE AIM" if max(worked[slowest], *turns) > _AIM else ""
            print(f"{kind:34}{slowest:>21}{worked[slowest]:>7.1f}{cells}{over}", flush=True)
        print(f"longest of all {longest:.1f} ms; aim {_AIM:.0f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else _FACTS, Path(temporary)))
