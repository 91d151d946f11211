"""Caring for deliveries: what waits, what failed and why; and what owners must hear of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from facts.alerts.delivery import Delivery
from facts.alerts.notices import Notice
from facts.alerts.queue import Box
from facts.alerts.subscription import Subscription
from facts.model import DeskId, Refusal
from facts.usecases.alerting.outbox import Ledger
from facts.usecases.alerting.subscribing import restart
from facts.usecases.alerting.subscription_access import Office


class NoSuchDelivery(Refusal):
    """There is no delivery of that id that waits or failed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A delivery and whom it is for; None for a subscription that ended."""

    delivery: Delivery
    subscription: Subscription | None


class Deliveries:
    """What is on its way, for the people who run the bot."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def list(self) -> tuple[Listed, ...]:
        """All that wait, by their next try, then all that failed."""
        ledger = self._office.ledger
        await ledger.open()
        found = self._all()
        return tuple(Listed(one, ledger.index.get(one.subscription)) for one in found)

    def _all(self) -> tuple[Delivery, ...]:
        ledger = self._office.ledger
        waiting = [one for box in ledger.agenda.boxes() for one in _waiting(box)]
        waiting.sort(key=lambda one: (one.next_try, one.id))
        return (*waiting, *ledger.failed.values())

    async def retry(self, delivery_id: str | None = None) -> int:
        """Try again now: one, or (None) all that failed or were tried in vain; how many.

        A subscription that was stopped starts again. Raises NoSuchDelivery.
        """
        async with self._office.at_the_end_of_the_log() as ledger:
            found = self._chosen(delivery_id)
            for delivery in found:
                subscription = ledger.index.get(delivery.subscription)
                box = ledger.agenda.box(delivery.subscription)
                if subscription is None or box is None:
                    await ledger.forget_failed([delivery])
                elif delivery.id in ledger.failed:
                    going_on = subscription.model_copy(update={"stopped": None})
                    await restart(self._office, going_on, [delivery])
                elif box.delivery is not None and box.delivery.id == delivery.id:
                    now = {"next_try": self._office.clock()}
                    await ledger.try_(box, box.delivery.model_copy(update=now))
                    ledger.agenda.set_time(box)
            return len(found)

    async def drop(self, delivery_id: str | None = None) -> int:
        """Never send it: one, or (None) all that failed or were tried in vain; how many.

        Raises NoSuchDelivery.
        """
        async with self._office.at_the_end_of_the_log() as ledger:
            found = self._chosen(delivery_id)
            await ledger.forget_failed([one for one in found if one.id in ledger.failed])
            for delivery in found:
                box = ledger.agenda.box(delivery.subscription)
                if box is not None and delivery.id not in ledger.failed:
                    await ledger.told(box, delivery.changes, digest=None)
                    ledger.agenda.set_time(box)
            return len(found)

    def _chosen(self, delivery_id: str | None) -> tuple[Delivery, ...]:
        failed = self._office.ledger.failed
        if delivery_id is None:
            return tuple(one for one in self._all() if one.id in failed or one.attempts)
        found = tuple(one for one in self._all() if one.id == delivery_id)
        if not found:
            raise NoSuchDelivery(f"No delivery {delivery_id} waits or failed.")
        return found


def _waiting(box: Box) -> Iterator[Delivery]:
    """What is due to one subscription: the delivery that was tried, and the changes behind it."""
    if box.delivery is not None:
        yield box.delivery
    told = box.delivery.changes if box.delivery else ()
    behind = tuple(sorted(set(box.dues).difference(told)))
    if behind:
        first = box.time or min(due.at for due in box.dues.values())
        yield Delivery(subscription=box.subscription.id, changes=behind, next_try=first)


class Notices:
    """What must be told by another way than the one that failed."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def take(
        self, *, owner: str | None = None, desk: DeskId | None = None
    ) -> tuple[Notice, ...]:
        """The notices for a person, or for a desk's log. Each is given out once, and then gone."""
        await self._ledger.open()
        if not self._ledger.notices:
            return ()
        async with self._ledger.writing:
            taken = tuple(
                notice
                for notice in self._ledger.notices.values()
                if notice.owner == owner or (desk is not None and notice.desk == desk)
            )
            if taken:
                await self._ledger.forget_notices(taken)
            return taken
