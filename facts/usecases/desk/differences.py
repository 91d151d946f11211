"""What two states of a fact differ in, field by field and word by word."""

from dataclasses import dataclass
from enum import StrEnum

from facts.model import FactContent


class Piece(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words and what became of it."""

    piece: Piece
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One place that changed, named for people (``response 2, quote``), with both states as text.

    ``before`` is None for what is new, ``after`` for what is gone; ``words`` read the two together.
    """

    place: str
    before: str | None
    after: str | None
    words: tuple[Words, ...]


def differences(before: FactContent | None, after: FactContent | None) -> tuple[FieldChange, ...]:
    """Every place that differs, in the order in which a fact is read."""
    raise NotImplementedError
