"""Following single facts: each person has one subscription that holds the facts they follow."""

from collections import Counter
from collections.abc import Mapping

from facts.alerts.subscription import EVERY_CHANGE, Subscription, SubscriptionSpec
from facts.model import visible_desks
from facts.store.protocol import FactStore, UnknownFact
from facts.usecases.alerts.subscribing import keep
from facts.usecases.alerts.subscription_access import Subscriber, SubscriptionAccess, check
from facts.usecases.reading.history import standing_for
from facts.usecases.shelf_view import retrying


class Following:
    """The Follow button."""

    def __init__(self, access: SubscriptionAccess, store: FactStore) -> None:
        self._access = access
        self._store = store

    @retrying
    async def follow(self, who: Subscriber, fact_id: int, where: str) -> Subscription:
        """Follow a fact from now on, with alerts sent to ``where``, a place of the person's own.

        Facts followed later join the same subscription and its schedule. For a merged fact the one
        it was merged into is followed.

        Raises UnknownFact, LimitReached, NotPossible.
        """
        fact = await standing_for(self._store, fact_id)
        if fact is None or fact.desk not in visible_desks(who.desk):
            raise UnknownFact(f"There’s no claim #{fact_id} here any more.")
        async with self._access.at_the_end_of_the_log():
            known = self._holding(who, fact.desk in visible_desks(None))
            if known is None:
                follows = frozenset({fact.id})
                spec = SubscriptionSpec(
                    where=where, desk=who.desk, follows=follows, what_for=EVERY_CHANGE
                )
                check(who, spec)
                return await keep(self._access, who, spec)
            spec = known.spec.model_copy(update={"follows": known.follows | {fact.id}})
            check(Subscriber(who.id, known.desk), spec)
            followed = known.model_copy(update={"follows": spec.follows, "where": where})
            return await self._access.start(followed)

    @retrying
    async def unfollow(self, who: Subscriber, fact_id: int) -> None:
        """Unfollow a fact; a subscription without any other fact is deleted."""
        async with self._access.at_the_end_of_the_log() as subscriptions:
            for one in self._following(who, fact_id):
                left = one.follows - {fact_id}
                if left or one.wanted is not None:
                    await subscriptions.put(one.model_copy(update={"follows": left}))
                else:
                    await subscriptions.remove([one])

    async def follows(self, who: Subscriber, fact_id: int) -> bool:
        """Whether the person follows the fact."""
        await self._access.catch_up()
        return bool(self._following(who, fact_id))

    async def followers(self) -> Mapping[int, int]:
        """The number of followers by fact id."""
        await self._access.catch_up()
        return Counter(fact for one in self._access.index.all() for fact in one.follows)

    def _following(self, who: Subscriber, fact_id: int) -> list[Subscription]:
        index = self._access.index
        held = filter(None, map(index.get, index.followers(fact_id)))
        return [one for one in held if one.owner == who.id]

    def _holding(self, who: Subscriber, everybodys: bool) -> Subscription | None:  # noqa: FBT001
        """The person's subscription for followed facts: any one for ``everybodys`` facts, otherwise
        one of this server, which can see its facts.
        """
        for one in self._access.index.all():
            pure = one.owner == who.id and one.wanted is None and not one.shared
            if pure and (everybodys or one.desk == who.desk):
                return one
        return None
