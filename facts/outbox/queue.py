"""The send queue: one mailbox per recipient, at most one message at a time to each place.

A mailbox is scheduled for a time. When that has come, it gets a turn, ordered by rank (priority)
and then by waiting time. A turn whose place is busy or resting is blocked there, and unblocked when
the place is free. A place rests after a rate limit.
"""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import Generic, NamedTuple, TypeVar

from facts.outbox.delivery import Delivery

# The priority of a mailbox: among those that are due, the smallest rank is sent first; those of
# equal rank take turns (round robin).
Rank = tuple[int, int]


class Mailbox(ABC):
    """The messages for one recipient, sent one after the other: those of a subscription, for
    instance.

    ``id`` is short, without colons, and unique among mailboxes of all kinds. ``delivery`` is the
    message being retried, if any. ``lock`` is held while it is sent or changed.
    ``time`` (scheduled for) and ``turn`` (number of its turn) belong to the queue.
    """

    def __init__(self, mailbox_id: str) -> None:
        self.id = mailbox_id
        self.delivery: Delivery | None = None
        self.lock = asyncio.Lock()
        self.time: datetime | None = None
        self.turn: int | None = None

    @property
    @abstractmethod
    def where(self) -> str:
        """The place to send to, in the front end's notation."""

    @property
    def rank(self) -> Rank:
        """See ``Rank``. A second number of 0 is replaced by that of the turn (round robin)."""
        return 1, 0

    @abstractmethod
    def waiting(self) -> tuple[int, ...]:
        """The numbers of everything waiting to be sent, ascending."""

    @abstractmethod
    def next_time(self) -> datetime | None:
        """The earliest time to send something; None if nothing is to be sent."""

    def gather(self, now: datetime) -> tuple[int, ...]:  # noqa: ARG002 - for mailboxes of digests
        """The numbers that the next message will cover."""
        return self.waiting()


@dataclass(slots=True)
class _Place:
    """The state of a place: ``busy`` while a message is being sent there, ``rests_until`` the end
    of its rate limit, ``blocked`` a heap of the turns waiting for it.
    """

    busy: bool = False
    rests_until: datetime | None = None
    blocked: list["_Turn"] = field(default_factory=list)


class _Turn(NamedTuple):
    """A mailbox's place in the order of sending. Outdated if that has another number by now."""

    rank: Rank
    number: int
    mailbox_id: str
    where: str


_M = TypeVar("_M", bound=Mailbox)


