"""Who is to be told next: fair to every subscription, one message at a time to each place."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush

from facts.alerts.batching import time_of, time_of_next, time_of_retry
from facts.alerts.delivery import Delivery, Due
from facts.alerts.schedule import AtOnce
from facts.alerts.subscription import Subscription


@dataclass(slots=True)
class Box:
    """What one subscription has not been told yet.

    ``dues`` are by the number of their change. ``delivery`` is the one that was tried and may not
    have arrived; its changes are among the dues. ``lock`` is held by who sends or changes it.
    """

    subscription: Subscription
    dues: dict[int, Due] = field(default_factory=dict)
    delivery: Delivery | None = None
    time: datetime | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def next_time(self) -> datetime | None:
        """When something of it may be sent."""
        if self.subscription.stopped:
            return None
        if self.delivery is not None:
            return time_of_retry(self.subscription, self.delivery)
        return time_of_next(self.subscription, self.dues.values())


class Agenda:
    """Boxes in the order of their times; those that are due, in turn."""

    def __init__(self) -> None:
        self._boxes: dict[str, Box] = {}
        self._times: list[tuple[datetime, str]] = []
        # Who is due, in the order of their turns: a dictionary for its order.
        self._turns: dict[str, None] = {}
        self._busy: set[str] = set()
        self._resting: dict[str, datetime] = {}
        self._all_rest_until: datetime | None = None

    def box(self, subscription_id: str) -> Box | None:
        return self._boxes.get(subscription_id)

    def boxes(self) -> tuple[Box, ...]:
        """All boxes that hold something."""
        return tuple(box for box in self._boxes.values() if box.dues)

    def put(self, subscription: Subscription) -> Box:
        """Take a subscription in, or in place of what it was; its times may be others now."""
        box = self._boxes.get(subscription.id)
        if box is None:
            box = self._boxes[subscription.id] = Box(subscription)
        else:
            box.subscription = subscription
            self.set_time(box)
        return box

    def remove(self, subscription_id: str) -> None:
        self._boxes.pop(subscription_id, None)
        self._turns.pop(subscription_id, None)

    def add(self, box: Box, due: Due) -> None:
        """Let one more change be due. Quick: it only can make the next time earlier."""
        subscription = box.subscription
        box.dues[due.change] = due
        if box.delivery is not None or subscription.stopped is not None:
            return
        # A digest that is due already is not earlier for one thing more.
        if box.time is None or isinstance(subscription.when, AtOnce):
            time = time_of(subscription, due)
            if box.time is None or time < box.time:
                self._schedule(box, time)

    def set_time(self, box: Box) -> None:
        """Work out anew when the box is due, after it was told, tried or changed."""
        time = box.next_time()
        if time is None:
            box.time = None
        elif time != box.time or box.subscription.id not in self._turns:
            self._schedule(box, time)

    def begin(self, now: datetime) -> Box | None:
        """The box whose turn it is; its place is busy until ``end``. None when nothing is due."""
        if self._all_rest_until is not None and now < self._all_rest_until:
            return None
        self._call_up(now)
        for subscription_id in list(self._turns):
            box = self._boxes[subscription_id]
            if box.time is None or box.time > now:
                del self._turns[subscription_id]
                continue
            where = box.subscription.where
            until = self._resting.get(where)
            if until is not None and now < until:
                del self._turns[subscription_id]
                heappush(self._times, (until, subscription_id))
            elif where not in self._busy:
                del self._turns[subscription_id]
                self._resting.pop(where, None)
                self._busy.add(where)
                return box
        return None

    def end(self, box: Box, where: str) -> None:
        """The send to ``where`` is over; what is left of the box takes its next turn."""
        self._busy.discard(where)
        if self._boxes.get(box.subscription.id) is box:
            self.set_time(box)

    def rest(self, where: str | None, until: datetime) -> None:
        """Send nothing to that place, or (None) to none at all, before ``until``."""
        if where is None:
            self._all_rest_until = until
        else:
            self._resting[where] = until

    def next_time(self, now: datetime) -> datetime | None:
        """When ``begin``, which had nothing just now, may have something; None for never.

        What waits for a busy place is not counted: its turn comes with an ``end``.
        """
        rest = self._all_rest_until
        if rest is not None and now < rest and (self._turns or self._times):
            return rest
        return self._times[0][0] if self._times else None

    def _schedule(self, box: Box, time: datetime) -> None:
        box.time = time
        heappush(self._times, (time, box.subscription.id))

    def _call_up(self, now: datetime) -> None:
        while self._times and self._times[0][0] <= now:
            _, subscription_id = heappop(self._times)
            box = self._boxes.get(subscription_id)
            if box is not None and box.time is not None and box.time <= now:
                self._turns.setdefault(subscription_id)
