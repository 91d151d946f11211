"""Embargoes: scheduled drafts are published once at their time, unless something prevents it."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from facts.model import Clock, DeskId, DoesNotExist, Refusal
from facts.store.shelf import StaleDocument
from facts.usecases.desk.drafts.draft import AlreadyPublished, Draft, Stage
from facts.usecases.desk.drafts.publishing import Published, Publishing
from facts.usecases.desk.drafts.repository import SCHEDULED, DraftRepository
from facts.usecases.outbox.delivery_admin import Delivering
from facts.usecases.outbox.outbox import MessageKind
from facts.usecases.shelf_view import held_in, time_of

# Callbacks: whether a person still moderates a desk; what became of a scheduled draft.
Moderates = Callable[[DeskId, str], Awaitable[bool]]
Told = Callable[[Draft, Published | None], Awaitable[None]]
_AFTER_A_DEFECT = timedelta(minutes=1)
_log = logging.getLogger(__name__)
_NO_MODERATOR = "its author doesn’t moderate this desk any more."


class Embargo(MessageKind):
    """Publishes scheduled drafts at their time, also after a restart across it.

    It sends nothing itself: alerts and askers are notified by the change log. A front end has to
    say who moderates and gets the outcome; without one nothing is published.
    """

    def __init__(self, drafts: DraftRepository, publishing: Publishing, clock: Clock) -> None:
        self._drafts = drafts
        self._publishing = publishing
        self.clock = clock
        self._scheduled: dict[str, datetime] = {}
        self._moderates: Moderates | None = None
        self._told: list[Told] = []

    def take_turns_with(self, delivering: Delivering) -> None:
        """Look for due drafts whenever messages are sent; scheduling one wakes the sender."""
        delivering.outbox.view.register(SCHEDULED, held_in(self._scheduled, time_of))
        delivering.outbox.add(self)
        self._drafts.on_schedule = delivering.sending.hint

    def ask_about_moderators(self, moderates: Moderates) -> None:
        """Publish only for authors who are still moderators according to ``moderates``."""
        self._moderates = moderates

    def tell(self, told: Told) -> None:
        """Call ``told`` with each draft, and Published or None: then it was returned instead."""
        self._told.append(told)

    def next_time(self) -> datetime | None:
        if self._moderates is None:
            return None
        return min(self._scheduled.values(), default=None)

    async def follow(self) -> None:
        now = self.clock()
        due = self._scheduled.items() if self._moderates is not None else ()
        for key, at in sorted(due, key=lambda item: item[1]):
            if at <= now:
                desk, _, draft_id = key.rpartition(".")
                try:
                    await self._publish(DeskId(desk), draft_id)
                except Exception:  # noqa: BLE001 - all other sending must go on
                    _log.exception("A scheduled draft did not go out; retrying in a minute")
                    self._scheduled[key] = now + _AFTER_A_DEFECT

    async def _publish(self, desk: DeskId, draft_id: str) -> None:
        try:
            draft = await self._drafts.get(desk, draft_id)
        except (AlreadyPublished, DoesNotExist):
            await self._drafts.forget_schedule(desk, draft_id)
            return
        if draft.stage is not Stage.SCHEDULED:
            await self._drafts.forget_schedule(desk, draft_id)
            return
        try:
            draft, published = await self._go_out(draft)
        except StaleDocument:  # it was cancelled or changed at the last moment
            return
        for told in self._told:
            await told(draft, published)

    async def _go_out(self, draft: Draft) -> tuple[Draft, Published | None]:
        """Publish a draft, or return it to its author with the reason."""
        if self._moderates is None or not await self._moderates(draft.desk, draft.author):
            return await self._publishing.call_off(draft, _NO_MODERATOR), None
        try:
            return draft, await self._publishing.publish_scheduled(draft)
        except StaleDocument:
            raise
        except Refusal as refusal:
            return await self._publishing.call_off(draft, refusal.sentence), None
