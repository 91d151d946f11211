"""The index of claims: finds candidates by their words, then has them judged."""

from collections import defaultdict
from collections.abc import Collection

from facts.matching.documents import Document, read
from facts.matching.gate import THRESHOLDS, Strictness, confidence
from facts.matching.guard import differences
from facts.matching.judgement import Candidate, Decision, Judgement, WordMatch
from facts.matching.lexicon import Lexicon, default_lexicon
from facts.matching.question import Question, Reader
from facts.matching.ranking import Fit, Measure, shared_headlines
from facts.matching.rarity import word_rarity
from facts.matching.stemming import stem
from facts.matching.vocabulary import Vocabulary, is_group
from facts.matching.words import words
from facts.model import DeskId, Fact

_CANDIDATES = 60
_SAME = 0.999
# What a disagreement of question and claim leaves of the confidence, so that it stays unsure.
_JUST_UNSURE = 0.01


class FuzzyIndex:
    """A ClaimIndex in memory."""

    def __init__(
        self, lexicon: Lexicon | None = None, strictness: Strictness = Strictness.NORMAL
    ) -> None:
        self._lexicon = lexicon or default_lexicon()
        self._thresholds = THRESHOLDS[strictness]
        self._vocabulary = Vocabulary()
        self._reader = Reader(self._vocabulary, self._lexicon)
        self._documents: dict[int, Document] = {}
        self._holders: dict[int, set[int]] = defaultdict(set)

    def put(self, fact: Fact) -> None:
        self.remove(fact.id)
        document = read(fact, self._vocabulary, self._lexicon)
        self._documents[fact.id] = document
        for number in document.numbers:
            self._holders[number].add(fact.id)
            self._vocabulary.holders[number] += 1

    def remove(self, fact_id: int) -> None:
        document = self._documents.pop(fact_id, None)
        for number in document.numbers if document else ():
            self._holders[number].discard(fact_id)
            self._vocabulary.holders[number] -= 1

    def search(self, question: str, desks: Collection[DeskId] | None, limit: int = 5) -> Judgement:
        asked = self._reader.read(question, len(self._documents))
        fits = self._ranked(asked, desks)
        candidates = self._judged(asked, fits)[:limit]
        if not candidates:
            return Judgement(Decision.NOT_FOUND, ())
        exact = not candidates[0].missing and all(
            match.weight >= _SAME for match in candidates[0].matched
        )
        return Judgement(self._thresholds.decide(candidates[0].score), tuple(candidates), exact)

    def complete(
        self, typed: str, desks: Collection[DeskId] | None, limit: int = 25
    ) -> tuple[int, ...]:
        asked = words(typed[:200])
        fits = []
        for document in self._documents.values():
            if desks is not None and document.desk not in desks:
                continue
            held = {self._vocabulary.words[n] for n in document.numbers}
            if all(any(word.startswith(begun) for word in held) for begun in asked):
                fits.append((document.changed, document.fact_id))
        return tuple(fact_id for _, fact_id in sorted(fits, reverse=True)[:limit])

    def _ranked(self, asked: Question, desks: Collection[DeskId] | None) -> list[Fit]:
        """The fits best first. Of facts with the same claim the one stored first leads."""
        documents = [self._documents[i] for i in self._candidates(asked, desks)]
        measure = Measure(asked, self._rarity, shared_headlines(documents))
        fits = [measure.fit(document) for document in documents]
        best: dict[tuple[int, ...], float] = defaultdict(float)
        for fit in fits:
            best[fit.document.claim] = max(best[fit.document.claim], fit.score)
        fits.sort(key=lambda fit: (-best[fit.document.claim], fit.document.fact_id))
        return fits

    def _candidates(self, asked: Question, desks: Collection[DeskId] | None) -> list[int]:
        total: dict[int, float] = defaultdict(float)
        for term, rarity in zip(asked.terms, asked.weights, strict=True):
            best: dict[int, float] = {}
            for number, weight in sorted(term.near.items(), key=lambda item: item[1]):
                for fact_id in self._holders.get(number, ()):
                    best[fact_id] = weight
            for fact_id, weight in best.items():
                if desks is None or self._documents[fact_id].desk in desks:
                    total[fact_id] += weight * weight * rarity
        return sorted(total, key=lambda fact_id: -total[fact_id])[:_CANDIDATES]

    def _judged(self, asked: Question, fits: list[Fit]) -> list[Candidate]:
        candidates: list[Candidate] = []
        ceiling = 2.0
        for place, fit in enumerate(fits):
            others = (f.score for f in fits[place + 1 :] if f.document.claim != fit.document.claim)
            sure = confidence(asked.terms, fit, fit.score - next(others, 0.0))
            apart = differences(asked, fit, self._vocabulary)
            if apart:
                sure = min(sure, self._thresholds.found - _JUST_UNSURE)
            ceiling = min(sure, ceiling)
            candidates.append(self._candidate(asked, fit, ceiling, apart))
        return candidates

    def _candidate(
        self, asked: Question, fit: Fit, sure: float, apart: tuple[str, ...]
    ) -> Candidate:
        matched, missing = [], []
        for place, term in enumerate(asked.terms):
            if place in fit.met:
                weight, number = fit.met[place]
                word = self._vocabulary.words[number]
                matched.append(WordMatch(term.word, term.word if is_group(word) else word, weight))
            else:
                missing.append(term.word)
        return Candidate(
            fit.document.fact_id, round(sure, 4), tuple(matched), tuple(missing), apart
        )

    def _rarity(self, number: int) -> float:
        word = self._vocabulary.words[number]
        holders = self._vocabulary.holders[number]
        return word_rarity(stem(word), holders, len(self._documents), self._lexicon.rates)
