"""Requesting: a reader sends a question or an error report to a desk."""

from collections.abc import Callable
from dataclasses import dataclass

from facts.markdown import one_line
from facts.model import HOME, STARTER, Clock, DeskId, DoesNotExist, Fact, Refusal, clean_text
from facts.usecases.admission import Blocking
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.newsroom.request import LONGEST_QUESTION, Asker, Request, RequestKind
from facts.usecases.newsroom.request_book import RequestBook
from facts.usecases.shelf_view import retrying

MOST_OPEN = 5
_NO_REQUESTS = "This newsroom doesn’t take requests at the moment."


class CannotAsk(Refusal):
    """The request is not accepted; the sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A request that was sent. ``waiting`` people wait for it; ``joined``: others asked before."""

    request: Request
    waiting: int
    joined: bool


@dataclass(frozen=True, slots=True)
class Requesting:
    """What readers can do. A question is stored only if its reader sends it to a desk."""

    _book: RequestBook
    _setup: Setup
    _blocking: Blocking
    _clock: Clock
    _hint: Callable[[], None]

    @retrying
    async def ask(
        self, person: str, own: DeskId | None, text: str, where: str, *, link: str | None = None
    ) -> Handed:
        """Send a question to the responsible desk. ``where`` is the person's own place, empty if we
        cannot message them; ``link`` leads to a message in the server of desk ``own``.

        The same question by several people is one request. Raises CannotAsk, Blocked.
        """
        desk = await self._may_ask(person, own)
        text = _cleaned(text, "Write in a few words what you want to know.")
        same = self._book.same(desk, text)
        if same is not None:
            if same in self._book.of_person(person):
                return Handed(same, self._book.waiting_for(same.number), joined=False)
            await self._expect_few(person)
            await self._book.keep(same.also(text), asker=self._asker(same, person, where))
            return Handed(same, self._book.waiting_for(same.number), joined=True)
        await self._expect_few(person)
        settings = await self._setup.read(desk)
        asked = self._book.asked_on(self._clock().date()).get(desk, 0)
        if asked >= settings.requests_a_day:
            raise CannotAsk(
                "The newsroom can’t take any more new questions today. Please ask again tomorrow."
            )
        request = Request(
            number=self._book.next_number(),
            desk=desk,
            text=text,
            link=link if desk == own else None,
            opened_at=self._clock(),
        )
        await self._book.keep(request, asker=self._asker(request, person, where))
        self._hint()
        return Handed(request, 1, joined=False)

    @retrying
    async def report_error(self, person: str, fact: Fact, text: str, where: str) -> Request:
        """Report an error to the desk of ``fact``. Raises CannotAsk, Blocked."""
        desk = await self._may_ask(person, _responsible(fact))
        if desk != _responsible(fact):
            raise CannotAsk(_NO_REQUESTS)
        await self._expect_few(person)
        request = Request(
            number=self._book.next_number(),
            desk=desk,
            kind=RequestKind.ERROR,
            text=_cleaned(text, "Write in a few words what is wrong."),
            fact_id=fact.id,
            opened_at=self._clock(),
        )
        await self._book.keep(request, asker=self._asker(request, person, where))
        self._hint()
        return request

    async def takes_reports(self, fact: Fact) -> bool:
        """Whether the desk of ``fact`` accepts error reports."""
        desk = _responsible(fact)
        return (await self._setup.read(desk)).takes_requests

    async def mine(self, person: str) -> list[Request]:
        """The requests that a person waits for, oldest first."""
        await self._book.catch_up()
        return [one for one in self._book.of_person(person) if one.outcome is None]

    async def withdraw(self, person: str, number: int) -> Request:
        """Stop waiting for a request; the last asker to do so deletes it. Raises DoesNotExist."""
        await self._book.catch_up()
        asker = self._book.askers.get(number, {}).get(person)
        request = self._book.requests.get(number)
        if asker is None or request is None:
            raise DoesNotExist("You aren’t waiting for that any more.")
        await self._book.withdraw(asker)
        self._hint()
        return request

    async def _may_ask(self, person: str, own: DeskId | None) -> DeskId:
        await self._book.catch_up()
        desk = await self._setup.desk_for_requests(own)
        if desk is None:
            raise CannotAsk(_NO_REQUESTS)
        await self._blocking.expect_may_request(desk, person)
        return desk

    async def _expect_few(self, person: str) -> None:
        if len(await self.mine(person)) >= MOST_OPEN:
            raise CannotAsk(
                f"You’ve reached the limit of {MOST_OPEN} open requests. Withdraw one with "
                "/requests, or wait for an answer."
            )

    def _asker(self, request: Request, person: str, where: str) -> Asker:
        return Asker(number=request.number, person=person, where=where, at=self._clock())


def _responsible(fact: Fact) -> DeskId:
    """The desk responsible for a fact: the home desk for starter facts, which have no desk."""
    return HOME if fact.desk == STARTER else fact.desk


def _cleaned(text: str, nothing: str) -> str:
    text = one_line(clean_text(text))
    if not any(character.isalnum() for character in text):
        raise CannotAsk(nothing)
    if len(text) > LONGEST_QUESTION:
        raise CannotAsk(
            f"That’s {len(text):,} characters; a request can have up to {LONGEST_QUESTION}. Keep "
            "just the claim."
        )
    return text
