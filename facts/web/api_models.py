"""What the API takes and answers: the shapes of its OpenAPI document."""

from typing import Any

from pydantic import BaseModel


class QuestionIn(BaseModel):
    """What somebody asks; at most 4,000 characters count."""

    question: str


class FactOut(BaseModel):
    """A fact at one revision. ``content`` is the interchange format (docs/interchange.md)."""

    id: int
    revision: int
    citation: str
    cite_as: str
    url: str
    status: str
    standing: str
    notices: list[str]
    content: dict[str, Any]


class CandidateOut(BaseModel):
    """A fact that may be meant, and in what it differs from the question."""

    fact: FactOut
    differences: list[str]


class AnswerOut(BaseModel):
    """The decision is ``found``, ``unsure`` or ``not_found``; ``says`` is for the reader.

    ``fact`` answers where the decision is found. ``candidates`` are the others that may be meant.
    """

    question: str
    decision: str
    says: str
    fact: FactOut | None = None
    candidates: list[CandidateOut] = []


class ChangeOut(BaseModel):
    """One change of a public fact; ``fact`` is None for one that is public no more."""

    number: int
    at: str
    kind: str
    fact_id: int
    fact: FactOut | None = None


class ChangesOut(BaseModel):
    """Changes in order; ask again with ``after`` = ``next`` for those that follow."""

    changes: list[ChangeOut]
    next: int


class VerifiedOut(BaseModel):
    """What a citation really says. ``genuine`` is None where it had no check to compare."""

    fact: FactOut
    genuine: bool | None
    is_latest: bool


class ErrorOut(BaseModel):
    """What was wrong, in a sentence."""

    error: str
