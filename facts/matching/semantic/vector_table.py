"""Vectors keyed by a digest of their text: appended to a file as soon as they are computed, and
held in a table that is compared with a question's vector.
"""

import os
import weakref
from collections.abc import Collection
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from facts.matching.semantic.encoders import Vector, Vectors

Records = npt.NDArray[np.void]
Rows = npt.NDArray[np.int32]
_DIGEST = 8
_STEPS = 127
_READ_AT_ONCE = 4096
# The number of rows preselected by their binary signatures (a bit a dimension) for exact
# comparison.
_MEASURED = 512
_FIRST_ROWS = 256
_BITS = 64
_AT_ONCE = 2048

_Item = TypeVar("_Item", bound=np.generic)


class StoredVectors:
    """Records on disk, read a few at a time when needed."""

    def __init__(self, kind: np.dtype[np.void], path: Path | None = None) -> None:
        self._type = kind
        self._count = 0
        if path is not None:
            self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            weakref.finalize(self, os.close, self._file)
            self._count = os.fstat(self._file).st_size // kind.itemsize

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, rows: npt.NDArray[np.integer[Any]]) -> Records:
        size = self._type.itemsize
        read = [_read_at(self._file, size, size * row) for row in rows.tolist()]
        return np.frombuffer(b"".join(read), self._type)


def _read_at(file: int, size: int, place: int) -> bytes:
    if hasattr(os, "pread"):  # not on Windows
        return os.pread(file, size, place)
    os.lseek(file, place, os.SEEK_SET)
    return os.read(file, size)


