"""What the newsroom loop costs with 10,000 requests and 10,000 remembered answers:
python -m tests.benchmarks.newsroom

Printed are the time to open a page of the queue, to plan the correction of a fact that all the
messages show, and the longest work that held the event loop meanwhile, in milliseconds.
"""

import asyncio
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from facts.model import HOME, Member
from facts.store.protocol import Edit
from facts.store.shelf import Put
from facts.usecases.newsroom.request import Asker, Request, keep_asker, kind_of
from facts.usecases.newsroom.shown_answers import ShownAnswer, keep_shown
from facts.wiring import Library, open_library
from tests.benchmarks.alerts import _WORDS, longest_hold

_MANY = 10_000
_MODERATOR = Member(HOME, "1001", "Ada", manages_server=True)


async def fill(library: Library) -> None:
    """10,000 open requests, and 10,000 messages that show fact 33."""
    rng = random.Random(1965)  # noqa: S311 - nothing here is a secret
    now, steps = datetime.now(UTC), []
    for number in range(1, _MANY + 1):
        text = " ".join(rng.sample(_WORDS, 6))
        request = Request(number=number, desk=HOME, text=text, opened_at=now)
        document = request.model_dump(mode="json", exclude_defaults=True)
        steps.append(Put(kind_of(HOME), str(number), document))
        steps.append(keep_asker(Asker(number=number, person=f"9{number}", where="", at=now)))
        shown = ShownAnswer(
            message=str(10**18 + number),
            where=f"channel:{number % 30}",
            fact_id=1,
            revision=1,
            at=now,
        )
        steps.append(keep_shown(shown))
    await library.asking.catalogue.store.shelf.keep(steps)


async def timed(what: str, work: object) -> None:
    """Print how long ``work`` took, and how long it held the loop."""
    stop = asyncio.Event()
    pulse = asyncio.create_task(longest_hold(stop))
    await asyncio.sleep(0)
    start = time.perf_counter()
    await work  # type: ignore[misc]
    took = time.perf_counter() - start
    stop.set()
    print(f"| {what} | {1e3 * took:.1f} | {1e3 * await pulse:.1f} |", flush=True)


async def measure(folder: Path) -> None:
    """All lines of the table."""
    async with open_library(folder) as library:
        await fill(library)
        outbox, store = library.delivering.outbox, library.asking.catalogue.store
        await timed("all taken in, at the start", outbox.follow())
        queue = library.newsroom.queue
        for page in (0, 500):
            await timed(f"page {page} of the queue", queue.list(_MODERATOR, page))
        fact = await store.get(1)
        assert fact is not None
        content = {name: getattr(fact, name) for name in type(fact).__mro__[1].model_fields}
        retraction = {"on": "2026-01-01", "reason": "It was a hoax."}
        draft = type(fact).__mro__[1].model_validate(content | {"retraction": retraction})
        await store.apply([Edit(1, fact.revision, draft)], editor="benchmark")
        await timed("a correction of 10,000 messages planned", library.newsroom.shown.follow())


def main() -> None:
    """Print the table."""
    print("| what | ms | loop held |\n| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder) / "store"))


if __name__ == "__main__":
    main()
