"""Builds alerts from the changes of a delivery, and keeps digests for their page buttons."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from facts.alerts.alert import Alert
from facts.alerts.events import Event, Happening, events_of
from facts.alerts.subscription import Subscription
from facts.model import DoesNotExist
from facts.outbox.delivery import Delivery
from facts.store.protocol import FactStore
from facts.store.shelf import Delete, Put

DIGESTS = "alert-digests"
_DIGESTS_KEPT = timedelta(days=30)
_TAKEN_BACK = (Happening.RETRACTED, Happening.REMOVED, Happening.MERGED)


class Composer:
    """Reads changes from ``store`` and combines those of one fact into one event.

    ``digests`` are the deliveries, by id, whose pages can still be requested.
    """

    def __init__(self, store: FactStore) -> None:
        self._store = store
        self.digests: dict[str, Delivery] = {}

    async def alert(self, subscription: Subscription, delivery: Delivery) -> Alert | None:
        """The content of ``delivery`` as of now; None if there is nothing left to tell."""
        events = [await self._as_it_stands(one) for one in await self._events(delivery.changes)]
        return _alert(subscription, delivery, [one for one in events if one])

    async def digest(self, delivery: Delivery | None, subscription: Subscription | None) -> Alert:
        """The content of a digest as it was sent, whatever happened to its facts since.

        Raises DoesNotExist.
        """
        told = None
        if delivery is not None and subscription is not None:
            told = _alert(subscription, delivery, await self._events(delivery.changes))
        if told is None:
            raise DoesNotExist(
                "This digest’s pages are no longer stored. Look the claims up with /claim."
            )
        return told

    def keep_digest(self, delivery: Delivery) -> list[Put | Delete]:
        """The steps that store the digest ``delivery`` and delete expired ones."""
        kept = Put(DIGESTS, delivery.id, delivery.model_dump(mode="json"))
        return [kept, *(Delete(DIGESTS, one) for one in self._older(delivery))]

    def _older(self, delivery: Delivery) -> list[str]:
        """The digests that have expired by the time ``delivery`` was sent."""
        return [
            one.id
            for one in self.digests.values()
            if not (one.tried_at and delivery.tried_at)
            or one.tried_at < delivery.tried_at - _DIGESTS_KEPT
        ]

    async def _events(self, numbers: Sequence[int]) -> list[Event]:
        changes = [await self._store.change(number) for number in numbers]
        return events_of(filter(None, changes))

    async def _as_it_stands(self, event: Event) -> Event | None:
        """Drop or update an outdated event: nothing that was retracted since is sent as if it were
        valid, and a new fact is shown in its present state, as a reader without corrections would
        otherwise keep the mistake.
        """
        if event.happened in _TAKEN_BACK:
            return event
        fact = await self._store.get(event.fact.id)
        if fact is None or fact.merged_into or (fact.retraction and not event.fact.retraction):
            return None
        return replace(event, fact=fact) if event.happened is Happening.NEW else event


def _alert(subscription: Subscription, delivery: Delivery, events: Sequence[Event]) -> Alert | None:
    """The alert with the wanted ones among ``events``; combined changes may be of several kinds."""
    wanted = tuple(
        event
        for event in events
        if event.concerns(subscription.what_for) and subscription.hears_of(event.fact.topics)
    )
    if not wanted:
        return None
    return Alert(delivery.id, subscription, wanted, tried_at=delivery.tried_at)
