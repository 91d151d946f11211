"""The desk's queue of requests, and what moderators do with them."""

from dataclasses import dataclass
from typing import Any

from facts.forms.typed import ClaimForm, remark
from facts.model import DoesNotExist, Fact, Member, visible_desks
from facts.store.protocol import FactStore
from facts.store.shelf import Delete, Put
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Draft
from facts.usecases.desk.drafts.publishing import Published
from facts.usecases.desk.drafts.repository import step_of
from facts.usecases.newsroom.request import (
    Request,
    RequestKind,
    RequestOutcome,
    Result,
    Taken,
    forget_asker,
    keep_asker,
)
from facts.usecases.newsroom.request_book import RequestBook
from facts.usecases.outbox.delivery_admin import Delivering
from facts.usecases.paging import Page, in_turns, page_of
from facts.usecases.questions.asking import Asking
from facts.usecases.shelf_view import retrying

# The number checked before yielding to the event loop: some milliseconds.
_PER_TURN = 1_000


@dataclass(frozen=True, slots=True)
class Queued:
    """An open request, how many people wait for it (never who), and the moderator working on it."""

    request: Request
    waiting: int
    taken: Taken | None


@dataclass(frozen=True, slots=True)
class RequestQueue:
    """For the moderators of a desk. All methods raise NotAllowed, DoesNotExist."""

    _book: RequestBook
    _store: FactStore
    _asking: Asking
    _desk: Desk
    _delivering: Delivering

    async def list(
        self, member: Member, page: int = 0, *, kind: RequestKind | None = None, size: int = 10
    ) -> Page[Queued]:
        """The open requests, most wanted first, then oldest; only one ``kind`` if given."""
        await self._expect_moderator(member)
        listed = [
            (-self._demand(one), one.number)
            async for one in in_turns(tuple(self._book.requests.values()), _PER_TURN)
            if one.desk == member.desk and one.outcome is None and kind in (None, one.kind)
        ]
        shown = page_of(sorted(listed), page, size)
        requests = (self._book.requests.get(number) for _, number in shown.items)
        items = tuple(self.queued(one) for one in requests if one is not None)
        return Page(items, shown.number, shown.pages, shown.total)

    async def open_everywhere(self) -> int:
        """The number of open requests of all desks, for the operator."""
        await self._book.catch_up()
        return sum(one.outcome is None for one in self._book.requests.values())

    async def get(self, member: Member, number: int) -> Queued:
        """One open request of the desk."""
        return self.queued(await self._opened(member, number))

    @retrying
    async def take(self, member: Member, number: int) -> Queued:
        """Mark the request as taken by the member for a day; release it if it was theirs."""
        request = await self._opened(member, number)
        now = self._delivering.clock()
        known = request.taken_at(now)
        mine = known is not None and known.by == member.id
        taken = None if mine else Taken(by=member.id, name=member.name, at=now)
        return self.queued(await self._keep(request, taken=taken))

    @retrying
    async def draft(self, member: Member, number: int) -> Draft:
        """Open a draft of an answering fact, with the question as its initial claim."""
        request = await self._opened(member, number)
        claim = ClaimForm(text=request.text)
        draft = await self._desk.drafting.open(member, claim, key=f"request {number}")
        taken = Taken(by=member.id, name=member.name, at=self._delivering.clock())
        await self._keep(request, draft=draft.id, taken=taken)
        return draft

    async def answered_by(self, member: Member, fact: Fact) -> tuple[Queued, ...]:
        """The desk's open questions that ``fact`` matches or was drafted for, most wanted first."""
        await self._expect_moderator(member)
        open_ = self._book.of_desk(member.desk)
        if not open_:
            return ()
        found = {one.number: one for one in await self._book.answered_by(member.desk, fact)}
        for request in open_:
            if request.draft and await self._became(request.draft, fact):
                found[request.number] = request
        queued = map(self.queued, found.values())
        return tuple(sorted(queued, key=lambda one: (-one.waiting, one.request.number)))

    @retrying
    async def answer(self, member: Member, number: int, named: str) -> tuple[Request, Fact]:
        """Close it with a fact that ``named`` cites or describes, and tell its askers.

        Raises UnknownFact.
        """
        request = await self._opened(member, number)
        fact = await self._asking.only(named, visible_desks(member.desk))
        return await self._close(request, Result.ANSWERED, fact_id=fact.id), fact

    @retrying
    async def reply(self, member: Member, number: int, sentence: str) -> Request:
        """Close an error report with a sentence to its askers."""
        request = await self._opened(member, number)
        said = remark(sentence, "Write your reply to them.")
        return await self._close(request, Result.ANSWERED, sentence=said)

    @retrying
    async def decline(self, member: Member, number: int, sentence: str) -> Request:
        """Close it unanswered, with a sentence to its askers."""
        request = await self._opened(member, number)
        said = remark(
            sentence, "Write why you won’t answer it. The people who asked will read this."
        )
        return await self._close(request, Result.DECLINED, sentence=said)

    @retrying
    async def same_as(self, member: Member, number: int, other: int) -> Queued:
        """Mark it as a duplicate: its askers wait for ``other`` instead."""
        request, kept = await self._opened(member, number), await self._opened(member, other)
        if number == other or request.kind is not kept.kind:
            raise DoesNotExist("Give the number of another open question in the queue.")
        steps: list[Put | Delete] = []
        for asker in tuple(self._book.askers.get(number, {}).values()):
            steps.append(forget_asker(asker))
            steps.append(keep_asker(asker.model_copy(update={"number": other})))
        for text in request.texts:
            kept = kept.also(text)
        await self._book.keep(kept, also=steps)
        self._delivering.sending.hint()
        return self.queued(kept)

    async def block(self, member: Member, number: int) -> None:
        """Block the author from sending requests; nobody learns who it is.

        ``Blocking.lift`` undoes it. Raises CannotBlock if the list is full.
        """
        await self._opened(member, number)
        askers = self._book.askers.get(number, {}).values()
        first = min(askers, key=lambda one: one.at, default=None)
        if first is not None:
            await self._desk.blocking.block_asker(member, first.person)
            await self._book.withdraw(first)
            self._delivering.sending.hint()

    @retrying
    async def published(self, draft: Draft, published: Published | None) -> None:
        """A scheduled draft was published: answer the requests it was written for."""
        await self._book.catch_up()
        for request in self._book.of_desk(draft.desk):
            if published is not None and request.draft == draft.id:
                await self._close(request, Result.ANSWERED, fact_id=published.fact.id)

    async def _expect_moderator(self, member: Member) -> None:
        await self._desk.setup.expect_moderator(member)
        await self._book.catch_up()

    async def _opened(self, member: Member, number: int) -> Request:
        await self._expect_moderator(member)
        request = self._book.requests.get(number)
        if request is None or request.desk != member.desk or request.outcome is not None:
            raise DoesNotExist(
                f"There’s no open request {number} here. /desk requests shows the open ones."
            )
        return request

    def _demand(self, request: Request) -> int:
        return self._book.waiting_for(request.number) if request.kind is RequestKind.QUESTION else 1

    def queued(self, request: Request) -> Queued:
        """The queue entry of a request. For code: no permission check."""
        waiting = self._book.waiting_for(request.number)
        return Queued(request, waiting, request.taken_at(self._delivering.clock()))

    async def _became(self, draft_id: str, fact: Fact) -> bool:
        changes = await self._store.done(step_of(draft_id))
        return any(change.fact_id == fact.id for change in changes)

    async def _close(self, request: Request, result: Result, **told: Any) -> Request:
        outcome = RequestOutcome(result=result, at=self._delivering.clock(), **told)
        closed = await self._keep(request, outcome=outcome)
        self._delivering.sending.hint()
        return closed

    async def _keep(self, request: Request, **fields: Any) -> Request:
        changed = request.model_copy(update=fields)
        await self._book.keep(changed)
        return changed
