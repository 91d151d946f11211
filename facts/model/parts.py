"""The parts of facts: claims, responses, sources and what the newsroom says of them.

All are frozen value objects that validate themselves: an existing object is valid. Invalid input
raises ``pydantic.ValidationError``, whose entries give the path of each field and what is allowed
there; ``facts.interchange.problems`` turns them into sentences.
"""

import re
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from facts.model.fields import (
    LONGEST_NAME,
    ClaimText,
    DateField,
    Headline,
    Language,
    Name,
    Quote,
    Remark,
    Value,
    WebAddress,
    needs_one_of,
    text_as,
)

_READ_UP_TO = 2000
_NUMBER = r"[+-]?\d{1,6}(?:\.\d{1,6})?"
_ON_A_SCALE = re.compile(
    rf"(?P<label>.*?)\s?\(?(?P<value>{_NUMBER})\s?(?:/|of|out of)\s?(?P<best>{_NUMBER})\)?",
    re.DOTALL | re.IGNORECASE,
)


class Stance(StrEnum):
    """The position of a response towards the claim."""

    DENIES = "denies"
    CONFIRMS = "confirms"
    DISPUTES = "disputes"
    DECLINES = "declines"


class Standing(StrEnum):
    """The status of a claim after all responses, as shown to readers."""

    DENIED = "denied"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    DECLINED = "declined to comment"
    UNANSWERED = "no response on record"


class Speaker(Value):
    """Who made the claim. Needs a name or a role; an unnamed official has only a role."""

    name: Name | None = None
    role: Name | None = None
    on_behalf_of: Name | None = None

    _from_name = text_as("name")
    _is_somebody = needs_one_of("speaker", "a speaker needs a name or a role", "name", "role")


class Claim(Value):
    """An asserted sentence: by whom, when, where, how; ``language`` None for English."""

    text: ClaimText
    language: Language | None = None
    speaker: Speaker | None = None
    date: DateField | None = None
    venue: Headline | None = None
    via: Name | None = None
    quote: Quote | None = None

    _from_text = text_as("text")


class Response(Value):
    """A response to the claim. A response that denies is a denial.

    ``text`` is the response in the desk's words, ``quote`` in the speaker's own; ``sources`` are
    the numbers, from 1, of the fact's sources that report it.
    """

    stance: Annotated[Stance, Field(strict=False)]
    by: Name | None = None
    role: Name | None = None
    on_behalf_of: Name | None = None
    via: Name | None = None
    date: DateField | None = None
    text: Remark | None = None
    quote: Quote | None = None
    sources: Annotated[tuple[int, ...], Field(strict=False, max_length=100)] = ()

    _is_by_somebody = needs_one_of(
        "response_by",
        "a response needs by, role or on_behalf_of: who responded",
        *("by", "role", "on_behalf_of"),
    )


class SourceQuote(Value):
    """An outlet's wording of the claim, or of the response with that number, from 1."""

    of: Literal["claim"] | int
    text: Quote


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


# Makes 4 and 4.0 the same value and text.
Number = Annotated[
    int | float, BeforeValidator(_whole), Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)
]


class Rating(Value):
    """A fact-checker's rating, in their words: a label, a number between ``worst`` and ``best``, or
    an explanation. Never the newsroom's own verdict.

    Needs at least one of ``label``, ``value`` and ``explanation``.
    """

    label: Name | None = None
    value: Number | None = None
    best: Number | None = None
    worst: Number | None = None
    explanation: Remark | None = None

    _says_something = needs_one_of(
        "rating",
        "a rating needs a label, a value or an explanation",
        *("label", "value", "explanation"),
    )

    def __str__(self) -> str:
        """The rating as text: ``False``, ``False (1 of 5)`` or ``1 of 5``; else the explanation.

        The inverse of ``read_rating``.
        """
        number = "" if self.value is None else f"{self.value}"
        if number and self.best is not None:
            number += f" of {self.best}"
        if self.label and number:
            return f"{self.label} ({number})"
        return self.label or number or self.explanation or ""


class Source(Value):
    """A report of the claim or a response; needs an outlet, headline, link or description.

    ``rating`` is its finding if it is a fact-check. For citing a fact see ``facts.model.fact``.
    """

    outlet: Name | None = None
    headline: Headline | None = None
    author: Name | None = None
    published: DateField | None = None
    url: WebAddress | None = None
    archived_url: WebAddress | None = None
    language: Language | None = None
    description: Headline | None = None
    rating: Rating | None = None
    quotes: Annotated[tuple[SourceQuote, ...], Field(strict=False, max_length=20)] = ()

    _can_be_found = needs_one_of(
        "source",
        "a source needs at least one of outlet, headline, url or description",
        *("outlet", "headline", "url", "description"),
    )


class Verdict(Value):
    """The newsroom's own verdict, which other people's responses never replace."""

    label: Name
    explanation: Remark | None = None
    date: DateField | None = None


class Retraction(Value):
    """The newsroom's retraction of the fact: day and reason. Shown to readers first."""

    on: DateField
    reason: Remark


class Redaction(Value):
    """A record that a text was removed from every revision that contained it."""

    on: DateField
    reason: Remark


class Review(Value):
    """A record that the newsroom rechecked the fact, and when the next review is due."""

    on: DateField
    next: DateField | None = None


class Correction(Value):
    """A published correction, with the sentence shown to readers.

    ``revision`` is the first corrected one, counted at the desk that corrected it; None if a file
    does not say.
    """

    on: DateField
    sentence: Remark
    revision: Annotated[int, Field(ge=1)] | None = None


def read_rating(text: str) -> dict[str, Any]:
    """Parse a rating: ``False``, ``False (1 of 5)``, ``3/5``. Returns the fields of ``Rating``.

    A text too long for a label becomes the explanation.
    """
    text = " ".join(text[:_READ_UP_TO].split())
    if scale := _ON_A_SCALE.fullmatch(text):
        said: dict[str, Any] = {"value": _number(scale["value"]), "best": _number(scale["best"])}
        return {"label": scale["label"]} | said if scale["label"] else said
    return {"label" if len(text) <= LONGEST_NAME else "explanation": text}


def _number(text: str) -> int | float:
    number: int | float = _whole(float(text))
    return number
