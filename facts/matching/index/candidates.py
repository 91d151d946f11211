"""Candidate retrieval: from the terms of a question to the few documents worth scoring."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from facts.matching.index.inverted_index import Numbers, Segment
from facts.matching.index.question import Question
from facts.model import DeskId

# The most postings read in full per question. Beyond that, words are only looked up in documents
# that rarer words found, so that the cost of common words is bounded.
_WALKED = 10_000
_LOOKED_UP = 500
# Retrieve more than requested, as a slot can be listed twice.
_SPARE = 4
_HALVINGS = 12
# Closeness and share can raise a document's score by about this share of the question above its
# coverage.
WITHIN_REACH = 0.2

# The provisional weight, before scoring, of a word that occurs around the claim and not in it.
ELSEWHERE = 0.9

Floats = npt.NDArray[np.float32]


def find_candidates(
    segment: Segment, question: Question, desks: Collection[DeskId] | None, keep: int
) -> list[tuple[int, float]]:
    """At most ``keep`` slots of ``desks`` that match most of the question, each with the matched
    weight.

    Ties go to the most recently changed.
    """
    if not len(segment):
        return []
    walk = _Accumulator(segment, desks)
    found = []
    for term, weight in zip(question.terms, question.weights, strict=True):
        near = [
            (met * where, slots)
            for number, met in term.near.items()
            for where, slots in zip((1.0, ELSEWHERE), segment.postings(number), strict=True)
            if len(slots)
        ]
        if near:
            near.sort(key=lambda item: item[0])
            found.append((sum(len(slots) for _, slots in near), near, weight))
    # Shortest posting lists first: they are cheapest and most selective.
    for size, near, weight in sorted(found, key=lambda item: item[0]):
        walk.take(near, size, weight)
    return walk.best(keep, reach=WITHIN_REACH * sum(question.weights))


class _Accumulator:
    """Accumulates the weights of one question by slot; leaves the segment's scratch arrays
    zeroed.
    """

    def __init__(self, segment: Segment, desks: Collection[DeskId] | None) -> None:
        self._segment = segment
        self._left = _WALKED
        self._touched: list[Numbers] = []
        self._candidates: Numbers | None = None
        self._allowed: npt.NDArray[np.bool_] | None = None
        if desks is not None and not all(desk in desks for desk in segment.desks):
            self._allowed = np.array([desk in desks for desk in segment.desks], np.bool_)

    def take(self, near: Sequence[tuple[float, Numbers]], size: int, weight: float) -> None:
        """Add a term with its ``weight``: the postings of its words, the worst matches first."""
        if self._candidates is None and (size <= self._left or not self._touched):
            self._accumulate(near, size, weight)
        else:
            self._look_up(near, weight)

    def best(self, keep: int, reach: float) -> list[tuple[int, float]]:
        touched = np.concatenate(self._touched) if self._touched else np.empty(0, np.uint32)
        found: list[tuple[int, float]] = []
        if len(touched):
            slots = self._highest(touched, keep, reach)[::-1]
            values = self._segment.sums[slots]
            order = np.argsort(-values, kind="stable")[:keep]
            found = list(zip(slots[order].tolist(), values[order].tolist(), strict=True))
        self._segment.sums[touched] = 0.0
        return found

    def _accumulate(self, near: Sequence[tuple[float, Numbers]], size: int, weight: float) -> None:
        segment = self._segment
        walked = []
        for met, every in near:
            slots = self._seen(every)
            if size > _WALKED:
                slots = slots[-(_WALKED // len(near)) :]
            segment.bests[slots] = met * met * weight
            walked.append(slots)
        slots = np.concatenate(walked) if len(walked) > 1 else walked[0]
        # A slot listed twice is added once: both entries write the same sum.
        segment.sums[slots] = segment.sums[slots] + segment.bests[slots]
        segment.bests[slots] = 0.0
        self._touched.append(slots)
        self._left -= size

    def _look_up(self, near: Sequence[tuple[float, Numbers]], weight: float) -> None:
        segment = self._segment
        if self._candidates is None:
            touched = np.concatenate(self._touched)
            self._candidates = self._highest(touched, _LOOKED_UP, 0.0)
        candidates = self._candidates
        if not len(candidates):
            return
        bests = np.zeros(len(candidates), np.float32)
        for met, slots in near:
            at = np.searchsorted(slots, candidates)
            at[at == len(slots)] = 0
            bests[slots[at] == candidates] = met * met * weight
        segment.sums[candidates] += bests

    def _highest(self, touched: Numbers, keep: int, reach: float) -> Numbers:
        """The slots with the highest sums, each once; at least ``keep`` if there are as many."""
        values = self._segment.sums[touched]
        most = _SPARE * keep
        if reach:
            near_best = values >= values.max() - reach
            if _holds_many(touched[near_best], keep // _SPARE):
                touched, values = touched[near_best], values[near_best]
        if len(touched) > most:
            floor = _floor(values, most)
            above = touched[values > floor][-most:]
            # Among many ties take the most recent, which have the highest slots.
            tied = touched[values == floor]
            if len(tied) > most:
                tied = np.partition(tied, len(tied) - most)[len(tied) - most :]
            touched = np.concatenate([above, tied])
        touched = np.sort(touched)
        return touched[np.concatenate(([True], touched[1:] != touched[:-1]))]

    def _seen(self, slots: Numbers) -> Numbers:
        """Those of ``slots`` that are visible to the reader and not deleted."""
        if self._allowed is not None:
            slots = slots[self._allowed[self._segment.arrays.desks[slots]]]
        if self._segment.hides:
            slots = slots[~self._segment.hidden[slots]]
        return slots


def _holds_many(slots: Numbers, least: int) -> bool:
    """Whether ``slots`` has at least ``least`` different slots."""
    return len(set(slots[: _SPARE * _SPARE * least].tolist())) >= least


def _floor(values: Floats, most: int) -> float:
    """A value that at most ``most``, but nearly that many, of ``values`` exceed.

    Bisection is faster than sorting here: the values are few different sums, each many times.
    """
    low, high = 0.0, float(values.max())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if np.count_nonzero(values > middle) > most:
            low = middle
        else:
            high = middle
    return float(values[values <= high].max())
