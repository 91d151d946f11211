"""Search in the vocabulary: words that a typed one may mean as inflection, typo, prefix, compound.

Typos are found by symmetric deletion (SymSpell): words are indexed by what remains without one
letter. Two words within one edit (a letter dropped, added, replaced or swapped with its neighbour),
and many within two, share such a remainder. Only those are then measured by rapidfuzz.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from facts.matching.index.vocabulary import Vocabulary, is_group
from facts.matching.text.figures import FIGURES_BY_PREFIX, is_figure
from facts.matching.text.languages import stem, stem_in

# Match weights relative to the same word (1). Mainly their order matters: an inflection is nearly
# the word, two words joined nearly certain, one typo in a long word too, two typos a guess. The
# thresholds in ``facts.matching.decision.thresholds`` (MEANT_WEIGHT, JOINED_WEIGHT, EXACT_WEIGHT)
# are chosen between these weights: change them together.
SAME, INFLECTED, JOINED = 1.0, 0.97, 0.95
_ONE_SLIP, _TWO_SLIPS = 0.88, 0.7
# Two swapped letters: the only typo that keeps all letters even of a short word.
_SWAPPED = 0.91
_BEGINS = 0.92
# The factor for a typed word that is itself stored: it is less likely to be a typo.
_KNOWN = 0.85
_LONG_WORD = 7
_OTHER_FIRST_LETTER = 0.9
# Lengths, in letters, of words that are searched by typo, and of prefixes.
_SHORTEST, _LONGEST = 4, 24
_PREFIX_FROM = 3
# Of compounds: each half has at least _SHORTEST_PART letters, the whole at most _LONGEST_COMPOUND.
# A half may be misspelt from _MISSPELT_PART_FROM letters on, if a stored word matches it with at
# least _MISSPELT_PART. From _LIKE_ONE_WORD on a word is taken for one misspelt stored word rather
# than for two.
_SHORTEST_PART, _LONGEST_COMPOUND = 3, 40
_MISSPELT_PART_FROM, _MISSPELT_PART = 5, 0.78
_LIKE_ONE_WORD = 0.85
# The most words found by a prefix; the most searches remembered; the most words inserted one by one
# into the sorted ones; the most runs of hashes.
_PREFIXES, _REMEMBERED, _INSERTED, _MOST_RUNS = 32, 4096, 200, 10

Hashes = npt.NDArray[np.uint32]
_Run = tuple[Hashes, Hashes]

# A polynomial hash: one odd factor for each position, from a fixed seed. The hash is the sum of
# letters times factors, so that running sums give the hash of each deletion.
_FACTORS = np.random.default_rng(1965).integers(1, 2**63, _LONGEST + 1, dtype=np.uint64) * 2 + 1


@dataclass(frozen=True, slots=True)
class SearchArrays:
    """The words of a vocabulary sorted for search.

    ``order`` are the word numbers (without alias groups) sorted by word. ``hashes`` are those of
    the words' remainders, ascending, with the word number of each in ``hashed``.
    """

    order: npt.NDArray[np.uint32]
    hashes: Hashes
    hashed: Hashes

    @classmethod
    def collect(cls, words: Sequence[str]) -> "SearchArrays":
        """Those of ``words``: takes some seconds for very many."""
        spelt = [number for number, word in enumerate(words) if not is_group(word)]
        order = np.array(sorted(spelt, key=words.__getitem__), np.uint32)
        return cls(order, *_hashed(words, spelt))


class FuzzySearch:
    """Finds the words of ``vocabulary``, including those added later.

    ``arrays`` are those of all its words so far.
    """

    def __init__(self, vocabulary: Vocabulary, arrays: SearchArrays | None = None) -> None:
        self.vocabulary = vocabulary
        self._searched = len(vocabulary.words) if arrays else 0
        self._version = -1
        arrays = arrays or SearchArrays.collect(())
        self._sorted: list[int] = arrays.order.tolist()
        # The first run has nearly all words; later ones hold the words added between searches.
        self._runs: list[_Run] = [(arrays.hashes, arrays.hashed)]
        self._by_prefix: dict[str, list[int]] = {}
        self._near: dict[tuple[str, bool], dict[int, float]] = {}
        self._slips: dict[str, dict[int, float]] = {}

    def inflections(self, word: str) -> tuple[int, ...]:
        """The numbers of known words with the stem of ``word``, in any language of the claims."""
        vocabulary = self.vocabulary
        found = vocabulary.by_stem.get(stem(word), ())
        for language in vocabulary.languages:
            others = vocabulary.by_foreign_stem.get((language, stem_in(language, word)), ())
            found += tuple(number for number in others if number not in found)
        return found

    def near(self, word: str, *, prefix: bool = True) -> dict[int, float]:
        """The known words that ``word`` may mean, with match weights.

        ``prefix``: also treat a known word as a prefix of others.
        """
        self._catch_up()
        remembered = self._near.get((word, prefix))
        if remembered is None:
            if len(self._near) >= _REMEMBERED:
                self._near.clear()
            remembered = self._near[word, prefix] = self._find(word, prefix=prefix)
        return remembered

    def _find(self, word: str, *, prefix: bool) -> dict[int, float]:
        vocabulary = self.vocabulary
        same = {vocabulary.numbers[word]: SAME} if word in vocabulary.numbers else {}
        if is_figure(word):
            return same  # figures have no typos and are no prefixes
        found: dict[int, float] = {}
        known = self.inflections(word)
        if (prefix or not known) and _PREFIX_FROM <= len(word) <= _LONGEST and word[-1].isalpha():
            for number in self.starting_with(word):
                share = len(word) / len(vocabulary.words[number])
                found[number] = _BEGINS * (0.7 + 0.3 * share)
        for number, weight in self._misspelt(word).items():
            found[number] = max(weight * (_KNOWN if known else 1.0), found.get(number, 0.0))
        for number, weight in list(found.items()):
            for other in vocabulary.by_stem[vocabulary.stems[number]]:
                found[other] = max(weight * INFLECTED, found.get(other, 0.0))
        return found | dict.fromkeys(known, INFLECTED) | same

    def _misspelt(self, word: str) -> dict[int, float]:
        """The known words that ``word`` may be a typo of."""
        if not (_SHORTEST <= len(word) <= _LONGEST and word.isalpha()):
            return {}
        found = self._slips.get(word)
        if found is None:
            if len(self._slips) >= _REMEMBERED:
                self._slips.clear()
            sharing: set[int] = set()
            remainders = _remainders([word])[0]
            for hashes, numbers in self._runs:
                starts = np.searchsorted(hashes, remainders, "left").tolist()
                ends = np.searchsorted(hashes, remainders, "right").tolist()
                for start, end in zip(starts, ends, strict=True):
                    if end > start:
                        sharing.update(numbers[start:end].tolist())
            # Hashes have 32 bits: equal ones may be of other remainders.
            weights = {n: _slip(word, self.vocabulary.words[n]) for n in sharing}
            found = self._slips[word] = {n: weight for n, weight in weights.items() if weight}
        return found

    def starting_with(self, prefix: str) -> list[int]:
        """The numbers of some tens of words with this prefix, most frequent first."""
        self._catch_up()
        known = self._by_prefix.get(prefix)
        if known is not None:
            return known
        numbers, spelling = self.vocabulary.numbers, self.vocabulary.words.__getitem__
        start = bisect_left(self._sorted, prefix, key=spelling)
        end = bisect_left(self._sorted, prefix + "\U0010ffff", lo=start, key=spelling)
        figures = (numbers[one] for one in FIGURES_BY_PREFIX.get(prefix, ()) if one in numbers)
        every = [*self._sorted[start:end], *figures]
        found = nlargest(_PREFIXES, every, key=self.vocabulary.frequencies.__getitem__)
        if len(prefix) < _PREFIX_FROM:
            self._by_prefix[prefix] = found
        return found

    def split(self, word: str) -> list[str]:
        """The two stored words that the unknown ``word`` consists of, or ``word`` alone.

        One half may be misspelt, unless ``word`` resembles a single stored word.
        """
        if not 2 * _SHORTEST_PART <= len(word) <= _LONGEST_COMPOUND:
            return [word]
        if not word.isalpha() or self.inflections(word):
            return [word]
        like_one = max(self.near(word, prefix=False).values(), default=0.0) >= _LIKE_ONE_WORD
        best, parts = 0.0, [word]
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            halves = [word[:at], word[at:]]
            known = self._known_halves(*halves, misspelt=not like_one)
            balance = min(at, len(word) - at) / len(word)
            if known and known + balance > best:
                best, parts = known + balance, halves
        return parts

    def _known_halves(self, left: str, right: str, *, misspelt: bool) -> float:
        """The sum of both halves' match weights, up to 2; 0 unless both are stored words."""
        known = bool(self.inflections(left)), bool(self.inflections(right))
        if all(known):
            return 2.0
        other = right if known[0] else left
        if not misspelt or not any(known) or len(other) < _MISSPELT_PART_FROM:
            return 0.0
        near = max(self.near(other, prefix=False).values(), default=0.0)
        return 1.0 + near if near >= _MISSPELT_PART else 0.0

    def joined(self, first: str, second: str, *, misspelt: bool) -> dict[int, float]:
        """The stored words that match ``first`` and ``second`` written as one, with weights.

        ``misspelt``: the joined form may be a typo.
        """
        together = first + second
        if len(together) <= _SHORTEST_PART:
            return {}
        exact = dict.fromkeys(self.inflections(together), 1.0) if not misspelt else None
        near = self.near(together, prefix=False) if exact is None else exact
        words, shortest = self.vocabulary.words, max(len(first), len(second)) + 2
        return {
            number: JOINED * weight
            for number, weight in near.items()
            if weight >= _MISSPELT_PART and shortest <= len(words[number]) <= len(together) + 1
        }

    def merge(self) -> None:
        """Index the many words added: takes some tenths of a second for a hundred thousand."""
        self._catch_up()
        self._runs = [_merged(self._runs)]

    def _catch_up(self) -> None:
        """Index the words added since the last search."""
        vocabulary = self.vocabulary
        if self._version == vocabulary.version:
            return
        self._version = vocabulary.version
        self._near.clear()
        self._slips.clear()
        words = vocabulary.words
        added = [n for n in range(self._searched, len(words)) if n not in vocabulary.groups]
        self._searched = len(words)
        if len(added) > _INSERTED:
            self._sorted = sorted([*self._sorted, *added], key=words.__getitem__)
            self._by_prefix.clear()
        for number in added if len(added) <= _INSERTED else ():
            insort(self._sorted, number, key=words.__getitem__)
            for length in range(1, _PREFIX_FROM):
                self._by_prefix.pop(words[number][:length], None)
            if is_figure(words[number]):
                self._by_prefix.clear()
        run = _hashed(words, added)
        if len(run[0]):
            self._runs.append(run)
        if len(self._runs) > _MOST_RUNS:
            self._runs[1:] = [_merged(self._runs[1:])]


