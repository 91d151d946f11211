"""The entry point of the newsroom loop for front ends."""

from dataclasses import dataclass
from typing import Self

from facts.store.protocol import FactStore
from facts.usecases.alerts.alerting import Alerting
from facts.usecases.desk.desk import Desk
from facts.usecases.newsroom.desk_news import DeskNews
from facts.usecases.newsroom.feedback import Feedback
from facts.usecases.newsroom.privacy import Privacy
from facts.usecases.newsroom.reporting import Reporting
from facts.usecases.newsroom.request_book import RequestBook
from facts.usecases.newsroom.request_queue import RequestQueue
from facts.usecases.newsroom.requesting import Requesting
from facts.usecases.newsroom.retention import Departures, Retention
from facts.usecases.newsroom.shown_answers import ShownAnswers
from facts.usecases.outbox.delivery_admin import Delivering
from facts.usecases.questions.answers import Tally
from facts.usecases.questions.asking import Asking


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The use-cases between readers and desks. Available as ``Library.newsroom``."""

    requesting: Requesting
    queue: RequestQueue
    shown: ShownAnswers
    feedback: Feedback
    privacy: Privacy
    tally: Tally
    reporting: Reporting
    departures: Departures
    desk_news: DeskNews

    @classmethod
    def over(
        cls,
        store: FactStore,
        delivering: Delivering,
        alerting: Alerting,
        *,
        asking: Asking,
        desk: Desk,
    ) -> Self:
        """The newsroom loop on ``store``; ``delivering`` sends its messages."""
        outbox, clock, hint = delivering.outbox, delivering.clock, delivering.sending.hint
        book = RequestBook(store, outbox, clock)
        shown = ShownAnswers(store, outbox, book.errors_closed_by, clock)
        outbox.add(book)
        outbox.add(shown)
        feedback, tally = Feedback(store.shelf, clock), Tally(store.shelf, clock)
        outbox.add(Retention(outbox, shown, clock))
        reporting = Reporting(store, desk, book, tally, clock)
        desk_news = DeskNews(book, reporting, delivering)
        outbox.add(desk_news)
        departures = Departures(store, outbox, clock)
        outbox.add(departures)
        queue = RequestQueue(book, store, asking, desk, delivering)
        desk.embargo.tell(queue.published)
        return cls(
            requesting=Requesting(book, desk.setup, desk.blocking, clock, hint),
            queue=queue,
            shown=shown,
            feedback=feedback,
            privacy=Privacy(store.shelf, alerting, delivering, book, shown, feedback),
            tally=tally,
            departures=departures,
            desk_news=desk_news,
            reporting=reporting,
        )
