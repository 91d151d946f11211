"""The outbox mailbox of one asker: one message, when their request is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from facts.model import Fact
from facts.outbox.delivery import Delivery, Notice, Sent
from facts.store.protocol import FactStore
from facts.usecases.newsroom.request import (
    Asker,
    Request,
    RequestKind,
    RequestOutcome,
    Result,
    forget_asker,
)
from facts.usecases.newsroom.shown_answers import ShownAnswer, keep_shown
from facts.usecases.outbox.outbox import OutboxMailbox, ShelfSteps
from facts.usecases.reading.history import standing_for

_QUESTION_SHOWN = 120


@dataclass(frozen=True, slots=True)
class RequestTold:
    """The message to one asker about the outcome of ``request``, which is closed.

    ``fact`` is the fact that answers, in its present state. ``tried_at`` is set if an earlier
    attempt to send this may have succeeded unnoticed.
    """

    delivery: str
    request: Request
    outcome: RequestOutcome
    fact: Fact | None
    tried_at: datetime | None = None


class AskerMailbox(OutboxMailbox):
    """One asker of one request, due when it is closed. The only message is number 0."""

    def __init__(self, asker: Asker, requests: Mapping[int, Request], store: FactStore) -> None:
        super().__init__(f"q{asker.key}")
        self.asker = asker
        self._told: Fact | None = None
        self._requests = requests
        self._store = store

    @property
    def where(self) -> str:
        return self.asker.where

    @property
    def owner(self) -> str:
        return self.asker.person

    def waiting(self) -> tuple[int, ...]:
        return (0,) if self._outcome() else ()

    def next_time(self) -> datetime | None:
        outcome = self._outcome()
        if outcome is None or not self.where:
            return None
        return self.delivery.next_try if self.delivery else outcome.at

    async def compose(self, delivery: Delivery) -> RequestTold | None:
        request = self._requests.get(self.asker.number)
        if request is None or (outcome := request.outcome) is None:
            return None
        fact = await standing_for(self._store, outcome.fact_id) if outcome.fact_id else None
        self._told = fact
        return RequestTold(delivery.id, request, outcome, fact, delivery.tried_at)

    def _outcome(self) -> RequestOutcome | None:
        request = self._requests.get(self.asker.number)
        return request.outcome if request else None

    def settled(self, delivery: Delivery, sent: Sent | None) -> ShelfSteps:
        fact = self._told
        if fact is None or sent is None or sent.message is None or delivery.tried_at is None:
            return [forget_asker(self.asker)]
        shown = ShownAnswer(
            message=sent.message,
            where=self.where,
            fact_id=fact.id,
            revision=fact.revision,
            at=delivery.tried_at,
            owner=self.owner,
            asked=True,
        )
        return [forget_asker(self.asker), keep_shown(shown)]


def notice_for(asker: Asker, request: Request, now: datetime) -> Notice:
    """The notice for an asker who cannot be messaged, shown at their next command."""
    return Notice(
        id=f"request.{asker.key}",
        owner=asker.person,
        where="",
        sentence=_told_in_a_sentence(request),
        at=now,
        about=request.desk,
    )


def _told_in_a_sentence(request: Request) -> str:
    """The outcome as one sentence, where there is no room for a card."""
    asked = request.text[:_QUESTION_SHOWN]
    error, outcome = request.kind is RequestKind.ERROR, request.outcome
    if outcome is None:
        return f"“{asked}” is waiting for an answer."
    match outcome.result:
        case Result.ANSWERED if outcome.fact_id:
            did = (
                f"The claim you reported an error in (“{asked}”) has changed"
                if error
                else f"The newsroom answered “{asked}”"
            )
            return f"{did}. See it with /claim #{outcome.fact_id}."
        case Result.ANSWERED:
            return f"The newsroom replied to “{asked}”: {outcome.sentence}"
        case Result.DECLINED:
            return f"The newsroom won’t look into “{asked}”: {outcome.sentence}"
        case Result.EXPIRED:
            what = "report" if error else "question"
            return f"Nobody could answer “{asked}” within 30 days, so the {what} was closed."
