"""Decides found / unsure / not found by comparing the best candidate's confidence to a threshold.

Ranking is separate (``scoring``): it says which candidate is best, not whether it is meant.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

from facts.matching.decision.contradictions.comparison import Comparison
from facts.matching.decision.contradictions.reading.reader import Reader
from facts.matching.decision.judgement import (
    Candidate,
    Decision,
    Difference,
    Judgement,
    Thresholds,
    WordMatch,
)
from facts.matching.decision.scoring import (
    Fit,
    Scorer,
    confidence,
    has_only_common_words,
    is_tie,
    shared_headlines,
)
from facts.matching.decision.thresholds import (
    CERTAIN_WEIGHT,
    COMPARED_FIRST,
    CONTRADICTED_BY,
    EXACT_WEIGHT,
    FEWEST_TELLING_APART,
    NAME_MISSING,
    NEARNESS,
    THRESHOLDS,
    TIE_COVERAGE,
)
from facts.matching.index.indexed_facts import Document
from facts.matching.index.question import Question, Term
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.lexicon import Lexicon


class Judge:
    """Judges documents against questions."""

    def __init__(self, vocabulary: Vocabulary, thresholds: Thresholds, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._thresholds = thresholds
        self._reader = Reader(vocabulary, lexicon)
        self._compared_from = min(thresholds.unsure, *(one.found for one in THRESHOLDS.values()))

    def judge(
        self,
        asked: Question,
        documents: Sequence[Document],
        limit: int,
        nearness: Mapping[int, float] | None = None,
    ) -> Judgement:
        """Judge which of ``documents`` answers; at most ``limit`` candidates.

        ``nearness`` in meaning (cosines, by the id of a fact) joins the ranking; the confidence
        stays that of the words.
        """
        fits = self._ranked(asked, documents, nearness or {})
        if not fits:
            return Judgement(Decision.NOT_FOUND, ())
        comparison = Comparison(asked, self._vocabulary, self._lexicon, self._reader)
        # A short question whose words several facts hold may mean any of these.
        told_apart = not asked.passage and len(asked.terms) >= FEWEST_TELLING_APART
        fits = _agreeing_first(fits, comparison) if told_apart else fits
        judged = self._judged(asked, fits, limit, comparison, told_apart=told_apart)
        first = judged[0]
        exact = not first.missing and all(match.weight >= EXACT_WEIGHT for match in first.matched)
        tie = is_tie(fits) and not (told_apart and _second_contradicts(fits, comparison))
        undecided = tie or has_only_common_words(asked)
        decision = self._thresholds.decide_on(judged, undecided=undecided)
        return Judgement(decision, judged, exact, undecided)

    def _ranked(
        self, asked: Question, documents: Sequence[Document], nearness: Mapping[int, float]
    ) -> list[Fit]:
        """The fits, best first. Among facts with the same claim the oldest leads."""
        scorer = Scorer(asked, self._vocabulary.idfs, shared_headlines(documents))
        fits = [scorer.fit(document) for document in documents]
        best: dict[tuple[int, ...], float] = defaultdict(float)
        for fit in fits:
            near = NEARNESS * nearness.get(fit.document.fact_id, 0.0)
            best[fit.claim] = max(best[fit.claim], fit.ranking_score + near)
        fits.sort(key=lambda fit: (-best[fit.claim], fit.document.fact_id))
        return fits

    def _judged(
        self,
        asked: Question,
        fits: list[Fit],
        limit: int,
        comparison: Comparison,
        *,
        told_apart: bool,
    ) -> tuple[Candidate, ...]:
        judged: list[Candidate] = []
        ceiling = float("inf")
        for place, fit in enumerate(fits[:limit]):
            claim = fit.claim
            others = (other for other in islice(fits, place + 1, None) if other.claim != claim)
            other = next(others, None)
            tied = told_apart and not judged and other and is_tie((fit, other))
            if tied and other and comparison.differences(other):
                other = next(others, None)  # the first is as near, and has a different claim
            lead = fit.ranking_score - (other.ranking_score if other else 0.0)
            sure = confidence(asked, fit, lead)
            # Candidates too weak to be offered are not compared in detail.
            offered = min(sure, ceiling) >= (self._compared_from if judged else COMPARED_FIRST)
            apart = comparison.differences(fit) if offered else ()
            if offered and not apart and any(meant := comparison.meant(fit)):
                sure = confidence(asked, fit, lead, meant)
            if apart:
                sure = min(sure, self._thresholds.found - CONTRADICTED_BY)
                sure *= NAME_MISSING if any(one.name for one in apart) else 1.0
            if self._shares_only_names(asked, fit):
                sure = min(sure, self._thresholds.unsure - CONTRADICTED_BY)
            ceiling = min(sure, ceiling)
            judged.append(self._candidate(asked, fit, ceiling, apart))
        return tuple(judged)

    def _shares_only_names(self, question: Question, fit: Fit) -> bool:
        """Whether fact and question share only names: probably another story about them."""
        names = sum(term.name for term in question.terms)
        met = ((question.terms[place], match) for place, match in fit.matched.items())
        return 0 < names < len(question.terms) and not any(
            self._is_certain(term, *match) for term, match in met if not term.name
        )

    def _is_certain(self, term: Term, weight: float, number: int) -> bool:
        """Whether the term is matched for certain: a common English word is no typo."""
        vocabulary = self._vocabulary
        same = number in vocabulary.groups or vocabulary.stems[number] == term.stem
        known = term.stem in self._lexicon.relations.speech
        return weight >= CERTAIN_WEIGHT and (same or not known)

    def _candidate(
        self, asked: Question, fit: Fit, sure: float, apart: tuple[Difference, ...]
    ) -> Candidate:
        matched = []
        for place, (weight, number) in sorted(fit.matched.items()):
            typed = asked.terms[place].word
            group = number in self._vocabulary.groups
            word = typed if group else self._vocabulary.words[number]
            matched.append(WordMatch(typed, word, round(weight, 3)))
        missing = tuple(
            term.word for place, term in enumerate(asked.terms) if place not in fit.matched
        )
        return Candidate(fit.document.fact_id, round(sure, 4), tuple(matched), missing, apart)


def _agreeing_first(fits: list[Fit], comparison: Comparison) -> list[Fit]:
    """Order claims that hold the same share of the question: agreeing before contradicting.

    Needed because two facts may tell the same event about different people.
    """
    alike = [fit for fit in fits if fits[0].coverage - fit.coverage < TIE_COVERAGE]
    if len(alike) > 1 and comparison.differences(fits[0]):
        for fit in alike[1:]:
            if not comparison.differences(fit):
                return [fit, *(other for other in fits if other is not fit)]
    return fits


def _second_contradicts(fits: Sequence[Fit], comparison: Comparison) -> bool:
    """Whether, of two claims with equal fit, only the second contradicts the question."""
    second = next(fit for fit in fits if fit.claim != fits[0].claim)
    return bool(comparison.differences(second)) and not comparison.differences(fits[0])
