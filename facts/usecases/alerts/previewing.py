"""Previews: the alerts a subscription would have sent recently, and a test alert."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from facts.alerts.alert import Alert, Due, gathered, time_of, time_of_next
from facts.alerts.events import Event, Happening, events_of
from facts.alerts.subscription import Subscription, SubscriptionSpec
from facts.alerts.subscription_index import KeywordMatcher, SubscriptionIndex
from facts.model import Change, Clock, Fact, Refusal
from facts.store.protocol import FactStore
from facts.usecases.alerts.subscribing import Subscribing
from facts.usecases.alerts.subscription_access import Subscriber, check
from facts.usecases.reading.history import first_since

PREVIEW_DAYS = 30


@dataclass(frozen=True, slots=True)
class Preview:
    """The alerts of the last PREVIEW_DAYS days: events oldest first, sent in ``messages``."""

    events: tuple[Event, ...]
    messages: int


@dataclass(frozen=True, slots=True)
class Previewing:
    """Simulates subscriptions without sending anything."""

    _store: FactStore
    _subscribing: Subscribing
    _keywords: Callable[[], KeywordMatcher]
    _clock: Clock

    async def preview(self, who: Subscriber, spec: SubscriptionSpec) -> Preview:
        """The alerts that ``spec`` would have sent. Raises NotAllowed, NotPossible."""
        check(who, spec)
        told = await self._messages(spec)
        return Preview(tuple(event for message in told for event in message), len(told))

    async def test(self, who: Subscriber, subscription_id: str) -> Alert:
        """A test alert to send at once: the newest event the subscription would have had, else any
        fact.

        Raises DoesNotExist, or Refusal if there is no fact at all.
        """
        subscription = await self._subscribing.get(who, subscription_id)
        told = await self._messages(subscription.spec)
        event = told[-1][-1] if told else await self._of_any_fact(subscription)
        return Alert(f"{subscription.id}-test", subscription, (event,), test=True)

    async def _messages(self, spec: SubscriptionSpec) -> list[list[Event]]:
        """The simulated messages of the last PREVIEW_DAYS days, each as its events."""
        now = self._clock()
        index = SubscriptionIndex(self._keywords())
        imagined = Subscription(**dict(spec), id="", owner="", since=0, made_at=now)
        index.put(imagined)
        simulation = _Simulation(imagined)
        first = await first_since(self._store, now - timedelta(days=PREVIEW_DAYS))
        async for change in self._store.changes(after=first - 1):
            event, hearing = await index.who_hears(change)
            if event is not None and hearing:
                simulation.add(change, event.happened)
        return simulation.messages(now)

    async def _of_any_fact(self, subscription: Subscription) -> Event:
        """An event for the newest fact the subscription can see, as if it were new."""
        for number in range(await self._store.last_change(), 0, -1):
            change = await self._store.change(number)
            fact = await self._store.get(change.fact_id) if change else None
            if change is not None and fact is not None and _shows(subscription, fact):
                return Event(Happening.NEW, fact, None, (number,), change.at)
        raise Refusal("No claims are published yet, so there’s nothing to test with.")


class _Simulation:
    """Replays the log for one subscription and collects the messages by their time of sending."""

    def __init__(self, subscription: Subscription) -> None:
        self._subscription = subscription
        self._changes: dict[int, Change] = {}
        self._waiting: dict[int, Due] = {}
        self._next: datetime | None = None
        self._messages: list[list[Event]] = []

    def add(self, change: Change, happened: Happening) -> None:
        """Replay a change, after sending everything that was due before it."""
        self._tell_until(change.at)
        due = Due(change.number, change.fact_id, happened, change.at)
        self._changes[change.number] = change
        self._waiting[change.number] = due
        time = time_of(self._subscription, due)
        self._next = time if self._next is None else min(self._next, time)

    def messages(self, now: datetime) -> list[list[Event]]:
        """All messages until ``now``, then those still pending, batched as they would be sent."""
        self._tell_until(now)
        while self._next is not None:
            self._tell_until(self._next + timedelta(microseconds=1))
        return self._messages

    def _tell_until(self, moment: datetime) -> None:
        while self._next is not None and self._next < moment:
            dues = tuple(self._waiting.values())
            changes = gathered(self._subscription, dues, self._next)
            for number in changes:
                del self._waiting[number]
            if events := events_of(self._changes[number] for number in changes):
                self._messages.append(events)
            self._next = time_of_next(self._subscription, self._waiting.values())


def _shows(subscription: Subscription, fact: Fact) -> bool:
    return fact.desk in subscription.sees and not fact.merged_into
