"""Retention: what is kept for a time only goes when it is over, also when nobody comes again."""

from datetime import datetime, timedelta

from facts.model import Clock
from facts.newsroom.shown_answer import KEPT_FOR
from facts.usecases.newsroom.feedback import Feedback
from facts.usecases.newsroom.shown_answers import ShownAnswers
from facts.usecases.outbox.outbox import MessageKind, Outbox
from facts.usecases.shelf_view import retrying

# It looks once in so long. The bot sleeps for some hours at most, so nothing need wake it.
_EVERY = timedelta(hours=12)
# Who does not use a command for so long is not told any more what could not be sent.
_NOTICES_KEPT = timedelta(days=90)


class Retention(MessageKind):
    """Forgets who voted, which messages show which fact, and notices that nobody came for."""

    def __init__(
        self, outbox: Outbox, shown: ShownAnswers, feedback: Feedback, clock: Clock
    ) -> None:
        self._outbox = outbox
        self._shown = shown
        self._feedback = feedback
        self._clock = clock
        self._looked: datetime | None = None

    @retrying
    async def follow(self) -> None:
        now = self._clock()
        if self._looked is not None and now < self._looked + _EVERY:
            return
        notices = [one for one in self._outbox.notices.values() if one.at < now - _NOTICES_KEPT]
        votes = await self._feedback.forgetting_before(now)
        shown = self._shown.forgetting_before(now - KEPT_FOR)
        await self._outbox.forget_notices(notices)
        await self._outbox.view.keep([*votes, *shown])
        self._looked = now
