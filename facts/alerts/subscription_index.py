"""Which subscriptions match a change: a percolator, an index of filters."""

import asyncio
from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from typing import Protocol, TypeVar

from facts.alerts.events import Event, event_of
from facts.alerts.filters import AllOf, AnyOf, Filter, Key, WithKeyword, conditions, holds, keys_of
from facts.alerts.subscription import Subscription
from facts.model import HOME, STARTER, Change, DeskId, Fact

_K = TypeVar("_K", bound=Hashable)

# A guard is a key that a matching fact must have. If several parts must match, use the guard of the
# part that fewest facts have.
_RARER = ("keyword", "outlet", "speaker", "topic", "desk", "stance")
# Facts visible to every reader are looked up in this list; those of one desk in that desk's list.
_EVERYBODY = DeskId("")
# The guard of filters that may match any fact.
_ANYTHING: frozenset[Key] = frozenset({("anything", "")})
# The number of subscriptions checked before yielding to the event loop: some milliseconds.
_PER_TURN = 500


class KeywordMatcher(Protocol):
    """Saved searches: finds which of many keywords match a fact without evaluating each."""

    def put(self, text: str) -> None:
        """Save ``text``; a no-op if it is saved already."""
        ...

    def remove(self, text: str) -> None:
        """Delete ``text``; a no-op if it is not saved."""
        ...

    async def percolate(self, fact: Fact) -> frozenset[str]:
        """The saved texts that would find ``fact``. Blocks the event loop for at most 10 ms."""
        ...


class SubscriptionIndex:
    """Subscriptions by the guards of their filters and by the facts that they follow."""

    def __init__(self, keywords: KeywordMatcher) -> None:
        self._keywords = keywords
        self._asked: Counter[str] = Counter()
        self._held: dict[str, Subscription] = {}
        self._guarded: dict[tuple[DeskId, Key], set[str]] = {}
        self._following: dict[int, set[str]] = {}
        # Subscriptions whose guard is the whole filter: no evaluation needed when it matches.
        self._plain: set[str] = set()

    def __len__(self) -> int:
        return len(self._held)

    def all(self) -> Collection[Subscription]:
        """All subscriptions, oldest first."""
        return self._held.values()

    def ids(self) -> tuple[str, ...]:
        return tuple(self._held)

    def get(self, subscription_id: str) -> Subscription | None:
        return self._held.get(subscription_id)

    def put(self, subscription: Subscription) -> None:
        """Add or replace a subscription."""
        self.remove(subscription.id)
        self._held[subscription.id] = subscription
        if subscription.wanted is not None:
            guards, plain = _guards(subscription.wanted)
            for desk in _listed_under(subscription):
                for key in guards:
                    self._guarded.setdefault((desk, key), set()).add(subscription.id)
            if plain:
                self._plain.add(subscription.id)
        for fact_id in subscription.follows:
            self._following.setdefault(fact_id, set()).add(subscription.id)
        for text in _keywords(subscription):
            self._asked[text] += 1
            self._keywords.put(text)

    def remove(self, subscription_id: str) -> None:
        """Remove a subscription; a no-op if it is not there."""
        subscription = self._held.pop(subscription_id, None)
        if subscription is None:
            return
        if subscription.wanted is not None:
            guards, _ = _guards(subscription.wanted)
            for desk in _listed_under(subscription):
                for key in guards:
                    _discard(self._guarded, (desk, key), subscription_id)
        self._plain.discard(subscription_id)
        for fact_id in subscription.follows:
            _discard(self._following, fact_id, subscription_id)
        for text in _keywords(subscription):
            self._asked[text] -= 1
            if not self._asked[text]:
                del self._asked[text]
                self._keywords.remove(text)

    def followers(self, fact_id: int) -> frozenset[str]:
        """The ids of the subscriptions that follow a fact."""
        return frozenset(self._following.get(fact_id, ()))

    async def who_hears(self, change: Change) -> tuple[Event | None, list[Subscription]]:
        """The event that ``change`` amounts to, None if it is none, and the subscriptions that get
        an alert for it.

        A filter has to match the fact before or after the change.
        """
        event = event_of([change])
        if event is None or not self._held:
            return event, []
        states = [await self._keys(one) for one in (change.before, change.after) if one]
        sure, unclear = self.candidates(event.fact.desk, states)
        followers = filter(None, map(self._held.get, self.followers(change.fact_id)))
        sure |= {one.id for one in followers if event.fact.desk in one.sees}
        hearing: list[Subscription] = []
        for turn, subscription_id in enumerate([*sure, *(unclear - sure)], start=1):
            subscription = self._held.get(subscription_id)  # it may have been removed meanwhile
            if (
                subscription is not None
                and _wants(subscription, event, change.number)
                and (subscription_id in sure or _matches(subscription, states))
            ):
                hearing.append(subscription)
            if turn % _PER_TURN == 0:
                await asyncio.sleep(0)
        return event, hearing

    async def _keys(self, fact: Fact) -> frozenset[Key]:
        matched = await self._keywords.percolate(fact)
        return keys_of(fact) | {("keyword", text) for text in matched}

    def candidates(
        self, desk: DeskId, states: Iterable[frozenset[Key]]
    ) -> tuple[set[str], set[str]]:
        """The ids of subscriptions whose filter certainly matches a fact of ``desk`` in one of its
        ``states``, and of those whose filter has to be evaluated. A state is the set of all keys of
        the fact, including those of matched keywords.
        """
        listed = _EVERYBODY if desk in (HOME, STARTER) else desk
        keys = _ANYTHING.union(*states)
        matched = set[str]().union(*(self._guarded.get((listed, key), ()) for key in keys))
        return matched & self._plain, matched - self._plain


