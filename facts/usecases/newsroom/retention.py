"""Retention: what is kept for a time only goes when it is over, also when nobody comes again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from facts.model import Clock
from facts.newsroom.shown_answer import KEPT_FOR
from facts.store.protocol import Delete, ShelfDocument
from facts.usecases.newsroom.feedback import VOTES, VOTES_KEPT
from facts.usecases.newsroom.shown_answers import ShownAnswers
from facts.usecases.outbox.outbox import MessageKind, Outbox
from facts.usecases.shelf_view import Fold, retrying

# Who does not use a command for so long is not told any more what could not be sent.
_NOTICES_KEPT = timedelta(days=90)


class Retention(MessageKind):
    """Forgets who voted, which messages show which fact, and notices that nobody came for."""

    def __init__(self, outbox: Outbox, shown: ShownAnswers, clock: Clock) -> None:
        self._outbox = outbox
        self._shown = shown
        self._clock = clock
        # When each vote was cast, in that order.
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
        """When the oldest of each goes; they are held oldest first."""
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
