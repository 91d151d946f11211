"""What matching says of a question: the candidates, best first, and whether one is meant."""

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """Whether the best candidate answers the question."""

    FOUND = "found"
    UNSURE = "unsure"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A word of the question and the word of the claim that it met.

    ``weight`` is from 0 (no match) to 1 (the same word); it tells typos and prefixes from the word.
    """

    asked: str
    met: str
    weight: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which question and fact disagree, as the halves of a sentence.

    ``asked`` is what the question has, ``stored`` what the fact says of it; ``missing`` where the
    fact only has nothing of it, ``name`` where that is someone or somewhere.
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
        """The same of a claim that is written down instead of asked for."""
        return f"The draft says {self.asked}; this claim {self.stored}."


@dataclass(frozen=True, slots=True)
class Candidate:
    """One fact that may be meant.

    ``score`` is the confidence that the fact answers the question (see docs/matching.md and
    ``facts.matching.decision.thresholds``), falling along the list; ``missing`` are the words of
    the question that carry meaning and that the fact does not have; ``differences``
    tell where question and claim disagree (a number, a name, a negation, an opposite), which alone
    forbids ``FOUND``.
    """

    fact_id: int
    score: float
    matched: tuple[WordMatch, ...] = ()
    missing: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer of matching: a decision about the first of ``candidates``, best first.

    ``exact`` where every word of the question met the same word, or the question was a source's
    link. ``undecided`` where the first is no better than another claim, or only common words were
    asked: then it is never found, at whatever strictness.
    """

    decision: Decision
    candidates: tuple[Candidate, ...]
    exact: bool = False
    undecided: bool = False

    def first(self, many: int, least: float) -> tuple[Candidate, ...]:
        """The best ``many`` candidates, and all others whose score is ``least`` or more."""
        return tuple(
            candidate
            for place, candidate in enumerate(self.candidates)
            if place < many or candidate.score >= least
        )
