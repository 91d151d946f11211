"""Every word that stands in a stored fact: which of them a typed word may mean, and its IDF.

Inverse document frequency: the fewer claims hold a word, the more it tells which one is meant.
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

# How much a met word counts against the same word, which counts 1. The order is what matters: an
# inflection is nearly the word, one slip in a long word nearly certain, two slips a guess.
SAME, INFLECTED = 1.0, 0.97
_ONE_SLIP, _TWO_SLIPS = 0.88, 0.7
# Two letters that changed places: no other slip leaves all letters of even a short word.
_SWAPPED = 0.91
_BEGUN = 0.92
# A word that is stored itself is less likely to be another one misspelt.
_KNOWN = 0.85
_LONG_WORD = 7
_OTHER_FIRST_LETTER = 0.9
_PREFIX_FROM = 3
_PREFIXES = 32
_REMEMBERED = 4096
_INSERTED = 200


@dataclass(frozen=True, slots=True)
class StoredWords:
    """A vocabulary as it is kept: words and stems by number.

    ``order`` are the numbers of all but the alias groups, in the order of the words; ``hashes`` and
    ``hashed`` are the arrays of ``DeletionIndex``; ``foreign`` are the stems of words in other
    languages, with the languages and the numbers of the words.
    """

    words: list[str]
    stems: list[str]
    order: Hashes
    hashes: Hashes
    hashed: Hashes
    foreign: list[str]

    @classmethod
    def collect(cls, words: list[str], stems: list[str], foreign: list[str]) -> "StoredWords":
        """What is kept of these words: some seconds of work for very many."""
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
        # The languages of claims in Latin letters, English apart, and by their stems the words that
        # stand in them.
        self._languages: list[str] = []
        self._by_foreign_stem: dict[tuple[str, str], tuple[int, ...]] = {}
        self._foreign: set[int] = set()
        # The numbers of the words, but not of groups, in the order of the words; and of new ones.
        self._sorted: list[int] = []
        self._unsorted: list[int] = []
        self._begun: dict[str, list[int]] = {}
        self._deletions = DeletionIndex()
        self._near: dict[tuple[str, bool], dict[int, float]] = {}
        self._slips: dict[str, dict[int, float]] = {}

    @classmethod
    def restored(cls, stored: StoredWords) -> "Vocabulary":
        """The vocabulary that ``stored`` was taken from; nobody holds its words yet."""
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
        """The number of ``word``, which is added when it is new."""
        known = self.numbers.get(word)
        if known is not None:
            return known
        number = self.numbers[word] = len(self.words)
        stemmed = word if is_group(word) else stem(word)
        self.words.append(word)
        # Most words are their own stem: then one string serves both.
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
        """Make look-ups quick again after very many words were added."""
        self._sort()
        self._deletions.settle()

    def add_foreign(self, number: int, language: str) -> None:
        """Have a word found by its stem in ``language``, since it stands in a claim of that."""
        key = language, stem_in(language, self.words[number])
        known = self._by_foreign_stem.get(key, ())
        if number not in known:
            self._by_foreign_stem[key] = (*known, number)
            self._foreign.add(number)
            self._near.clear()
            if language not in self._languages:
                self._languages.append(language)

    def is_foreign(self, number: int) -> bool:
        """Whether a word is of another script, or stands in a claim of another language."""
        return number in self._foreign or not self.words[number].isascii()

    @property
    def foreign(self) -> list[str]:
        """The stems in other languages, as they are kept."""
        return [
            " ".join([*key, *map(str, numbers)]) for key, numbers in self._by_foreign_stem.items()
        ]

    def inflections(self, word: str) -> tuple[int, ...]:
        """The numbers of the known words that share the stem of ``word``, in any language of the
        claims.
        """
        found = self._by_stem.get(stem(word), ())
        for language in self._languages:
            others = self._by_foreign_stem.get((language, stem_in(language, word)), ())
            found += tuple(number for number in others if number not in found)
        return found

    def begun(self, prefix: str) -> list[int]:
        """The numbers of words that begin with ``prefix``, those in most facts first, some tens."""
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
        """The known words that ``word`` may mean, each with how much meeting it counts.

        ``begun`` for a word that may be the beginning of another although it is known itself.
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
            # A figure is never another one misspelt, nor the beginning of one.
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
        """The known words that ``word`` may be a misspelling of."""
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
    """Whether ``word`` stands for a group of aliases rather than for itself."""
    return word.startswith("\x01")


# So many imagined claims stand behind every store, with words at the rates of the lexicon. A desk's
# first ten facts would else make "woman" as telling as "Pyongyang"; at 10,000 facts they no longer
# matter.
_BACKGROUND = 2000
_RARE = 0.0003


def idf(holders: int, facts: int, rate: float | None) -> float:
    """The weight of a word that ``holders`` of ``facts`` hold, from near 0 to about 14.

    ``rate`` is the share of claims in general that hold it; None for a word not known as common.
    """
    expected = holders + _BACKGROUND * (_RARE if rate is None else rate)
    return math.log(1 + (facts + _BACKGROUND) / (expected + 0.5))


class IdfTable:
    """The idf of every stored word, by its number, kept in step with who holds it."""

    def __init__(self, vocabulary: Vocabulary, rates: Mapping[str, float]) -> None:
        self.values: list[float] = []
        self._vocabulary = vocabulary
        self._rates = rates

    def of_stem(self, stemmed: str, holders: int, facts: int) -> float:
        """The idf of a word with this stem, stored or not."""
        return idf(holders, facts, self._rates.get(stemmed))

    def update(self, numbers: Iterable[int], facts: int) -> None:
        """Take in that the facts that hold these words have changed."""
        vocabulary = self._vocabulary
        self.values.extend([0.0] * (len(vocabulary.words) - len(self.values)))
        for number in numbers:
            stemmed, holders = vocabulary.stems[number], vocabulary.holders[number]
            self.values[number] = idf(holders, facts, self._rates.get(stemmed))

    def refresh(self, facts: int) -> None:
        """Take in everything anew: after very many facts, for each word depends on their number."""
        self.update(range(len(self._vocabulary.words)), facts)
