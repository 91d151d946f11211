"""The repository of requests, and the outbox mailboxes of their askers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from heapq import heappop, heappush

from facts.model import Change, Clock, DeskId, Fact
from facts.outbox.delivery import Stopped
from facts.store.protocol import FactStore
from facts.store.shelf import Delete, Put, ShelfDocument
from facts.usecases.newsroom.answer_marks import settles_errors
from facts.usecases.newsroom.asker_mailbox import AskerMailbox, notice_for
from facts.usecases.newsroom.open_questions import OpenQuestions
from facts.usecases.newsroom.request import (
    ASKERS,
    COUNTER,
    NEWEST,
    REQUESTS,
    Asker,
    Request,
    RequestKind,
    RequestOutcome,
    Result,
    forget_asker,
    keep_asker,
    kind_of,
)
from facts.usecases.outbox.outbox import MessageKind, Outbox, OutboxMailbox, ShelfSteps, keep_notice
from facts.usecases.paging import in_turns
from facts.usecases.shelf_view import Projection, retrying

# The number processed before yielding to the event loop: some milliseconds.
_PER_TURN = 200


class RequestBook(MessageKind):
    """Requests by number with their askers: a projection of the shelf that feeds ``outbox``."""

    def __init__(self, store: FactStore, outbox: Outbox, clock: Clock) -> None:
        self.requests: dict[int, Request] = {}
        self.askers: dict[int, dict[str, Asker]] = {}
        self._revisions: dict[int, int] = {}
        # The newest number, and the number of new questions per desk and day.
        self._newest = ShelfDocument({"number": 0}, 0)
        self._persons: dict[str, set[int]] = {}
        self._errors: dict[int, set[int]] = {}
        self._open: defaultdict[DeskId, OpenQuestions] = defaultdict(OpenQuestions)
        self._expiries: list[tuple[datetime, int]] = []
        # Requests with work left besides sending (expiry, cleaning up).
        self._unfinished: set[int] = set()
        self._store = store
        self._outbox = outbox
        self._clock = clock
        view = outbox.view
        view.register(COUNTER, Projection(self._count, lambda _: None, tuple))
        view.register(
            REQUESTS, Projection(self._put, self._delete, lambda: map(str, self.requests))
        )
        view.register(ASKERS, Projection(self._put_asker, self._delete_asker, self._asker_keys))

    # --- for readers and desks --------------------------------------------------------------------

    async def catch_up(self) -> None:
        """Read everything written so far."""
        await self._outbox.view.catch_up()

    def waiting_for(self, number: int) -> int:
        """The number of askers of a request."""
        return len(self.askers.get(number, ()))

    def of_person(self, person: str) -> list[Request]:
        """The requests a person waits for, oldest first."""
        held = (self.requests.get(number) for number in self._persons.get(person, ()))
        return sorted((one for one in held if one), key=lambda one: one.number)

    def of_desk(self, desk: DeskId) -> list[Request]:
        """The open requests of a desk."""
        return [one for one in self.requests.values() if one.desk == desk and one.outcome is None]

    def same(self, desk: DeskId, text: str) -> Request | None:
        """A desk's open question with the same meaning as ``text``."""
        number = self._open[desk].same(text)
        return self.requests.get(number) if number else None

    async def answered_by(self, desk: DeskId, fact: Fact) -> list[Request]:
        """A desk's open questions to which ``fact`` would be given as the answer."""
        numbers = await self._open[desk].answered_by(fact)
        return [self.requests[number] for number in numbers if number in self.requests]

    def next_number(self) -> int:
        """The number for a new request. It is part of message ids, so none is reused."""
        return max([int(self._newest["number"]), *self.requests]) + 1

    async def keep(
        self, request: Request, *, asker: Asker | None = None, also: Sequence[Put | Delete] = ()
    ) -> None:
        """Save a new or changed request and one more asker. Raises StaleDocument."""
        steps = [self.keeping(request), *also]
        if request.number > self._newest["number"]:
            steps.append(self._counting(request))
        if asker is not None:
            steps.append(keep_asker(asker))
        await self._outbox.view.keep(steps)

    def keeping(self, request: Request) -> Put:
        """The step that saves a request at its known revision."""
        revision = self._revisions.get(request.number, 0)
        document = request.model_dump(mode="json", exclude_defaults=True)
        return Put(kind_of(request.desk), str(request.number), document, revision)

    def asked_on(self, day: date) -> Mapping[str, int]:
        """The number of new questions to each desk on that day, including closed ones."""
        asked: Mapping[str, int] = self._newest.get("asked", {})
        return asked if self._newest.get("day") == day.isoformat() else {}

    def _counting(self, request: Request) -> Put:
        day = request.opened_at.date()
        asked = Counter(self.asked_on(day))
        asked[request.desk] += request.kind is RequestKind.QUESTION
        newest = {"number": request.number, "day": day.isoformat(), "asked": asked}
        return Put(COUNTER, NEWEST, newest, self._newest.revision)

    async def withdraw(self, asker: Asker) -> None:
        """Delete an asker."""
        await self._outbox.view.keep(self._ending(asker))

    def taken_by(self, moderator: str) -> list[Request]:
        """The requests that a moderator has taken, even if that has expired."""
        return [one for one in self.requests.values() if one.taken and one.taken.by == moderator]

    def forgetting(self, person: str) -> ShelfSteps:
        """The steps that delete a person's data, except for blocks."""
        askers = [
            self.askers.get(number, {}).get(person) for number in self._persons.get(person, ())
        ]
        taken = [
            self.keeping(one.model_copy(update={"taken": None})) for one in self.taken_by(person)
        ]
        return [*taken, *(step for asker in askers if asker for step in self._ending(asker))]

    def _ending(self, asker: Asker) -> ShelfSteps:
        return [forget_asker(asker), *self._outbox.ending(f"q{asker.key}")]

    # --- for the outbox ---------------------------------------------------------------------------

    async def follow(self) -> None:
        """Close expired requests, and clean up closed ones."""
        now = self._clock()
        while self._expiries and self._expiries[0][0] <= now:
            _, number = heappop(self._expiries)
            await self._expire(number)
        async for number in in_turns(tuple(self._unfinished), _PER_TURN):
            await self._finish(number)

    def next_time(self) -> datetime | None:
        while self._expiries:
            at, number = self._expiries[0]
            request = self.requests.get(number)
            if request is not None and request.outcome is None:
                return at
            heappop(self._expiries)
        return None

    async def stop(self, where: str, _: Stopped, mailbox: OutboxMailbox) -> None:
        """Askers who cannot be messaged get a notice at their next command."""
        if not isinstance(mailbox, AskerMailbox):
            return
        steps = [
            keep_asker(asker.model_copy(update={"where": ""}))
            for askers in self.askers.values()
            for asker in askers.values()
            if asker.where == where
        ]
        await self._outbox.view.keep(steps)

    def errors_closed_by(self, change: Change) -> Iterator[Put]:
        """The steps that close the error reports on the fact of a change, if it settles them."""
        reported = self._errors.get(change.fact_id)
        if not reported or not settles_errors(change):
            return
        for number in reported:
            request = self.requests[number]
            if request.outcome is None and request.opened_at <= change.at:
                outcome = RequestOutcome(
                    result=Result.ANSWERED, at=change.at, fact_id=change.fact_id
                )
                yield self.keeping(request.model_copy(update={"outcome": outcome}))

    @retrying
    async def _expire(self, number: int) -> None:
        request = self.requests.get(number)
        if request is not None and request.outcome is None:
            expired = RequestOutcome(result=Result.EXPIRED, at=self._clock())
            await self.keep(request.model_copy(update={"outcome": expired}))

    @retrying
    async def _finish(self, number: int) -> None:
        """Clean up after a closed or deleted request; who cannot be messaged gets a notice."""
        self._unfinished.discard(number)
        request, askers = self.requests.get(number), self.askers.get(number, {})
        steps: list[Put | Delete] = []
        if request is None:
            steps += map(forget_asker, askers.values())
        elif not askers:
            revision = self._revisions.get(number)
            steps.append(Delete(kind_of(request.desk), str(number), revision))
        elif request.outcome is not None:
            unreachable = [one for one in askers.values() if not one.where]
            steps += [keep_notice(notice_for(one, request, self._clock())) for one in unreachable]
            steps += map(forget_asker, unreachable)
        await self._outbox.view.keep(steps)

    # --- the projection of the shelf --------------------------------------------------------------

    def _put(self, key: str, document: ShelfDocument) -> None:  # noqa: ARG002 - a handler
        request = Request.model_validate(dict(document))
        self._forget(request.number)
        self.requests[request.number] = request
        self._revisions[request.number] = document.revision
        if request.outcome is None:
            heappush(self._expiries, (request.expires_at, request.number))
            if request.kind is RequestKind.QUESTION:
                self._open[request.desk].put(request)
            elif request.fact_id is not None:
                self._errors.setdefault(request.fact_id, set()).add(request.number)
        self._look_again(request.number)

    def _count(self, key: str, document: ShelfDocument) -> None:  # noqa: ARG002 - a handler
        self._newest = document

    def _delete(self, key: str) -> None:
        number = int(key)
        self._forget(number)
        self.requests.pop(number, None)
        self._revisions.pop(number, None)
        self._unfinished.add(number)

    def _forget(self, number: int) -> None:
        """Remove a request from the look-ups."""
        known = self.requests.get(number)
        if known is None or known.outcome is not None:
            return
        if known.kind is RequestKind.QUESTION:
            self._open[known.desk].remove(known)
        elif known.fact_id is not None:
            self._errors[known.fact_id].discard(number)

    def _put_asker(self, key: str, document: ShelfDocument) -> None:
        asker = Asker.model_validate(dict(document))
        self.askers.setdefault(asker.number, {})[asker.person] = asker
        self._persons.setdefault(asker.person, set()).add(asker.number)
        mailbox = self._outbox.queue.mailbox(f"q{key}")
        if isinstance(mailbox, AskerMailbox):
            mailbox.asker = asker
        else:
            self._outbox.queue.put(AskerMailbox(asker, self.requests, self._store))
        self._look_again(asker.number)

    def _delete_asker(self, key: str) -> None:
        number, _, person = key.partition(".")
        self._outbox.queue.remove(f"q{key}")
        self.askers.get(int(number), {}).pop(person, None)
        self._persons.get(person, set()).discard(int(number))
        self._look_again(int(number))

    def _look_again(self, number: int) -> None:
        """A request changed: reschedule its askers, or clean it up."""
        self._unfinished.add(number)
        for asker in self.askers.get(number, {}).values():
            mailbox = self._outbox.queue.mailbox(f"q{asker.key}")
            if mailbox is not None:
                self._outbox.queue.put(mailbox)

    def _asker_keys(self) -> Iterator[str]:
        return (one.key for askers in self.askers.values() for one in askers.values())
