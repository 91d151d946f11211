"""Candidates become a judgement: measured, put in order, and answered, doubted or refused."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from facts.matching.decision.contradictions import differences
from facts.matching.decision.judgement import Candidate, Decision, Judgement, WordMatch
from facts.matching.decision.scoring import NEARNESS, Fit, Measure, shared_headlines
from facts.matching.decision.thresholds import (
    Thresholds,
    confidence,
    is_one_of_several,
    is_only_common,
)
from facts.matching.index.documents import Document
from facts.matching.index.question import Question
from facts.matching.index.vocabulary import Vocabulary, is_group

_SAME = 0.999
# What question and claim that disagree are short of being found.
_SHORT = 0.01


class Judge:
    """Judges documents against questions. ``rarities`` are those of words by number."""

    def __init__(
        self, vocabulary: Vocabulary, rarities: Sequence[float], thresholds: Thresholds
    ) -> None:
        self._vocabulary = vocabulary
        self._rarities = rarities
        self._thresholds = thresholds

    def judge(
        self,
        asked: Question,
        documents: Sequence[Document],
        limit: int,
        nearness: Mapping[int, float] | None = None,
    ) -> Judgement:
        """Judge which of ``documents`` answers; at most ``limit`` candidates.

        ``nearness`` in meaning, by the id of a fact, joins the ranking; the confidence that a fact
        is meant stays that of the words.
        """
        fits = self._ranked(asked, documents, nearness or {})
        judged = self._judged(asked, fits, limit)
        if not judged:
            return Judgement(Decision.NOT_FOUND, ())
        first = judged[0]
        exact = not first.missing and all(match.weight >= _SAME for match in first.matched)
        undecided = is_one_of_several(fits) or is_only_common(asked)
        decision = self._thresholds.decide_on(judged, undecided=undecided)
        return Judgement(decision, judged, exact, undecided)

    def _ranked(
        self, asked: Question, documents: Sequence[Document], nearness: Mapping[int, float]
    ) -> list[Fit]:
        """The fits best first. Of facts with the same claim the one stored first leads."""
        measure = Measure(asked, self._rarities, shared_headlines(documents))
        fits = [measure.fit(document) for document in documents]
        best: dict[tuple[int, ...], float] = defaultdict(float)
        for fit in fits:
            near = NEARNESS * nearness.get(fit.document.fact_id, 0.0)
            best[fit.document.claim] = max(best[fit.document.claim], fit.score + near)
        fits.sort(key=lambda fit: (-best[fit.document.claim], fit.document.fact_id))
        return fits

    def _judged(self, asked: Question, fits: list[Fit], limit: int) -> tuple[Candidate, ...]:
        judged: list[Candidate] = []
        ceiling = float("inf")
        for place, fit in enumerate(fits[:limit]):
            others = (f.score for f in fits[place + 1 :] if f.document.claim != fit.document.claim)
            sure = confidence(asked, fit, fit.score - next(others, 0.0))
            apart = differences(asked, fit, self._vocabulary)
            if apart:
                sure = min(sure, self._thresholds.found - _SHORT)
            ceiling = min(sure, ceiling)
            judged.append(self._candidate(asked, fit, ceiling, apart))
        return tuple(judged)

    def _candidate(
        self, asked: Question, fit: Fit, sure: float, apart: tuple[str, ...]
    ) -> Candidate:
        matched = []
        for place, (weight, number) in sorted(fit.met.items()):
            typed, word = asked.terms[place].word, self._vocabulary.words[number]
            matched.append(WordMatch(typed, typed if is_group(word) else word, round(weight, 3)))
        missing = tuple(term.word for place, term in enumerate(asked.terms) if place not in fit.met)
        return Candidate(fit.document.fact_id, round(sure, 4), tuple(matched), missing, apart)
