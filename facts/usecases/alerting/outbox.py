"""What is to be told to whom: on the shelf first, then in memory, each change in one step."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from facts.alerts.delivery import Delivery, Due, State
from facts.alerts.index import SubscriptionIndex
from facts.alerts.notices import Notice
from facts.alerts.queue import Agenda, Box
from facts.alerts.subscription import Stopped, Subscription
from facts.store.protocol import Delete, Put, Shelf
from facts.usecases.alerting import documents

_DIGESTS_KEPT = timedelta(days=30)
_PER_TURN = 500

Steps = Sequence[Put | Delete]
# One change, and those who must hear of it.
Planned = tuple[Due, Sequence[Subscription]]


class Ledger:
    """Subscriptions, what is due to them, deliveries, notices.

    Who changes anything holds ``writing``. Who waits for a box's lock does not hold it meanwhile.
    """

    def __init__(self, shelf: Shelf, index: SubscriptionIndex) -> None:
        self.index = index
        self.agenda = Agenda()
        self.followed = 0
        self.failed: dict[str, Delivery] = {}
        self.digests: dict[str, Delivery] = {}
        self.notices: dict[str, Notice] = {}
        self.writing = asyncio.Lock()
        self._shelf = shelf
        self._opening = asyncio.Lock()
        self._opened = False

    async def open(self) -> None:
        """Read what the shelf holds, once. Everything else here comes after."""
        async with self._opening:
            if not self._opened:
                await self._read()
                self._opened = True

    async def put(self, subscription: Subscription) -> None:
        """Keep a subscription, new or changed."""
        await self.revive(subscription, [], [])

    async def revive(
        self, subscription: Subscription, failed: Sequence[Delivery], dues: Sequence[Due]
    ) -> None:
        """Keep a subscription; what ``failed`` of it is due once more, as ``dues``."""
        steps: list[Put | Delete] = [documents.keep_subscription(subscription)]
        steps += [Delete(documents.DELIVERIES, one.id) for one in failed]
        for due in dues:
            steps += documents.keep_due([subscription.id], due)

        async def then() -> None:
            self.index.put(subscription)
            box = self.agenda.put(subscription)
            for due in dues:
                self.agenda.add(box, due)
            for one in failed:
                self.failed.pop(one.id, None)

        await self._keep(steps, then)

    async def remove(self, subscriptions: Iterable[Subscription]) -> None:
        """End subscriptions, with everything that is due to them."""
        ending = list(subscriptions)
        ids = {one.id for one in ending}
        failed = [one for one in self.failed.values() if one.subscription in ids]
        steps: list[Put | Delete] = [Delete(documents.SUBSCRIPTIONS, one) for one in ids]
        steps += [Delete(documents.DELIVERIES, one.id) for one in failed]
        for box in filter(None, map(self.agenda.box, ids)):
            steps += _gone(box, box.dues)
            steps += _old(box)

        async def then() -> None:
            for subscription_id in ids:
                self.index.remove(subscription_id)
                self.agenda.remove(subscription_id)
            for one in failed:
                self.failed.pop(one.id, None)

        await self._keep(steps, then)

    async def plan(
        self, planned: Sequence[Planned], moved: Iterable[Subscription], followed: int
    ) -> None:
        """Let all that is ``planned`` be due, ``moved`` follow other facts, and the log be followed
        so far.
        """
        steps: list[Put | Delete] = [documents.keep_progress(followed)]
        changed = list(moved)
        steps += map(documents.keep_subscription, changed)
        for due, hearing in planned:
            for part in _parts(hearing):
                steps += documents.keep_due([one.id for one in part], due)
                await asyncio.sleep(0)

        async def then() -> None:
            self.followed = followed
            for subscription in changed:
                self.index.put(subscription)
                self.agenda.put(subscription)
            for due, hearing in planned:
                for part in _parts(hearing):
                    for box in filter(None, (self.agenda.box(one.id) for one in part)):
                        self.agenda.add(box, due)
                    await asyncio.sleep(0)

        await self._keep(steps, then)

    async def try_(self, box: Box, delivery: Delivery) -> None:
        """``delivery`` is about to be sent, or waits to be sent once more."""
        steps: Steps = [*_old(box), documents.keep_delivery(delivery)]

        async def then() -> None:
            box.delivery = delivery

        await self._keep(steps, then)

    async def untry(self, box: Box) -> None:
        """Nothing was sent, for certain: what was gathered may be gathered anew."""

        async def then() -> None:
            box.delivery = None

        await self._keep(_old(box), then)

    async def told(self, box: Box, changes: Sequence[int], *, digest: Delivery | None) -> None:
        """These changes need no more telling. A ``digest`` keeps its pages for a while."""
        steps: list[Put | Delete] = [*_old(box), *_gone(box, changes)]
        old: list[str] = []
        if digest is not None and digest.tried_at is not None:
            steps.append(documents.keep_digest(digest))
            old = list(self._older(digest.tried_at - _DIGESTS_KEPT))
            steps += [Delete(documents.DIGESTS, one) for one in old]

        async def then() -> None:
            _forget(box, changes)
            for one in old:
                self.digests.pop(one, None)
            if digest is not None:
                self.digests[digest.id] = digest

        await self._keep(steps, then)

    async def fail(self, box: Box, delivery: Delivery) -> None:
        """This one will not be tried again by itself."""
        failed = delivery.model_copy(update={"state": State.FAILED})
        told = _gone(box, failed.changes)
        steps: Steps = [*_old(box), *told, documents.keep_delivery(failed)]

        async def then() -> None:
            _forget(box, failed.changes)
            self.failed[failed.id] = failed

        await self._keep(steps, then)

    async def stop(self, where: str, stopped: Stopped) -> None:
        """Tell nothing at ``where`` any more: what is due there failed, its owners get notices."""
        steps: list[Put | Delete] = []
        halted: list[tuple[Box, Subscription]] = []
        failed: list[Delivery] = []
        notices: dict[str, Notice] = {}
        for subscription in self.at_place(where):
            box = self.agenda.box(subscription.id)
            if box is None or subscription.stopped:
                continue
            now_stopped = subscription.model_copy(update={"stopped": stopped})
            halted.append((box, now_stopped))
            steps += [documents.keep_subscription(now_stopped), *_old(box), *_gone(box, box.dues)]
            if box.dues:
                failed.append(_failed(box, stopped))
            notice = _notice(subscription, stopped)
            notices[notice.id] = notice
        steps += map(documents.keep_delivery, failed)
        steps += map(documents.keep_notice, notices.values())

        async def then() -> None:
            for box, subscription in halted:
                _forget(box, tuple(box.dues))
                self.index.put(subscription)
                self.agenda.put(subscription)
            self.failed.update((one.id, one) for one in failed)
            self.notices.update(notices)

        await self._keep(steps, then)

    async def forget_failed(self, failed: Sequence[Delivery]) -> None:
        """Let failed deliveries be."""

        async def then() -> None:
            for one in failed:
                self.failed.pop(one.id, None)

        await self._keep([Delete(documents.DELIVERIES, one.id) for one in failed], then)

    async def forget_notices(self, told: Sequence[Notice]) -> None:
        async def then() -> None:
            for one in told:
                self.notices.pop(one.id, None)

        await self._keep([Delete(documents.NOTICES, one.id) for one in told], then)

    def at_place(self, where: str) -> list[Subscription]:
        """The subscriptions told at that place."""
        return [one for one in self.index.all() if one.where == where]

    async def _read(self) -> None:
        shelf = self._shelf
        for document in (await shelf.items(documents.SUBSCRIPTIONS)).values():
            subscription = Subscription.model_validate(document)
            self.index.put(subscription)
            self.agenda.put(subscription)
        for document in (await shelf.items(documents.DELIVERIES)).values():
            delivery = Delivery.model_validate(document)
            box = self.agenda.box(delivery.subscription)
            if delivery.state is State.FAILED:
                self.failed[delivery.id] = delivery
            elif box is not None:
                box.delivery = delivery
        for key, document in (await shelf.items(documents.DUES)).items():
            subscription_id, due = documents.read_due(key, document)
            box = self.agenda.box(subscription_id)
            if box is not None:
                self.agenda.add(box, due)
        for box in self.agenda.boxes():
            self.agenda.set_time(box)
        kept = map(Delivery.model_validate, (await shelf.items(documents.DIGESTS)).values())
        self.digests = {one.id: one for one in kept}
        told = map(Notice.model_validate, (await shelf.items(documents.NOTICES)).values())
        self.notices = {one.id: one for one in told}
        progress = await shelf.get(documents.PROGRESS, documents.FOLLOWED)
        self.followed = progress["after"] if progress else 0

    async def _keep(self, steps: Steps, then: Callable[[], Awaitable[None]]) -> None:
        """Make ``steps`` durable, then let them hold, even when the caller gives up waiting."""

        async def both() -> None:
            await self._shelf.keep(steps)
            await then()

        await asyncio.shield(asyncio.create_task(both()))

    def _older(self, than: datetime) -> Iterable[str]:
        for delivery in self.digests.values():
            if delivery.tried_at is None or delivery.tried_at < than:
                yield delivery.id


def _parts(hearing: Sequence[Subscription]) -> Iterator[Sequence[Subscription]]:
    """So many at a time as take some milliseconds."""
    return (hearing[start : start + _PER_TURN] for start in range(0, len(hearing), _PER_TURN))


def _gone(box: Box, changes: Iterable[int]) -> list[Delete]:
    return [documents.due_is_told(box.subscription.id, change) for change in changes]


def _old(box: Box) -> list[Delete]:
    """What takes the delivery that was tried so far off the shelf."""
    return [Delete(documents.DELIVERIES, box.delivery.id)] if box.delivery else []


def _forget(box: Box, changes: Iterable[int]) -> None:
    box.delivery = None
    for change in changes:
        box.dues.pop(change, None)


def _failed(box: Box, stopped: Stopped) -> Delivery:
    return Delivery(
        subscription=box.subscription.id,
        changes=tuple(sorted(box.dues)),
        state=State.FAILED,
        attempts=box.delivery.attempts if box.delivery else 0,
        next_try=stopped.at,
        tried_at=box.delivery.tried_at if box.delivery else None,
        reason=stopped.reason,
    )


def _notice(subscription: Subscription, stopped: Stopped) -> Notice:
    """One for all that stopped at the same place."""
    return Notice(
        id=f"{subscription.owner}@{subscription.where}",
        owner=subscription.owner,
        desk=subscription.desk if subscription.shared else None,
        where=subscription.where,
        sentence=stopped.reason,
        at=stopped.at,
    )
