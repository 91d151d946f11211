"""Sending: what is due becomes messages, each sent once."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from facts.alerts.batching import gathered
from facts.alerts.delivery import Alert, Delivery
from facts.alerts.messenger import Messenger, Never, Outcome, Sent, TryLater, Unsendable, Wait
from facts.alerts.queue import Box
from facts.alerts.subscription import Stopped
from facts.model import Refusal
from facts.usecases.alerting.change_follower import Planner
from facts.usecases.alerting.composing import Composer
from facts.usecases.alerting.outbox import Ledger

_AT_A_TIME = 8
_FIRST_DELAY, _LONGEST_DELAY = timedelta(seconds=2), timedelta(minutes=15)
# About a day of tries.
_MOST_ATTEMPTS = 100
_log = logging.getLogger(__name__)


class NoSuchDigest(Refusal):
    """The pages of a digest are no longer kept."""


class Sending:
    """Tells who is due. Only one works on a store, in the process that writes it."""

    def __init__(
        self,
        ledger: Ledger,
        planner: Planner,
        composer: Composer,
        clock: Callable[[], datetime],
    ) -> None:
        self._ledger = ledger
        self._planner = planner
        self._composer = composer
        self._clock = clock
        self._call: Callable[[], None] | None = None
        self._waker: asyncio.Future[None] | None = None

    def on_hint(self, call: Callable[[], None]) -> None:
        """Call ``call`` whenever a turn may have something to do earlier than the last one said.

        It must be quick and must not raise. The last one that was given is called.
        """
        self._call = call

    def hint(self) -> None:
        """Something was written: a change of a fact, or of what is due."""
        if self._waker is not None and not self._waker.done():
            self._waker.set_result(None)
        if self._call is not None:
            self._call()

    async def turn(self, messenger: Messenger) -> datetime | None:
        """Plan what is new, send everything that is due by now, and return when more may be.

        None where nothing waits. Fair: who is due takes turns, so that each subscription gets a
        message before any gets its second, and a place that is slow holds up no other. What is
        published meanwhile is taken in. Cancelled, it cuts sends short: they are tried again, with
        the same nonce, when the next turn begins. Raises StoreUnavailable.
        """
        await self._ledger.open()
        running: set[asyncio.Task[None]] = set()
        self._waker = asyncio.get_running_loop().create_future()
        try:
            while True:
                if self._waker.done():
                    self._waker = asyncio.get_running_loop().create_future()
                async with self._ledger.writing:
                    await self._planner.follow()
                self._begin(messenger, running)
                if not running:
                    return self._ledger.agenda.next_time(self._clock())
                done, _ = await asyncio.wait(
                    {*running, self._waker}, return_when=asyncio.FIRST_COMPLETED
                )
                for task in running & done:
                    running.remove(task)
                    task.result()
        finally:
            self._waker = None
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def alert(self, delivery_id: str) -> Alert:
        """The alert of a digest sent in the last 30 days, for turning its pages.

        Raises NoSuchDigest.
        """
        await self._ledger.open()
        delivery = self._ledger.digests.get(delivery_id)
        subscription = self._ledger.index.get(delivery.subscription) if delivery else None
        told = (
            await self._composer.as_told(subscription, delivery)
            if delivery is not None and subscription is not None
            else None
        )
        if told is None:
            raise NoSuchDigest(
                "The pages of this digest are no longer kept. Look the facts up with /claim."
            )
        return told

    def _begin(self, messenger: Messenger, running: set[asyncio.Task[None]]) -> None:
        while len(running) < _AT_A_TIME:
            box = self._ledger.agenda.begin(self._clock())
            if box is None:
                return
            running.add(asyncio.create_task(self._tell(messenger, box)))

    async def _tell(self, messenger: Messenger, box: Box) -> None:
        where = box.subscription.where
        try:
            async with box.lock:
                outcome = await self._deliver(messenger, box, where)
            if isinstance(outcome, Never):
                async with self._ledger.writing:
                    stopped = Stopped(at=self._clock(), reason=outcome.reason)
                    await self._ledger.stop(where, stopped)
        finally:
            self._ledger.agenda.end(box, where)

    async def _deliver(self, messenger: Messenger, box: Box, where: str) -> Outcome | None:
        """Send the next message of ``box``, whose lock is held; None where there was none."""
        before = self._composed(box, where)
        if before is None:
            return None
        alert = await self._composer.alert(box.subscription, before)
        now = self._clock()
        if alert is None:
            async with self._ledger.writing:
                if self._is_held(box):
                    await self._ledger.told(box, before.changes, digest=None)
            return None
        begun = before.model_copy(update={"attempts": before.attempts + 1, "tried_at": now})
        async with self._ledger.writing:
            if not self._is_held(box) or self._composed(box, where) != before:
                return None
            await self._ledger.try_(box, begun)
        outcome = await _ask(messenger, where, alert, begun.nonce)
        async with self._ledger.writing:
            if self._is_held(box):
                await self._note(box, before, begun, outcome)
        return outcome

    def _composed(self, box: Box, where: str) -> Delivery | None:
        """What is to be sent to ``where`` at this moment, or None: everything may have changed."""
        now, subscription = self._clock(), box.subscription
        time = box.next_time() if self._is_held(box) and subscription.where == where else None
        if time is None or time > now:
            return None
        if box.delivery is not None:
            return box.delivery
        changes = gathered(subscription, tuple(box.dues.values()), now)
        if not changes:
            return None
        return Delivery(subscription=subscription.id, changes=changes, next_try=time)

    async def _note(self, box: Box, before: Delivery, begun: Delivery, outcome: Outcome) -> None:
        """Write down what became of ``begun``, which was ``before`` until it was sent."""
        match outcome:
            case Sent(pages):
                await self._ledger.told(box, begun.changes, digest=begun if pages else None)
            case _ if not box.dues.keys() >= set(begun.changes):
                await self._ledger.untry(box)  # dropped meanwhile
            case Wait(seconds, everywhere):
                until = self._clock() + timedelta(seconds=seconds)
                self._ledger.agenda.rest(None if everywhere else box.subscription.where, until)
                if before.attempts:
                    await self._ledger.try_(box, before)
                else:
                    await self._ledger.untry(box)
            case Unsendable(reason):
                await self._ledger.fail(box, begun.model_copy(update={"reason": reason}))
            case TryLater(reason) if begun.attempts >= _MOST_ATTEMPTS:
                await self._ledger.fail(box, begun.model_copy(update={"reason": reason}))
            case TryLater(reason):
                after = {"reason": reason, "next_try": self._clock() + _delay(begun.attempts)}
                await self._ledger.try_(box, begun.model_copy(update=after))
            case Never():
                pass  # stops the whole place, which is a step of its own

    def _is_held(self, box: Box) -> bool:
        """Whether the box is still that of a subscription: it may have ended meanwhile."""
        return self._ledger.agenda.box(box.subscription.id) is box


def _delay(attempts: int) -> timedelta:
    return min(_FIRST_DELAY * (1 << min(attempts - 1, 16)), _LONGEST_DELAY)


async def _ask(messenger: Messenger, where: str, alert: Alert, nonce: str) -> Outcome:
    try:
        return await messenger.send(where, alert, nonce)
    except Exception as error:  # noqa: BLE001 - a defect there must not end all other sending
        _log.exception("Sending delivery %s failed", alert.delivery)
        return TryLater(f"A defect of ours: {type(error).__name__}")
