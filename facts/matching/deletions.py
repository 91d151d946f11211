"""Which known words a misspelt word may be, by the words that remain when one letter is left out.

Two words within one slip of each other (a letter dropped, added, replaced or swapped with its
neighbour), and many within two, share such a remainder. Only those are then measured by rapidfuzz.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SHORTEST, LONGEST = 4, 24
_RECENT = 2_000

Hashes = npt.NDArray[np.uint32]

# One odd factor for each place in a word, from a fixed seed: the hash of a word is the sum of its
# letters times these, so that running sums give what remains when a letter is taken out.
_FACTORS = np.random.default_rng(1965).integers(1, 2**63, LONGEST + 1, dtype=np.uint64) * 2 + 1


class Deletions:
    """From the remainders of words to the words' numbers; words are only ever added.

    Remainders are kept as 32-bit hashes, so that what comes back must be measured.
    """

    def __init__(self, hashes: Hashes | None = None, numbers: Hashes | None = None) -> None:
        empty = np.empty(0, np.uint32)
        self._hashes: Hashes = empty if hashes is None else hashes
        self._numbers: Hashes = empty if numbers is None else numbers
        self._recent: dict[int, list[int]] = defaultdict(list)
        self._waiting: list[tuple[str, int]] = []
        self._findable = 0

    @property
    def arrays(self) -> tuple[Hashes, Hashes]:
        """What ``settle`` made: hashes, rising, and the number of the word of each."""
        return self._hashes, self._numbers

    def add(self, word: str, number: int) -> None:
        if SHORTEST <= len(word) <= LONGEST and word.isalpha():
            self._waiting.append((word, number))

    def settle(self) -> None:
        """Move the words that were added of late into the sorted arrays."""
        self._take_in(self._waiting)
        self._waiting, self._findable = [], 0
        self._recent.clear()

    def near(self, word: str) -> set[int]:
        """The numbers of all words that share a remainder with ``word``."""
        if not (SHORTEST <= len(word) <= LONGEST and word.isalpha()):
            return set()
        self._catch_up()
        asked = _remainders([word])[0]
        found = {number for h in asked.tolist() for number in self._recent.get(h, ())}
        starts = np.searchsorted(self._hashes, asked, "left").tolist()
        ends = np.searchsorted(self._hashes, asked, "right").tolist()
        for start, end in zip(starts, ends, strict=True):
            if end > start:
                found.update(self._numbers[start:end].tolist())
        return found

    def _catch_up(self) -> None:
        """Make the few words that were added since the last look-up findable."""
        if len(self._waiting) > _RECENT:
            self.settle()
        for word, number in self._waiting[self._findable :]:
            for h in _remainders([word])[0].tolist():
                self._recent[h].append(number)
        self._findable = len(self._waiting)

    def _take_in(self, added: Sequence[tuple[str, int]]) -> None:
        by_length: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for word, number in added:
            by_length[len(word)].append((word, number))
        hashes, numbers = [self._hashes], [self._numbers]
        for same in by_length.values():
            found = _remainders([word for word, _ in same])
            hashes.append(found.ravel())
            numbers.append(np.repeat([number for _, number in same], found.shape[1]))
        every = np.concatenate(hashes)
        order = np.argsort(every, kind="stable")
        self._hashes = every[order]
        self._numbers = np.concatenate(numbers).astype(np.uint32)[order]


def _remainders(words: Sequence[str]) -> Hashes:
    """For words of one length, a row each: the hash of the word and of it without each letter."""
    length = len(words[0])
    letters = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32)
    letters = letters.reshape(len(words), length).astype(np.uint64)
    here = letters * _FACTORS[:length]
    # A letter behind the one that is taken out moves up by one place.
    moved = np.zeros_like(letters)
    moved[:, 1:] = letters[:, 1:] * _FACTORS[: length - 1]
    before = np.cumsum(here, axis=1) - here
    behind = moved.sum(axis=1, keepdims=True) - np.cumsum(moved, axis=1)
    every = np.concatenate([here.sum(axis=1, keepdims=True), before + behind], axis=1)
    return (every >> np.uint64(32)).astype(np.uint32)