def _matches(subscription: Subscription, states: Iterable[frozenset[Key]]) -> bool:
    wanted = subscription.wanted
    return wanted is not None and any(holds(wanted, keys) for keys in states)


def _wants(subscription: Subscription, event: Event, number: int) -> bool:
    return (
        subscription.stopped is None
        and not subscription.unknown
        and number > subscription.since
        and event.concerns(subscription.what_for)
        and subscription.hears_of(event.fact.topics)
    )


def _listed_under(subscription: Subscription) -> set[DeskId]:
    """The lists a subscription is in: of its desks that have their own, and the list for all."""
    return {_EVERYBODY} | (subscription.sees - {HOME, STARTER})


def _keywords(subscription: Subscription) -> set[str]:
    if subscription.wanted is None:
        return set()
    return {one.keyword for one in conditions(subscription.wanted) if isinstance(one, WithKeyword)}


def _guards(wanted: Filter) -> tuple[frozenset[Key], bool]:
    """Guards: keys of which a matching fact has at least one; and whether one suffices."""
    match wanted:
        case AnyOf():
            parts = [_guards(part) for part in wanted.of]
            if (_ANYTHING, True) in parts:
                return _ANYTHING, True
            keys = frozenset[Key]().union(*(keys for keys, _ in parts))
            return keys, all(plain for _, plain in parts)
        case AllOf():
            parts = [_guards(part) for part in wanted.of]
            telling = [part for part in parts if part != (_ANYTHING, True)]
            if not telling:
                return _ANYTHING, True
            if len(telling) == 1:
                return telling[0]
            return min((keys for keys, _ in telling), key=_commonness), False
        case _:
            return frozenset({wanted.key}), True


def _commonness(guards: frozenset[Key]) -> tuple[int, int]:
    """Roughly how many facts have one of ``guards``."""
    worst = max(_RARER.index(kind) if kind in _RARER else len(_RARER) for kind, _ in guards)
    return worst, len(guards)


def _discard(sets: dict[_K, set[str]], key: _K, value: str) -> None:
    sets[key].discard(value)
    if not sets[key]:
        del sets[key]
