"""Requests: what readers hand to a desk, because nothing answered it or an answer is wrong."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from facts.model import DeskId
from facts.model.fields import Frozen

LONGEST_QUESTION = 300
EXPIRES_AFTER = timedelta(days=30)
# Who took a request and did not finish it lets it go after this time.
TAKEN_FOR = timedelta(days=1)
_WORDINGS_KEPT = 20


class RequestKind(StrEnum):
    """A question without an answer, or the report of an error in one."""

    QUESTION = "question"
    ERROR = "error"


class Result(StrEnum):
    """How a request was closed."""

    ANSWERED = "answered"
    DECLINED = "declined"
    EXPIRED = "expired"


class RequestOutcome(Frozen):
    """What its askers are told: the fact that answers, or a sentence of the desk, or neither."""

    result: Result
    at: AwareDatetime
    fact_id: int | None = None
    sentence: str | None = None


class Taken(Frozen):
    """Which moderator works on it, since when."""

    by: str
    name: str
    at: AwareDatetime


class Request(Frozen):
    """What was asked of a desk, by one or several; who they are, is in ``Asker``.

    ``text`` is in the words of the first, ``wordings`` are those of others. ``link`` leads to the
    message that was checked. A report of an error is about ``fact_id``. ``draft`` is the id of the
    draft that was opened to answer it. It is open until it has an ``outcome``.
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
        """It in all the words that were used."""
        return (self.text, *self.wordings)

    @property
    def expires_at(self) -> datetime:
        """When it is closed without an answer."""
        return self.opened_at + EXPIRES_AFTER

    def taken_at(self, now: datetime) -> Taken | None:
        """Who works on it at that moment."""
        return self.taken if self.taken and now < self.taken.at + TAKEN_FOR else None

    def also(self, text: str) -> "Request":
        """The same with another wording, while there is room for one."""
        if text in self.texts or len(self.wordings) >= _WORDINGS_KEPT:
            return self
        return self.model_copy(update={"wordings": (*self.wordings, text)})


class Asker(Frozen):
    """A ``person`` who waits for request ``number``. Gone once they were told.

    ``where`` is the place to tell them, empty where their direct messages are closed.
    """

    number: int
    person: str
    where: str
    at: AwareDatetime

    @property
    def key(self) -> str:
        """The name of its document."""
        return f"{self.number}.{self.person}"
