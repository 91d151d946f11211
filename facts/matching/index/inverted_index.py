"""An immutable inverted index segment: the postings of many documents in a few arrays.

A document is identified by its slot, counted from 0 in the order of change, so that the highest
slots are the most recent. The arrays are in memory or memory-mapped files.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from facts.matching.index.documents import IMPORTANCES, Brief, Document, Text
from facts.model import DeskId

Numbers = npt.NDArray[np.uint32]
# Marker codes: start of a text with its field weight; start of its alias groups.
TEXT = 0x8000_0000
GROUPS = 0x4000_0000
IMPORTANCE = 0x0000_000F


@dataclass(frozen=True, slots=True)
class Arrays:
    """The stored form.

    ``starts[w]`` to ``starts[w + 1]`` bound the slots in ``slots`` whose claim, or another wording
    of it, holds word ``w``; ``around_starts`` and ``around_slots`` are the same for those that hold
    it elsewhere only.
    ``places[s]`` to ``places[s + 1]`` bound the codes in ``codes`` that spell out slot ``s``: each
    text as a mark with its importance, its words, a mark, and its groups. ``links`` are sorted
    hashes of the sources' links and ``linked`` the slots they belong to.
    """

    starts: npt.NDArray[np.int64]
    slots: Numbers
    around_starts: npt.NDArray[np.int64]
    around_slots: Numbers
    places: npt.NDArray[np.int64]
    codes: Numbers
    fact_ids: npt.NDArray[np.int64]
    desks: npt.NDArray[np.uint16]
    changed: npt.NDArray[np.float64]
    links: npt.NDArray[np.uint64]
    linked: Numbers

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))


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

    def postings(self, number: int) -> tuple[Numbers, Numbers]:
        """Posting lists of a word, ascending: slots with it in the claim, and with it elsewhere
        only.
        """
        arrays = self.arrays
        return (
            _part(arrays.starts, arrays.slots, number),
            _part(arrays.around_starts, arrays.around_slots, number),
        )

    def holders(self) -> list[int]:
        """Document frequency: the number of documents by word number."""
        claims, around = np.diff(self.arrays.starts), np.diff(self.arrays.around_starts)
        counts = np.zeros(max(len(claims), len(around)), np.int64)
        counts[: len(claims)] += claims
        counts[: len(around)] += around
        held: list[int] = counts.tolist()
        return held

    def document(self, slot: int) -> Document:
        arrays = self.arrays
        codes = arrays.codes[arrays.places[slot] : arrays.places[slot + 1]]
        return Document(
            int(arrays.fact_ids[slot]),
            self.desks[arrays.desks[slot]],
            float(arrays.changed[slot]),
            _texts(codes),
        )

    def briefs(self, slots: Sequence[int]) -> list[Brief]:
        """The ``Brief`` of each slot, to rank documents that match the same words."""
        arrays, at = self.arrays, np.array(slots, np.int64)
        return list(
            map(
                Brief,
                arrays.fact_ids[at].tolist(),
                arrays.changed[at].tolist(),
                arrays.codes[arrays.places[at] + 1].tolist(),
            )
        )

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


def _part(starts: npt.NDArray[np.int64], slots: Numbers, number: int) -> Numbers:
    if number + 1 >= len(starts):
        return slots[:0]
    return slots[starts[number] : starts[number + 1]]


def _texts(codes: Numbers) -> tuple[Text, ...]:
    marks = np.flatnonzero(codes >= GROUPS).tolist()
    every = codes.tolist()
    bounds = zip(marks[::2], marks[1::2], [*marks[2::2], len(every)], strict=True)
    return tuple(
        Text(
            IMPORTANCES[every[start] & IMPORTANCE],
            tuple(every[start + 1 : groups]),
            tuple(every[groups + 1 : end]),
        )
        for start, groups, end in bounds
    )
