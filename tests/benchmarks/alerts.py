"""What it costs to plan alerts: python -m tests.benchmarks.alerts

For 100, 1,000 and 10,000 subscriptions, one change of a fact becomes what is due to them, in one
durable step of a store in a folder. Printed are, as medians (and worst) in milliseconds: the time
that takes, how much of it is work (the rest is waiting for the disk and for other programs), the
longest work that held the event loop, and after how long the first and the last message were sent
by a network that answers at once.
"""

import asyncio
import gc
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from facts.alerts.alert import Alert
from facts.alerts.filters import (
    EVERYTHING,
    AllOf,
    AnyOf,
    BySpeaker,
    Filter,
    FromOutlet,
    OnTopic,
    WithKeyword,
    WithStance,
)
from facts.alerts.subscription import AtOnce, Daily, Subscription
from facts.matching.saved_searches import SavedSearches
from facts.model import HOME, FactDraft, Stance
from facts.outbox.delivery import SendOutcome, Sent
from facts.store.protocol import Add
from facts.store.tinydb.store import TinyDBStore
from facts.usecases.alerts.alerting import Alerting
from facts.usecases.alerts.subscriptions import keep_subscription
from facts.usecases.outbox.delivery_admin import Delivering
from facts.usecases.reading.fact_lists import FactLists

_CHANGES = 7
# 600 made-up words, long enough to be told apart.
_STARTS = ("har", "bri", "mol", "cas", "rep", "tun", "min", "pol", "air", "sed")
_MIDDLES = ("bor", "dag", "ves", "til", "nop", "rim")
_ENDS = ("en", "ast", "ouk", "ill", "ema", "orf", "yt", "uge", "ips", "ax")
_WORDS = [a + b + c for a in _STARTS for b in _MIDDLES for c in _ENDS]
# Sending as many tells of the disk and not of planning.
_MOST_SENT = 1_000


class Recorder:
    """A network that takes everything at once."""

    def __init__(self) -> None:
        self.times: list[float] = []

    async def send(self, where: str, alert: Alert, nonce: str) -> SendOutcome:
        self.times.append(time.perf_counter())
        return Sent()


def filters(rng: random.Random) -> Iterator[Filter]:
    """What newsroom readers ask for: mostly a topic or a keyword, some of it joined."""
    while True:
        topic = OnTopic(topic=f"topic {rng.randrange(200)}")
        keyword = WithKeyword(keyword=" ".join(rng.sample(_WORDS, 2)))
        speaker = BySpeaker(speaker=f"Speaker {rng.randrange(500)}")
        outlet = FromOutlet(outlet=f"Outlet {rng.randrange(100)}")
        yield topic
        yield keyword
        yield AllOf(of=(topic, WithStance(stance=Stance.DENIES)))
        yield AnyOf(of=(speaker, keyword))
        yield AllOf(of=(outlet, AnyOf(of=(topic, speaker))))
        yield AnyOf(of=(topic, outlet))


def subscriptions(count: int, *, all_match: bool) -> Iterator[Subscription]:
    """So many, each of a person of its own; a tenth is told once a day."""
    rng = random.Random(1965)  # noqa: S311 - nothing here is a secret
    wanted = filters(rng)
    for number in range(count):
        yield Subscription(
            id=f"{number:08x}",
            owner=f"person {number}",
            where=f"dm {number}",
            wanted=EVERYTHING if all_match else next(wanted),
            when=Daily(at=datetime(2026, 1, 1, 8, tzinfo=UTC).time())
            if number % 10 == 0
            else AtOnce(),
            zone="Europe/Oslo",
            since=0,
            made_at=datetime(2026, 1, 1, tzinfo=UTC),
        )


def draft(rng: random.Random) -> FactDraft:
    """A fact as a desk would publish it."""
    speaker = {"name": f"Speaker {rng.randrange(500)}", "role": "mayor"}
    source = {"outlet": f"Outlet {rng.randrange(100)}", "headline": " ".join(rng.sample(_WORDS, 8))}
    denial = {"stance": "denies", "by": "Jon Vik", "quote": " ".join(rng.sample(_WORDS, 12))}
    return FactDraft.model_validate(
        {
            "claim": {"text": " ".join(rng.sample(_WORDS, 14)), "speaker": speaker},
            "sources": [source],
            "responses": [denial],
            "topics": [f"topic {rng.randrange(200)}"],
        }
    )


async def due_in_all(delivering: Delivering) -> int:
    """How many changes wait to be told, each counted for each who must hear of it."""
    return sum(len(one.delivery.changes) for one in await delivering.deliveries.list())


async def longest_hold(stop: asyncio.Event) -> float:
    """The most seconds of work for which nothing else could run. What other programs on the
    machine take meanwhile is not counted.
    """
    longest = 0.0
    while not stop.is_set():
        before = time.thread_time()
        await asyncio.sleep(0)
        longest = max(longest, time.thread_time() - before)
    return longest


async def measure(folder: Path, count: int, *, all_match: bool) -> str:
    """One line of the table."""
    store = await TinyDBStore.open(folder)
    held = [keep_subscription(one) for one in subscriptions(count, all_match=all_match)]
    await store.shelf.keep(held)
    delivering = Delivering.over(store.shelf, lambda: datetime.now(UTC))
    alerting = Alerting.over(store, delivering, FactLists(store), SavedSearches)
    await delivering.deliveries.list()
    gc.collect()
    gc.freeze()
    rng = random.Random(7)  # noqa: S311 - nothing here is a secret
    planned, worked, holds, due, first, last = [], [], [], [], [], []
    for _ in range(_CHANGES):
        await store.apply([Add(HOME, draft(rng))], editor="benchmark")
        before = await due_in_all(delivering)
        stop = asyncio.Event()
        pulse = asyncio.create_task(longest_hold(stop))
        await asyncio.sleep(0)
        start, start_of_work = time.perf_counter(), time.process_time()
        # Ending nobody does what a turn does first, and nothing else: it plans what is new.
        await alerting.ending.place_gone("nowhere")
        planned.append(time.perf_counter() - start)
        worked.append(time.process_time() - start_of_work)
        stop.set()
        holds.append(await pulse)
        due.append(await due_in_all(delivering) - before)
        recorder = Recorder()
        if due[-1] <= _MOST_SENT:
            start = time.perf_counter()
            await delivering.sending.turn(recorder)
            if recorder.times:
                first.append(min(recorder.times) - start)
                last.append(max(recorder.times) - start)
    await store.close()
    gc.unfreeze()
    sent = f"{_ms(first)} | {_ms(last)}" if first else "- | -"
    kind = "all match" if all_match else "mixed"
    told = statistics.median(due)
    took = f"{_ms(planned)} | {_ms(worked)} | {_ms(holds)}"
    return f"| {count:,} {kind} | {told:,.0f} | {took} | {sent} |"


def _ms(seconds: list[float]) -> str:
    return f"{1e3 * statistics.median(seconds):.1f} ({1e3 * max(seconds):.1f})"


def main() -> None:
    """Print the table."""
    print("| subscriptions | due | planned | of that work | loop held | first sent | last sent |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for all_match in (False, True):
        for count in (100, 1_000, 10_000):
            with tempfile.TemporaryDirectory() as folder:
                work = measure(Path(folder) / "store", count, all_match=all_match)
                print(asyncio.run(work), flush=True)


if __name__ == "__main__":
    main()
