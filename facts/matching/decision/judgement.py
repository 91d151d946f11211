"""The result of matching a question: ranked candidates and the decision on the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """Whether the best candidate answers the question."""

    FOUND = "found"
    UNSURE = "unsure"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A matched pair: a word of the question and the word of the claim.

    ``weight`` is from 0 (no match) to 1 (the same word); typos and prefixes have less than 1.
    """

    asked: str
    met: str
    weight: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One contradiction between question and fact, as the two halves of a sentence.

    ``asked`` is the question's value, ``stored`` the fact's. ``missing``: the fact has no value
    there; ``name``: the missing value is a person or place.
    """

    asked: str
    stored: str
    missing: bool = False
    name: bool = False

    @property
    def sentence(self) -> str:
        return f"You asked about {self.asked}; this claim {self.stored}."

    @property
    def of_a_draft(self) -> str:
        """The same for a draft's claim instead of a question."""
        return f"The draft says {self.asked}; this claim {self.stored}."


@dataclass(frozen=True, slots=True)
class Candidate:
    """One fact that may be meant.

    ``confidence`` is how sure it is that the fact answers the question (see docs/matching.md and
    ``facts.matching.decision.thresholds``), descending along the list. ``missing`` are the
    question's content words that the fact does not have. ``differences`` are contradictions (a
    number, a name, a negation, an antonym); any of them rules out ``FOUND``.
    """

    fact_id: int
    confidence: float
    matched: tuple[WordMatch, ...] = ()
    missing: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result: ``candidates``, best first, and the decision on the first.

    ``exact``: every word of the question matched the same word, or the question contains a source's
    link. ``undecided``: the first ties with another claim, or the question has only common words;
    it is then never found, at any strictness.
    """

    decision: Decision
    candidates: tuple[Candidate, ...]
    exact: bool = False
    undecided: bool = False

    def first(self, many: int, least: float) -> tuple[Candidate, ...]:
        """The best ``many`` candidates, and all others whose confidence is at least ``least``."""
        return tuple(
            candidate
            for place, candidate in enumerate(self.candidates)
            if place < many or candidate.confidence >= least
        )


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidences (0 to 1.3) from which a fact is found and is offered."""

    found: float
    unsure: float

    def decide_on(self, candidates: Sequence[Candidate], *, undecided: bool) -> Decision:
        """Decide on the first of ``candidates``: never found if it contradicts the question or the
        result is ``undecided``.
        """
        if not candidates or candidates[0].confidence < self.unsure:
            return Decision.NOT_FOUND
        sure = candidates[0].confidence >= self.found
        doubtful = undecided or candidates[0].differences
        return Decision.FOUND if sure and not doubtful else Decision.UNSURE
