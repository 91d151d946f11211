"""Scoring: how well a stored fact fits a question, in the figures used to rank and decide.

The score ranks the facts; the confidence of the best one decides.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from facts.matching.decision.thresholds import (
    CLEAR_LEAD,
    CLOSE_WORDS,
    CLOSENESS,
    EVENING_IDF,
    HARMLESS,
    LEAD_WEIGHT,
    LEAST_TRUST,
    RETOLD_BONUS,
    RETOLD_IDF,
    SAME_ALIAS,
    SHARE,
    STANDS_WEIGHT,
    TELLING_IDF,
    TIE_COVERAGE,
    TIE_SCORE,
    TRUSTED_IDF,
    UNSAID_IDF,
)
from facts.matching.index.indexed_facts import HEADLINE, SHARED, Document, Text
from facts.matching.index.question import Question, Term

_NEXT_TO = 1

Matches = dict[int, tuple[float, int]]


@dataclass(slots=True)
class Fit:
    """How well one document matches a question. All figures are from 0 to 1.

    ``matched`` are the matched terms: by a term's position in the question, the match weight and
    the number of the stored word. ``coverage`` is the share of the question, by IDF, that the
    document matches; uncertain matches count by the square of their weight, so that two guesses do
    not add up to a certainty. ``closeness`` measures how near to each other, in the asked order,
    the matched words stand; ``share`` how much of the document's text the question covers.
    ``ranking_score`` orders the documents; the confidence is another figure. ``claim`` are the word
    numbers of the claim.

    For a passage, ``retold`` is the share, by IDF, of the claim that it contains, and
    ``retold_idf`` the sum of these IDFs (unbounded).
    """

    document: Document
    matched: Matches
    coverage: float
    closeness: float
    share: float
    retold: float = 0.0
    retold_idf: float = 0.0

    ranking_score: float = field(init=False)
    claim: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.ranking_score = self.coverage + CLOSENESS * self.closeness + SHARE * self.share
        self.claim = self.document.texts[0].words if self.document.texts else ()


class Scorer:
    """Scores documents against one question.

    ``idfs`` are the IDFs by word number. ``shared`` are headlines of articles on several claims;
    they count less.
    """

    def __init__(
        self, question: Question, idfs: Sequence[float], shared: Collection[tuple[int, ...]] = ()
    ) -> None:
        self._question = question
        self._idfs = idfs
        self._shared = shared
        self._weights = question.weights
        self._total = sum(self._weights) or 1.0
        self._asked: dict[int, list[tuple[int, float]]] = {}
        for place, term in enumerate(question.terms):
            for number, weight in term.near.items():
                self._asked.setdefault(number, []).append((place, weight))
        self._surest = {
            number: max(weight for _, weight in matched) for number, matched in self._asked.items()
        }

    def fit(self, document: Document) -> Fit:
        """The fit of ``document`` to the question."""
        matched: Matches = {}
        closeness = share = 0.0
        retold = 0.0, 0.0
        for text in document.texts:
            importance = SHARED if text.words in self._shared else text.importance
            places = self._match(text, importance, matched)
            if places:
                closeness = max(closeness, importance * self._closeness(places))
                share = max(share, importance * self._share(text))
                if self._question.passage and importance >= HEADLINE:
                    retold = max(retold, self._retold(text))
        held = sum(self._weights[place] * weight * weight for place, (weight, _) in matched.items())
        return Fit(document, matched, held / self._total, closeness, share, *retold)

    def _match(self, text: Text, importance: float, matched: Matches) -> dict[int, int]:
        """Add a text's matches to ``matched``; returns, by term, the first certain position."""
        places: dict[int, int] = {}
        asked = self._asked
        for at, number in enumerate((*text.words, *text.groups)):
            if number not in asked:
                continue
            for place, weight in asked[number]:
                value = weight * importance
                if place not in matched or value > matched[place][0]:
                    matched[place] = value, number
                if weight > STANDS_WEIGHT and at < len(text.words):
                    places.setdefault(place, at)
        return places

    def _closeness(self, places: dict[int, int]) -> float:
        if self._question.passage or len(places) == 1:
            return 0.0
        together = 0.0
        for place, at in places.items():
            apart = places[place + 1] - at if place + 1 in places else CLOSE_WORDS + 1
            if apart == _NEXT_TO:
                together += 1
            elif abs(apart) <= CLOSE_WORDS:
                together += 0.5
        return together / max(1, len(self._question.terms) - 1) + self._order(places)

    def _order(self, places: dict[int, int]) -> float:
        """Order agreement, -1 to 1: whether the question names things in the text's order."""
        stand = [places[place] for place in sorted(places)] if self._question.sentence else []
        pairs = [1 if a < b else -1 for at, a in enumerate(stand) for b in stand[at + 1 :]]
        return sum(pairs) / len(pairs) if pairs else 0.0

    def _share(self, text: Text) -> float:
        idfs, surest = self._idfs, self._surest
        whole = sum(map(idfs.__getitem__, text.words))
        held = sum([idfs[number] * surest[number] for number in text.words if number in surest])
        return held / (whole + UNSAID_IDF)

    def _retold(self, text: Text) -> tuple[float, float]:
        """The share of the text's distinct words that the question has, and their summed IDFs."""
        held = whole = 0.0
        for number in set(text.words):
            whole += self._idfs[number]
            if number in self._surest:
                held += self._idfs[number] * self._surest[number] ** 2
        return (held / whole, held) if whole else (0.0, 0.0)


