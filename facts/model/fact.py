"""Desks and their members; facts: a claim with the responses and sources, at a desk; citations."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, NamedTuple, NewType, Self

from pydantic import AwareDatetime, Field, model_validator
from pydantic_core import PydanticCustomError, SchemaValidator

from facts.model.fields import ClaimText, Reference, Topics, Value, clean_text, without_checks
from facts.model.parts import (
    Claim,
    Correction,
    Redaction,
    Response,
    Retraction,
    Review,
    Source,
    Stance,
    Standing,
    Verdict,
)

# A desk is identified by a short string. The starter facts and the home desk (the newsroom that
# runs the bot) have reserved ids; the front end chooses all others (on Discord, the server's id).
DeskId = NewType("DeskId", str)

STARTER = DeskId("starter")
HOME = DeskId("home")
_LONGEST_NAME = 100


def visible_desks(own: DeskId | None) -> frozenset[DeskId]:
    """The desks whose facts a reader of desk ``own`` sees; ``None``: a reader without a desk."""
    shared = frozenset({STARTER, HOME})
    return shared if own is None else shared | {own}


@dataclass(frozen=True, slots=True)
class Member:
    """The acting person at desk ``desk``, as known to the front end right now.

    ``id`` is permanent, ``name`` is shown in the log; ``roles`` are role ids in the desk's server.
    A front end makes a new one for each step, so that removed roles take effect at once. For the
    newsroom that runs the bot ``desk`` is ``HOME``.
    """

    desk: DeskId
    id: str
    name: str
    manages_server: bool
    roles: frozenset[str] = frozenset()

    @property
    def signature(self) -> str:
        """The editor's name in the log, with the permanent id: ``Ada Berg (1234)``."""
        name = " ".join(clean_text(self.name).split())[:_LONGEST_NAME].strip()
        return f"{name} ({self.id})" if name else self.id


# The total limit of texts. With every list and text at its limit, a fact would have 5 million
# characters. This keeps facts readable, and their lines below the longest of the interchange
# format.
_CHARACTERS_IN_ALL = 400_000
# The most that one response, source, quote, wording or correction has as JSON with every text at
# its limit, and that all else of a fact has: with few of them there is no need to count.
_CHARACTERS_OF_A_PART, _CHARACTERS_OF_THE_REST = 10_000, 20_000
_FEW_PARTS = (_CHARACTERS_IN_ALL - _CHARACTERS_OF_THE_REST) // _CHARACTERS_OF_A_PART


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
        parts = len(self.sources) + len(self.other_wordings) + len(self.corrections)
        for response in self.responses:
            parts += 1 + len(response.sources)
        for source in self.sources:
            parts += len(source.quotes)
        if parts <= _FEW_PARTS:
            return self
        # Not what a store adds: whatever was a draft can be stored.
        size = len(self.model_dump_json(include=set(FactContent.model_fields)))
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


def encoded(draft: FactDraft) -> str:
    """The draft as JSON, without fields that are None."""
    return draft.model_dump_json(exclude_none=True)


def decoded(text: str) -> FactDraft:
    """The draft of a text that ``encoded`` wrote in this process; its parts are not checked again,
    which takes half the time.
    """
    draft: FactDraft = _of_our_own.validate_json(text)
    return draft


# Not with the validators that the classes of the parts have built: those check. The parameter is
# pydantic's own; should it go, this fails as soon as the program is imported.
_of_our_own = SchemaValidator(
    without_checks(FactDraft.__pydantic_core_schema__), _use_prebuilt=False
)


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


# Crockford's base-32 alphabet: no letter can be mistaken for another one or for a digit.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 6
_BITS = 5
# Length limits keep citations within the numbers that a store can have.
_CITATION = re.compile(
    r"(?P<word>(?:fact|claim)\s*(?:#\s*)?|#\s*)?(?P<id>[0-9]{1,15})"
    r"(?:\.(?P<revision>[0-9]{1,9})(?:-(?P<check>[0-9a-z]{1,12}))?)?[.,]?",
    re.IGNORECASE,
)
_MISREAD = str.maketrans("oil", "011")


class Citation(NamedTuple):
    """The parts of ``12.3-k7x2qm``; ``revision`` and ``check`` are None if left out."""

    fact_id: int
    revision: int | None
    check: str | None


def checksum(fact: Fact) -> str:
    """A check code of six letters and digits, computed from the exact text of the revision.

    It covers the fact's id, revision, desk and content, but not editor and time.
    """
    content = fact.model_dump(
        mode="json", exclude_defaults=True, exclude={"created_at", "changed_at"}
    )
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
    return "".join(_ALPHABET[number >> (_BITS * i) & 31] for i in range(_LENGTH))


def checked_citation(fact: Fact) -> str:
    """The citation with check code: ``12.3-k7x2qm``."""
    return f"{fact.citation}-{checksum(fact)}"


def read_citation(text: str, *, bare: bool = True) -> Citation | None:
    """Parse a citation; None if ``text`` is none.

    Accepts ``12``, ``#12``, ``fact 12``, ``12.3``, ``12.3-k7x2qm`` and ``Fact 12.3-k7x2qm``, also
    followed by a full stop or comma. ``bare``: accept a number alone, which in a question is a
    word. In the check code O, I and L are read as 0, 1 and 1.
    """
    found = _CITATION.fullmatch(text.strip())
    if found is None or not (bare or found["word"] or found["revision"]):
        return None
    revision = int(found["revision"]) if found["revision"] else None
    check = found["check"] and found["check"].lower().translate(_MISREAD)
    return Citation(int(found["id"]), revision, check)
