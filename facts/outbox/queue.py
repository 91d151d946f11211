"""Which lane sends next: fair to all lanes, one message at a time to each place."""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import Generic, NamedTuple, TypeVar

from facts.outbox.delivery import Delivery

# Of what is due at the same time, a smaller rank leaves first; equal ranks take turns.
Rank = tuple[int, int]


class Lane(ABC):
    """What goes to one reader, one message after the other: what a subscription is to be told, say.

    ``delivery`` is the one that was tried and may not have arrived. ``lock`` is held by who sends
    or changes it. ``time`` and ``turn`` are the queue's.
    """

    def __init__(self) -> None:
        self.delivery: Delivery | None = None
        self.lock = asyncio.Lock()
        self.time: datetime | None = None
        self.turn: int | None = None

    @property
    @abstractmethod
    def id(self) -> str:
        """Short, without colons; no other lane of any kind has it."""

    @property
    @abstractmethod
    def where(self) -> str:
        """The place it is sent to, as the front end writes it."""

    @property
    def rank(self) -> Rank:
        """See ``Rank``. The second number is that of the turn where it is 0."""
        return 1, 0

    @abstractmethod
    def waiting(self) -> tuple[int, ...]:
        """The numbers of all that waits, ascending."""

    @abstractmethod
    def next_time(self) -> datetime | None:
        """When something of it may be sent; None for never, as it is now."""

    def gather(self, now: datetime) -> tuple[int, ...]:  # noqa: ARG002 - for lanes of digests
        """The numbers that the next message would tell."""
        return self.waiting()


@dataclass(slots=True)
class _Place:
    """``parked`` are the turns of lanes that wait for the place, by rank."""

    busy: bool = False
    rests_until: datetime | None = None
    parked: list["_Turn"] = field(default_factory=list)


class _Turn(NamedTuple):
    """A turn is void once its lane has another number."""

    rank: Rank
    number: int
    lane_id: str
    where: str


_L = TypeVar("_L", bound=Lane)


class Queue(Generic[_L]):
    """Lanes in the order of their times; those that are due, by rank and in turn."""

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
        """Whether it is still queued: it may have been removed meanwhile."""
        return self._lanes.get(lane.id) is lane

    def waiting(self) -> tuple[_L, ...]:
        """All lanes that have something to send."""
        return tuple(lane for lane in self._lanes.values() if lane.waiting())

    def put(self, lane: _L) -> None:
        """Take a lane in, or work out anew when one is due that was sent, tried or changed."""
        self._lanes[lane.id] = lane
        time = lane.next_time()
        if time is None:
            lane.time = lane.turn = None
        elif time != lane.time or lane.turn is None:
            self._schedule(lane, time)

    def hurry(self, lane: _L, time: datetime) -> None:
        """Something more waits in a lane, from ``time``. Quicker than ``put``."""
        if lane.time is None or time < lane.time:
            self._schedule(lane, time)

    def remove(self, lane_id: str) -> None:
        self._lanes.pop(lane_id, None)

    def begin(self, now: datetime) -> _L | None:
        """The lane whose turn it is; its place is busy until ``end``. None when nothing is due."""
        if self._all_rest_until is not None and now < self._all_rest_until:
            return None
        self._call_up(now)
        while self._turns:
            turn = heappop(self._turns)
            lane = self._lane_of(turn)
            if lane is None or lane.time is None or lane.time > now or lane.where != turn.where:
                if lane is not None:  # what is due, or where, changed meanwhile
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
        """The send to ``where`` is over; what is left of the lane takes its next turn."""
        self._places[where].busy = False
        if self.holds(lane):
            self.put(lane)
        self._unpark(where)

    def rest(self, where: str | None, until: datetime) -> None:
        """Send nothing to that place, or (None) to none at all, before ``until``."""
        if where is None:
            self._all_rest_until = until
        else:
            self._places.setdefault(where, _Place()).rests_until = until
            heappush(self._rests, (until, where))

    def next_time(self, now: datetime) -> datetime | None:
        """When ``begin``, which had nothing just now, may have something; None for never.

        What waits for a busy place is not counted: its turn comes with an ``end``.
        """
        rest = self._all_rest_until
        if rest is not None and now < rest and (self._turns or self._times or self._rests):
            return rest
        times = [heap[0][0] for heap in (self._times, self._rests) if heap]
        return min(times, default=None)

    def _schedule(self, lane: _L, time: datetime) -> None:
        lane.time, lane.turn = time, None
        heappush(self._times, (time, lane.id))

    def _call_up(self, now: datetime) -> None:
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
        """Let the first that waited for a place be first once more; forget a place nobody needs."""
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
