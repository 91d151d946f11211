"""Planning: the change log, followed behind a cursor, becomes what is due to subscriptions."""

from collections.abc import Iterable

from facts.alerts.agenda import Box
from facts.alerts.delivery import Due
from facts.alerts.events import Happening, event_of
from facts.alerts.subscription import Subscription
from facts.model import Change
from facts.store.protocol import FactStore
from facts.usecases.alerting.ledger import Ledger
from facts.usecases.alerting.matching import Matching

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
            due = _due(change) if change else None
            if due is not None:
                found.append(due)
        return found

    async def _step(self) -> None:
        if not len(self._ledger.index):
            await self._ledger.plan([], [], await self._store.last_change())
            return
        dues: list[tuple[Box, Due]] = []
        moved: dict[str, Subscription] = {}
        followed = self._ledger.followed
        last = min(await self._store.last_change(), followed + _CHANGES_PER_STEP)
        while followed < last and len(dues) < _DUES_PER_STEP and not moved:
            followed += 1
            change = await self._store.change(followed)
            if change is not None:
                dues += await self._planned(change)
                moved = self._moved(change)
        await self._ledger.plan(dues, moved.values(), followed)

    async def _planned(self, change: Change) -> list[tuple[Box, Due]]:
        _, hearing = await self._matching.who_hears(change)
        due = _due(change) if hearing else None
        if due is None:
            return []
        boxes = (self._ledger.agenda.box(subscription.id) for subscription in hearing)
        return [(box, due) for box in boxes if box is not None]

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


def _due(change: Change) -> Due | None:
    event = event_of([change])
    happened: Happening | None = event.happened if event else None
    return Due(change.number, change.fact_id, happened, change.at) if happened else None