def shared_headlines(documents: Iterable[Document]) -> frozenset[tuple[int, ...]]:
    """The headlines that belong to more than one claim."""
    claims: dict[tuple[int, ...], tuple[int, ...]] = {}
    shared = set()
    for document in documents:
        for text in document.texts:
            if text.importance == HEADLINE:
                claim = document.texts[0].words
                if claims.setdefault(text.words, claim) != claim:
                    shared.add(text.words)
    return frozenset(shared)


def is_tie(fits: Sequence[Fit]) -> bool:
    """Whether another claim among ``fits`` (best first) ties with the first.

    A tie: both hold the same share of the question and differ only in word order.
    """
    first = fits[0]
    second = next((fit for fit in fits if fit.claim != first.claim), None)
    return second is not None and (
        first.ranking_score - second.ranking_score < TIE_SCORE
        and first.coverage - second.coverage < TIE_COVERAGE
    )


def has_only_common_words(question: Question) -> bool:
    """Whether the question has only words too common to tell claims apart."""
    return all(term.idf < TELLING_IDF for term in question.terms)


class Meant(NamedTuple):
    """The ``words`` of a question that a claim has in other words, and the ``small`` ones, which it
    hardly needs to have.
    """

    words: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()


def confidence(question: Question, fit: Fit, lead: float, meant: Meant | None = None) -> float:
    """The confidence, 0 to 1.3, that ``fit`` is the claim that is meant.

    ``lead`` is the distance of its score from the next different claim; ``meant`` is what the claim
    was seen to have in other words.
    """
    asked = _by_share_of_question(question.terms, fit, lead, meant or Meant())
    # A passage counts by the share of the claim that it repeats too, whatever else it says.
    retold = min(1.0, fit.retold_idf / RETOLD_IDF) * (fit.retold + RETOLD_BONUS)
    return max(asked, retold) if question.passage else asked


def may_be_found(matched: Sequence[float], missed: Sequence[float], found: float) -> bool:
    """An upper bound check: can a short question with these IDFs of matched and missed words reach
    the confidence ``found``?

    Everything that is not known yet is assumed in favour.
    """
    certain = sum(matched) + EVENING_IDF * len(matched)
    in_all = certain + sum(missed) + EVENING_IDF * len(missed)
    return bool(in_all) and certain / in_all + LEAD_WEIGHT * CLEAR_LEAD >= found


def _by_share_of_question(terms: Sequence[Term], fit: Fit, lead: float, meant: Meant) -> float:
    matched = {place: weight for place, (weight, _) in fit.matched.items()}
    for place, term in enumerate(terms):
        if term.word in meant.words:
            matched[place] = max(SAME_ALIAS, matched.get(place, 0.0))
    weights = [
        (term.idf + EVENING_IDF)
        * (
            HARMLESS
            if (term.harmless or term.word in meant.small) and place not in matched
            else 1.0
        )
        for place, term in enumerate(terms)
    ]
    certain = sum(weights[place] * weight * weight for place, weight in matched.items())
    evidence = sum(terms[place].idf * weight for place, weight in matched.items())
    trust = LEAST_TRUST + (1 - LEAST_TRUST) * min(1.0, evidence / TRUSTED_IDF)
    return trust * (certain / (sum(weights) or 1.0) + LEAD_WEIGHT * min(CLEAR_LEAD, max(0.0, lead)))
