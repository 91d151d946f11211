"""Deliveries for operators: what is pending, what failed and why, retry and drop."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Self

from facts.model import Clock, DoesNotExist
from facts.outbox.delivery import Delivery
from facts.store.shelf import Shelf
from facts.usecases.outbox.outbox import Outbox, OutboxMailbox
from facts.usecases.outbox.sending import Sending


@dataclass(frozen=True, slots=True)
class ListedDelivery:
    """A delivery and its mailbox; the mailbox is None if it no longer exists."""

    delivery: Delivery
    mailbox: OutboxMailbox | None


class Deliveries:
    """Lists and controls deliveries, for the operator."""

    def __init__(self, outbox: Outbox, clock: Clock, hint: Callable[[], None]) -> None:
        self._outbox = outbox
        self._clock = clock
        self._hint = hint

    async def list(self) -> tuple[ListedDelivery, ...]:
        """All pending deliveries by their next attempt, then all failed ones."""
        await self._outbox.catch_up()
        return tuple(
            ListedDelivery(one, self._outbox.queue.mailbox(one.mailbox)) for one in self._all()
        )

    async def counts(self) -> tuple[int, int]:
        """The number of mailboxes with something pending, and of failed deliveries."""
        await self._outbox.catch_up()
        return sum(1 for _ in self._outbox.queue.waiting()), len(self._outbox.failed)

    def _all(self) -> tuple[Delivery, ...]:
        waiting = [one for mailbox in self._outbox.queue.waiting() for one in _waiting(mailbox)]
        waiting.sort(key=lambda one: (one.next_try, one.id))
        return (*waiting, *self._outbox.failed.values())

    async def retry(self, delivery_id: str | None = None) -> int:
        """Retry now: one delivery, or (None) all that failed or are being retried; returns how
        many.

        A stopped subscription becomes active again. Raises DoesNotExist.
        """
        return await self._each(delivery_id, self._retry)

    async def drop(self, delivery_id: str | None = None) -> int:
        """Never send it: one delivery, or (None) all that failed or are being retried; returns how
        many.

        Raises DoesNotExist.
        """
        return await self._each(delivery_id, self._drop)

    async def _each(
        self, delivery_id: str | None, act: Callable[[Delivery], Awaitable[None]]
    ) -> int:
        await self._outbox.follow()
        chosen = self._chosen(delivery_id)
        for delivery in chosen:
            await act(delivery)
        self._hint()
        return len(chosen)

    async def _retry(self, delivery: Delivery) -> None:
        outbox = self._outbox
        mailbox = outbox.queue.mailbox(delivery.mailbox)
        if delivery.id in outbox.failed:
            for kind in outbox.kinds:
                if await kind.revive(delivery):
                    return
            await outbox.cancel(delivery)
        elif mailbox is not None and mailbox.delivery == delivery:
            await outbox.record(mailbox, delivery.model_copy(update={"next_try": self._clock()}))

    async def _drop(self, delivery: Delivery) -> None:
        mailbox = self._outbox.queue.mailbox(delivery.mailbox)
        if delivery.id in self._outbox.failed or mailbox is None:
            await self._outbox.cancel(delivery)
        else:
            await self._outbox.settle(mailbox, delivery, None)

    def _chosen(self, delivery_id: str | None) -> tuple[Delivery, ...]:
        failed = self._outbox.failed
        if delivery_id is None:
            return tuple(one for one in self._all() if one.id in failed or one.attempts)
        found = tuple(one for one in self._all() if one.id == delivery_id)
        if not found:
            raise DoesNotExist(f"No delivery {delivery_id} is waiting or failed.")
        return found


def _waiting(mailbox: OutboxMailbox) -> Iterator[Delivery]:
    """What is pending in one mailbox: the delivery being retried, and the changes behind it."""
    if mailbox.delivery is not None:
        yield mailbox.delivery
    tried = mailbox.delivery.changes if mailbox.delivery else ()
    behind = tuple(number for number in mailbox.waiting() if number not in tried)
    if behind and mailbox.time is not None:
        yield Delivery(mailbox=mailbox.id, changes=behind, next_try=mailbox.time)


@dataclass(frozen=True, slots=True)
class Delivering:
    """The outbox and its use-cases in one place; ``clock`` gives the time in UTC."""

    outbox: Outbox
    sending: Sending
    deliveries: Deliveries
    clock: Clock

    @classmethod
    def over(cls, shelf: Shelf, clock: Clock) -> Self:
        """An outbox on ``shelf``, without any kind of message yet."""
        outbox = Outbox(shelf)
        sending = Sending(outbox, clock)
        deliveries = Deliveries(outbox, clock, sending.hint)
        return cls(outbox, sending, deliveries, clock)
