"""Whatever happens in whatever order: each matching change is told once, in order, to the last
moment of a subscription and not after it; who asked is told once; each message that shows a fact is
corrected once for each correction, or once for several.

A real store in a folder, with two processes over it, left as a crash leaves it at any write of
alerts and at any send.
"""

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from facts.alerts.events import event_of
from facts.alerts.filters import EVERYTHING, OnTopic
from facts.alerts.subscription import AtOnce, Hourly, Subscription
from facts.model import HOME, Change
from facts.usecases.alerts.subscription_access import Subscriber
from facts.usecases.newsroom.answer_marks import mark_of
from facts.usecases.newsroom.request import Asker, Request, RequestOutcome, Result
from facts.usecases.newsroom.request_book import RequestBook
from facts.usecases.newsroom.shown_answers import ShownAnswer
from tests.facts.usecases.alerts.conftest import Clock, Newsroom, newsroom_over, open_newsroom
from tests.facts.usecases.alerts.crashing import FATES, Crash, Fragile, Network, Process

TOPICS = ("harbour", "bridge")
# Which of two processes over the same store does it: one may send and the other change.
PROCESSES = st.sampled_from([0, 1])


@dataclass
class Known:
    """What the test knows of a subscription: from which change to which it must be told."""

    subscription: Subscription
    first: int
    last: int | None = None
    posts_at_end: int = 0


