"""Requests: questions without an answer and error reports that readers send to a desk."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from facts.model import DeskId
from facts.model.fields import Frozen
from facts.store.shelf import Delete, Put

LONGEST_QUESTION = 300
# The kinds of documents on the shelf. Requests have one for each desk, to be deleted with
# the desk's other data.
REQUESTS, ASKERS = "newsroom-requests/", "newsroom-askers"
# The highest request number ever given, so that none is reused after a deletion.
COUNTER, NEWEST = "newsroom-counter", "newest"
EXPIRES_AFTER = timedelta(days=30)
# A request that was taken but not finished becomes free again after this time.
TAKEN_FOR = timedelta(days=1)
_WORDINGS_KEPT = 20


class RequestKind(StrEnum):
    """An unanswered question, or a report of an error in a fact."""

    QUESTION = "question"
    ERROR = "error"


class Result(StrEnum):
    """How a request was closed."""

    ANSWERED = "answered"
    DECLINED = "declined"
    EXPIRED = "expired"


class RequestOutcome(Frozen):
    """What its askers get: the fact that answers, a sentence by the desk, or neither."""

    result: Result
    at: AwareDatetime
    fact_id: int | None = None
    sentence: str | None = None


class Taken(Frozen):
    """The moderator who works on a request, and since when."""

    by: str
    name: str
    at: AwareDatetime


class Request(Frozen):
    """A request to a desk by one or several people; see ``Asker`` for who they are.

    ``text`` is in the words of the first asker, ``wordings`` are those of others. ``link`` leads to
    the message that was checked. An error report is about ``fact_id``. ``draft`` is the id of the
    draft opened to answer it. It is open until it has an ``outcome``.
    """

    number: Annotated[int, Field(ge=1)]
    desk: DeskId
    kind: RequestKind = RequestKind.QUESTION
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_QUESTION)]
    wordings: Annotated[tuple[str, ...], Field(max_length=_WORDINGS_KEPT)] = ()
    link: str | None = None
    fact_id: int | None = None
    opened_at: AwareDatetime
    taken: Taken | None = None
    draft: str | None = None
    outcome: RequestOutcome | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The question in all wordings."""
        return (self.text, *self.wordings)

    @property
    def expires_at(self) -> datetime:
        """When it is closed without an answer."""
        return self.opened_at + EXPIRES_AFTER

    def taken_at(self, now: datetime) -> Taken | None:
        """Who is working on it at ``now``; None for nobody."""
        return self.taken if self.taken and now < self.taken.at + TAKEN_FOR else None

    def also(self, text: str) -> "Request":
        """A copy with another wording, if there is room for one."""
        if text in self.texts or len(self.wordings) >= _WORDINGS_KEPT:
            return self
        return self.model_copy(update={"wordings": (*self.wordings, text)})


class Asker(Frozen):
    """A ``person`` waiting for request ``number``. Deleted once told.

    ``where`` is where to tell them; empty if their direct messages are closed.
    """

    number: int
    person: str
    where: str
    at: AwareDatetime

    @property
    def key(self) -> str:
        """The key of its document."""
        return f"{self.number}.{self.person}"


def kind_of(desk: DeskId) -> str:
    """The document kind of a desk's requests."""
    return f"{REQUESTS}{desk}"


def keep_asker(asker: Asker) -> Put:
    return Put(ASKERS, asker.key, asker.model_dump(mode="json"))


def forget_asker(asker: Asker) -> Delete:
    return Delete(ASKERS, asker.key)
