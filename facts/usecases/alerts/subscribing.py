"""Managing subscriptions: create, change, pause, list, delete."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import count
from typing import Any

from facts.alerts.filters import OnTopic, conditions
from facts.alerts.subscription import Subscription, SubscriptionSpec
from facts.model import DeskId, LimitReached, visible_desks
from facts.model.fields import topic_key
from facts.usecases.alerts.subscription_access import (
    NotPossible,
    Subscriber,
    SubscriptionAccess,
    check,
    may_manage,
)
from facts.usecases.reading.fact_lists import Facet, FactLists
from facts.usecases.shelf_view import retrying

PER_PERSON, PER_SERVER = 25, 50
LONGEST_PAUSE = timedelta(days=366)
_ID_BYTES = 4
# The owner of a server's subscription whose owner's data was erased.
NOBODY = "-"


class Subscribing:
    """Manages subscriptions. People manage their own; managers of a server also its shared ones.
    Everything takes effect after the last change in the log and is durable on return. ``lists``
    knows the existing topics.
    """

    def __init__(self, access: SubscriptionAccess, lists: FactLists) -> None:
        self._access = access
        self._lists = lists

    @retrying
    async def subscribe(self, who: Subscriber, spec: SubscriptionSpec) -> Subscription:
        """Store ``spec`` as a subscription. Idempotent: the same spec of a person gives the same
        one.

        One with a topic that no claim has stays inactive until ``resume`` confirms it. Raises
        LimitReached, NotAllowed, NotPossible.
        """
        check(who, spec)
        unknown = await self._unknown_topics(spec)
        async with self._access.at_the_end_of_the_log():
            return await keep(self._access, who, spec, unknown)

    async def _unknown_topics(self, spec: SubscriptionSpec) -> tuple[str, ...]:
        """The topics of ``spec`` that no claim visible to its owner has."""
        asked = conditions(spec.wanted) if spec.wanted else ()
        topics = {topic_key(one.topic): one.topic for one in asked if isinstance(one, OnTopic)}
        if not topics:
            return ()
        lists = await self._lists.lists(Facet.TOPIC, visible_desks(spec.desk))
        known = {topic_key(name) for name, _, _ in lists}
        return tuple(topic for key, topic in topics.items() if key not in known)

    async def get(self, who: Subscriber, subscription_id: str) -> Subscription:
        """A subscription that ``who`` may manage. Raises DoesNotExist, as do all below."""
        await self._access.catch_up()
        return self._access.find(who, subscription_id)

    async def mine(self, who: Subscriber) -> tuple[Subscription, ...]:
        """The person's own subscriptions and those of the server they manage; oldest first."""
        await self._access.catch_up()
        held = (one for one in self._access.index.all() if may_manage(who, one))
        return tuple(sorted(held, key=lambda one: one.made_at))

    @retrying
    async def change(self, who: Subscriber, subscription_id: str, **fields: Any) -> Subscription:
        """Set the ``SubscriptionSpec`` fields that are given; pending alerts are rescheduled.

        A stopped subscription becomes active again. Raises NotAllowed, NotPossible.
        """
        async with self._access.changing(who, subscription_id) as old:
            spec = SubscriptionSpec(**(dict(old.spec) | fields))
            check(who, spec)
            return await self._restart(old, **{name: getattr(spec, name) for name in fields})

    @retrying
    async def pause(self, who: Subscriber, subscription_id: str, until: datetime) -> Subscription:
        """Collect alerts until then. Raises NotPossible for the past or over a year ahead."""
        async with self._access.changing(who, subscription_id) as old:
            now = self._access.clock()
            if not now < until <= now + LONGEST_PAUSE:
                raise NotPossible("A pause must end in the future and within a year.")
            return await self._put(old, paused_until=until)

    @retrying
    async def resume(self, who: Subscriber, subscription_id: str) -> Subscription:
        """End a pause, confirm a subscription with an unknown topic, or reactivate a stopped one
        and retry what failed then.
        """
        async with self._access.changing(who, subscription_id) as old:
            return await self._restart(old, paused_until=None)

    @retrying
    async def mute(self, who: Subscriber, subscription_id: str, topic: str) -> Subscription:
        """Stop alerts of facts on ``topic``, including pending ones."""
        async with self._access.changing(who, subscription_id) as old:
            return await self._put(old, muted=_without(old.muted, topic) | {topic})

    @retrying
    async def unmute(self, who: Subscriber, subscription_id: str, topic: str) -> Subscription:
        """Send alerts of facts on ``topic`` again."""
        async with self._access.changing(who, subscription_id) as old:
            return await self._put(old, muted=_without(old.muted, topic))

    @retrying
    async def delete(self, who: Subscriber, subscription_id: str) -> None:
        """Delete a subscription. Nothing more is sent once this returns."""
        async with self._access.changing(who, subscription_id) as old:
            await self._access.subscriptions.remove([old])

    async def _put(self, old: Subscription, **fields: Any) -> Subscription:
        changed = old.model_copy(update=fields)
        await self._access.subscriptions.put(changed)
        return changed

    async def _restart(self, old: Subscription, **fields: Any) -> Subscription:
        return await self._access.start(old.model_copy(update={"unknown": (), **fields}))


