"""Which known words a misspelt word may be, by the words that remain when one letter is left out.

Two words within one slip of each other (a letter dropped, added, replaced or swapped with its
neighbour), and many within two, share such a remainder. Only those are then measured by rapidfuzz.
"""

from collections.abc import Iterator
from zlib import crc32

import numpy as np
import numpy.typing as npt

SHORTEST, LONGEST = 4, 24
_RECENT = 50_000

Hashes = npt.NDArray[np.uint32]


class Deletions:
    """From the remainders of words to the words' numbers; words are only ever added.

    Remainders are kept as 32-bit hashes, so that what comes back must be measured.
    """

    def __init__(self, hashes: Hashes | None = None, numbers: Hashes | None = None) -> None:
        empty = np.empty(0, np.uint32)
        self.hashes = empty if hashes is None else hashes
        self.numbers = empty if numbers is None else numbers
        self._recent: dict[int, list[int]] = {}
        self._recently = 0

    def add(self, word: str, number: int) -> None:
        for remainder in _remainders(word):
            self._recent.setdefault(remainder, []).append(number)
            self._recently += 1
        if self._recently > _RECENT + len(self.hashes) // 4:
            self.settle()

    def settle(self) -> None:
        """Move what was added of late into the sorted arrays."""
        if not self._recent:
            return
        recent = [(h, number) for h, numbers in self._recent.items() for number in numbers]
        added = np.array(recent, np.uint32).reshape(-1, 2)
        hashes = np.concatenate([self.hashes, added[:, 0]])
        numbers = np.concatenate([self.numbers, added[:, 1]])
        order = np.argsort(hashes, kind="stable")
        self.hashes, self.numbers = hashes[order], numbers[order]
        self._recent, self._recently = {}, 0

    def near(self, word: str) -> set[int]:
        """The numbers of all words that share a remainder with ``word``."""
        remainders = list(_remainders(word))
        found = {number for h in remainders for number in self._recent.get(h, ())}
        if len(self.hashes) and remainders:
            asked = np.array(remainders, np.uint32)
            starts = np.searchsorted(self.hashes, asked, "left").tolist()
            ends = np.searchsorted(self.hashes, asked, "right").tolist()
            for start, end in zip(starts, ends, strict=True):
                if end > start:
                    found.update(self.numbers[start:end].tolist())
        return found


def _remainders(word: str) -> Iterator[int]:
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return
    yield crc32(word.encode())
    for at in range(len(word)):
        yield crc32((word[:at] + word[at + 1 :]).encode())
