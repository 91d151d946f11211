"""Retention: deletes data when its period is over, or its desk removed the bot."""

import logging
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from itertools import islice

from facts.model import HOME, Clock, DeskId
from facts.store.protocol import FactStore, Remove
from facts.store.shelf import Delete, Put
from facts.usecases.admission import BLOCKED
from facts.usecases.desk.desk_settings import IN_USE, KIND
from facts.usecases.newsroom.feedback import VOTES, VOTES_KEPT
from facts.usecases.newsroom.shown_answers import KEPT_FOR, ShownAnswers
from facts.usecases.outbox.outbox import MessageKind, Outbox
from facts.usecases.shelf_view import held_in, retrying, time_of

_log = logging.getLogger(__name__)
# How long a notice waits for its person to use a command.
_NOTICES_KEPT = timedelta(days=90)
_DEPARTED = "departed-desks"
_WAIT = timedelta(days=30)
# The log warns this long before the deletion.
_WARNED = timedelta(days=1)
_AT_ONCE = 500
_EDITOR = "Nice Note"
_REASON = "The desk’s server removed the bot 30 days ago."


class Retention(MessageKind):
    """Deletes expired voters, links between messages and facts, and notices nobody collected."""

    def __init__(self, outbox: Outbox, shown: ShownAnswers, clock: Clock) -> None:
        self._outbox = outbox
        self._shown = shown
        self._clock = clock
        # The times of votes, in order.
        self._votes: dict[str, datetime] = {}
        outbox.view.register(VOTES, held_in(self._votes, time_of))

    def next_time(self) -> datetime | None:
        return min(self._ends(), default=None)

    @retrying
    async def follow(self) -> None:
        now = self._clock()
        if any(end <= now for end in self._ends()):
            notices = self._outbox.notices.values()
            await self._outbox.forget_notices(
                [one for one in notices if one.at <= now - _NOTICES_KEPT]
            )
            old = [key for key, at in self._votes.items() if at <= now - VOTES_KEPT]
            shown = self._shown.forgetting_until(now - KEPT_FOR)
            await self._outbox.view.keep([*shown, *(Delete(VOTES, key) for key in old)])

    def _ends(self) -> Iterator[datetime]:
        """When the oldest item of each kind expires; they are held oldest first."""
        yield from (at + VOTES_KEPT for at in islice(self._votes.values(), 1))
        yield from (one.at + KEPT_FOR for one in islice(self._shown.shown.values(), 1))
        yield from (one.at + _NOTICES_KEPT for one in islice(self._outbox.notices.values(), 1))


class Departures(MessageKind):
    """Records when desks' servers removed the bot, and deletes their data later."""

    def __init__(self, store: FactStore, outbox: Outbox, clock: Clock) -> None:
        self._store = store
        self._outbox = outbox
        self._clock = clock
        self._departed: dict[str, datetime] = {}
        self._warned: set[tuple[str, datetime]] = set()
        self._keep = False
        outbox.view.register(_DEPARTED, held_in(self._departed, time_of))

    def keep_all(self) -> None:
        """Never delete: the operator wants to keep the data of departed desks."""
        self._keep = True

    async def left(self, desk: DeskId) -> None:
        """The server of ``desk`` removed the bot."""
        await self._outbox.view.keep([Put(_DEPARTED, desk, {"at": self._clock().isoformat()})])
        _log.info("Server %s removed the bot; its facts are kept until %s", desk, self._end(desk))

    async def came_back(self, desk: DeskId) -> None:
        """The server of ``desk`` has the bot again."""
        await self._outbox.view.catch_up()
        if desk in self._departed:
            await self._outbox.view.keep([Delete(_DEPARTED, desk)])
            _log.info("Server %s has the bot again; its facts stay", desk)

    async def compare(
        self, present: Collection[DeskId], served: Callable[[DeskId], bool] = lambda _: True
    ) -> None:
        """Detect joins and departures while the bot was down, by the servers ``present`` now among
        those that are ``served`` by this process.
        """
        await self._outbox.view.catch_up()
        for desk in present:
            await self.came_back(desk)
        known = {*await self._store.shelf.items(IN_USE), *await self._store.shelf.items(KIND)}
        for desk in map(DeskId, sorted(known - {*present, *self._departed, HOME})):
            if served(desk):
                await self.left(desk)

    def next_time(self) -> datetime | None:
        if self._keep:
            return None
        ends = [(desk, self._end(desk)) for desk in self._departed]
        times = [end if (desk, end) in self._warned else end - _WARNED for desk, end in ends]
        return min(times, default=None)

    async def follow(self) -> None:
        for desk in () if self._keep else tuple(self._departed):
            end = self._end(desk)
            left = end - self._clock()
            if left <= timedelta(0):
                await self._clear(DeskId(desk))
            elif left <= _WARNED and (desk, end) not in self._warned:
                self._warned.add((desk, end))
                count = await self._store.count([DeskId(desk)])
                _log.warning("Removing %d facts of departed server %s in %s", count, desk, left)

    async def _clear(self, desk: DeskId) -> None:
        """Delete the desk's facts, then its settings and drafts. Interrupted, it is repeated."""
        facts = [fact async for fact in self._store.facts([desk])]
        for start in range(0, len(facts), _AT_ONCE):
            removals = [Remove(one.id, one.revision) for one in facts[start : start + _AT_ONCE]]
            await self._store.apply(removals, editor=_EDITOR, reason=_REASON)
        shelf = self._store.shelf
        own = [kind for kind in await shelf.kinds() if kind.endswith(f"/{desk}")]
        gone = [Delete(kind, key) for kind in own for key in await shelf.items(kind)]
        gone += [Delete(kind, desk) for kind in (KIND, IN_USE, BLOCKED, _DEPARTED)]
        await self._outbox.view.keep(gone)
        _log.warning("Removed %d facts of departed server %s", len(facts), desk)

    def _end(self, desk: str) -> datetime:
        return self._departed[desk] + _WAIT
