"""Subscribing: subscriptions are made, changed, paused, listed and ended."""

from datetime import datetime

from facts.alerts.filters import Filter
from facts.alerts.subscription import Subscription, WhatFor, Wish
from facts.model import DeskId, Refusal
from facts.usecases.alerting.people import Subscriber

PER_PERSON, PER_SERVER = 25, 50
LONGEST_PAUSE_DAYS = 366


class NoSuchSubscription(Refusal):
    """The subscription is not there, or is not this person's to see."""


class TooMany(Refusal):
    """A limit is reached; the sentence says which, and what to do."""


class NotYours(Refusal):
    """The person may not do that; the sentence says who may."""


class Subscribing:
    """Cares for subscriptions. An owner cares for their own; who manages a server for its shared
    ones. Everything takes effect after the last change of the log, and is durable when answered.
    """

    async def subscribe(self, who: Subscriber, wish: Wish) -> Subscription:
        """Keep ``wish``. The same wish of the same person again is the same subscription.

        Raises TooMany, NotYours, Refusal for what cannot be (an unknown zone, a filter that is too
        large).
        """
        raise NotImplementedError

    async def get(self, who: Subscriber, subscription_id: str) -> Subscription:
        """A subscription that ``who`` may care for. Raises NoSuchSubscription, as all below do."""
        raise NotImplementedError

    async def mine(self, who: Subscriber) -> tuple[Subscription, ...]:
        """The person's own, and those of the server they manage; oldest first."""
        raise NotImplementedError

    async def change(self, who: Subscriber, subscription_id: str, **fields: object) -> Subscription:
        """Set the ``Wish`` fields that are given. What waits already is told at the new times.

        A stopped one starts again. Raises what ``subscribe`` raises.
        """
        raise NotImplementedError

    async def pause(self, who: Subscriber, subscription_id: str, until: datetime) -> Subscription:
        """Gather everything until then; it is told in one afterwards."""
        raise NotImplementedError

    async def resume(self, who: Subscriber, subscription_id: str) -> Subscription:
        """End a pause, or start a stopped one again."""
        raise NotImplementedError

    async def mute(self, who: Subscriber, subscription_id: str, topic: str) -> Subscription:
        """Tell nothing more of facts on ``topic``; what waits of them is dropped."""
        raise NotImplementedError

    async def delete(self, who: Subscriber, subscription_id: str) -> None:
        """End it. Nothing is sent any more once this is answered."""
        raise NotImplementedError


class Following:
    """The Follow button: one subscription a person that holds the facts they follow."""

    async def follow(
        self,
        who: Subscriber,
        fact_id: int,
        where: str,
        what_for: frozenset[WhatFor] = frozenset(WhatFor),
    ) -> Subscription:
        """Follow a fact from now on, told at ``where``. Raises UnknownFact, TooMany."""
        raise NotImplementedError

    async def unfollow(self, who: Subscriber, fact_id: int) -> None:
        """Follow it no longer; the subscription goes with its last fact."""
        raise NotImplementedError

    async def follows(self, who: Subscriber, fact_id: int) -> bool:
        """Whether the person follows the fact."""
        raise NotImplementedError


class Ending:
    """What ends with the place or the person it depends on. Returns how many ended."""

    async def place_gone(self, where: str) -> int:
        """The channel, thread or DM is gone."""
        raise NotImplementedError

    async def server_gone(self, desk: DeskId) -> int:
        """The bot left the server: its shared ones end, and what its members had made there."""
        raise NotImplementedError

    async def person_gone(self, owner: str, desk: DeskId | None = None) -> int:
        """The person left that server, or (None) is gone altogether."""
        raise NotImplementedError
