"""The vocabulary: all words of stored facts, typo and prefix search in it, and IDF.

Inverse document frequency: the fewer claims have a word, the more it identifies a claim.
"""

import math
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest

import numpy as np
from rapidfuzz.distance import OSA

from facts.matching.index.symspell import LONGEST, DeletionIndex, Hashes
from facts.matching.text import figures
from facts.matching.text.figures import is_figure
from facts.matching.text.stemming import stem, stem_in

# Match weights relative to the same word (1). Mainly their order matters: an inflection is nearly
# the word, one typo in a long word nearly certain, two typos a guess. The thresholds in
# ``facts.matching.decision.thresholds`` (MEANT_WEIGHT, JOINED_WEIGHT, EXACT_WEIGHT) are chosen
# between these weights: change them together.
SAME, INFLECTED = 1.0, 0.97
_ONE_SLIP, _TWO_SLIPS = 0.88, 0.7
# Two swapped letters: the only typo that keeps all letters even of a short word.
_SWAPPED = 0.91
_BEGUN = 0.92
# The factor for a typed word that is itself stored: it is less likely to be a typo.
_KNOWN = 0.85
_LONG_WORD = 7
_OTHER_FIRST_LETTER = 0.9
_PREFIX_FROM = 3
_PREFIXES = 32
_REMEMBERED = 4096
_INSERTED = 200


@dataclass(frozen=True, slots=True)
class StoredWords:
    """A serialized vocabulary: words and stems by number.

    ``order`` are the word numbers (without alias groups) sorted by word; ``hashes`` and ``hashed``
    are the arrays of ``DeletionIndex``; ``foreign`` maps stems in other languages to the languages
    and word numbers.
    """

    words: list[str]
    stems: list[str]
    order: Hashes
    hashes: Hashes
    hashed: Hashes
    foreign: list[str]

    @classmethod
    def collect(cls, words: list[str], stems: list[str], foreign: list[str]) -> "StoredWords":
        """Serialize these words: takes some seconds for very many."""
        spelt = [number for number, word in enumerate(words) if not is_group(word)]
        deletions = DeletionIndex()
        for number in spelt:
            deletions.add(words[number], number)
        deletions.settle()
        order = np.array(sorted(spelt, key=words.__getitem__), np.uint32)
        return cls(words, stems, order, *deletions.arrays, foreign)


