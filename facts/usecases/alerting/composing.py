"""Composing: the changes of a delivery become the alert that is shown."""

from collections.abc import Sequence
from dataclasses import replace

from facts.alerts.delivery import Alert, Delivery
from facts.alerts.events import Event, Happening, event_of
from facts.alerts.subscription import Subscription
from facts.model import Change
from facts.store.protocol import FactStore

_TAKEN_BACK = (Happening.RETRACTED, Happening.REMOVED, Happening.MERGED)


class Composer:
    """Reads changes out of ``store`` and folds those of a fact into one event."""

    def __init__(self, store: FactStore) -> None:
        self._store = store

    async def alert(self, subscription: Subscription, delivery: Delivery) -> Alert | None:
        """What ``delivery`` tells now; None where nothing of it is left to tell."""
        events = [await self._as_it_stands(one) for one in await self._events(delivery.changes)]
        return _alert(subscription, delivery, [one for one in events if one])

    async def as_told(self, subscription: Subscription, delivery: Delivery) -> Alert | None:
        """What a delivery told when it was sent, whatever became of its facts."""
        return _alert(subscription, delivery, await self._events(delivery.changes))

    async def _events(self, numbers: Sequence[int]) -> list[Event]:
        facts: dict[int, list[Change]] = {}
        for number in numbers:
            change = await self._store.change(number)
            if change is not None:
                facts.setdefault(change.fact_id, []).append(change)
        return [event for event in map(event_of, facts.values()) if event is not None]

    async def _as_it_stands(self, event: Event) -> Event | None:
        """Nothing is told as if it stood that was taken back meanwhile, and a fact that is new is
        told as it is by now: who is not told of corrections must not be left with the mistake.
        """
        if event.happened in _TAKEN_BACK:
            return event
        fact = await self._store.get(event.fact.id)
        if fact is None or fact.merged_into or (fact.retraction and not event.fact.retraction):
            return None
        return replace(event, fact=fact) if event.happened is Happening.NEW else event


def _alert(subscription: Subscription, delivery: Delivery, events: Sequence[Event]) -> Alert | None:
    """The alert of what is wanted of ``events``: several changes in one may be other news."""
    wanted = tuple(
        event
        for event in events
        if not event.news.isdisjoint(subscription.what_for)
        and subscription.muted.isdisjoint(event.fact.topics)
    )
    if not wanted:
        return None
    return Alert(delivery.id, subscription, wanted, tried_at=delivery.tried_at)
