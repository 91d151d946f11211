"""The send queue: one lane per recipient, at most one message at a time to each place.

A lane is scheduled for a time. When that has come, it gets a turn, ordered by rank (priority) and
then by waiting time. A turn whose place is busy or resting is parked there, and unparked when the
place is free. A place rests after a rate limit.
"""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import Generic, NamedTuple, TypeVar

from facts.outbox.delivery import Delivery

# The priority of a lane: among lanes that are due, the smallest rank is sent first; lanes of equal
# rank take turns (round robin).
Rank = tuple[int, int]


class Lane(ABC):
    """The messages for one recipient, sent one after the other: those of a subscription, for
    instance.

    ``delivery`` is the message being retried, if any. ``lock`` is held while it is sent or changed.
    ``time`` (scheduled for) and ``turn`` (number of its turn) belong to the queue.
    """

    def __init__(self) -> None:
        self.delivery: Delivery | None = None
        self.lock = asyncio.Lock()
        self.time: datetime | None = None
        self.turn: int | None = None

    @property
    @abstractmethod
    def id(self) -> str:
        """Short, without colons; unique among lanes of all kinds."""

    @property
    @abstractmethod
    def where(self) -> str:
        """The place to send to, in the front end's notation."""

    @property
    def rank(self) -> Rank:
        """See ``Rank``. A second number of 0 is replaced by the number of the turn (round
        robin).
        """
        return 1, 0

    @abstractmethod
    def waiting(self) -> tuple[int, ...]:
        """The numbers of everything waiting to be sent, ascending."""

    @abstractmethod
    def next_time(self) -> datetime | None:
        """The earliest time to send something; None if nothing is to be sent."""

    def gather(self, now: datetime) -> tuple[int, ...]:  # noqa: ARG002 - for lanes of digests
        """The numbers that the next message will cover."""
        return self.waiting()


@dataclass(slots=True)
class _Place:
    """The state of a place: ``busy`` while a message is being sent there, ``rests_until`` the end
    of its rate limit, ``parked`` a heap of the turns waiting for it.
    """

    busy: bool = False
    rests_until: datetime | None = None
    parked: list["_Turn"] = field(default_factory=list)


class _Turn(NamedTuple):
    """A lane's place in the order of sending. Outdated if the lane has another number by now."""

    rank: Rank
    number: int
    lane_id: str
    where: str


_L = TypeVar("_L", bound=Lane)


class Queue(Generic[_L]):
    """Lanes by scheduled time, and the turns of those that are due."""

    def __init__(self) -> None:
        self._lanes: dict[str, _L] = {}
        self._times: list[tuple[datetime, str]] = []
        self._turns: list[_Turn] = []
        self._numbers = count(1)
        self._places: dict[str, _Place] = {}
        self._rests: list[tuple[datetime, str]] = []
        self._all_rest_until: datetime | None = None

    def lane(self, lane_id: str) -> _L | None:
        return self._lanes.get(lane_id)

    def holds(self, lane: _L) -> bool:
        """Whether the lane is still in the queue: it may have been removed or replaced
        meanwhile.
        """
        return self._lanes.get(lane.id) is lane

    def waiting(self) -> tuple[_L, ...]:
        """All lanes with something to send."""
        return tuple(lane for lane in self._lanes.values() if lane.waiting())

    def put(self, lane: _L) -> None:
        """Add a lane, or reschedule it after something of it was sent, tried or changed."""
        self._lanes[lane.id] = lane
        time = lane.next_time()
        if time is None:
            lane.time = lane.turn = None
        elif time != lane.time or lane.turn is None:
            self._schedule(lane, time)

    def hurry(self, lane: _L, time: datetime) -> None:
        """Schedule a lane earlier, as something new is due at ``time``. A cheaper ``put``."""
        if lane.time is None or time < lane.time:
            self._schedule(lane, time)

    def remove(self, lane_id: str) -> None:
        """Remove a lane; its scheduled time and turn become outdated entries, skipped later."""
        self._lanes.pop(lane_id, None)

    def begin(self, now: datetime) -> _L | None:
        """Take the next lane that is due and mark its place busy until ``end``. None if nothing is
        due.
        """
        if self._all_rest_until is not None and now < self._all_rest_until:
            return None
        self._call_up(now)
        while self._turns:
            turn = heappop(self._turns)
            lane = self._lane_of(turn)
            if lane is None or lane.time is None or lane.time > now or lane.where != turn.where:
                if lane is not None:  # its time or place changed meanwhile
                    lane.turn = None
                    self.put(lane)
                self._unpark(turn.where)
                self._call_up(now)
                continue
            place = self._places.setdefault(turn.where, _Place())
            if place.busy or place.rests_until is not None:
                heappush(place.parked, turn)
            else:
                lane.turn, place.busy = None, True
                return lane
        return None

    def end(self, lane: _L, where: str) -> None:
        """The send to ``where`` is over: free the place and reschedule the lane."""
        self._places[where].busy = False
        if self.holds(lane):
            self.put(lane)
        self._unpark(where)

    def rest(self, where: str | None, until: datetime) -> None:
        """Send nothing to that place (None: to any place) before ``until``: a rate limit or an
        outage.
        """
        if where is None:
            self._all_rest_until = until
        else:
            self._places.setdefault(where, _Place()).rests_until = until
            heappush(self._rests, (until, where))

    def next_time(self, now: datetime) -> datetime | None:
        """When to call ``begin`` again after it returned None; None if nothing is scheduled.

        Does not include turns parked at busy places: ``end`` unparks those.
        """
        rest = self._all_rest_until
        if rest is not None and now < rest and (self._turns or self._times or self._rests):
            return rest
        times = [heap[0][0] for heap in (self._times, self._rests) if heap]
        return min(times, default=None)

    def _schedule(self, lane: _L, time: datetime) -> None:
        """Schedule a lane, in place of its earlier time or turn."""
        lane.time, lane.turn = time, None
        heappush(self._times, (time, lane.id))

    def _call_up(self, now: datetime) -> None:
        """Give a turn to every lane whose time has come, and end the rests that are over."""
        while self._times and self._times[0][0] <= now:
            _, lane_id = heappop(self._times)
            lane = self._lanes.get(lane_id)
            if lane is None or lane.time is None or lane.time > now or lane.turn is not None:
                continue
            lane.turn = next(self._numbers)
            first, second = lane.rank
            rank = (first, second or lane.turn)
            heappush(self._turns, _Turn(rank, lane.turn, lane_id, lane.where))
        while self._rests and self._rests[0][0] <= now:
            _, where = heappop(self._rests)
            place = self._places.get(where)
            if place is not None and place.rests_until is not None and place.rests_until <= now:
                place.rests_until = None
                self._unpark(where)

    def _unpark(self, where: str) -> None:
        """Move the first parked turn of a free place back to the queue; drop a place
        without turns.
        """
        place = self._places.get(where)
        if place is None or place.busy or place.rests_until is not None:
            return
        while place.parked:
            turn = heappop(place.parked)
            if self._lane_of(turn) is not None:
                heappush(self._turns, turn)
                return
        del self._places[where]

    def _lane_of(self, turn: _Turn) -> _L | None:
        lane = self._lanes.get(turn.lane_id)
        return lane if lane is not None and lane.turn == turn.number else None
