"""Builds a segment: collects documents, then inverts them into postings."""

from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from facts.matching.index.indexed_facts import CLAIM, IMPORTANCES, Document
from facts.matching.index.inverted_index import GROUPS, IMPORTANCE, TEXT, Arrays, Numbers, Segment
from facts.model import DeskId


class SegmentBuilder:
    """Collects documents, then makes a segment of them."""

    def __init__(self) -> None:
        self._codes = array("I")
        self._offsets = array("q", [0])
        self._fact_ids = array("q")
        self._changed = array("d")
        self._desks: dict[DeskId, int] = {}
        self._desk_of = array("H")
        self._links = array("Q")
        self._linked = array("I")

    def __len__(self) -> int:
        return len(self._fact_ids)

    def add(self, document: Document) -> None:
        for text in document.texts:
            self._codes.append(TEXT | IMPORTANCES.index(text.importance))
            self._codes.extend(text.words)
            self._codes.append(GROUPS)
            self._codes.extend(text.groups)
        for link in document.links:
            self._links.append(link)
            self._linked.append(len(self._fact_ids))
        self._offsets.append(len(self._codes))
        self._fact_ids.append(document.fact_id)
        self._changed.append(document.changed)
        self._desk_of.append(self._desks.setdefault(document.desk, len(self._desks)))

    def add_segment(self, segment: Segment, hidden: npt.NDArray[np.bool_]) -> None:
        """Copy the documents of ``segment`` that are not ``hidden``."""
        arrays, kept = segment.arrays, ~hidden
        lengths, slots = np.diff(arrays.offsets), len(self) + np.cumsum(kept) - 1
        linked = kept[arrays.linked]
        self._links.extend(arrays.links[linked].tolist())
        self._linked.extend(slots[arrays.linked[linked]].tolist())
        self._offsets.extend((len(self._codes) + np.cumsum(lengths[kept])).tolist())
        self._codes.frombytes(arrays.codes[np.repeat(kept, lengths)].view(np.uint8).data)
        self._fact_ids.frombytes(arrays.fact_ids[kept].view(np.uint8).data)
        self._changed.frombytes(arrays.changed[kept].view(np.uint8).data)
        for number in arrays.desks[kept].tolist():
            self._desk_of.append(self._desks.setdefault(segment.desks[number], len(self._desks)))

    def build(self) -> Segment:
        """The segment of everything added. Takes about 3 s for a million short claims."""
        changed = np.array(self._changed, np.float64)
        order = np.argsort(changed, kind="stable")
        offsets, codes = self._in_order(order)
        starts, slots, around_starts, around_slots = _invert(offsets, codes)
        moved = np.empty(len(order), np.uint32)
        moved[order] = np.arange(len(order), dtype=np.uint32)
        links = np.array(self._links, np.uint64)
        linked = moved[np.array(self._linked, np.int64)]
        by_link = np.argsort(links, kind="stable")
        return Segment(
            Arrays(
                starts=starts,
                slots=slots,
                around_starts=around_starts,
                around_slots=around_slots,
                offsets=offsets,
                codes=codes,
                fact_ids=np.array(self._fact_ids, np.int64)[order],
                desks=np.array(self._desk_of, np.uint16)[order],
                changed=changed[order],
                links=links[by_link],
                linked=linked[by_link],
            ),
            list(self._desks),
        )

    def _in_order(self, order: npt.NDArray[np.intp]) -> tuple[npt.NDArray[np.int64], Numbers]:
        """The texts sorted by time of change."""
        offsets = np.array(self._offsets, np.int64)
        codes = np.array(self._codes, np.uint32)
        if np.array_equal(order, np.arange(len(order))):
            return offsets, codes
        lengths = np.diff(offsets)[order]
        moved = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        take = np.repeat(offsets[:-1][order] - moved[:-1], lengths) + np.arange(len(codes))
        return moved, codes[take]


def merged(segment: Segment, hidden: npt.NDArray[np.bool_], recent: Iterable[Document]) -> Segment:
    """The segment of what ``segment`` has, without what is ``hidden``, and of ``recent``."""
    builder = SegmentBuilder()
    builder.add_segment(segment, hidden)
    for document in recent:
        builder.add(document)
    return builder.build()


def _invert(
    offsets: npt.NDArray[np.int64], codes: Numbers
) -> tuple[npt.NDArray[np.int64], Numbers, npt.NDArray[np.int64], Numbers]:
    """Invert documents into posting lists: of words in claims, and of words only around them."""
    slots = np.repeat(np.arange(len(offsets) - 1, dtype=np.uint64), np.diff(offsets))
    marks = np.flatnonzero(codes & TEXT)
    # Each code belongs to the text whose mark precedes it last.
    lengths = np.diff(np.append(marks, len(codes)))
    in_claim = np.repeat((codes[marks] & IMPORTANCE) == IMPORTANCES.index(CLAIM), lengths)
    words = codes < GROUPS
    claims = _keys(codes, slots, words & in_claim)
    around = _keys(codes, slots, words & ~in_claim)
    if len(claims) and len(around):
        at = np.minimum(np.searchsorted(claims, around), len(claims) - 1)
        around = around[claims[at] != around]
    return (*_bounded(claims), *_bounded(around))


def _keys(
    codes: Numbers, slots: npt.NDArray[np.uint64], chosen: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint64]:
    """Word and slot packed into one number; ascending, without duplicates."""
    keys = codes[chosen].astype(np.uint64) << np.uint64(32) | slots[chosen]
    keys.sort()
    first = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return keys[first]


def _bounded(keys: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int64], Numbers]:
    numbers = (keys >> np.uint64(32)).astype(np.int64)
    highest = int(numbers[-1]) if len(numbers) else -1
    starts = np.searchsorted(numbers, np.arange(highest + 2)).astype(np.int64)
    return starts, (keys & np.uint64(0xFFFF_FFFF)).astype(np.uint32)