def _slip(asked: str, known: str) -> float:
    """The match weight of a stored word that ``asked`` may be a typo of, or 0."""
    slips = OSA.distance(asked, known, score_cutoff=2)
    longer = max(len(asked), len(known))
    if slips == 1 and sorted(asked) == sorted(known):
        weight = _SWAPPED
    elif slips == 1:
        weight = _ONE_SLIP if longer >= _LONG_WORD else _ONE_SLIP - 0.03 * (_LONG_WORD - longer)
    elif slips == 2 and longer >= _LONG_WORD:  # noqa: PLR2004
        weight = _TWO_SLIPS
    else:
        return 0.0
    return weight if asked[0] == known[0] else weight * _OTHER_FIRST_LETTER


def _hashed(words: Sequence[str], numbers: Sequence[int]) -> _Run:
    """The hashes of the remainders of these words, ascending, and the word number of each."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        if _SHORTEST <= len(words[number]) <= _LONGEST and words[number].isalpha():
            by_length[len(words[number])].append(number)
    runs = [(np.empty(0, np.uint32), np.empty(0, np.uint32))]
    for same in by_length.values():
        hashes = _remainders([words[number] for number in same])
        runs.append((hashes.ravel(), np.repeat(np.array(same, np.uint32), hashes.shape[1])))
    return _merged(runs)


def _merged(runs: Sequence[_Run]) -> _Run:
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
