"""The bulk of the index: postings of many documents in a few arrays that never change.

A document is known here by its slot, counted from 0 in the order of change, so that the highest
slots are the most recent. The arrays can lie in memory or be mapped from files.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from facts.matching.documents import CLAIM, IMPORTANCES, Brief, Document, Text
from facts.model import DeskId

Numbers = npt.NDArray[np.uint32]
_TEXT = 0x8000_0000
_GROUPS = 0x4000_0000
_IMPORTANCE = 0x0000_000F


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
    """Documents that can be found by their words. What is not there any more is ``hidden``."""

    def __init__(self, arrays: Arrays, desks: Sequence[DeskId]) -> None:
        self.arrays = arrays
        self.desks = tuple(desks)
        self.hidden = np.zeros(len(arrays.fact_ids), np.bool_)
        self.hides = False
        order = np.argsort(arrays.fact_ids, kind="stable")
        self._sorted_ids = arrays.fact_ids[order]
        self._slot_by_id = order
        # Scratch for gathering; cleared after every use.
        self.sums = np.zeros(len(arrays.fact_ids), np.float32)
        self.bests = np.zeros(len(arrays.fact_ids), np.float32)

    def __len__(self) -> int:
        return len(self.arrays.fact_ids)

    def slot(self, fact_id: int) -> int | None:
        """Where the fact stands, if it is here and not hidden."""
        at = int(np.searchsorted(self._sorted_ids, fact_id))
        if at == len(self._sorted_ids) or self._sorted_ids[at] != fact_id:
            return None
        slot = int(self._slot_by_id[at])
        return None if self.hidden[slot] else slot

    def hide(self, slot: int) -> None:
        self.hidden[slot] = True
        self.hides = True

    def postings(self, number: int) -> tuple[Numbers, Numbers]:
        """The slots, rising, whose claims hold a word, and those that hold it elsewhere only."""
        arrays = self.arrays
        return (
            _part(arrays.starts, arrays.slots, number),
            _part(arrays.around_starts, arrays.around_slots, number),
        )

    def holders(self) -> list[int]:
        """By the number of a word, how many documents hold it."""
        claims, around = np.diff(self.arrays.starts), np.diff(self.arrays.around_starts)
        counts = np.zeros(max(len(claims), len(around)), np.int64)
        counts[: len(claims)] += claims
        counts[: len(around)] += around
        held: list[int] = counts.tolist()
        return held

    def document(self, slot: int) -> Document:
        arrays = self.arrays
        codes = arrays.codes[arrays.places[slot] : arrays.places[slot + 1]].tolist()
        return Document(
            int(arrays.fact_ids[slot]),
            self.desks[arrays.desks[slot]],
            float(arrays.changed[slot]),
            _texts(codes),
        )

    def brief(self, slot: int) -> Brief:
        """What of a document tells where it stands among others that hold the same words."""
        arrays = self.arrays
        opening = int(arrays.codes[arrays.places[slot] + 1])
        return Brief(int(arrays.fact_ids[slot]), float(arrays.changed[slot]), opening)

    def recent(self, desks: Collection[DeskId] | None) -> Iterator[Document]:
        """The documents of ``desks``, those changed last first."""
        seen = [desks is None or desk in desks for desk in self.desks]
        for slot in range(len(self) - 1, -1, -1):
            if seen[self.arrays.desks[slot]] and not self.hidden[slot]:
                yield self.document(slot)

    def find_link(self, hashed: int) -> list[int]:
        """The slots whose sources have the link of that hash."""
        start = np.searchsorted(self.arrays.links, np.uint64(hashed), "left")
        end = np.searchsorted(self.arrays.links, np.uint64(hashed), "right")
        return [int(slot) for slot in self.arrays.linked[start:end] if not self.hidden[slot]]


class Builder:
    """Collects documents, then makes a segment of them."""

    def __init__(self) -> None:
        self._codes = array("I")
        self._places = array("q", [0])
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
            self._codes.append(_TEXT | IMPORTANCES.index(text.importance))
            self._codes.extend(text.words)
            self._codes.append(_GROUPS)
            self._codes.extend(text.groups)
        for link in document.links:
            self._links.append(link)
            self._linked.append(len(self._fact_ids))
        self._places.append(len(self._codes))
        self._fact_ids.append(document.fact_id)
        self._changed.append(document.changed)
        self._desk_of.append(self._desks.setdefault(document.desk, len(self._desks)))

    def add_segment(self, segment: Segment, hidden: npt.NDArray[np.bool_]) -> None:
        """Take over what is not ``hidden`` in ``segment``."""
        links: dict[int, list[int]] = {}
        for hashed, slot in zip(
            segment.arrays.links.tolist(), segment.arrays.linked.tolist(), strict=True
        ):
            links.setdefault(slot, []).append(hashed)
        places = segment.arrays.places
        for slot in np.flatnonzero(~hidden).tolist():
            codes = segment.arrays.codes[places[slot] : places[slot + 1]]
            self._codes.frombytes(codes.tobytes())
            for hashed in links.get(slot, ()):
                self._links.append(hashed)
                self._linked.append(len(self._fact_ids))
            self._places.append(len(self._codes))
            self._fact_ids.append(int(segment.arrays.fact_ids[slot]))
            self._changed.append(float(segment.arrays.changed[slot]))
            desk = segment.desks[segment.arrays.desks[slot]]
            self._desk_of.append(self._desks.setdefault(desk, len(self._desks)))

    def build(self) -> Segment:
        """The segment of all that was added. Takes about 3 s for a million short claims."""
        changed = np.frombuffer(self._changed, np.float64) if len(self) else np.empty(0)
        order = np.argsort(changed, kind="stable")
        places, codes = self._in_order(order)
        starts, slots, around_starts, around_slots = _invert(places, codes)
        moved = np.empty(len(order), np.uint32)
        moved[order] = np.arange(len(order), dtype=np.uint32)
        links = np.array(self._links, np.uint64)
        linked = moved[np.array(self._linked, np.int64)] if len(links) else np.empty(0, np.uint32)
        by_link = np.argsort(links, kind="stable")
        return Segment(
            Arrays(
                starts=starts,
                slots=slots,
                around_starts=around_starts,
                around_slots=around_slots,
                places=places,
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
        """The texts put in the order of change."""
        places = np.array(self._places, np.int64)
        codes = np.array(self._codes, np.uint32)
        if np.array_equal(order, np.arange(len(order))):
            return places, codes
        lengths = np.diff(places)[order]
        moved = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        take = np.repeat(places[:-1][order] - moved[:-1], lengths) + np.arange(len(codes))
        return moved, codes[take]


def _part(starts: npt.NDArray[np.int64], slots: Numbers, number: int) -> Numbers:
    if number + 1 >= len(starts):
        return slots[:0]
    return slots[starts[number] : starts[number + 1]]


def _invert(
    places: npt.NDArray[np.int64], codes: Numbers
) -> tuple[npt.NDArray[np.int64], Numbers, npt.NDArray[np.int64], Numbers]:
    """From slots to words, to words to slots: in claims, and elsewhere only."""
    slots = np.repeat(np.arange(len(places) - 1, dtype=np.uint64), np.diff(places))
    marks = np.flatnonzero(codes & _TEXT)
    # Every code belongs to the text whose mark stands last before it.
    lengths = np.diff(np.append(marks, len(codes)))
    in_claim = np.repeat((codes[marks] & _IMPORTANCE) == IMPORTANCES.index(CLAIM), lengths)
    words = codes < _GROUPS
    claims = _keys(codes, slots, words & in_claim)
    around = _keys(codes, slots, words & ~in_claim)
    if len(claims) and len(around):
        at = np.minimum(np.searchsorted(claims, around), len(claims) - 1)
        around = around[claims[at] != around]
    return (*_bounded(claims), *_bounded(around))


def _keys(
    codes: Numbers, slots: npt.NDArray[np.uint64], chosen: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint64]:
    """Word and slot in one number, rising, each pair once."""
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


def _texts(codes: Iterable[int]) -> tuple[Text, ...]:
    texts: list[Text] = []
    importance = 1.0
    words: list[int] = []
    groups: list[int] = []
    into = words
    started = False
    for code in codes:
        if code < _GROUPS:
            into.append(code)
        elif code & _TEXT:
            if started:
                texts.append(Text(importance, tuple(words), tuple(groups)))
            started = True
            importance = IMPORTANCES[code & _IMPORTANCE]
            words, groups = [], []
            into = words
        else:
            into = groups
    if started:
        texts.append(Text(importance, tuple(words), tuple(groups)))
    return tuple(texts)
