"""Subscribing: subscriptions are made, changed, paused, listed and ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import count
from typing import Any

from facts.alerts.delivery import Delivery
from facts.alerts.queue import Box
from facts.alerts.subscription import Subscription, Wish
from facts.model import Refusal
from facts.usecases.alerting.outbox import Ledger
from facts.usecases.alerting.people import Subscriber
from facts.usecases.alerting.subscription_access import NoSuchSubscription, Office, cares_for
from facts.usecases.alerting.wishes import NotPossible, NotYours, check

__all__ = ["NoSuchSubscription", "NotPossible", "NotYours", "Subscribing", "TooMany"]

PER_PERSON, PER_SERVER = 25, 50
LONGEST_PAUSE = timedelta(days=366)
_ID_BYTES = 4


class TooMany(Refusal):
    """A limit is reached; the sentence says which, and what to do."""


class Subscribing:
    """Cares for subscriptions. An owner cares for their own; who manages a server for its shared
    ones. Everything takes effect after the last change of the log, and is durable when answered.
    """

    def __init__(self, office: Office) -> None:
        self._office = office

    async def subscribe(self, who: Subscriber, wish: Wish) -> Subscription:
        """Keep ``wish``. The same wish of the same person again is the same subscription.

        Raises TooMany, NotYours, NotPossible.
        """
        check(who, wish)
        async with self._office.at_the_end_of_the_log() as ledger:
            return await keep(self._office, ledger, who, wish)

    async def get(self, who: Subscriber, subscription_id: str) -> Subscription:
        """A subscription that ``who`` may care for. Raises NoSuchSubscription, as all below do."""
        await self._office.ledger.open()
        return self._office.of(who, subscription_id)

    async def mine(self, who: Subscriber) -> tuple[Subscription, ...]:
        """The person's own, and those of the server they manage; oldest first."""
        await self._office.ledger.open()
        held = (one for one in self._office.ledger.index.all() if cares_for(who, one))
        return tuple(sorted(held, key=lambda one: one.made_at))

    async def change(self, who: Subscriber, subscription_id: str, **fields: Any) -> Subscription:
        """Set the ``Wish`` fields that are given. What waits already is told at the new times.

        A stopped one starts again. Raises NotYours, NotPossible.
        """
        async with self._office.with_box(who, subscription_id) as box:
            known = {name: getattr(box.subscription, name) for name in Wish.model_fields}
            wish = Wish(**(known | fields))
            check(who, wish)
            return await self._restart(box, **{name: getattr(wish, name) for name in fields})

    async def pause(self, who: Subscriber, subscription_id: str, until: datetime) -> Subscription:
        """Gather everything until then; afterwards it is told, many facts in one. Raises
        NotPossible for a pause that is over already, or longer than a year.
        """
        async with self._office.with_box(who, subscription_id) as box:
            now = self._office.clock()
            if not now < until <= now + LONGEST_PAUSE:
                raise NotPossible("A pause ends in the future, and within a year.")
            return await self._put(box, paused_until=until)

    async def resume(self, who: Subscriber, subscription_id: str) -> Subscription:
        """End a pause, or start a stopped one again: what failed then is tried once more."""
        async with self._office.with_box(who, subscription_id) as box:
            return await self._restart(box, paused_until=None)

    async def mute(self, who: Subscriber, subscription_id: str, topic: str) -> Subscription:
        """Tell nothing more of facts on ``topic``, nor what waits already."""
        async with self._office.with_box(who, subscription_id) as box:
            return await self._put(box, muted=box.subscription.muted | {topic})

    async def unmute(self, who: Subscriber, subscription_id: str, topic: str) -> Subscription:
        """Tell of facts on ``topic`` again."""
        async with self._office.with_box(who, subscription_id) as box:
            return await self._put(box, muted=box.subscription.muted - {topic})

    async def delete(self, who: Subscriber, subscription_id: str) -> None:
        """End it. Nothing is sent any more once this is answered."""
        async with self._office.with_box(who, subscription_id) as box:
            await self._office.ledger.remove([box.subscription])

    async def _put(self, box: Box, **fields: Any) -> Subscription:
        changed = box.subscription.model_copy(update=fields)
        await self._office.ledger.put(changed)
        return changed

    async def _restart(self, box: Box, **fields: Any) -> Subscription:
        changed = box.subscription.model_copy(update=fields)
        return await started(self._office, changed)


async def started(office: Office, subscription: Subscription) -> Subscription:
    """Keep a subscription; if it was stopped it is no longer, and what failed is due once more."""
    if subscription.stopped is None:
        await office.ledger.put(subscription)
        return subscription
    going_on = subscription.model_copy(update={"stopped": None})
    failed = [one for one in office.ledger.failed.values() if one.subscription == going_on.id]
    await restart(office, going_on, failed)
    return going_on


async def restart(office: Office, subscription: Subscription, failed: Sequence[Delivery]) -> None:
    """Keep a subscription, and let what failed of it be due once more."""
    dues = await office.planner.dues_of(change for one in failed for change in one.changes)
    await office.ledger.revive(subscription, failed, dues)


async def keep(office: Office, ledger: Ledger, who: Subscriber, wish: Wish) -> Subscription:
    """Keep a wish that may be, in a ledger that is at the end of the log. Raises TooMany."""
    held = ledger.index.all()
    own = [one for one in held if one.owner == who.id]
    for one in own:
        if one.wish == wish:
            return await started(office, one) if one.stopped else one
    if wish.shared and sum(one.shared and one.desk == wish.desk for one in held) >= PER_SERVER:
        raise TooMany(
            f"This server has {PER_SERVER} subscriptions, which is the most. Delete one with "
            "/alerts list, or give one a wider filter."
        )
    if not wish.shared and sum(not one.shared for one in own) >= PER_PERSON:
        raise TooMany(
            f"You have {PER_PERSON} subscriptions, which is the most. Delete one with "
            "/alerts list, or give one a wider filter."
        )
    subscription = Subscription.of(
        wish,
        id=_new_id(ledger, who, wish, office.clock()),
        owner=who.id,
        since=ledger.followed,
        made_at=office.clock(),
    )
    await ledger.put(subscription)
    return subscription


def _new_id(ledger: Ledger, who: Subscriber, wish: Wish, now: datetime) -> str:
    """Eight characters that no other subscription has."""
    said = f"{who.id} {wish.model_dump_json()} {now.isoformat()}"
    hashes = (blake2b(f"{said} {n}".encode(), digest_size=_ID_BYTES).hexdigest() for n in count())
    return next(one for one in hashes if ledger.index.get(one) is None)
