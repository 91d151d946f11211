"""Nearest-neighbour search over the vectors of claims."""

import threading
from collections.abc import Collection, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from facts.matching.semantic.encoders import Encoder, Vector, Vectors
from facts.matching.semantic.vector_table import (
    Records,
    Rows,
    VectorStorage,
    VectorTable,
    as_records,
    digest,
    with_room,
)
from facts.matching.text.languages import ENGLISH, claim_language
from facts.model import DeskId, Fact

_FIRST_PLACES = 256
# The number of vectors in memory (some MB) from which they are moved to disk.
_MANY_FRESH = 10_000
_NO_DESK = 0
_ENGLISH = 0


class _Claim(NamedTuple):
    """A fact's desk and claim, and the number of its language."""

    desk: DeskId
    text: str
    language: int


class VectorIndex:
    """The vectors of claims, computed once for each text.

    Vectors are kept in ``storage``. New claims wait in a queue until the caller encodes them. All
    calls are cheap except ``encode``, ``nearest`` and ``load``, which belong in a thread.
    """

    def __init__(self, encoder: Encoder, storage: VectorStorage | None = None) -> None:
        self.encoder = encoder
        self._storage = storage
        self._waiting: dict[int, _Claim] = {}
        self._table = VectorTable(encoder.dimensions)
        self._using = threading.Lock()
        # The facts: a position each, with the row of the claim's vector and the desk's number.
        self._place_of: dict[int, int] = {}
        self._free: list[int] = []
        self._ids = np.zeros(_FIRST_PLACES, np.int64)
        self._rows = np.zeros(_FIRST_PLACES, np.int32)
        self._desks = np.zeros(_FIRST_PLACES, np.int32)
        self._languages = np.zeros(_FIRST_PLACES, np.int32)
        self._language_numbers: dict[str, int] = {ENGLISH: _ENGLISH}
        self._desk_numbers: dict[DeskId, int] = {}

    @property
    def waiting(self) -> int:
        """The number of facts without a vector yet."""
        return len(self._waiting)

    def load(self) -> None:
        """Read the vectors on disk, before any fact is put. Raises OSError."""
        if self._storage is not None:
            self._table = VectorTable(self.encoder.dimensions, self._storage.read())

    def put(self, fact: Fact) -> None:
        """Hold the claim of ``fact``: with its vector if known, else it waits to be encoded."""
        self.remove(fact.id)
        numbers, language = self._language_numbers, claim_language(fact.claim)
        number = numbers.setdefault(language, len(numbers))
        claim = _Claim(fact.desk, fact.claim.text, number)
        with self._using:
            row = self._table.row(digest(fact.claim.text))
            if row is None:
                self._waiting[fact.id] = claim
            else:
                self._hold(fact.id, claim, row)

    def remove(self, fact_id: int) -> None:
        """Remove a fact; a no-op if it is not held."""
        self._waiting.pop(fact_id, None)
        place = self._place_of.pop(fact_id, None)
        if place is not None:
            self._desks[place] = _NO_DESK
            self._free.append(place)

    def some_waiting(self, most: int) -> list[tuple[int, str]]:
        """Some claims waiting to be encoded, by fact id."""
        return [(fact_id, claim.text) for fact_id, claim in islice(self._waiting.items(), most)]

    def text_waiting(self, fact_id: int) -> str | None:
        """The claim of a fact that waits to be encoded."""
        waiting = self._waiting.get(fact_id)
        return None if waiting is None else waiting.text

    def keep(self, some: Sequence[tuple[int, str]], vectors: Vectors) -> Records:
        """Take in computed vectors and return them as records for ``store``. Claims changed
        meanwhile keep waiting; removed ones are skipped.
        """
        records = as_records([digest(text) for _, text in some], vectors)
        with self._using:
            self._table.add(records)
            for fact_id, text in some:
                claim, row = self._waiting.get(fact_id), self._table.row(digest(text))
                if claim is not None and claim.text == text and row is not None:
                    del self._waiting[fact_id]
                    self._hold(fact_id, claim, row)
        return records

    def store(self, records: Records) -> None:
        """Write records to disk if there is a storage. Raises OSError."""
        if self._storage is not None:
            self._storage.append(records)

    @property
    def outdated(self) -> bool:
        """Whether there are vectors of texts that no fact has any more."""
        return len(self._table) > len(self._rows_held())

    def store_anew(self) -> None:
        """Rewrite the storage with the vectors of the held facts only. Raises OSError."""
        if self._storage is not None:
            self._storage.rewrite(self._table.records(self._rows_held()))

    def map_stored(self) -> None:
        """If very many vectors are in memory, map the stored ones from disk instead. Call it in a
        thread; raises OSError.
        """
        if self._storage is None or self._table.fresh < _MANY_FRESH:
            return
        table = VectorTable(self.encoder.dimensions, self._storage.read())
        rows = table.rows_on_disk(self._table.digests)
        with self._using:
            # If not, another process has rewritten the file, or vectors were added meanwhile.
            if rows is not None and len(rows) == len(self._table):
                self._rows = rows[self._rows]
                self._table = table

    def languages(self, desks: Collection[DeskId] | None) -> tuple[str, ...]:
        """The languages of the claims of ``desks``, most frequent first."""
        counts = np.bincount(self._languages[self._of(desks)], minlength=1)
        codes = list(self._language_numbers)
        return tuple(codes[number] for number in np.argsort(-counts) if counts[number])

    def nearest(
        self, vector: Vector, desks: Collection[DeskId] | None, most: int, *, foreign: bool = False
    ) -> list[tuple[int, float]]:
        """At most ``most`` nearest facts of ``desks`` with their cosines, best first; ``foreign``:
        only those whose claim is not English.
        """
        places = self._of(desks)
        if foreign:
            places = places[self._languages[places] != _ENGLISH]
        if not len(places):
            return []
        with self._using:
            places = places[self._table.nearest(vector, self._rows[places])]
            cosines = self._table.cosines(vector, self._rows[places])
        first = np.argsort(-cosines, kind="stable")[:most]
        return list(zip(self._ids[places[first]].tolist(), cosines[first].tolist(), strict=True))

    def cosines(self, vector: Vector, fact_ids: Sequence[int]) -> dict[int, float]:
        """The cosines by id of those facts that have a vector."""
        held = [fact_id for fact_id in fact_ids if fact_id in self._place_of]
        with self._using:
            rows = self._rows[[self._place_of[fact_id] for fact_id in held]]
            return dict(zip(held, self._table.cosines(vector, rows).tolist(), strict=True))

    def _of(self, desks: Collection[DeskId] | None) -> npt.NDArray[np.intp]:
        """The positions of the facts of ``desks``."""
        seen = [desks is None or desk in desks for desk in list(self._desk_numbers)]
        # The first is of places that no fact has, the last of desks whose first fact is put in the
        # meantime, by another thread.
        return np.flatnonzero(np.array([False, *seen, False]).take(self._desks, mode="clip"))

    def _rows_held(self) -> Rows:
        """The rows of vectors that belong to a fact."""
        return np.unique(self._rows[list(self._place_of.values())])

    def _hold(self, fact_id: int, claim: _Claim, row: int) -> None:
        place = self._free.pop() if self._free else len(self._place_of)
        self._ids = with_room(self._ids, place + 1)
        self._rows = with_room(self._rows, place + 1)
        self._languages = with_room(self._languages, place + 1)
        self._desks = with_room(self._desks, place + 1)
        self._ids[place], self._rows[place] = fact_id, row
        self._languages[place] = claim.language
        numbers = self._desk_numbers
        self._desks[place] = numbers.setdefault(claim.desk, len(numbers) + 1)
        self._place_of[fact_id] = place
