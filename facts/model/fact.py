"""Facts: a claim with the responses to it and the sources that report them.

All are frozen value objects that validate themselves: an existing object is valid. Invalid input
raises ``pydantic.ValidationError``, whose entries give the path of each field and what is allowed
there; ``facts.interchange.problems`` turns them into sentences.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator
from pydantic_core import PydanticCustomError

from facts.model.desks import DeskId
from facts.model.fields import (
    ClaimText,
    DateField,
    Headline,
    Language,
    Name,
    Quote,
    Reference,
    Remark,
    Topics,
    Value,
    WebAddress,
    needs_one_of,
    text_as,
)
from facts.model.rating import Rating

# The total limit of texts. With every list and text at its limit, a fact would have 5 million
# characters. This keeps facts readable, and their lines below the longest of the interchange
# format.
_CHARACTERS_IN_ALL = 400_000


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


class Source(Value):
    """A report of the claim or a response; needs an outlet, headline, link or description.

    ``rating`` is its finding if it is a fact-check. For citing a fact see ``facts.model.revision``.
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


class FactContent(Value):
    """The content of a fact or of a draft, which may still lack sources.

    ``ref`` is the fact's reference at its origin, by which later imports recognize it;
    ``corrections`` are oldest first.
    """

    ref: Reference | None = None
    claim: Claim
    responses: Annotated[tuple[Response, ...], Field(strict=False, max_length=50)] = ()
    sources: Annotated[tuple[Source, ...], Field(strict=False, max_length=100)] = ()
    topics: Topics = ()
    other_wordings: Annotated[tuple[ClaimText, ...], Field(strict=False, max_length=50)] = ()
    verdict: Verdict | None = None
    retraction: Retraction | None = None
    review: Review | None = None
    corrections: Annotated[tuple[Correction, ...], Field(strict=False, max_length=100)] = ()

    @model_validator(mode="after")
    def _is_of_a_size(self) -> Self:
        size = len(self.model_dump_json())
        if size > _CHARACTERS_IN_ALL:
            raise PydanticCustomError(
                "size",
                "a fact can have up to {limit} characters in all; this one has {size}: shorten "
                "its quotes or split it into two facts",
                {"limit": f"{_CHARACTERS_IN_ALL:,}", "size": f"{size:,}"},
            )
        return self

    @model_validator(mode="after")
    def _points_at_what_is_there(self) -> Self:
        dangling = tuple(self._dangling_pointers())
        if dangling:
            raise PydanticCustomError(
                "dangling",
                "{sentences}",
                {
                    "sentences": "; ".join(f"{path}: {sentence}" for path, sentence in dangling),
                    "pointers": dangling,
                },
            )
        return self

    def _dangling_pointers(self) -> Iterator[tuple[str, str]]:
        """The path of each reference to a nonexistent item, and what it should refer to."""
        for i, response in enumerate(self.responses):
            for j, number in enumerate(response.sources):
                if not 1 <= number <= len(self.sources):
                    sentence = f"there is no source {number}; the fact has {len(self.sources)}"
                    yield f"responses[{i}].sources[{j}]", sentence
        for i, source in enumerate(self.sources):
            for j, quote in enumerate(source.quotes):
                if quote.of != "claim" and not 1 <= quote.of <= len(self.responses):
                    sentence = (
                        f"there is no response {quote.of}; the fact has {len(self.responses)}"
                    )
                    yield f"sources[{i}].quotes[{j}].of", sentence

    @property
    def denials(self) -> tuple[Response, ...]:
        """The responses that deny the claim, in stored order."""
        return tuple(r for r in self.responses if r.stance is Stance.DENIES)

    @property
    def is_quoted(self) -> bool:
        """Whether any source's wording of a statement is stored."""
        return any(source.quotes for source in self.sources)

    @property
    def standing(self) -> Standing:
        """Denied or confirmed if all responses that take a position agree, otherwise disputed."""
        return standing_of({response.stance for response in self.responses})


class FactDraft(FactContent):
    """The content of a fact before the store assigns an id and a revision."""

    sources: Annotated[tuple[Source, ...], Field(strict=False, min_length=1, max_length=100)]


class Fact(FactDraft):
    """A stored fact: published content at one of its revisions.

    ``id`` is unique in the store, ``revision`` counts from 1, times are UTC. If the fact was merged
    into another, ``merged_into`` is that one's id. ``redactions`` are those that removed text from
    this revision, oldest first.
    """

    id: Annotated[int, Field(ge=1)]
    desk: DeskId
    revision: Annotated[int, Field(ge=1)]
    created_at: Annotated[AwareDatetime, Field(strict=False)]
    changed_at: Annotated[AwareDatetime, Field(strict=False)]
    merged_into: Annotated[int, Field(ge=1)] | None = None
    redactions: Annotated[tuple[Redaction, ...], Field(strict=False)] = ()

    @property
    def citation(self) -> str:
        """Id and revision, for citing it: ``12.3``."""
        return f"{self.id}.{self.revision}"


def standing_of(stances: set[Stance]) -> Standing:
    """The status of a claim with responses of these ``stances``."""
    answers = stances - {Stance.DECLINES}
    if answers == {Stance.DENIES}:
        return Standing.DENIED
    if answers == {Stance.CONFIRMS}:
        return Standing.CONFIRMED
    if answers:
        return Standing.DISPUTED
    return Standing.DECLINED if stances else Standing.UNANSWERED
