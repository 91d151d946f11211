"""Sending: due messages are composed and sent, each once, with retries."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from facts.model import Clock
from facts.outbox.delivery import (
    Delivery,
    Message,
    MessageGone,
    Messenger,
    Never,
    SendOutcome,
    Sent,
    Stopped,
    TryLater,
    Unsendable,
    Wait,
)
from facts.store.shelf import StaleDocument
from facts.usecases.outbox.outbox import Outbox, OutboxMailbox
from facts.usecases.processes import Leadership
from facts.usecases.retry_backoff import MESSAGE_BACKOFF, MOST_MESSAGE_ATTEMPTS, OUTAGE_DELAY

_AT_A_TIME = 8
_log = logging.getLogger(__name__)


class Sending:
    """Sends what is due. Only one process per store may do so at a time."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock
        self._call: Callable[[], None] | None = None
        self._waker: asyncio.Future[None] | None = None

    def on_hint(self, call: Callable[[], None]) -> None:
        """Call ``call`` when ``turn`` may have work earlier than it last announced.

        It must be quick and must not raise. Only the last one given is called.
        """
        self._call = call

    def hint(self) -> None:
        """Something was written: a change of a fact, or something due."""
        if self._waker is not None and not self._waker.done():
            self._waker.set_result(None)
        if self._call is not None:
            self._call()

    async def turn(self, messenger: Messenger) -> datetime | None:
        """Process new changes, send everything due, and return when more is due.

        None if nothing is pending. Fair: mailboxes take turns, each sends one message before any
        sends its second, and a slow place delays no other. Changes published meanwhile are
        included. Cancellation aborts sends in progress: they are retried with the same nonce in the
        next turn. Raises StoreUnavailable.
        """
        running: set[asyncio.Task[None]] = set()
        self._waker = asyncio.get_running_loop().create_future()
        try:
            while True:
                if self._waker.done():
                    self._waker = asyncio.get_running_loop().create_future()
                await self._outbox.follow()
                self._begin(messenger, running)
                if not running:
                    return self._outbox.next_time(self._clock())
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

    def _begin(self, messenger: Messenger, running: set[asyncio.Task[None]]) -> None:
        while len(running) < _AT_A_TIME:
            mailbox = self._outbox.queue.begin(self._clock())
            if mailbox is None:
                return
            running.add(asyncio.create_task(self._send(messenger, mailbox)))

    async def _send(self, messenger: Messenger, mailbox: OutboxMailbox) -> None:
        where = mailbox.where
        try:
            async with mailbox.lock:
                outcome = await self._deliver(messenger, mailbox, where)
            if isinstance(outcome, Never):
                stopped = Stopped(at=self._clock(), reason=outcome.reason)
                for kind in self._outbox.kinds:
                    await kind.stop(where, stopped, mailbox)
        finally:
            self._outbox.queue.end(mailbox, where)

    async def _deliver(
        self, messenger: Messenger, mailbox: OutboxMailbox, where: str
    ) -> SendOutcome | None:
        """Send the next message of ``mailbox``, whose lock is held; None if there was none."""
        before = self._gathered(mailbox, where)
        if before is None:
            return None
        message = await mailbox.compose(before)
        if message is None:
            await self._outbox.settle(mailbox, before, None)
            return None
        begun = before.model_copy(
            update={"attempts": before.attempts + 1, "tried_at": self._clock()}
        )
        if self._gathered(mailbox, where) != before:
            return None
        if (fence := await self._outbox.record(mailbox, begun)) is None:
            return None
        outcome = await _attempt(messenger, where, message, begun.nonce)
        if self._outbox.queue.holds(mailbox):
            try:
                await self._note(mailbox, before, begun, outcome, fence)
            except StaleDocument:
                _log.info("Another process continues with delivery %s", begun.id)
        return outcome

    def _gathered(self, mailbox: OutboxMailbox, where: str) -> Delivery | None:
        """What to send to ``where`` now, or None: things may have changed since it was queued."""
        now = self._clock()
        time = (
            mailbox.next_time()
            if self._outbox.queue.holds(mailbox) and mailbox.where == where
            else None
        )
        if time is None or time > now:
            return None
        if mailbox.delivery is not None:
            return mailbox.delivery
        changes = mailbox.gather(now)
        return Delivery(mailbox=mailbox.id, changes=changes, next_try=time) if changes else None

    async def _note(
        self,
        mailbox: OutboxMailbox,
        before: Delivery,
        begun: Delivery,
        outcome: SendOutcome,
        fence: int,
    ) -> None:
        """Record the outcome of ``begun``, which was ``before`` until it was sent.

        Raises StaleDocument if another process took over while this one stalled.
        """
        match outcome:
            case Sent():
                await self._outbox.settle(mailbox, begun, outcome, fence)
            case MessageGone():
                await self._outbox.settle(mailbox, begun, None, fence)
            case _ if not set(begun.changes) <= set(mailbox.waiting()):
                await self._outbox.cancel(begun, fence)  # dropped meanwhile
            case Wait(seconds, everywhere):
                until = self._clock() + timedelta(seconds=seconds)
                self._outbox.queue.rest(None if everywhere else mailbox.where, until)
                if before.attempts:
                    await self._outbox.record(mailbox, before, fence)
                else:
                    await self._outbox.cancel(begun, fence)
            case TryLater() if outcome.outage or begun.attempts < MOST_MESSAGE_ATTEMPTS:
                await self._outbox.record(mailbox, self._again(before, begun, outcome), fence)
            case Unsendable(reason) | TryLater(reason):
                await self._outbox.fail(mailbox, begun, reason, fence)
            case Never():
                pass  # stops the whole place, in a step of its own

    def _again(self, before: Delivery, begun: Delivery, failed: TryLater) -> Delivery:
        """The delivery scheduled for its next attempt."""
        if not failed.outage:
            again, tries = self._clock() + MESSAGE_BACKOFF.delay(begun.attempts), begun.attempts
        else:
            # An outage says nothing about this message, so it does not count as an attempt.
            again, tries = self._clock() + OUTAGE_DELAY, max(1, before.attempts)
            self._outbox.queue.rest(None, again)
        after = {"reason": failed.reason, "next_try": again, "attempts": tries}
        return begun.model_copy(update=after)


async def _attempt(messenger: Messenger, where: str, message: Message, nonce: str) -> SendOutcome:
    try:
        return await messenger.send(where, message, nonce)
    except Exception as error:  # noqa: BLE001 - a defect there must not stop all other sending
        _log.exception("Sending delivery %s failed", message.delivery)
        return TryLater(f"An error on our side: {type(error).__name__}")


_NOT_OURS = Wait(1.0, everywhere=True)


class LeadersMessenger:
    """A Messenger that stops sending once another process may have become the leader."""

    def __init__(self, messenger: Messenger, leadership: Leadership) -> None:
        self._messenger = messenger
        self._leadership = leadership

    async def send(self, where: str, message: Message, nonce: str) -> SendOutcome:
        """Send ``message`` if this process is certainly still the leader."""
        if not self._leadership.holds:
            return _NOT_OURS
        return await self._messenger.send(where, message, nonce)
