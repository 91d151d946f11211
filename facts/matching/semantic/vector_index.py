"""The claims that are nearest in meaning, by their vectors."""

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from facts.matching.semantic.encoder import Encoder, Vector, Vectors
from facts.matching.semantic.vector_storage import (
    Records,
    VectorStorage,
    as_records,
    digest,
)
from facts.matching.semantic.vector_table import Rows, VectorTable, with_room
from facts.matching.text.languages import ENGLISH, claim_language
from facts.model import DeskId, Fact

_FIRST_PLACES = 256
# So many vectors in memory are some MB.
_MANY_FRESH = 10_000
_NO_DESK = -1
_ENGLISH = 0


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is known of a fact, and the number of the language of its claim."""

    desk: DeskId
    text: str
    language: int


class VectorIndex:
    """The vectors of the claims that are held, each made once for each wording.

    What was made is kept in ``storage``. Claims wait until somebody with time makes their vectors.
    Its calls are cheap but for ``encode``, ``nearest`` and ``load``, which belong in a thread.
    """

    def __init__(self, encoder: Encoder, storage: VectorStorage | None = None) -> None:
        self.encoder = encoder
        self._storage = storage
        self._waiting: dict[int, _Claim] = {}
        self._table = VectorTable(encoder.dimensions)
        self._using = threading.Lock()
        # The facts: a place each, the row of the vector of its claim, and the number of its desk.
        self._place_of: dict[int, int] = {}
        self._free: list[int] = []
        self._ids = np.zeros(_FIRST_PLACES, np.int64)
        self._rows = np.zeros(_FIRST_PLACES, np.int32)
        self._desks = np.full(_FIRST_PLACES, _NO_DESK, np.int32)
        self._languages = np.zeros(_FIRST_PLACES, np.int32)
        self._language_numbers: dict[str, int] = {ENGLISH: _ENGLISH}
        self._desk_numbers: dict[DeskId, int] = {}

    def __len__(self) -> int:
        """How many facts have a vector."""
        return len(self._place_of)

    @property
    def waiting(self) -> int:
        """How many facts have no vector yet."""
        return len(self._waiting)

    def __contains__(self, fact_id: int) -> bool:
        """Whether the fact is held, with a vector or without one."""
        return fact_id in self._place_of or fact_id in self._waiting

    def load(self) -> None:
        """Take in what is kept on disk, before anything is put. Raises OSError."""
        if self._storage is not None:
            self._table = VectorTable(self.encoder.dimensions, self._storage.read())

    def put(self, fact: Fact) -> None:
        """Hold the claim of ``fact``; its vector may have to wait."""
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
        """Forget a fact, if it is held."""
        self._waiting.pop(fact_id, None)
        place = self._place_of.pop(fact_id, None)
        if place is not None:
            self._desks[place] = _NO_DESK
            self._free.append(place)

    def some_waiting(self, most: int) -> list[tuple[int, str]]:
        """Some claims that wait for their vectors, by the ids of their facts."""
        return [(fact_id, claim.text) for fact_id, claim in islice(self._waiting.items(), most)]

    def text_waiting(self, fact_id: int) -> str | None:
        """The claim of a fact that waits for its vector."""
        waiting = self._waiting.get(fact_id)
        return None if waiting is None else waiting.text

    def keep(self, some: Sequence[tuple[int, str]], vectors: Vectors) -> Records:
        """Take vectors that were made, and give them as records; what was changed or removed
        meanwhile waits on or is passed over.
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
        """Write records to disk, if there is a storage. Raises OSError."""
        if self._storage is not None:
            self._storage.append(records)

    @property
    def outdated(self) -> bool:
        """Whether there are vectors of texts that no fact has any more."""
        return len(self._table) > len(self._rows_held())

    def store_anew(self) -> None:
        """Write the vectors of the facts that are held to disk, and drop all others there. Raises
        OSError.
        """
        if self._storage is not None:
            self._storage.rewrite(self._table.records(self._rows_held()))

    def settle(self) -> None:
        """Look on disk for vectors that were stored, when there are very many in memory. In a
        thread; raises OSError.
        """
        if self._storage is None or self._table.fresh < _MANY_FRESH:
            return
        table = VectorTable(self.encoder.dimensions, self._storage.read())
        rows = table.rows_on_disk(self._table.digests)
        with self._using:
            # Else another process has rewritten what is there, or something was added meanwhile.
            if rows is not None and len(rows) == len(self._table):
                self._rows = rows[self._rows]
                self._table = table

    def languages(self, desks: Collection[DeskId] | None) -> tuple[str, ...]:
        """The languages of the claims of ``desks``, that of the most first."""
        counts = np.bincount(self._languages[self._of(desks)], minlength=1)
        codes = list(self._language_numbers)
        return tuple(codes[number] for number in np.argsort(-counts) if counts[number])

    def nearest(
        self,
        vector: Vector,
        desks: Collection[DeskId] | None,
        most: int,
        *,
        foreign: bool = False,
    ) -> list[tuple[int, float]]:
        """At most ``most`` facts of ``desks`` that are nearest, with their cosines, best first;
        ``foreign`` for those whose claim is not in English alone.
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
        """The cosines of those facts that have a vector."""
        held = [fact_id for fact_id in fact_ids if fact_id in self._place_of]
        with self._using:
            rows = self._rows[[self._place_of[fact_id] for fact_id in held]]
            return dict(zip(held, self._table.cosines(vector, rows).tolist(), strict=True))

    def _of(self, desks: Collection[DeskId] | None) -> npt.NDArray[np.intp]:
        """The places of the facts of ``desks``."""
        known = list(self._desk_numbers.items())
        # The last is of places that no fact has.
        seen = [desks is None or desk in desks for desk, _ in known]
        return np.flatnonzero(np.array([*seen, False])[self._desks])

    def _rows_held(self) -> Rows:
        """The rows of the vectors that a fact has."""
        return np.unique(self._rows[list(self._place_of.values())])

    def _hold(self, fact_id: int, claim: _Claim, row: int) -> None:
        place = self._free.pop() if self._free else len(self._place_of)
        self._ids = with_room(self._ids, place + 1)
        self._rows = with_room(self._rows, place + 1)
        self._languages = with_room(self._languages, place + 1)
        self._desks = with_room(self._desks, place + 1, _NO_DESK)
        self._ids[place], self._rows[place] = fact_id, row
        self._languages[place] = claim.language
        self._desks[place] = self._desk_numbers.setdefault(claim.desk, len(self._desk_numbers))
        self._place_of[fact_id] = place
