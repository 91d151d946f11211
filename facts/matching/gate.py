"""Whether the best candidate is the one that is meant: another question than which is the best.

Every number that decides between found, unsure and not found stands here. docs/matching.md shows
the curve that chose them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from facts.matching.judgement import Decision
from facts.matching.question import Term
from facts.matching.ranking import Fit

# For refusing, a common word that is missing tells as much as a rare one, nearly.
_EVEN = 5.0
# A clear lead over the next claim speaks for the first, up to a point.
_LEAD, _CLEAR_LEAD = 0.6, 0.25
# One common word names no claim: below this much rarity in the words that were met, doubt grows.
_ENOUGH, _LEAST_TRUST = 12.0, 0.6


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


THRESHOLDS = {
    Strictness.STRICT: Thresholds(found=0.90, unsure=0.66),
    Strictness.NORMAL: Thresholds(found=0.82, unsure=0.60),
    Strictness.LAX: Thresholds(found=0.74, unsure=0.52),
}


def confidence(terms: Sequence[Term], fit: Fit, lead: float) -> float:
    """How sure it is that ``fit`` is meant, from 0 to 1.15.

    ``lead`` is by how much its score is ahead of the next other claim.
    """
    weights = [term.rarity + _EVEN for term in terms]
    certain = sum(weights[place] * weight * weight for place, (weight, _) in fit.met.items())
    evidence = sum(terms[place].rarity * weight for place, (weight, _) in fit.met.items())
    trust = _LEAST_TRUST + (1 - _LEAST_TRUST) * min(1.0, evidence / _ENOUGH)
    return trust * (certain / (sum(weights) or 1.0) + _LEAD * min(_CLEAR_LEAD, max(0.0, lead)))


def may_be_found(met: Sequence[float], missed: Sequence[float]) -> bool:
    """Whether a question can be found at all, by the rarities of the words met and of those missed.

    Supposes that everything speaks for it which is not known yet.
    """
    certain = sum(met) + _EVEN * len(met)
    in_all = certain + sum(missed) + _EVEN * len(missed)
    found = THRESHOLDS[Strictness.NORMAL].found
    return bool(in_all) and certain / in_all + _LEAD * _CLEAR_LEAD >= found
