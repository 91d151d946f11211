"""The vocabulary: all words of stored facts, by number, and their IDF.

Inverse document frequency: the fewer claims have a word, the more it identifies a claim.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from facts.matching.text.languages import stem, stem_in

# IDF smoothing: this many imagined claims, with the background frequencies of the lexicon, are
# added to every store. Otherwise "woman" would be as significant as "Pyongyang" in a desk's first
# ten facts; at 10,000 facts they no longer matter. _RARE is the frequency of all other words.
_BACKGROUND = 2000
_RARE = 0.0003


class Vocabulary:
    """Words by number, counted from 0; words are only ever added.

    ``rates`` is the share of claims in general that have a stem; absent for one that is not known
    as common. By word number: ``stems``, ``holders`` (document frequency among ``facts`` facts) and
    ``idfs``. ``groups`` are the numbers that are keys of alias groups rather than words.
    ``version`` grows with every word and inflection that is added.
    """

    def __init__(self, rates: Mapping[str, float] = MappingProxyType({})) -> None:
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}
        self.stems: list[str] = []
        self.groups: set[int] = set()
        self.facts = 0
        self.holders: list[int] = []
        self.idfs: list[float] = []
        self._rates = rates
        self.by_stem: dict[str, tuple[int, ...]] = {}
        # The languages (without English) of claims in Latin letters, and the words of these claims
        # by their stem in that language.
        self._languages: list[str] = []
        self._by_foreign_stem: dict[tuple[str, str], tuple[int, ...]] = {}
        self._foreign: set[int] = set()
        self.version = 0

    @classmethod
    def restored(
        cls, words: list[str], stems: list[str], foreign: Sequence[str], rates: Mapping[str, float]
    ) -> "Vocabulary":
        """The vocabulary that had these attributes, with document frequencies of 0."""
        made = cls(rates)
        made.words, made.stems = words, stems
        made.numbers = dict(zip(words, range(len(words)), strict=True))
        made.holders, made.idfs = [0] * len(words), [0.0] * len(words)
        for line in foreign:
            language, stemmed, *numbers = line.split(" ")
            made._by_foreign_stem[language, stemmed] = tuple(map(int, numbers))
            made._foreign.update(map(int, numbers))
        made._languages = sorted({language for language, _ in made._by_foreign_stem})
        for number, (word, stemmed) in enumerate(zip(words, stems, strict=True)):
            if is_group(word):
                made.groups.add(number)
            else:
                made.by_stem[stemmed] = (*made.by_stem.get(stemmed, ()), number)
        return made

    def number(self, word: str) -> int:
        """The number of ``word``, which is added if it is new."""
        known = self.numbers.get(word)
        if known is not None:
            return known
        number = self.numbers[word] = len(self.words)
        group = is_group(word)
        stemmed = word if group else stem(word)
        self.words.append(word)
        # Most words equal their stem: share one string.
        self.stems.append(word if stemmed == word else stemmed)
        self.holders.append(0)
        self.idfs.append(0.0)
        if group:
            self.groups.add(number)
        else:
            self.by_stem[stemmed] = (*self.by_stem.get(stemmed, ()), number)
            self.version += 1
        return number

    def count(self, numbers: Iterable[int], facts: int) -> None:
        """Note that ``facts`` (1 or -1) more facts have these words."""
        self.facts += facts
        for number in numbers:
            self.holders[number] += facts
            rate = self._rates.get(self.stems[number])
            self.idfs[number] = idf(self.holders[number], self.facts, rate)

    def recount(self, holders: Sequence[int], facts: int) -> None:
        """Replace the document frequencies of the first words, and all IDFs."""
        self.facts = facts
        self.holders[: len(holders)] = holders
        rates = map(self._rates.get, self.stems)
        self.idfs[:] = [idf(n, facts, rate) for n, rate in zip(self.holders, rates, strict=True)]

    def add_foreign(self, number: int, language: str) -> None:
        """Index a word by its stem in ``language``, as a claim in that language has it."""
        key = language, stem_in(language, self.words[number])
        known = self._by_foreign_stem.get(key, ())
        if number not in known:
            self._by_foreign_stem[key] = (*known, number)
            self._foreign.add(number)
            self.version += 1
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
        found = self.by_stem.get(stem(word), ())
        for language in self._languages:
            others = self._by_foreign_stem.get((language, stem_in(language, word)), ())
            found += tuple(number for number in others if number not in found)
        return found


def is_group(word: str) -> bool:
    """Whether ``word`` is the key of an alias group rather than a word."""
    return word.startswith("\x01")


def idf(holders: int, facts: int, rate: float | None) -> float:
    """The IDF of a word in ``holders`` of ``facts`` facts, from near 0 to about 14.

    ``rate`` is the share of claims in general that have it; None for a word not known as common.
    """
    expected = holders + _BACKGROUND * (_RARE if rate is None else rate)
    return math.log(1 + (facts + _BACKGROUND) / (expected + 0.5))