class Vocabulary:
    """Words by number, counted from 0; words are only ever added."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}
        self.stems: list[str] = []
        self.holders: list[int] = []
        self._by_stem: dict[str, tuple[int, ...]] = {}
        # The languages (without English) of claims in Latin letters, and the words of these claims
        # by their stem in that language.
        self._languages: list[str] = []
        self._by_foreign_stem: dict[tuple[str, str], tuple[int, ...]] = {}
        self._foreign: set[int] = set()
        # Word numbers (without alias groups) sorted by word, and those not sorted yet.
        self._sorted: list[int] = []
        self._unsorted: list[int] = []
        self._begun: dict[str, list[int]] = {}
        self._deletions = DeletionIndex()
        self._near: dict[tuple[str, bool], dict[int, float]] = {}
        self._slips: dict[str, dict[int, float]] = {}

    @classmethod
    def restored(cls, stored: StoredWords) -> "Vocabulary":
        """The vocabulary that ``stored`` was made from, with document frequencies of 0."""
        made = cls()
        made.words, made.stems = stored.words, stored.stems
        made.numbers = dict(zip(stored.words, range(len(stored.words)), strict=True))
        made.holders = [0] * len(stored.words)
        made._sorted = stored.order.tolist()
        made._deletions = DeletionIndex(stored.hashes, stored.hashed)
        for line in stored.foreign:
            language, stemmed, *numbers = line.split(" ")
            made._by_foreign_stem[language, stemmed] = tuple(map(int, numbers))
            made._foreign.update(map(int, numbers))
        made._languages = sorted({language for language, _ in made._by_foreign_stem})
        by_stem = made._by_stem
        for number in stored.order.tolist():
            stemmed = stored.stems[number]
            by_stem[stemmed] = (*by_stem.get(stemmed, ()), number)
        return made

    def number(self, word: str) -> int:
        """The number of ``word``, which is added if it is new."""
        known = self.numbers.get(word)
        if known is not None:
            return known
        number = self.numbers[word] = len(self.words)
        stemmed = word if is_group(word) else stem(word)
        self.words.append(word)
        # Most words equal their stem: share one string.
        self.stems.append(word if stemmed == word else stemmed)
        self.holders.append(0)
        if not is_group(word):
            self._by_stem[stemmed] = (*self._by_stem.get(stemmed, ()), number)
            self._unsorted.append(number)
            self._deletions.add(word, number)
            self._near.clear()
            self._slips.clear()
            for length in range(1, _PREFIX_FROM):
                self._begun.pop(word[:length], None)
            if is_figure(word):
                self._begun.clear()
        return number

    def settle(self) -> None:
        """Rebuild the look-up structures after very many words were added."""
        self._sort()
        self._deletions.settle()

    def add_foreign(self, number: int, language: str) -> None:
        """Index a word by its stem in ``language``, as a claim in that language has it."""
        key = language, stem_in(language, self.words[number])
        known = self._by_foreign_stem.get(key, ())
        if number not in known:
            self._by_foreign_stem[key] = (*known, number)
            self._foreign.add(number)
            self._near.clear()
            if language not in self._languages:
                self._languages.append(language)

    def is_foreign(self, number: int) -> bool:
        """Whether a word is in another script or occurs in a claim of another language."""
        return number in self._foreign or not self.words[number].isascii()

    @property
    def foreign(self) -> list[str]:
        """The stems in other languages, for serialization."""
        return [
            " ".join([*key, *map(str, numbers)]) for key, numbers in self._by_foreign_stem.items()
        ]

    def inflections(self, word: str) -> tuple[int, ...]:
        """The numbers of known words with the stem of ``word``, in any language of the claims."""
        found = self._by_stem.get(stem(word), ())
        for language in self._languages:
            others = self._by_foreign_stem.get((language, stem_in(language, word)), ())
            found += tuple(number for number in others if number not in found)
        return found

    def begun(self, prefix: str) -> list[int]:
        """The numbers of some tens of words with this prefix, most frequent first."""
        known = self._begun.get(prefix)
        if known is not None:
            return known
        self._sort()
        spelling = self.words.__getitem__
        start = bisect_left(self._sorted, prefix, key=spelling)
        end = bisect_left(self._sorted, prefix + "\U0010ffff", lo=start, key=spelling)
        spelt = (self.numbers.get(figure) for figure in figures.begun(prefix))
        numbers = [*self._sorted[start:end], *(n for n in spelt if n is not None)]
        found = nlargest(_PREFIXES, numbers, key=self.holders.__getitem__)
        if len(prefix) < _PREFIX_FROM:
            self._begun[prefix] = found
        return found

    def near(self, word: str, *, begun: bool = True) -> dict[int, float]:
        """The known words that ``word`` may mean, with match weights.

        ``begun``: also treat a known word as a prefix of others.
        """
        remembered = self._near.get((word, begun))
        if remembered is None:
            if len(self._near) >= _REMEMBERED:
                self._near.clear()
            remembered = self._near[word, begun] = self._find(word, begun=begun)
        return remembered

    def _find(self, word: str, *, begun: bool) -> dict[int, float]:
        found: dict[int, float] = {}
        known = self.inflections(word)
        if is_figure(word):
            # Figures have no typos and are no prefixes.
            return {self.numbers[word]: SAME} if word in self.numbers else found
        if (begun or not known) and _PREFIX_FROM <= len(word) <= LONGEST and word[-1].isalpha():
            for number in self.begun(word):
                share = len(word) / len(self.words[number])
                found[number] = _BEGUN * (0.7 + 0.3 * share)
        for number, weight in self._misspelt(word).items():
            found[number] = max(weight * (_KNOWN if known else 1.0), found.get(number, 0.0))
        for number, weight in list(found.items()):
            for other in self._by_stem[self.stems[number]]:
                found[other] = max(weight * INFLECTED, found.get(other, 0.0))
        found.update(dict.fromkeys(known, INFLECTED))
        if word in self.numbers:
            found[self.numbers[word]] = SAME
        return found

    def _misspelt(self, word: str) -> dict[int, float]:
        """The known words that ``word`` may be a typo of."""
        remembered = self._slips.get(word)
        if remembered is None:
            if len(self._slips) >= _REMEMBERED:
                self._slips.clear()
            weights = {n: _slip(word, self.words[n]) for n in self._deletions.near(word)}
            remembered = {number: weight for number, weight in weights.items() if weight}
            self._slips[word] = remembered
        return remembered

    def _sort(self) -> None:
        spelling = self.words.__getitem__
        if len(self._unsorted) > _INSERTED:
            self._sorted = sorted([*self._sorted, *self._unsorted], key=spelling)
        else:
            for number in self._unsorted:
                insort(self._sorted, number, key=spelling)
        self._unsorted.clear()


def _slip(asked: str, known: str) -> float:
    if is_figure(known):
        return 0.0
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


def is_group(word: str) -> bool:
    """Whether ``word`` is the key of an alias group rather than a word."""
    return word.startswith("\x01")


# Smoothing: this many imagined claims, with the background frequencies of the lexicon, are added to
# every store. Otherwise "woman" would be as significant as "Pyongyang" in a desk's first ten facts;
# at 10,000 facts they no longer matter.
_BACKGROUND = 2000
_RARE = 0.0003


def idf(holders: int, facts: int, rate: float | None) -> float:
    """The IDF of a word in ``holders`` of ``facts`` facts, from near 0 to about 14.

    ``rate`` is the share of claims in general that have it; None for a word not known as common.
    """
    expected = holders + _BACKGROUND * (_RARE if rate is None else rate)
    return math.log(1 + (facts + _BACKGROUND) / (expected + 0.5))


class IdfTable:
    """The IDF of every stored word by number, kept up to date with its document frequency."""

    def __init__(self, vocabulary: Vocabulary, rates: Mapping[str, float]) -> None:
        self.values: list[float] = []
        self._vocabulary = vocabulary
        self._rates = rates

    def of_stem(self, stemmed: str, holders: int, facts: int) -> float:
        """The IDF of a word with this stem, stored or not."""
        return idf(holders, facts, self._rates.get(stemmed))

    def update(self, numbers: Iterable[int], facts: int) -> None:
        """Update the IDFs of these words after their document frequency changed."""
        vocabulary = self._vocabulary
        self.values.extend([0.0] * (len(vocabulary.words) - len(self.values)))
        for number in numbers:
            stemmed, holders = vocabulary.stems[number], vocabulary.holders[number]
            self.values[number] = idf(holders, facts, self._rates.get(stemmed))

    def refresh(self, facts: int) -> None:
        """Recompute all IDFs: each depends on the number of facts, which grew a lot."""
        self.update(range(len(self._vocabulary.words)), facts)
