"""The index on disk: a folder of arrays that are memory-mapped when a process starts.

A cache: it may be deleted at any time. Writes are atomic. What is read is used only if it is
complete, was written by this version of the code and of its word lists, and is not ahead of the
store.
"""

import json
import shutil
import tempfile
from dataclasses import dataclass, fields
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from facts.matching.index.fuzzy_search import FuzzySearch, SearchArrays
from facts.matching.index.inverted_index import Arrays, Segment
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text import east_asian
from facts.matching.text.lexicon import Lexicon
from facts.model import DeskId

_FORMAT = 1
_ABOUT = "about.json"
_LISTS = ("words", "stems", "foreign")
_PIECE = 1 << 22


class UnusableCacheError(Exception):
    """Why the cache on disk is not used. Only logged: the index is built instead."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is on disk: a segment, the vocabulary's attributes, and the last change included."""

    segment: Segment
    words: list[str]
    stems: list[str]
    foreign: list[str]
    search: SearchArrays
    cursor: int

    def restored(self, lexicon: Lexicon) -> FuzzySearch:
        """The search in the words of the segment."""
        words = Vocabulary.restored(self.words, self.stems, self.foreign, lexicon.rates)
        words.recount(self.segment.frequencies(), len(self.segment))
        return FuzzySearch(words, self.search)


class IndexCache:
    """Keeps one index in ``folder``, which it owns. ``aliases`` are the lines added by desks."""

    def __init__(self, folder: Path, aliases: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self._version = _version(aliases)

    def write(self, stored: Stored) -> None:
        """Replace what is on disk by ``stored``, atomically. Raises OSError."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{self.folder.name}.", dir=self.folder.parent))
        try:
            self._fill(fresh, stored)
            self.discard()
            fresh.rename(self.folder)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise

    def read(self, last_change: int) -> Stored:
        """The stored index, for a store whose newest change is ``last_change``.

        Raises UnusableCacheError.
        """
        try:
            about = json.loads((self.folder / _ABOUT).read_text(encoding="utf-8"))
            self._check(about, last_change)
            arrays = Arrays(*map(self._array, _names(Arrays)))
            segment = Segment(arrays, [DeskId(desk) for desk in about["desks"]])
            words, stems, foreign = (_lines(self.folder / f"{name}.txt") for name in _LISTS)
            search = SearchArrays(*map(self._array, _names(SearchArrays)))
            return Stored(segment, words, stems, foreign, search, about["cursor"])
        except FileNotFoundError as error:
            there = "a part of it is missing" if self.folder.exists() else "there is none yet"
            raise UnusableCacheError(there) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnusableCacheError(f"it can’t be read ({error})") from error

    def discard(self) -> None:
        """Delete the cache."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _fill(self, place: Path, stored: Stored) -> None:
        for name in _LISTS:
            (place / f"{name}.txt").write_text("\n".join(getattr(stored, name)), encoding="utf-8")
        for arrays in (stored.segment.arrays, stored.search):
            for name in _names(type(arrays)):
                np.save(place / f"{name}.npy", getattr(arrays, name))
        about = {
            "version": self._version,
            "cursor": stored.cursor,
            "desks": list(stored.segment.desks),
            "sums": {path.name: _sum(path) for path in sorted(place.iterdir())},
        }
        (place / _ABOUT).write_text(json.dumps(about), encoding="utf-8")

    def _check(self, about: dict[str, object], last_change: int) -> None:
        if about["version"] != self._version:
            raise UnusableCacheError("it has another version")
        cursor, sums = about["cursor"], about["sums"]
        if not isinstance(cursor, int) or not isinstance(sums, dict):
            raise UnusableCacheError("it is damaged")
        if cursor > last_change:
            raise UnusableCacheError("it is ahead of the store")
        if any(_sum(self.folder / name) != expected for name, expected in sums.items()):
            raise UnusableCacheError("it is damaged")

    def _array(self, name: str) -> Any:
        mapped = np.load(self.folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        # Slicing a plain array is cheaper than slicing a memmap; the data stays on disk.
        return np.asarray(mapped)


def _names(arrays: type[Arrays | SearchArrays]) -> list[str]:
    return [field.name for field in fields(arrays)]


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return text.split("\n") if text else []


def _sum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            total = crc32(piece, total)
    return total


def _version(aliases: tuple[str, ...]) -> str:
    """A version that changes with the format, the word lists and the tokenization code."""
    digest = blake2b(str(_FORMAT).encode(), digest_size=16)
    package = files("facts.matching")
    for folder in ("text", "index", "data"):
        parts = [part for part in package.joinpath(folder).iterdir() if part.is_file()]
        for part in sorted(parts, key=lambda part: part.name):
            digest.update(part.read_bytes())
    digest.update(files("facts.model").joinpath("links.py").read_bytes())
    digest.update(east_asian.version().encode())
    digest.update("\n".join(aliases).encode())
    return digest.hexdigest()
