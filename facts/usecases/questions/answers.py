"""What a look-up returns: a fact that answers, several that may, or none."""

from dataclasses import dataclass

from facts.matching.decision.judgement import WordMatch
from facts.matching.decision.thresholds import OFFERED_SHARE
from facts.model import Fact


@dataclass(frozen=True, slots=True)
class Match:
    """A fact that may be meant, and why: see ``facts.matching.decision.judgement.Candidate``.

    ``differences`` are sentences for who asked; ``contradictions`` for who wrote the same text as a
    claim: those of them in which the fact says something else, not just nothing.
    """

    fact: Fact
    score: float
    matched: tuple[WordMatch, ...] = ()
    missing: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One fact answers; ``others`` are the next candidates, best first.

    ``exact`` where the question named the fact (by id, suggestion or a source's link)
    or every word of it met the same word.
    """

    question: str
    match: Match
    others: tuple[Match, ...] = ()
    exact: bool = False

    @property
    def offered(self) -> tuple[Match, ...]:
        """Those of the others that a reader is offered beside the answer."""
        return _within_reach(self.match, self.others)


@dataclass(frozen=True, slots=True)
class Unsure:
    """Several facts fit, or one does not fit well enough to be given as the answer.

    ``proposed_from`` are the languages of claims that were proposed by what they mean, since the
    words found nothing sure; empty where the words found the candidates.
    """

    question: str
    candidates: tuple[Match, ...]
    proposed_from: tuple[str, ...] = ()

    @property
    def offered(self) -> tuple[Match, ...]:
        """The candidates that a reader is asked to choose from."""
        if self.proposed_from:
            return self.candidates
        return _within_reach(self.candidates[0], self.candidates)


@dataclass(frozen=True, slots=True)
class NotFound:
    """No stored fact answers, which says neither true nor false.

    ``searched`` is how many facts the reader sees; ``topics`` are the nearest ones, if any;
    ``nearest`` are the candidates that were refused, for evaluation and never for a reader.
    ``language`` is the question's, None for English or where nothing tells; ``kept_in`` are those
    of the claims that the reader sees, as far as they are known.
    """

    question: str
    searched: int
    topics: tuple[str, ...] = ()
    nearest: tuple[Match, ...] = ()
    language: str | None = None
    kept_in: tuple[str, ...] = ()


Answer = Found | Unsure | NotFound


def contradicted_by(answer: Answer) -> frozenset[int]:
    """The ids of the facts that are offered though they contradict what was asked."""
    offered = answer.candidates if isinstance(answer, Unsure) else ()
    return frozenset(match.fact.id for match in offered if match.contradictions)


def clarity(answer: Answer) -> tuple[int, float]:
    """How clear an answer is, to be compared: found before unsure, then by its score."""
    match answer:
        case Found():
            return 2, answer.match.score
        case Unsure():
            return 1, answer.candidates[0].score
        case NotFound():
            return 0, 0.0


def _within_reach(best: Match, candidates: tuple[Match, ...]) -> tuple[Match, ...]:
    """The candidates that do not fall far behind the best."""
    least = best.score * OFFERED_SHARE
    return tuple(match for match in candidates if match.score >= least)


@dataclass(frozen=True, slots=True)
class CheckedMessage:
    """The answer to a longer message and the sentence of it that the answer is about."""

    sentence: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A fact offered while the question is still being typed."""

    fact: Fact

    @property
    def question(self) -> str:
        """The question that is answered with this fact for certain."""
        return f"#{self.fact.id}"


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many facts a reader sees, by whose they are, and whether they can be asked for in other
    languages than the one they are kept in.
    """

    starter: int
    home: int
    own: int
    any_language: bool = False

    @property
    def total(self) -> int:
        return self.starter + self.home + self.own
