"""An immutable inverted index segment: postings in a few arrays, and retrieval of candidates.

A document is identified by its slot, counted from 0 in the order of change, so that the highest
slots are the most recent. The arrays are in memory or memory-mapped files.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from facts.matching.index.indexed_facts import IMPORTANCES, Brief, Document, Text
from facts.matching.index.question import Question
from facts.model import DeskId

Numbers = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]
# Marker codes: start of a text with its field weight; start of its alias groups.
TEXT = 0x8000_0000
GROUPS = 0x4000_0000
IMPORTANCE = 0x0000_000F
# The most postings read in full per question. Beyond that, words are only looked up in documents
# that rarer words found, so that the cost of common words is bounded.
_WALKED = 10_000
_LOOKED_UP = 500
# Retrieve so many times more than requested, as a slot can be listed twice.
_SPARE, _HALVINGS = 4, 12
# Closeness and share can raise a document's score by about this share of the question above its
# coverage.
WITHIN_REACH = 0.2

# The provisional weight, before scoring, of a word that occurs around the claim and not in it.
ELSEWHERE = 0.9


@dataclass(frozen=True, slots=True)
class Arrays:
    """The stored form.

    ``starts[w]`` to ``starts[w + 1]`` bound the slots in ``slots`` whose claim, or another wording
    of it, holds word ``w``; ``around_starts`` and ``around_slots`` are the same for those that hold
    it elsewhere only.
    ``offsets[s]`` to ``offsets[s + 1]`` bound the codes in ``codes`` that spell out slot ``s``:
    each text as a mark with its importance, its words, a mark, and its groups. ``links`` are sorted
    hashes of the sources' links and ``linked`` the slots they belong to.
    """

    starts: npt.NDArray[np.int64]
    slots: Numbers
    around_starts: npt.NDArray[np.int64]
    around_slots: Numbers
    offsets: npt.NDArray[np.int64]
    codes: Numbers
    fact_ids: npt.NDArray[np.int64]
    desks: npt.NDArray[np.uint16]
    changed: npt.NDArray[np.float64]
    links: npt.NDArray[np.uint64]
    linked: Numbers


class Segment:
    """Documents that can be found by their words. Deleted and replaced ones are ``hidden``."""

    def __init__(self, arrays: Arrays, desks: Sequence[DeskId]) -> None:
        self.arrays = arrays
        self.desks = tuple(desks)
        self.hidden = np.zeros(len(arrays.fact_ids), np.bool_)
        self.hides = False
        order = np.argsort(arrays.fact_ids, kind="stable")
        self._sorted_ids = arrays.fact_ids[order]
        self._slot_by_id = order
        # Scratch arrays for accumulation; zeroed after every use.
        self.sums = np.zeros(len(arrays.fact_ids), np.float32)
        self.bests = np.zeros(len(arrays.fact_ids), np.float32)

    def __len__(self) -> int:
        return len(self.arrays.fact_ids)

    def slot(self, fact_id: int) -> int | None:
        """The slot of a fact; None if it is not in this segment or hidden."""
        at = int(np.searchsorted(self._sorted_ids, fact_id))
        if at == len(self._sorted_ids) or self._sorted_ids[at] != fact_id:
            return None
        slot = int(self._slot_by_id[at])
        return None if self.hidden[slot] else slot

    def hide(self, slot: int) -> None:
        self.hidden[slot] = True
        self.hides = True

    def postings(self, near: Mapping[int, float]) -> list[tuple[float, Numbers]]:
        """The posting lists of words with their match weights: the slots that hold a word in the
        claim, and, with a lower weight, those that hold it elsewhere only. Each ascending.
        """
        arrays = self.arrays
        numbers = np.fromiter(near, np.int64, len(near))
        found = []
        for where, starts, slots in (
            (1.0, arrays.starts, arrays.slots),
            (ELSEWHERE, arrays.around_starts, arrays.around_slots),
        ):
            # Words added since the segment was built have no postings in it.
            bounds = starts[np.minimum([numbers, numbers + 1], len(starts) - 1)].tolist()
            found += [
                (met * where, slots[start:end])
                for met, start, end in zip(near.values(), *bounds, strict=True)
                if end > start
            ]
        return found

    def candidates(
        self, question: Question, desks: Collection[DeskId] | None, keep: int
    ) -> list[tuple[int, float]]:
        """At most ``keep`` slots of ``desks`` that match most of the question, each with the
        matched weight.

        Ties go to the most recently changed.
        """
        found = []
        for term, weight in zip(question.terms, question.weights, strict=True):
            if near := self.postings(term.near):
                near.sort(key=itemgetter(0))
                found.append((sum(len(slots) for _, slots in near), near, weight))
        # Shortest posting lists first: they are cheapest and most selective.
        found.sort(key=itemgetter(0))
        walk = _Accumulator(self, desks)
        for size, near, weight in found:
            walk.take(near, size, weight)
        return walk.best(keep, reach=WITHIN_REACH * sum(question.weights))

    def frequencies(self) -> list[int]:
        """Document frequency: the number of documents by word number."""
        claims, around = np.diff(self.arrays.starts), np.diff(self.arrays.around_starts)
        counts = np.zeros(max(len(claims), len(around)), np.int64)
        counts[: len(claims)] += claims
        counts[: len(around)] += around
        held: list[int] = counts.tolist()
        return held

    def document(self, slot: int) -> Document:
        arrays = self.arrays
        start, end = arrays.offsets[slot : slot + 2].tolist()
        return Document(
            int(arrays.fact_ids[slot]),
            self.desks[arrays.desks[slot]],
            float(arrays.changed[slot]),
            _texts(arrays.codes[start:end].tolist()),
        )

    def briefs(self, slots: Sequence[int]) -> list[Brief]:
        """The ``Brief`` of each slot, to rank documents that match the same words."""
        arrays, at = self.arrays, np.array(slots, np.int64)
        openings = arrays.codes[arrays.offsets[at] + 1]
        columns = arrays.fact_ids[at], arrays.changed[at], openings
        return list(map(Brief, *(column.tolist() for column in columns)))

    def recent(self, desks: Collection[DeskId] | None) -> Iterator[Document]:
        """The documents of ``desks``, most recently changed first."""
        seen = [desks is None or desk in desks for desk in self.desks]
        for slot in range(len(self) - 1, -1, -1):
            if seen[self.arrays.desks[slot]] and not self.hidden[slot]:
                yield self.document(slot)

    def find_link(self, hashed: int) -> list[int]:
        """The slots whose sources have the link with that hash."""
        start = np.searchsorted(self.arrays.links, np.uint64(hashed), "left")
        end = np.searchsorted(self.arrays.links, np.uint64(hashed), "right")
        return [int(slot) for slot in self.arrays.linked[start:end] if not self.hidden[slot]]


def _texts(codes: list[int]) -> tuple[Text, ...]:
    marks = [at for at, code in enumerate(codes) if code >= GROUPS]
    bounds = zip(marks[::2], marks[1::2], [*marks[2::2], len(codes)], strict=True)
    return tuple(
        [
            Text(
                IMPORTANCES[codes[start] & IMPORTANCE],
                tuple(codes[start + 1 : groups]),
                tuple(codes[groups + 1 : end]),
            )
            for start, groups, end in bounds
        ]
    )


class _Accumulator:
    """Sums the weights of one question by slot; leaves the segment's scratch arrays zeroed."""

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
        lists = [slots for _, slots in near]
        if size > _WALKED:
            most = _WALKED // len(near)
            lists = [slots[self._seen(slots)][-most:] for slots in lists]
        slots = np.concatenate(lists)
        weights = np.array([met * met * weight for met, _ in near], np.float32)
        weights = np.repeat(weights, list(map(len, lists)))
        if self._allowed is not None or segment.hides:
            seen = self._seen(slots)
            slots, weights = slots[seen], weights[seen]
        segment.bests[slots] = weights
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
            some = touched[near_best][: _SPARE * _SPARE * (keep // _SPARE)]
            if len(set(some.tolist())) >= keep // _SPARE:
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

    def _seen(self, slots: Numbers) -> npt.NDArray[np.bool_]:
        """Which of ``slots`` are visible to the reader and not deleted."""
        seen = ~self._segment.hidden[slots]
        if self._allowed is not None:
            seen &= self._allowed[self._segment.arrays.desks[slots]]
        return seen


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