class Queue(Generic[_M]):
    """Mailboxes by scheduled time, and the turns of those that are due."""

    def __init__(self) -> None:
        self._mailboxes: dict[str, _M] = {}
        self._times: list[tuple[datetime, str]] = []
        self._turns: list[_Turn] = []
        self._numbers = count(1)
        self._places: dict[str, _Place] = {}
        self._rests: list[tuple[datetime, str]] = []
        self._all_rest_until: datetime | None = None

    def mailbox(self, mailbox_id: str) -> _M | None:
        return self._mailboxes.get(mailbox_id)

    def holds(self, mailbox: _M) -> bool:
        """Whether the mailbox is still in the queue, and was not removed or replaced meanwhile."""
        return self._mailboxes.get(mailbox.id) is mailbox

    def waiting(self) -> tuple[_M, ...]:
        """All mailboxes with something to send."""
        return tuple(mailbox for mailbox in self._mailboxes.values() if mailbox.waiting())

    def put(self, mailbox: _M) -> None:
        """Add a mailbox, or reschedule it after something of it was sent, tried or changed."""
        self._mailboxes[mailbox.id] = mailbox
        time = mailbox.next_time()
        if time is None:
            mailbox.time = mailbox.turn = None
        elif time != mailbox.time or mailbox.turn is None:
            self._schedule(mailbox, time)

    def schedule_earlier(self, mailbox: _M, time: datetime) -> None:
        """Schedule a mailbox earlier, as something new is due at ``time``. A cheaper ``put``."""
        if mailbox.time is None or time < mailbox.time:
            self._schedule(mailbox, time)

    def remove(self, mailbox_id: str) -> None:
        """Remove a mailbox; its scheduled time and turn become outdated entries, skipped later."""
        self._mailboxes.pop(mailbox_id, None)

    def begin(self, now: datetime) -> _M | None:
        """Take the next due mailbox, if any, and mark its place busy until ``end``."""
        if self._all_rest_until is not None and now < self._all_rest_until:
            return None
        self._promote_due(now)
        while self._turns:
            turn = heappop(self._turns)
            mailbox = self._mailbox_of(turn)
            if (
                mailbox is None
                or mailbox.time is None
                or mailbox.time > now
                or mailbox.where != turn.where
            ):
                if mailbox is not None:  # its time or place changed meanwhile
                    mailbox.turn = None
                    self.put(mailbox)
                self._unblock(turn.where)
                self._promote_due(now)
                continue
            place = self._places.setdefault(turn.where, _Place())
            if place.busy or place.rests_until is not None:
                heappush(place.blocked, turn)
            else:
                mailbox.turn, place.busy = None, True
                return mailbox
        return None

    def end(self, mailbox: _M, where: str) -> None:
        """The send to ``where`` is over: free the place and reschedule the mailbox."""
        self._places[where].busy = False
        if self.holds(mailbox):
            self.put(mailbox)
        self._unblock(where)

    def rest(self, where: str | None, until: datetime) -> None:
        """Send nothing to that place (None: to any) before ``until``: a rate limit, an outage."""
        if where is None:
            self._all_rest_until = until
        else:
            self._places.setdefault(where, _Place()).rests_until = until
            heappush(self._rests, (until, where))

    def next_time(self, now: datetime) -> datetime | None:
        """When to call ``begin`` again after it returned None; None if nothing is scheduled.

        Does not include turns blocked at busy places: ``end`` unblocks those.
        """
        rest = self._all_rest_until
        if rest is not None and now < rest and (self._turns or self._times or self._rests):
            return rest
        times = [heap[0][0] for heap in (self._times, self._rests) if heap]
        return min(times, default=None)

    def _schedule(self, mailbox: _M, time: datetime) -> None:
        """Schedule a mailbox, in place of its earlier time or turn."""
        mailbox.time, mailbox.turn = time, None
        heappush(self._times, (time, mailbox.id))

    def _promote_due(self, now: datetime) -> None:
        """Give a turn to every mailbox whose time has come, and end the rests that are over."""
        while self._times and self._times[0][0] <= now:
            _, mailbox_id = heappop(self._times)
            mailbox = self._mailboxes.get(mailbox_id)
            if (
                mailbox is None
                or mailbox.time is None
                or mailbox.time > now
                or mailbox.turn is not None
            ):
                continue
            mailbox.turn = next(self._numbers)
            first, second = mailbox.rank
            rank = (first, second or mailbox.turn)
            heappush(self._turns, _Turn(rank, mailbox.turn, mailbox_id, mailbox.where))
        while self._rests and self._rests[0][0] <= now:
            _, where = heappop(self._rests)
            place = self._places.get(where)
            if place is not None and place.rests_until is not None and place.rests_until <= now:
                place.rests_until = None
                self._unblock(where)

    def _unblock(self, where: str) -> None:
        """Move the first blocked turn of a free place to the queue; drop a place without any."""
        place = self._places.get(where)
        if place is None or place.busy or place.rests_until is not None:
            return
        while place.blocked:
            turn = heappop(place.blocked)
            if self._mailbox_of(turn) is not None:
                heappush(self._turns, turn)
                return
        del self._places[where]

    def _mailbox_of(self, turn: _Turn) -> _M | None:
        mailbox = self._mailboxes.get(turn.mailbox_id)
        return mailbox if mailbox is not None and mailbox.turn == turn.number else None
