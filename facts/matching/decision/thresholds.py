"""Whether the best candidate is the one that is meant: another question than which is the best.

Every number that decides between found, unsure and not found stands here. docs/matching.md shows
the curve that chose them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from facts.matching.decision.judgement import Candidate, Decision
from facts.matching.decision.scoring import Fit
from facts.matching.index.question import Question, Term

# For refusing, a common word that is missing tells as much as a rare one, nearly.
_EVEN = 10.0
# A clear lead over the next claim speaks for the first, up to a point.
_LEAD, _CLEAR_LEAD = 0.7, 0.25
# One common word names no claim: below this much rarity in the words that were met, doubt grows.
_ENOUGH, _LEAST_TRUST = 12.0, 0.5

# Two claims that hold the same share of the question and are no further apart than this fit alike.
_TIE, _SAME_SHARE = 0.02, 0.005
# The rarity from which on a word tells claims apart: "the" and "of" stay below it, "letter" not.
_TELLING = 2.5

# A passage repeats a claim of which it holds so much: .55 is found, since half of a claim's words
# can be said otherwise. Below this much rarity in the words it holds, doubt grows.
_TOLD, _ENOUGH_TOLD = 0.30, 20.0


class Strictness(StrEnum):
    """How sure a desk wants to be before a fact is given as the answer."""

    STRICT = "strict"
    NORMAL = "normal"
    LAX = "lax"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidence from which on a fact is found, or is at least offered."""

    found: float
    unsure: float

    def decide(self, confidence: float) -> Decision:
        if confidence >= self.found:
            return Decision.FOUND
        return Decision.UNSURE if confidence >= self.unsure else Decision.NOT_FOUND

    def decide_on(self, candidates: Sequence[Candidate], *, undecided: bool) -> Decision:
        """The decision on the first of ``candidates``: never found where it differs, or where
        ``undecided``.
        """
        if not candidates:
            return Decision.NOT_FOUND
        decision = self.decide(candidates[0].score)
        doubtful = undecided or candidates[0].differences
        return Decision.UNSURE if doubtful and decision is Decision.FOUND else decision


THRESHOLDS = {
    Strictness.STRICT: Thresholds(found=0.92, unsure=0.66),
    Strictness.NORMAL: Thresholds(found=0.85, unsure=0.60),
    Strictness.LAX: Thresholds(found=0.76, unsure=0.52),
}


def is_one_of_several(fits: Sequence[Fit]) -> bool:
    """Whether another claim, at the second place of ``fits``, fits as well as the first.

    Both hold the same share of what was asked, and only the order of its words speaks for one.
    """
    first = fits[0]
    second = next((fit for fit in fits if fit.document.claim != first.document.claim), None)
    return second is not None and (
        first.score - second.score < _TIE and first.coverage - second.coverage < _SAME_SHARE
    )


def is_only_common(question: Question) -> bool:
    """Whether the question has no word that could tell one claim from another."""
    return all(term.rarity < _TELLING for term in question.terms)


def confidence(question: Question, fit: Fit, lead: float) -> float:
    """How sure it is that ``fit`` is meant, from 0 to 1.3.

    ``lead`` is by how much its score is ahead of the next other claim.
    """
    asked = _by_what_is_asked(question.terms, fit, lead)
    return max(asked, _by_what_is_told(fit)) if question.passage else asked


def _by_what_is_asked(terms: Sequence[Term], fit: Fit, lead: float) -> float:
    weights = [term.rarity + _EVEN for term in terms]
    certain = sum(weights[place] * weight * weight for place, (weight, _) in fit.met.items())
    evidence = sum(terms[place].rarity * weight for place, (weight, _) in fit.met.items())
    trust = _LEAST_TRUST + (1 - _LEAST_TRUST) * min(1.0, evidence / _ENOUGH)
    return trust * (certain / (sum(weights) or 1.0) + _LEAD * min(_CLEAR_LEAD, max(0.0, lead)))


def may_be_found(met: Sequence[float], missed: Sequence[float], found: float) -> bool:
    """Whether a question that is no passage can reach the confidence ``found``, by the rarities of
    its words that are met and of those that are missed.

    Supposes that everything speaks for it which is not known yet.
    """
    certain = sum(met) + _EVEN * len(met)
    in_all = certain + sum(missed) + _EVEN * len(missed)
    return bool(in_all) and certain / in_all + _LEAD * _CLEAR_LEAD >= found


def _by_what_is_told(fit: Fit) -> float:
    """A passage that repeats a claim says much besides, but holds the claim."""
    return min(1.0, fit.told_rarity / _ENOUGH_TOLD) * (fit.told + _TOLD)