class Interleaving(RuleBasedStateMachine):
    """A newsroom, its subscribers, a network and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.network = Network()
        self.known: list[Known] = []
        self.facts: list[int] = []
        self.asked: dict[int, set[str]] = {}
        self.closed: set[int] = set()
        self.shown: dict[str, tuple[int, int]] = {}
        self.newsroom: Newsroom
        self.processes: list[Newsroom]
        self.shelf: Fragile
        self.shelves: list[Fragile]
        self.texts = 0

    @initialize()
    def open(self) -> None:
        self.runner.run(self._open())

    async def _open(self) -> None:
        self.newsroom = await open_newsroom(Path(self.folder.name), self.clock, self.network)
        second = newsroom_over(self.newsroom.store, self.clock, self.network)
        self.processes = [self.newsroom, second]
        self.network.process = Process()
        self.shelves = [
            Fragile(self.newsroom.store.shelf, self.network.process) for _ in self.processes
        ]
        self.shelf = self.shelves[0]
        for process, shelf in zip(self.processes, self.shelves, strict=True):
            process.delivering.outbox.view._shelf = shelf

    async def _restart(self) -> None:
        await self.newsroom.store.close()
        await self._open()

    async def _survive(self, work: Any) -> Any:
        """Do ``work``; where the process dies in it, start again. None for what died."""
        try:
            return await work
        except Crash:
            await self._restart()
            return None

    # What the desk does

    @rule(topic=st.sampled_from(TOPICS))
    def publish(self, topic: str) -> None:
        self.texts += 1
        self.facts.append(self.runner.run(self.newsroom.add(f"Claim {self.texts}", topics=[topic])))

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), what=st.sampled_from(["text", "denial", "retract", "restore", "remove"]))
    def alter(self, data: st.DataObject, what: str) -> None:
        fact_id = data.draw(st.sampled_from(self.facts))
        self.texts += 1
        newsroom, run = self.newsroom, self.runner.run
        fact = run(newsroom.store.get(fact_id))
        assert fact is not None
        match what:
            case "text":
                run(newsroom.edit(fact_id, claim=f"Claim {self.texts}"))
            case "denial":
                new = {"stance": "denies", "by": f"Person {self.texts}"}
                old = [one.model_dump() for one in fact.responses]
                run(newsroom.edit(fact_id, responses=[*old, new]))
            case "retract" if fact.retraction is None:
                run(newsroom.retract(fact_id))
            case "restore" if fact.retraction is not None:
                run(newsroom.edit(fact_id, retraction=None))
            case "remove":
                run(newsroom.remove(fact_id))
                self.facts.remove(fact_id)

    # What subscribers do

    @precondition(lambda self: sum(one.last is None for one in self.known) < 4)
    @rule(
        wanted=st.sampled_from([EVERYTHING, *(OnTopic(topic=topic) for topic in TOPICS)]),
        when=st.sampled_from([AtOnce(), AtOnce(), Hourly()]),
        process=PROCESSES,
    )
    def subscribe(self, wanted: Any, when: Any, process: int) -> None:
        self.runner.run(self._subscribe(wanted, when, self.processes[process]))

    async def _subscribe(self, wanted: Any, when: Any, newsroom: Newsroom) -> None:
        who = Subscriber(f"person {len(self.known)}")
        made = await newsroom.subscribe(f"dm {who.id}", who, wanted=wanted, when=when)
        self.known.append(Known(made, first=await self.newsroom.store.last_change() + 1))

    @precondition(lambda self: any(one.last is None for one in self.known))
    @rule(data=st.data(), process=PROCESSES)
    def unsubscribe(self, data: st.DataObject, process: int) -> None:
        known = data.draw(st.sampled_from([one for one in self.known if one.last is None]))
        self.runner.run(self._unsubscribe(known, self.processes[process]))

    async def _unsubscribe(self, known: Known, newsroom: Newsroom) -> None:
        who = Subscriber(known.subscription.owner)
        await newsroom.alerting.subscribing.delete(who, known.subscription.id)
        known.last = await self.newsroom.store.last_change()
        known.posts_at_end = len(self.network.posted[known.subscription.id])

    @precondition(lambda self: any(one.last is None for one in self.known))
    @rule(data=st.data(), minutes=st.sampled_from([0, 1, 30]), process=PROCESSES)
    def pause(self, data: st.DataObject, minutes: int, process: int) -> None:
        known = data.draw(st.sampled_from([one for one in self.known if one.last is None]))
        who = Subscriber(known.subscription.owner)
        subscribing = self.processes[process].alerting.subscribing
        if minutes:
            until = self.clock() + timedelta(minutes=minutes)
            self.runner.run(subscribing.pause(who, known.subscription.id, until))
        else:
            self.runner.run(subscribing.resume(who, known.subscription.id))

    # What readers and the desk do with requests and answers

    @rule(people=st.sets(st.sampled_from(["ana", "ben", "eva"]), min_size=1), process=PROCESSES)
    def ask(self, people: set[str], process: int) -> None:
        self.runner.run(self._ask(people, self.processes[process].book))

    async def _ask(self, people: set[str], book: RequestBook) -> None:
        await book.catch_up()
        number = max(self.asked, default=0) + 1
        request = Request(
            number=number, desk=HOME, text=f"Question {number}", opened_at=self.clock()
        )
        for person in people:
            asker = Asker(number=number, person=person, where=f"dm {person}", at=self.clock())
            await book.keep(request, asker=asker)
        self.asked[number] = people

    @precondition(lambda self: self.asked.keys() - self.closed)
    @rule(data=st.data(), process=PROCESSES)
    def answer(self, data: st.DataObject, process: int) -> None:
        number = data.draw(st.sampled_from(sorted(self.asked.keys() - self.closed)))
        fact = data.draw(st.sampled_from([None, *self.facts]))
        self.runner.run(self._answer(number, fact, self.processes[process].book))
        self.closed.add(number)

    async def _answer(self, number: int, fact: int | None, book: RequestBook) -> None:
        await book.catch_up()
        outcome = RequestOutcome(
            result=Result.ANSWERED, at=self.clock(), fact_id=fact, sentence="So it is."
        )
        await book.keep(book.requests[number].model_copy(update={"outcome": outcome}))

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), where=st.sampled_from(["one", "other"]), process=PROCESSES)
    def show(self, data: st.DataObject, where: str, process: int) -> None:
        fact_id = data.draw(st.sampled_from(self.facts))
        newsroom, run = self.processes[process], self.runner.run
        fact = run(newsroom.store.get(fact_id))
        assert fact is not None
        message = str(len(self.shown) + 1)
        shown = ShownAnswer(
            message=message,
            where=where,
            fact_id=fact_id,
            revision=fact.revision,
            at=self.clock(),
        )
        run(newsroom.shown.remember(shown))
        self.shown[message] = fact_id, fact.revision

    # What time, the network and the machine do

    @rule(seconds=st.sampled_from([1, 5, 60, 119, 121, 3600]))
    def tick(self, seconds: int) -> None:
        self.clock.move(seconds=seconds)

    @rule(fates=st.lists(st.sampled_from(FATES), max_size=4), process=PROCESSES)
    def turn(self, fates: list[str], process: int) -> None:
        self.network.fates = list(fates)
        self.runner.run(self._survive(self.processes[process].turn()))

    @rule(
        fates=st.lists(st.sampled_from(FATES), max_size=4),
        ahead=st.integers(0, 12),
    )
    def both_take_a_turn(self, fates: list[str], ahead: int) -> None:
        """As after a lease that ran out unnoticed. One is so many writes ahead of the other."""
        self.network.fates = list(fates)
        self.runner.run(self._survive(self._both_take_a_turn(ahead)))

    async def _both_take_a_turn(self, ahead: int) -> None:
        first = asyncio.create_task(self.processes[0].turn())
        written = self.shelves[0].writes + ahead
        self.shelves[1].held = lambda: not first.done() and self.shelves[0].writes < written
        results = await asyncio.gather(first, self.processes[1].turn(), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    @rule(after=st.integers(0, 5), durable=st.booleans())
    def turn_and_die(self, after: int, *, durable: bool) -> None:
        self.network.fates = []
        self.shelf.writes_left, self.shelf.durable = after, durable
        self.runner.run(self._survive(self.newsroom.turn()))
        self.shelf.writes_left = None

    @rule()
    def restart(self) -> None:
        self.runner.run(self._restart())

    # What must hold

    def teardown(self) -> None:
        try:
            if hasattr(self, "newsroom"):
                self.runner.run(self._settle())
                log = self.runner.run(self._log())
                for known in self.known:
                    self._check(known, log)
                self._check_askers()
                self._check_shown(log)
                self.runner.run(self.newsroom.store.close())
        finally:
            self.runner.close()
            self.folder.cleanup()

    async def _settle(self) -> None:
        self.network.fates = []
        await self.newsroom.turns(until=self.clock() + timedelta(hours=3))
        # What is left to come is the expiry of requests that nobody closed.
        is_open = bool(self.asked.keys() - self.closed)
        assert (await self.newsroom.turn() is not None) == is_open
        assert await self.newsroom.delivering.deliveries.list() == ()
        assert self.network.doubles == []

    async def _log(self) -> list[Change]:
        return [change async for change in self.newsroom.store.changes()]

    def _check_askers(self) -> None:
        expected = [
            (number, f"dm {person}") for number in self.closed for person in self.asked[number]
        ]
        assert sorted(self.network.told) == sorted(expected)

    def _check_shown(self, log: list[Change]) -> None:
        for message, (fact_id, revision) in self.shown.items():
            due = [
                change.number
                for change in log
                if change.fact_id == fact_id and change.revision > revision and mark_of(change)
            ]
            edited = self.network.edited[message]
            assert edited == sorted(set(edited))
            assert set(edited) <= set(due)
            assert edited[-1:] == due[-1:]

    def _check(self, known: Known, log: list[Change]) -> None:
        posted = self.network.posted[known.subscription.id]
        if known.last is not None:
            assert len(posted) == known.posts_at_end
        told: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for alert in posted:
            for event in alert.events:
                told[event.fact.id].append(event.changes)
        due: dict[int, list[Change]] = defaultdict(list)
        for change in log:
            if change.number >= known.first and _matches(known.subscription, change):
                due[change.fact_id].append(change)
        assert told.keys() <= due.keys()
        for fact_id, changes in due.items():
            before_end = [one for one in changes if known.last is None or one.number <= known.last]
            _check_fact(before_end, told[fact_id], whole=known.last is None)


def _matches(subscription: Subscription, change: Change) -> bool:
    fact = change.after or change.before
    assert fact is not None
    wanted = subscription.wanted
    return not isinstance(wanted, OnTopic) or wanted.topic in fact.topics


def _check_fact(due: list[Change], told: list[tuple[int, ...]], *, whole: bool) -> None:
    """``told`` of one fact is what was ``due`` of it, once each and in order."""
    numbers = [change.number for change in due]
    seen: set[int] = set()
    for changes in told:
        assert list(changes) == sorted(changes)
        assert set(changes) <= set(numbers)
        assert seen.isdisjoint(changes)
        assert max(changes) > max(seen, default=0)
        seen |= set(changes)
    if whole:
        for run in _untold(due, seen):
            later = [change for change in due if change.number > run[-1].number]
            assert event_of(run) is None or any(map(_takes_back, later))


def _untold(due: list[Change], seen: set[int]) -> Iterator[list[Change]]:
    """The runs of changes that nobody was told of."""
    for told, run in groupby(due, key=lambda change: change.number in seen):
        if not told:
            yield list(run)


def _takes_back(change: Change) -> bool:
    if change.after is None:
        return True
    before = change.before.retraction if change.before else None
    return change.after.retraction is not None and before is None


TestInterleaving = Interleaving.TestCase
TestInterleaving.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
