"""Vectors on disk, by a digest of the text they are of: each is kept as soon as it is made."""

import mmap
import sys
from collections.abc import Callable, Collection
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from filelock import FileLock

from facts.matching.semantic.encoder import Vectors

Records = npt.NDArray[np.void]
_DIGEST = 8
_STEPS = 127


class StoredVectors(NamedTuple):
    """Records on disk, mapped into memory; ``release`` lets go of what of it was looked at."""

    records: Records
    release: Callable[[], None]


def digest(text: str) -> int:
    """64 bits that stand for a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=_DIGEST).digest(), "big")


def record_type(dimensions: int) -> np.dtype[np.void]:
    """A vector of int8 steps, the length of a step, and the digest of its text."""
    return np.dtype([("digest", "<u8"), ("step", "<f4"), ("values", "i1", (dimensions,))])


def as_records(digests: Collection[int], vectors: Vectors) -> Records:
    """``vectors`` with a byte a dimension, which moves a cosine by less than .01."""
    records = np.zeros(len(vectors), record_type(vectors.shape[1]))
    records["digest"] = np.fromiter(digests, np.uint64, len(vectors))
    steps = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _STEPS
    records["step"] = steps
    records["values"] = np.rint(vectors / steps[:, None]).astype(np.int8)
    return records


class VectorStorage:
    """One file of records that grows at its end, for one model; other processes may write beside.

    A record that was cut off when its writer died is dropped by the next one.
    """

    def __init__(self, folder: Path, name: str, dimensions: int) -> None:
        self._path = folder / f"{name}.vectors"
        self._type = record_type(dimensions)

    def read(self) -> StoredVectors:
        """Every whole record; none where there is no file. Raises OSError."""
        if not self._path.exists():
            return StoredVectors(np.zeros(0, self._type), lambda: None)
        whole = self._path.stat().st_size // self._type.itemsize
        # A mapped file cannot be deleted there, and an empty one cannot be mapped.
        if sys.platform == "win32" or not whole:
            return StoredVectors(np.fromfile(self._path, self._type, whole), lambda: None)
        with self._path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        records = np.frombuffer(mapped, self._type, whole)
        return StoredVectors(records, partial(mapped.madvise, mmap.MADV_DONTNEED))

    def append(self, records: Records) -> None:
        """Keep ``records``. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked(), self._path.open("ab") as file:
            file.truncate(file.tell() - file.tell() % self._type.itemsize)
            file.write(records.tobytes())

    def rewrite(self, records: Records) -> None:
        """Keep ``records`` and nothing else. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        with self._locked():
            fresh.write_bytes(records.tobytes())
            fresh.replace(self._path)

    def _locked(self) -> FileLock:
        return FileLock(self._path.with_suffix(".lock"))
