"""Periodic messages to desks: the daily digest of new requests and the weekly report."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta

from facts.model import DeskId
from facts.store.shelf import Put, ShelfDocument, StaleDocument
from facts.usecases.desk.desk_settings import KIND, DeskSettings, Telling
from facts.usecases.newsroom.reporting import DeskReport, Reporting
from facts.usecases.newsroom.request import Request
from facts.usecases.newsroom.request_book import RequestBook
from facts.usecases.outbox.delivery_admin import Delivering
from facts.usecases.outbox.outbox import MessageKind
from facts.usecases.shelf_view import Projection, held_in

_TOLD = "desk-news"
_MORNING = time(8, tzinfo=UTC)
_MONDAY = 0
# After an outage a digest covers at most this much time.
_MOST_DAYS = 7
Digest = Callable[[DeskId, list[Request]], Awaitable[None]]
Weekly = Callable[[DeskId, DeskReport], Awaitable[None]]


class DeskNews(MessageKind):
    """Sends each desk its digests at 08:00 UTC, at most once a day.

    A failed message is not repeated: the same information is in /desk requests and report.
    """

    def __init__(self, book: RequestBook, reporting: Reporting, delivering: Delivering) -> None:
        outbox = delivering.outbox
        self._outbox = outbox
        self._book = book
        self._reporting = reporting
        self._clock = delivering.clock
        self._hint = delivering.sending.hint
        self._wanting: dict[str, DeskSettings] = {}
        self._told: dict[str, tuple[date, int]] = {}
        self._digest: Digest | None = None
        self._weekly: Weekly | None = None
        outbox.view.register(KIND, Projection(self._put, self._delete, self._wanting.keys))
        outbox.view.register(_TOLD, held_in(self._told, _read_told))

    def tell(self, digest: Digest, weekly: Weekly) -> None:
        """Set the callbacks that send to a desk's log channel."""
        self._digest, self._weekly = digest, weekly

    def look(self) -> None:
        """A desk changed its settings: wake up and recompute the next time."""
        self._hint()

    def next_time(self) -> datetime | None:
        if self._digest is None or not self._wanting:
            return None
        now = self._clock()
        morning = datetime.combine(now.date(), _MORNING)
        return morning if morning > now else morning + timedelta(days=1)

    async def follow(self) -> None:
        now = self._clock()
        if self._digest is None or now.timetz() < _MORNING:
            return
        for desk, settings in tuple(self._wanting.items()):
            day, revision = self._told.get(desk, (date.min, 0))
            if day >= now.date():
                continue
            document = {"day": now.date().isoformat()}
            try:
                await self._outbox.view.keep([Put(_TOLD, desk, document, revision)])
            except StaleDocument:
                continue
            await self._tell(DeskId(desk), settings, day, now)

    async def _tell(self, desk: DeskId, settings: DeskSettings, day: date, now: datetime) -> None:
        since = datetime.combine(max(day, now.date() - timedelta(days=_MOST_DAYS)), _MORNING)
        if day == date.min:
            since = now - timedelta(days=1)
        new = [one for one in self._book.of_desk(desk) if one.opened_at >= since]
        if settings.tell_requests is Telling.DAILY and new and self._digest is not None:
            await self._digest(desk, sorted(new, key=lambda one: one.number))
        # A Monday missed during an outage is caught up.
        missed = date.min < day < now.date() - timedelta(days=now.weekday())
        monday = now.weekday() == _MONDAY or missed
        if settings.weekly_report and monday and self._weekly is not None:
            await self._weekly(desk, await self._reporting.of_desk(desk))

    def _put(self, key: str, document: ShelfDocument) -> None:
        settings = DeskSettings.model_validate(dict(document))
        if settings.weekly_report or settings.tell_requests is Telling.DAILY:
            self._wanting[key] = settings
        else:
            self._wanting.pop(key, None)

    def _delete(self, key: str) -> None:
        self._wanting.pop(key, None)


def _read_told(document: ShelfDocument) -> tuple[date, int]:
    return date.fromisoformat(document["day"]), document.revision
