"""Revisions of a fact: the changes that made them (entries of the log), and their citations."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Annotated, NamedTuple, Self

from pydantic import AwareDatetime, Field, model_validator

from facts.model.desks import DeskId
from facts.model.fact import Fact, FactDraft
from facts.model.fields import Frozen, Name, Remark

# A clock: gives the current time in UTC.
Clock = Callable[[], dt.datetime]


# The system clock.
utc_now: Clock = partial(dt.datetime.now, dt.UTC)


class ChangeKind(StrEnum):
    """The kind of a change."""

    ADDED = "added"
    EDITED = "edited"
    REMOVED = "removed"
    MERGED = "merged"
    REDACTED = "redacted"


class Change(Frozen):
    """One entry of the log. ``number`` counts from 1 without gaps; ``at`` is UTC.

    ``before`` is None for an added fact, ``after`` for a removed one (also in later redactions of
    it).
    """

    number: Annotated[int, Field(ge=1)]
    kind: ChangeKind
    fact_id: Annotated[int, Field(ge=1)]
    revision: Annotated[int, Field(ge=1)]
    editor: Name
    at: AwareDatetime
    reason: Remark | None = None
    before: Fact | None = None
    after: Fact | None = None

    @property
    def desk(self) -> DeskId:
        """The desk that the fact belongs to."""
        fact = self.after or self.before
        assert fact is not None  # noqa: S101 - validated: a change has at least one state
        return fact.desk

    @property
    def parts(self) -> tuple[str, ...]:
        """The fields that the change modified, in the model's order."""
        if self.before is None or self.after is None:
            return tuple(FactDraft.model_fields)
        return tuple(
            name
            for name in FactDraft.model_fields
            if getattr(self.before, name) != getattr(self.after, name)
        )

    @model_validator(mode="after")
    def _tells_what_changed(self) -> Self:
        if (self.before is None) != (self.kind is ChangeKind.ADDED):
            raise ValueError("an added fact, and no other, has no state before")
        is_gone = self.after is None
        if is_gone != (self.kind is ChangeKind.REMOVED) and self.kind is not ChangeKind.REDACTED:
            raise ValueError("a removed fact, and no other, has no state after")
        return self


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