def digest(text: str) -> int:
    """A 64-bit digest of a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=_DIGEST).digest(), "big")


def _record_type(dimensions: int) -> np.dtype[np.void]:
    """The record type: a vector of int8 steps, the size of a step, and the digest of its text."""
    return np.dtype([("digest", "<u8"), ("step", "<f4"), ("values", "i1", (dimensions,))])


def as_records(digests: Collection[int], vectors: Vectors) -> Records:
    """``vectors`` quantized to one byte a dimension, which changes a cosine by less than .01."""
    records = np.zeros(len(vectors), _record_type(vectors.shape[1]))
    records["digest"] = np.fromiter(digests, np.uint64, len(vectors))
    steps = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _STEPS
    records["step"] = steps
    records["values"] = np.rint(vectors / steps[:, None]).astype(np.int8)
    return records


class VectorStorage:
    """An append-only file of records for one model; several processes may append.

    An incomplete record, left by a killed writer, is removed by the next writer.
    """

    def __init__(self, folder: Path, name: str, dimensions: int) -> None:
        self._path = folder / f"{name}.vectors"
        self._type = _record_type(dimensions)

    def read(self) -> StoredVectors:
        """Every complete record; none where there is no file. Raises OSError."""
        return StoredVectors(self._type, self._path if self._path.exists() else None)

    def append(self, records: Records) -> None:
        """Append ``records`` durably. Raises OSError."""
        with self._locked(), self._path.open("ab") as file:
            file.truncate(file.tell() - file.tell() % self._type.itemsize)
            file.write(records.tobytes())

    def rewrite(self, records: Records) -> None:
        """Replace all records by ``records``. Raises OSError."""
        fresh = self._path.with_suffix(".new")
        with self._locked():
            fresh.write_bytes(records.tobytes())
            fresh.replace(self._path)

    def _locked(self) -> FileLock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self._path.with_suffix(".lock"))


class VectorTable:
    """Vectors that were ``stored`` stay on disk; added ones are in memory."""

    def __init__(self, dimensions: int, stored: StoredVectors | None = None) -> None:
        kind = _record_type(dimensions)
        self._stored = stored or StoredVectors(kind)
        self._fresh: Records = np.zeros(_FIRST_ROWS, kind)
        self._fresh_rows: dict[int, int] = {}
        width = -(-dimensions // _BITS)
        self._signatures = np.zeros((len(self._stored) + _FIRST_ROWS, width), np.uint64)
        digests = np.zeros(len(self._stored), np.uint64)
        for start in range(0, len(digests), _READ_AT_ONCE):
            rows = np.arange(start, min(start + _READ_AT_ONCE, len(digests)))
            some = self._stored[rows]
            digests[rows], self._signatures[rows] = some["digest"], _signatures(some["values"])
        self._order = np.argsort(digests, kind="stable").astype(np.int32)
        self._digests = digests[self._order]

    def __len__(self) -> int:
        return len(self._order) + len(self._fresh_rows)

    @property
    def fresh(self) -> int:
        """The number of vectors in memory."""
        return len(self._fresh_rows)

    @property
    def digests(self) -> npt.NDArray[np.uint64]:
        """The digest of each row."""
        on_disk = np.empty_like(self._digests)
        on_disk[self._order] = self._digests
        return np.concatenate([on_disk, self._fresh["digest"][: self.fresh]])

    def rows_on_disk(self, digests: npt.NDArray[np.uint64]) -> Rows | None:
        """The rows of texts whose vectors are on disk; None if any of them is not."""
        places = np.minimum(np.searchsorted(self._digests, digests), len(self._digests) - 1)
        there = len(self._digests) and bool((self._digests[places] == digests).all())
        return self._order[places] if there else None

    def row(self, digest: int) -> int | None:
        """The row of the text with that digest."""
        place = int(np.searchsorted(self._digests, np.uint64(digest)))
        if place < len(self._digests) and int(self._digests[place]) == digest:
            return int(self._order[place])
        return self._fresh_rows.get(digest)

    def add(self, records: Records) -> None:
        """Add the vectors of texts that have none yet."""
        for record in records:
            digest, first = int(record["digest"]), len(self._order)
            if self.row(digest) is None:
                place = len(self._fresh_rows)
                self._fresh = with_room(self._fresh, place + 1)
                self._signatures = with_room(self._signatures, first + place + 1)
                self._fresh[place] = record
                self._signatures[first + place] = _signatures(record["values"][None])[0]
                self._fresh_rows[digest] = first + place

    def records(self, rows: Rows) -> Records:
        """The records of ``rows``."""
        on_disk = rows < len(self._order)
        found = np.empty(len(rows), self._fresh.dtype)
        found[on_disk] = self._stored[rows[on_disk]]
        found[~on_disk] = self._fresh[rows[~on_disk] - len(self._order)]
        return found

    def cosines(self, vector: Vector, rows: Rows) -> npt.NDArray[np.float32]:
        """The cosines of ``rows`` to a vector."""
        records = self.records(rows)
        cosines: npt.NDArray[np.float32] = records["step"] * (
            records["values"].astype(np.float32) @ vector
        )
        return cosines

    def nearest(self, vector: Vector, rows: Rows) -> npt.NDArray[np.intp]:
        """The indices into ``rows`` of the likely nearest ones, preselected by signature."""
        if len(rows) <= _MEASURED:
            return np.arange(len(rows))
        asked, apart = _signatures(vector[None])[0], np.empty(len(self._signatures), np.int64)
        ones = np.ones(len(asked), np.float32)
        # In pieces that stay in the processor's cache.
        for start in range(0, len(apart), _AT_ONCE):
            some = self._signatures[start : start + _AT_ONCE] ^ asked
            apart[start : start + _AT_ONCE] = np.bitwise_count(some).astype(np.float32) @ ones
        apart = apart[rows]
        last = int(np.searchsorted(np.cumsum(np.bincount(apart)), _MEASURED))
        nearer, as_near = np.flatnonzero(apart < last), np.flatnonzero(apart == last)
        return np.concatenate([nearer, as_near])[:_MEASURED]


def with_room(rows: npt.NDArray[_Item], needed: int) -> npt.NDArray[_Item]:
    """``rows``, or a larger copy of it, filled up with 0, if there is no room for ``needed``."""
    if needed <= len(rows):
        return rows
    more = max(needed, len(rows) + len(rows) // 4) - len(rows)
    return np.concatenate([rows, np.zeros((more, *rows.shape[1:]), rows.dtype)])


def _signatures(vectors: npt.NDArray[np.int8] | npt.NDArray[np.float32]) -> npt.NDArray[np.uint64]:
    """One bit for each dimension: whether the value is positive."""
    bits = np.zeros((len(vectors), -(-vectors.shape[1] // _BITS) * _BITS), np.bool_)
    bits[:, : vectors.shape[1]] = vectors > 0
    return np.packbits(bits, axis=1).view(np.uint64)
