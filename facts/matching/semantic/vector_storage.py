"""Vectors on disk, keyed by a digest of their text and appended as soon as they are computed."""

import os
import weakref
from collections.abc import Collection, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from facts.matching.semantic.encoder import Vectors

Records = npt.NDArray[np.void]
_DIGEST = 8
_STEPS = 127
_AT_ONCE = 4096


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

    def pieces(self) -> Iterator[Records]:
        """All of them, some thousand at a time."""
        for start in range(0, self._count, _AT_ONCE):
            yield self[np.arange(start, min(start + _AT_ONCE, self._count))]

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


def record_type(dimensions: int) -> np.dtype[np.void]:
    """The record type: a vector of int8 steps, the size of a step, and the digest of its text."""
    return np.dtype([("digest", "<u8"), ("step", "<f4"), ("values", "i1", (dimensions,))])


def as_records(digests: Collection[int], vectors: Vectors) -> Records:
    """``vectors`` quantized to one byte a dimension, which changes a cosine by less than .01."""
    records = np.zeros(len(vectors), record_type(vectors.shape[1]))
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
        self._type = record_type(dimensions)

    def read(self) -> StoredVectors:
        """Every complete record; none where there is no file. Raises OSError."""
        return StoredVectors(self._type, self._path if self._path.exists() else None)

    def append(self, records: Records) -> None:
        """Append ``records`` durably. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked(), self._path.open("ab") as file:
            file.truncate(file.tell() - file.tell() % self._type.itemsize)
            file.write(records.tobytes())

    def rewrite(self, records: Records) -> None:
        """Replace all records by ``records``. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        with self._locked():
            fresh.write_bytes(records.tobytes())
            fresh.replace(self._path)

    def _locked(self) -> FileLock:
        return FileLock(self._path.with_suffix(".lock"))