class Ending:
    """Deletes subscriptions whose place, server or owner is gone.

    Each method returns how many were deleted. Safe to call while something is being sent.
    """

    def __init__(self, access: SubscriptionAccess) -> None:
        self._access = access

    async def place_gone(self, where: str) -> int:
        """The channel, thread or DM was deleted."""
        return await self._end(lambda one: one.where == where)

    async def server_gone(self, desk: DeskId) -> int:
        """The bot left the server: delete its subscriptions and those its members made there."""
        return await self._end(lambda one: one.desk == desk)

    async def person_gone(self, owner: str, desk: DeskId | None = None) -> int:
        """The person left that server or (None) is gone altogether.

        Subscriptions they made for a server's channel remain the server's.
        """
        return await self._end(
            lambda one: one.owner == owner and not one.shared and desk in (None, one.desk)
        )

    @retrying
    async def forget(self, owner: str) -> int:
        """Erase a person: delete their subscriptions; a server's remain, without their id."""
        async with self._access.at_the_end_of_the_log() as subscriptions:
            for one in list(subscriptions.index.all()):
                if one.owner == owner and one.shared:
                    await subscriptions.put(one.model_copy(update={"owner": NOBODY}))
        return await self.person_gone(owner)

    @retrying
    async def _end(self, is_gone: Callable[[Subscription], bool]) -> int:
        async with self._access.at_the_end_of_the_log() as subscriptions:
            gone = [one for one in subscriptions.index.all() if is_gone(one)]
            if gone:
                await subscriptions.remove(gone)
            return len(gone)


async def keep(
    access: SubscriptionAccess,
    who: Subscriber,
    spec: SubscriptionSpec,
    unknown: tuple[str, ...] = (),
) -> Subscription:
    """Store a validated spec, as of the end of the log. Raises LimitReached."""
    held = access.index.all()
    own = [one for one in held if one.owner == who.id]
    for one in own:
        if _alike(one.spec, spec):
            return await access.start(one) if one.stopped else one
    if spec.shared and sum(one.shared and one.desk == spec.desk for one in held) >= PER_SERVER:
        raise LimitReached(
            f"This server has reached the limit of {PER_SERVER} subscriptions. Delete one with "
            "/alerts list, or make one cover more."
        )
    if not spec.shared and sum(not one.shared for one in own) >= PER_PERSON:
        raise LimitReached(
            f"You’ve reached the limit of {PER_PERSON} subscriptions. Delete one with "
            "/alerts list, or make one cover more."
        )
    subscription = Subscription(
        **dict(spec),
        id=_new_id(access, who, spec),
        owner=who.id,
        since=access.subscriptions.followed,
        made_at=access.clock(),
        unknown=unknown,
    )
    await access.subscriptions.put(subscription)
    return subscription


def _alike(one: SubscriptionSpec, other: SubscriptionSpec) -> bool:
    """Whether both specify the same; topics and names are compared case-insensitively."""
    rest = {"wanted": None}
    same = one.model_copy(update=rest) == other.model_copy(update=rest)
    return same and _folded(one) == _folded(other)


def _folded(spec: SubscriptionSpec) -> str | None:
    return spec.wanted.model_dump_json().casefold() if spec.wanted else None


def _without(topics: frozenset[str], topic: str) -> frozenset[str]:
    return frozenset(one for one in topics if topic_key(one) != topic_key(topic))


def _new_id(access: SubscriptionAccess, who: Subscriber, spec: SubscriptionSpec) -> str:
    """A new id of eight characters."""
    said = f"{who.id} {spec.model_dump_json()} {access.clock().isoformat()}"
    hashes = (blake2b(f"{said} {n}".encode(), digest_size=_ID_BYTES).hexdigest() for n in count())
    return next(one for one in hashes if access.index.get(one) is None)
