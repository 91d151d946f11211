"""What claims mean, as vectors: the optional second way to a candidate."""

from collections.abc import Callable, Collection, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from facts.model import DeskId, Fact

Vectors = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]

_FIRST_ROWS = 1024
_DIGEST = 8
_KEPT = "vectors.npz"


class VectorIndex:
    """The vectors of the claims that are held, each worked out once for each wording.

    ``embed`` makes them, a row of length 1 for each text. What was worked out is kept in
    ``folder``. Claims wait until somebody with time works them out.
    """

    def __init__(self, embed: Embed, folder: Path | None = None) -> None:
        self._embed = embed
        self._folder = folder
        self._kept: dict[int, npt.NDArray[np.float16]] = {}
        self._rows: dict[int, int] = {}
        self._free: list[int] = []
        self._ids: npt.NDArray[np.int64] = np.zeros(_FIRST_ROWS, np.int64)
        self._desks: npt.NDArray[np.int32] = np.full(_FIRST_ROWS, -1, np.int32)
        self._desk_numbers: dict[DeskId, int] = {}
        self._vectors: Vectors | None = None
        self._waiting: dict[int, tuple[DeskId, str]] = {}

    @property
    def waiting(self) -> int:
        """How many claims have no vector yet."""
        return len(self._waiting)

    def put(self, fact: Fact) -> None:
        """Hold the claim of ``fact``; its vector may have to wait."""
        self.remove(fact.id)
        kept = self._kept.get(_digest(fact.claim.text))
        if kept is None:
            self._waiting[fact.id] = fact.desk, fact.claim.text
        else:
            self._hold(fact.id, fact.desk, kept.astype(np.float32))

    def remove(self, fact_id: int) -> None:
        """Forget a claim, if it is held."""
        self._waiting.pop(fact_id, None)
        row = self._rows.pop(fact_id, None)
        if row is not None:
            self._desks[row] = -1
            self._free.append(row)

    def some_waiting(self, most: int) -> list[tuple[int, str]]:
        """Some claims that wait for ``embed``, by the id of their fact."""
        return [(fact_id, text) for fact_id, (_, text) in list(self._waiting.items())[:most]]

    def work_out(self, texts: Sequence[str]) -> Vectors:
        """The vectors of ``texts``: to be called in a thread."""
        return self._embed(texts)

    def keep(self, some: Sequence[tuple[int, str]], vectors: Vectors) -> None:
        """Take what was worked out; what was changed or removed meanwhile is passed over."""
        for (fact_id, text), vector in zip(some, vectors, strict=True):
            self._kept[_digest(text)] = vector.astype(np.float16)
            desk, waiting = self._waiting.get(fact_id, (DeskId(""), ""))
            if waiting == text:
                del self._waiting[fact_id]
                self._hold(fact_id, desk, vector)

    def nearest(self, vector: Vector, desks: Collection[DeskId] | None, most: int) -> list[int]:
        """The ids of at most ``most`` claims of ``desks`` that are nearest in meaning."""
        if self._vectors is None or not self._rows:
            return []
        numbers = [n for desk, n in self._desk_numbers.items() if desks is None or desk in desks]
        rows = np.flatnonzero(np.isin(self._desks, numbers))
        if not len(rows):
            return []
        products = self._vectors[rows] @ vector if len(rows) < len(self._rows) else None
        if products is None:
            products = (self._vectors @ vector)[rows]
        first = np.argsort(-products)[:most]
        found: list[int] = self._ids[rows[first]].tolist()
        return found

    def nearness(self, vector: Vector, fact_id: int) -> float:
        """The cosine of a question and a claim; 0 while the claim waits."""
        row = self._rows.get(fact_id)
        if row is None or self._vectors is None:
            return 0.0
        return float(self._vectors[row] @ vector)

    def read(self) -> None:
        """Take back what was kept on disk, if it is there and whole."""
        if self._folder is None:
            return
        try:
            with np.load(self._folder / _KEPT, allow_pickle=False) as kept:
                digests, vectors = kept["digests"].tolist(), kept["vectors"]
        except (OSError, ValueError, KeyError, EOFError):
            return
        self._kept = dict(zip(digests, vectors, strict=False))

    def write(self) -> None:
        """Keep on disk the vectors of the claims that are held. Raises OSError."""
        if self._folder is None or not self._kept:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self._folder / f"{_KEPT}.new.npz"
        np.savez(
            fresh,
            digests=np.array(list(self._kept), np.uint64),
            vectors=np.stack(list(self._kept.values())),
        )
        fresh.replace(self._folder / _KEPT)

    def _hold(self, fact_id: int, desk: DeskId, vector: Vectors) -> None:
        row = self._free.pop() if self._free else len(self._rows)
        vectors = self._room(row, len(vector))
        vectors[row] = vector
        self._ids[row] = fact_id
        self._desks[row] = self._desk_numbers.setdefault(desk, len(self._desk_numbers))
        self._rows[fact_id] = row

    def _room(self, row: int, dimensions: int) -> Vectors:
        """The rows, more of them where ``row`` is past the last."""
        if self._vectors is None:
            self._vectors = np.zeros((_FIRST_ROWS, dimensions), np.float32)
        if row >= len(self._vectors):
            more = len(self._vectors)
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
            self._ids = np.concatenate([self._ids, np.zeros(more, np.int64)])
            self._desks = np.concatenate([self._desks, np.full(more, -1, np.int32)])
        return self._vectors


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=_DIGEST).digest(), "big")
