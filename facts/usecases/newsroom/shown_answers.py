"""Self-correcting answers: edits messages that show an outdated revision of a fact."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, Field

from facts.model import Change, Clock, Fact
from facts.model.fields import Frozen
from facts.outbox.delivery import Delivery, Sent, Stopped
from facts.outbox.queue import Rank
from facts.store.protocol import FactStore
from facts.store.shelf import Delete, Put, ShelfDocument, StaleDocument
from facts.usecases.newsroom.answer_marks import Mark, mark_of
from facts.usecases.outbox.outbox import MessageKind, Outbox, OutboxMailbox, ShelfSteps
from facts.usecases.paging import in_turns
from facts.usecases.reading.history import standing_for
from facts.usecases.shelf_view import Projection

KEPT_FOR = timedelta(days=90)
# The kinds of documents on the shelf: messages, a mark for each fact corrected while messages
# showed it, and the log position up to which marks were made.
_SHOWN, _MARKS, _PROGRESS = "shown-answers", "shown-answer-marks", "shown-answer-progress"
_FOLLOWED = "followed"
_CHANGES_PER_STEP = 500
# The number processed before yielding to the event loop: some milliseconds.
_PER_TURN = 200
_URGENT, _CALM = 0, 2


class ShownAnswer(Frozen):
    """The ``message`` (the front end's id, a number) at ``where`` shows ``revision`` of a fact.

    ``owner`` is the person whose direct messages it is in. ``asked``: it answered a request, so a
    correction is also sent to its owner as a new message.
    """

    message: Annotated[str, Field(pattern=r"^\d{1,20}$")]
    where: str
    fact_id: int
    revision: int
    at: AwareDatetime
    owner: str | None = None
    asked: bool = False


def keep_shown(shown: ShownAnswer) -> Put:
    return Put(_SHOWN, shown.message, shown.model_dump(mode="json", exclude_defaults=True))


def forget_shown(shown: ShownAnswer) -> Delete:
    return Delete(_SHOWN, shown.message)


@dataclass(frozen=True, slots=True)
class AnswerCorrected:
    """The edit of a message that shows an old revision.

    ``change`` is what last happened to the fact; ``fact`` is its present state, None if it was
    removed.
    """

    delivery: str
    shown: ShownAnswer
    mark: Mark
    change: Change
    fact: Fact | None
    tried_at: datetime | None = None


class ShownMailbox(OutboxMailbox):
    """The mailbox of one message that shows a fact. Its due number is the change's log number."""

    def __init__(self, shown: ShownAnswer, answers: "ShownAnswers") -> None:
        super().__init__(f"m{shown.message}")
        self.shown = shown
        self._now: Fact | None = None
        self._answers = answers

    @property
    def where(self) -> str:
        return self.shown.where

    @property
    def owner(self) -> str:
        return self.shown.owner or "everybody there"

    @property
    def rank(self) -> Rank:
        """Retractions before everything; other corrections after alerts; newest messages first."""
        mark = self._answers.due(self.shown)
        return (_URGENT if mark and mark.urgent else _CALM), -int(self.shown.message)

    def waiting(self) -> tuple[int, ...]:
        mark = self._answers.due(self.shown)
        return (mark.change,) if mark else ()

    def next_time(self) -> datetime | None:
        mark = self._answers.due(self.shown)
        if mark is None:
            return None
        return self.delivery.next_try if self.delivery else mark.at

    async def compose(self, delivery: Delivery) -> AnswerCorrected | None:
        corrected = await self._answers.corrected(self.shown, delivery)
        self._now = corrected.fact if corrected else None
        return corrected

    def settled(self, delivery: Delivery, sent: Sent | None) -> ShelfSteps:
        mark, now = self._answers.due(self.shown), self._now
        if sent is None:
            return [forget_shown(self.shown)]
        if mark is None or mark.change not in delivery.changes:
            return []  # another correction came meanwhile
        if now is not None and now.id != self.shown.fact_id:  # merged: show the surviving fact
            shows: dict[str, int] = {"fact_id": now.id, "revision": now.revision}
        else:
            shows = {"revision": mark.revision}
        return [keep_shown(self.shown.model_copy(update=shows))]


class ShownAnswers(MessageKind):
    """Messages by the fact they show, and marks on facts corrected since.

    One mark per fact tells what is due, however many messages show it. A message has a mailbox only
    once something was due to it. ``close_errors`` gives the steps that close the error reports on
    the fact of a change, if that settles them.
    """

    def __init__(
        self,
        store: FactStore,
        outbox: Outbox,
        close_errors: Callable[[Change], Iterable[Put]],
        clock: Clock,
    ) -> None:
        self.shown: dict[str, ShownAnswer] = {}
        self._of_fact: dict[int, set[str]] = {}
        self._marks: dict[int, Mark] = {}
        # By fact, the oldest revision shown by messages that are not loaded yet.
        self._new: dict[int, int] = {}
        self._due: set[str] = set()
        self._followed: int | None = None
        self._revision = 0
        self._store = store
        self._outbox = outbox
        self._close_errors = close_errors
        self._clock = clock
        view = outbox.view
        view.register(_PROGRESS, Projection(self._put_progress, lambda _: None, tuple))
        view.register(_SHOWN, Projection(self._put, self._delete, self.shown.keys))
        view.register(
            _MARKS, Projection(self._put_mark, self._delete_mark, lambda: map(str, self._marks))
        )

    async def remember(self, shown: ShownAnswer) -> None:
        """Correct this message when its fact is corrected, for 90 days."""
        await self._outbox.view.keep([keep_shown(shown)])

    def of_person(self, person: str) -> list[ShownAnswer]:
        """The answers in a person's direct messages."""
        return [one for one in self.shown.values() if one.owner == person]

    def forgetting(self, person: str) -> list[Put | Delete]:
        """The steps that delete the links to answers in a person's direct messages."""
        return self._forgetting(self.of_person(person))

    def forgetting_until(self, moment: datetime) -> list[Put | Delete]:
        """The steps that delete the links to messages sent until ``moment``."""
        return self._forgetting([one for one in self.shown.values() if one.at <= moment])

    def _forgetting(self, shown: Iterable[ShownAnswer]) -> list[Put | Delete]:
        gone = list(shown)
        mailboxes = self._outbox.ending(*(f"m{one.message}" for one in gone))
        return [*map(forget_shown, gone), *mailboxes]

    def due(self, shown: ShownAnswer) -> Mark | None:
        """The correction due to a message."""
        mark = self._marks.get(shown.fact_id)
        return mark if mark and mark.revision > shown.revision else None

    async def corrected(self, shown: ShownAnswer, delivery: Delivery) -> AnswerCorrected | None:
        """The edit that is due to a message; None if the message is too old."""
        mark = self.due(shown)
        change = await self._store.change(mark.change) if mark else None
        if mark is None or change is None or shown.at + KEPT_FOR < self._clock():
            return None
        fact = await standing_for(self._store, shown.fact_id)
        return AnswerCorrected(delivery.id, shown, mark, change, fact, delivery.tried_at)

    async def follow(self) -> None:
        """Mark the facts that new log entries correct, and close error reports on them."""
        # In this order each change is checked against every message shown before it.
        last = await self._store.last_change()
        await self._outbox.view.catch_up()
        if self._followed is None:
            await self._step([], last)
        while self._followed is not None and self._followed < last:
            steps: list[Put | Delete] = []
            until = min(last, self._followed + _CHANGES_PER_STEP)
            async for change in self._store.changes(after=self._followed):
                if change.number > until:
                    break
                steps += self._correcting(change)
            await self._step(steps, until)
        await self._look_back()
        await self.queue_due()

    async def queue_due(self) -> None:
        """Queue the messages of marked facts, a part at a time if there are many."""
        async for message in in_turns(tuple(self._due), _PER_TURN):
            self.open_mailbox(f"m{message}")
            self._due.discard(message)

    def open_mailbox(self, mailbox_id: str) -> OutboxMailbox | None:
        shown = self.shown.get(mailbox_id.removeprefix("m"))
        if shown is None or mailbox_id != f"m{shown.message}":
            return None
        mailbox = self._outbox.queue.mailbox(mailbox_id) or ShownMailbox(shown, self)
        self._outbox.queue.put(mailbox)
        return mailbox

    async def _look_back(self) -> None:
        """Mark corrections published between the look-up of a fact and the message showing it."""
        new, self._new = self._new, {}
        for fact_id, revision in new.items():
            fact = await self._store.get(fact_id)
            if fact is not None and fact.revision == revision:
                continue
            history = await self._store.history(fact_id)
            later = [one for one in history if one.revision > revision]
            mark = next(filter(None, map(mark_of, reversed(later))), None)
            known = self._marks.get(fact_id)
            if mark is not None and (known is None or known.change < mark.change):
                await self._outbox.view.keep([_keep_mark(mark)])

    async def _step(self, steps: Sequence[Put | Delete], followed: int) -> None:
        if not steps and self._followed is not None and not self.shown:
            self._followed = followed  # not worth a write: a restart finds nothing new either
            return
        progress = Put(_PROGRESS, _FOLLOWED, {"after": followed}, self._revision)
        with suppress(StaleDocument):  # another process was first
            await self._outbox.view.keep([progress, *steps])

    def _correcting(self, change: Change) -> Iterator[Put | Delete]:
        yield from self._close_errors(change)
        if self._of_fact.get(change.fact_id) and (mark := mark_of(change)):
            yield _keep_mark(mark)

    async def stop(self, where: str, _: Stopped, mailbox: OutboxMailbox) -> None:
        """The place is gone or closed: forget its messages."""
        if isinstance(mailbox, ShownMailbox):
            there = (one for one in self.shown.values() if one.where == where)
            await self._outbox.view.keep(self._forgetting(there))

    # --- the projection of the shelf --------------------------------------------------------------

    def _put(self, key: str, document: ShelfDocument) -> None:
        shown = ShownAnswer.model_validate(dict(document))
        if (before := self.shown.get(key)) is not None:
            self._of_fact[before.fact_id].discard(key)
            mailbox = self._outbox.queue.mailbox(f"m{key}")
            if isinstance(mailbox, ShownMailbox):
                mailbox.shown = shown
                self._outbox.queue.put(mailbox)
        else:
            oldest = self._new.get(shown.fact_id, shown.revision)
            self._new[shown.fact_id] = min(oldest, shown.revision)
        self.shown[key] = shown
        self._of_fact.setdefault(shown.fact_id, set()).add(key)
        if self.due(shown):
            self._due.add(key)

    def _delete(self, key: str) -> None:
        shown = self.shown.pop(key, None)
        if shown is not None:
            self._of_fact.get(shown.fact_id, set()).discard(key)
            self._outbox.queue.remove(f"m{key}")

    def _put_mark(self, key: str, document: ShelfDocument) -> None:
        self._marks[int(key)] = Mark.model_validate(dict(document))
        self._due.update(self._of_fact.get(int(key), ()))

    def _delete_mark(self, key: str) -> None:
        self._marks.pop(int(key), None)

    def _put_progress(self, key: str, document: ShelfDocument) -> None:  # noqa: ARG002 - a handler
        self._followed, self._revision = document["after"], document.revision


def _keep_mark(mark: Mark) -> Put:
    return Put(_MARKS, str(mark.fact_id), mark.model_dump(mode="json"))
