"""Planning: the change log, followed behind a cursor, becomes what is due to subscriptions."""

from collections.abc import Iterable

from facts.alerts.delivery import Due
from facts.alerts.events import Event, event_of
from facts.alerts.subscription import Subscription
from facts.model import Change
from facts.store.protocol import FactStore
from facts.usecases.alerting.matching import Matching
from facts.usecases.alerting.outbox import Ledger, Planned

# A step is durable as a whole: so many changes, or so much that is due, are one.
_CHANGES_PER_STEP, _DUES_PER_STEP = 500, 5_000


class Planner:
    """Follows the log of ``store`` into ``ledger``. Who calls it holds the ledger's ``writing``."""

    def __init__(self, store: FactStore, ledger: Ledger, matching: Matching) -> None:
        self._store = store
        self._ledger = ledger
        self._matching = matching

    async def follow(self) -> None:
        """Plan every change that the log has by now."""
        while self._ledger.followed < await self._store.last_change():
            await self._step()

    async def dues_of(self, changes: Iterable[int]) -> list[Due]:
        """What changes of the log are when they are due once more."""
        found = []
        for number in changes:
            change = await self._store.change(number)
            event = event_of([change]) if change else None
            if change is not None and event is not None:
                found.append(_due(change, event))
        return found

    async def _step(self) -> None:
        if not len(self._ledger.index):
            await self._ledger.plan([], [], await self._store.last_change())
            return
        planned: list[Planned] = []
        in_all = 0
        moved: dict[str, Subscription] = {}
        followed = self._ledger.followed
        last = min(await self._store.last_change(), followed + _CHANGES_PER_STEP)
        while followed < last and in_all < _DUES_PER_STEP and not moved:
            followed += 1
            change = await self._store.change(followed)
            if change is not None:
                moved = self._moved(change)
                event, hearing = await self._matching.who_hears(change)
                if event is not None and hearing:
                    planned.append((_due(change, event), hearing))
                    in_all += len(hearing)
        await self._ledger.plan(planned, moved.values(), followed)

    def _moved(self, change: Change) -> dict[str, Subscription]:
        """Who follows a fact that was merged follows the one it went into as well."""
        into = change.after.merged_into if change.after else None
        if into is None:
            return {}
        moved = {}
        for subscription_id in self._ledger.index.followers(change.fact_id):
            subscription = self._ledger.index.get(subscription_id)
            if subscription is not None and into not in subscription.follows:
                follows = {"follows": subscription.follows | {into}}
                moved[subscription_id] = subscription.model_copy(update=follows)
        return moved


def _due(change: Change, event: Event) -> Due:
    return Due(change.number, change.fact_id, event.happened, change.at)
