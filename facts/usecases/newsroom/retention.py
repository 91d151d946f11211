"""Retention: deletes data when its retention period is over."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from facts.model import Clock
from facts.newsroom.shown_answer import KEPT_FOR
from facts.store.protocol import Delete, ShelfDocument
from facts.usecases.newsroom.feedback import VOTES, VOTES_KEPT
from facts.usecases.newsroom.shown_answers import ShownAnswers
from facts.usecases.outbox.outbox import MessageKind, Outbox
from facts.usecases.shelf_view import Fold, retrying

# How long a notice waits for its person to use a command.
_NOTICES_KEPT = timedelta(days=90)


class Retention(MessageKind):
    """Deletes expired voters, links between messages and facts, and notices nobody collected."""

    def __init__(self, outbox: Outbox, shown: ShownAnswers, clock: Clock) -> None:
        self._outbox = outbox
        self._shown = shown
        self._clock = clock
        # The times of votes, in order.
        self._votes: dict[str, datetime] = {}
        outbox.view.hold(VOTES, Fold(self._put, self._delete, self._votes.keys))

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
        for at in self._votes.values():
            yield at + VOTES_KEPT
            break
        for shown in self._shown.shown.values():
            yield shown.at + KEPT_FOR
            break
        for notice in self._outbox.notices.values():
            yield notice.at + _NOTICES_KEPT
            break

    def _put(self, key: str, document: ShelfDocument) -> None:
        self._delete(key)
        self._votes[key] = datetime.fromisoformat(document["at"])

    def _delete(self, key: str) -> None:
        self._votes.pop(key, None)
