"""Typo search by symmetric deletion (SymSpell): words indexed by what remains without one letter.

Two words within one edit (a letter dropped, added, replaced or swapped with its neighbour), and
many within two, share such a remainder. Only those are then measured by rapidfuzz.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SHORTEST, LONGEST = 4, 24
_MOST_RUNS = 10

Hashes = npt.NDArray[np.uint32]
Run = tuple[Hashes, Hashes]

# A polynomial hash: one odd factor for each position, from a fixed seed. The hash is the sum of
# letters times factors, so that running sums give the hash of each deletion.
_FACTORS = np.random.default_rng(1965).integers(1, 2**63, LONGEST + 1, dtype=np.uint64) * 2 + 1


class DeletionIndex:
    """Maps hashes of remainders to word numbers; words are only ever added.

    Hashes have 32 bits, so results must be verified. ``hashes`` (ascending) and ``numbers`` are the
    arrays of an earlier settled index.
    """

    def __init__(self, hashes: Hashes | None = None, numbers: Hashes | None = None) -> None:
        empty = np.empty(0, np.uint32)
        settled = (empty, empty) if hashes is None or numbers is None else (hashes, numbers)
        # The first run has nearly all words; later ones hold the words added between look-ups.
        self._runs: list[Run] = [settled]
        self._waiting: list[tuple[str, int]] = []

    @property
    def arrays(self) -> Run:
        """The arrays that ``settle`` made: hashes, ascending, and the word number for each."""
        return self._runs[0]

    def add(self, word: str, number: int) -> None:
        if SHORTEST <= len(word) <= LONGEST and word.isalpha():
            self._waiting.append((word, number))

    def settle(self) -> None:
        """Merge all runs into one: some tenths of a second for a hundred thousand words."""
        self._catch_up()
        self._runs = [_merged(self._runs)]

    def near(self, word: str) -> set[int]:
        """The numbers of all words that share a remainder with ``word``."""
        found: set[int] = set()
        if not (SHORTEST <= len(word) <= LONGEST and word.isalpha()):
            return found
        self._catch_up()
        asked = _remainders([word])[0]
        for hashes, numbers in self._runs:
            starts = np.searchsorted(hashes, asked, "left").tolist()
            ends = np.searchsorted(hashes, asked, "right").tolist()
            for start, end in zip(starts, ends, strict=True):
                if end > start:
                    found.update(numbers[start:end].tolist())
        return found

    def _catch_up(self) -> None:
        """Index the words added since the last look-up."""
        if self._waiting:
            self._runs.append(_run(self._waiting))
            self._waiting = []
            if len(self._runs) > _MOST_RUNS:
                self._runs[1:] = [_merged(self._runs[1:])]


def _run(added: Sequence[tuple[str, int]]) -> Run:
    by_length: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for word, number in added:
        by_length[len(word)].append((word, number))
    runs = []
    for same in by_length.values():
        hashes = _remainders([word for word, _ in same])
        numbers = np.repeat(np.array([n for _, n in same], np.uint32), hashes.shape[1])
        runs.append((hashes.ravel(), numbers))
    return _merged(runs)


def _merged(runs: Sequence[Run]) -> Run:
    hashes = np.concatenate([hashes for hashes, _ in runs])
    numbers = np.concatenate([numbers for _, numbers in runs])
    order = np.argsort(hashes, kind="stable")
    return hashes[order], numbers[order]


def _remainders(words: Sequence[str]) -> Hashes:
    """For words of equal length, one row each: the hash of the word and of each deletion."""
    length = len(words[0])
    letters = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32)
    letters = letters.reshape(len(words), length).astype(np.uint64)
    here = letters * _FACTORS[:length]
    # Letters after the deleted one move one position forward.
    moved = np.zeros_like(letters)
    moved[:, 1:] = letters[:, 1:] * _FACTORS[: length - 1]
    before = np.cumsum(here, axis=1) - here
    behind = moved.sum(axis=1, keepdims=True) - np.cumsum(moved, axis=1)
    every = np.concatenate([here.sum(axis=1, keepdims=True), before + behind], axis=1)
    return (every >> np.uint64(32)).astype(np.uint32)
