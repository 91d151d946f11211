"""Who must hear of a change: what happened, matched with what subscriptions ask for."""

import asyncio
from collections.abc import Iterable

from facts.alerts.events import Event, event_of
from facts.alerts.filters import Key, keys_of
from facts.alerts.index import SubscriptionIndex
from facts.alerts.keywords import KeywordMatcher
from facts.alerts.subscription import Subscription, WhatFor
from facts.model import Change, DeskId, Fact

_PER_TURN = 500


class Matching:
    """Finds the subscriptions of ``index``, whose keywords stand in ``keywords``."""

    def __init__(self, index: SubscriptionIndex, keywords: KeywordMatcher) -> None:
        self._index = index
        self._keywords = keywords

    async def who_hears(self, change: Change) -> tuple[Event | None, list[Subscription]]:
        """What ``change`` is to readers, and who must hear of it: nobody where it is nothing.

        A fact concerns those whose filter matches it before the change or after it.
        """
        event = event_of([change])
        if event is None or not len(self._index):
            return event, []
        states = [await self._keys(one) for one in (change.before, change.after) if one]
        sure, unclear = self._index.candidates(event.fact.desk, states)
        sure |= self._followers(change.fact_id, event.fact.desk)
        news, hearing = event.news, list[Subscription]()
        for turn, subscription_id in enumerate([*sure, *(unclear - sure)], start=1):
            subscription = self._index.get(subscription_id)
            if (
                subscription is not None
                and _wants(subscription, news, event.fact.topics, change.number)
                and (subscription_id in sure or self._index.matches(subscription_id, states))
            ):
                hearing.append(subscription)
            if turn % _PER_TURN == 0:
                await asyncio.sleep(0)
        return event, hearing

    def _followers(self, fact_id: int, desk: DeskId) -> set[str]:
        """Those who follow a fact and still see the facts of its desk."""
        held = filter(None, map(self._index.get, self._index.followers(fact_id)))
        return {subscription.id for subscription in held if desk in subscription.sees}

    async def _keys(self, fact: Fact) -> frozenset[Key]:
        met = await self._keywords.percolate(fact)
        return keys_of(fact) | {("keyword", text) for text in met}


def _wants(
    subscription: Subscription, news: frozenset[WhatFor], topics: Iterable[str], number: int
) -> bool:
    return (
        subscription.stopped is None
        and number > subscription.since
        and not news.isdisjoint(subscription.what_for)
        and subscription.muted.isdisjoint(topics)
    )
