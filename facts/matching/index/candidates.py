"""From the terms of a question to the few documents worth measuring, out of any number."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from facts.matching.index.inverted_index import Numbers, Segment
from facts.matching.index.question import Question
from facts.model import DeskId

# Postings that are walked in full for one question; words that go beyond are only looked up in the
# documents that rarer words brought, so that common words never cost more than this.
_WALKED = 10_000
_LOOKED_UP = 500
# Of the highest some more are kept than were asked for, as a slot can stand there twice.
_SPARE = 4
_HALVINGS = 12
# Closeness and share can lift a document by about this much of the question above its coverage.
WITHIN_REACH = 0.2

# What a word counts that stands around a claim and not in it, as far as is known before measuring.
ELSEWHERE = 0.9

Floats = npt.NDArray[np.float32]


def find_candidates(
    segment: Segment, question: Question, desks: Collection[DeskId] | None, keep: int
) -> list[tuple[int, float]]:
    """At most ``keep`` slots of ``desks`` that hold most of the question, with how much, by weight.

    Of equal ones the most recently changed.
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
    # The fewest first: what they bring costs least and tells most.
    for size, near, weight in sorted(found, key=lambda item: item[0]):
        walk.take(near, size, weight)
    return walk.best(keep, reach=WITHIN_REACH * sum(question.weights))


class _Accumulator:
    """One pass over the terms; it leaves the scratch arrays of the segment clean."""

    def __init__(self, segment: Segment, desks: Collection[DeskId] | None) -> None:
        self._segment = segment
        self._left = _WALKED
        self._touched: list[Numbers] = []
        self._candidates: Numbers | None = None
        self._allowed: npt.NDArray[np.bool_] | None = None
        if desks is not None and not all(desk in desks for desk in segment.desks):
            self._allowed = np.array([desk in desks for desk in segment.desks], np.bool_)

    def take(self, near: Sequence[tuple[float, Numbers]], size: int, weight: float) -> None:
        """Add a term: the postings of its words, the least near first, and its weight."""
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
        # A slot that stands in here twice is added once: both places write the same sum.
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
        """The slots with the highest sums, at least ``keep`` where there are, each once."""
        values = self._segment.sums[touched]
        most = _SPARE * keep
        if reach:
            near_best = values >= values.max() - reach
            if _holds_many(touched[near_best], keep // _SPARE):
                touched, values = touched[near_best], values[near_best]
        if len(touched) > most:
            floor = _floor(values, most)
            above = touched[values > floor][-most:]
            # Of the many that tie the most recent, which have the highest slots.
            tied = touched[values == floor]
            if len(tied) > most:
                tied = np.partition(tied, len(tied) - most)[len(tied) - most :]
            touched = np.concatenate([above, tied])
        touched = np.sort(touched)
        return touched[np.concatenate(([True], touched[1:] != touched[:-1]))]

    def _seen(self, slots: Numbers) -> Numbers:
        """Those of ``slots`` that the reader may see and that still stand."""
        if self._allowed is not None:
            slots = slots[self._allowed[self._segment.arrays.desks[slots]]]
        if self._segment.hides:
            slots = slots[~self._segment.hidden[slots]]
        return slots


def _holds_many(slots: Numbers, least: int) -> bool:
    """Whether there are ``least`` different ones among ``slots``."""
    return len(set(slots[: _SPARE * _SPARE * least].tolist())) >= least


def _floor(values: Floats, most: int) -> float:
    """One of ``values`` that at most ``most`` of them exceed, and not many fewer.

    Halving beats sorting here: the values are few sums of weights, each many times over.
    """
    low, high = 0.0, float(values.max())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if np.count_nonzero(values > middle) > most:
            low = middle
        else:
            high = middle
    return float(values[values <= high].max())
