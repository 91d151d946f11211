"""The vocabulary: all words of stored facts, by number, with their stems and IDF."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from facts.matching.text.languages import stem, stem_in
from facts.matching.text.lexicon import idf


class Vocabulary:
    """Words by number, counted from 0; words are only ever added.

    ``rates`` is the share of claims in general that have a stem; absent for one that is not known
    as common. By word number: ``stems``, document ``frequencies`` among ``facts`` facts, and
    ``idfs``. ``by_stem`` has the numbers of the words of each stem. ``groups`` are the numbers that
    are keys of alias groups rather than words, ``foreign`` those of words in another script or of
    claims in another language. ``version`` grows with every word and inflection that is added.
    """

    def __init__(self, rates: Mapping[str, float] = MappingProxyType({})) -> None:
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}
        self.stems: list[str] = []
        self.groups: set[int] = set()
        self.facts = 0
        self.frequencies: list[int] = []
        self.idfs: list[float] = []
        self._rates = rates
        self.by_stem: dict[str, tuple[int, ...]] = {}
        self.foreign: set[int] = set()
        # The languages (without English) of claims in Latin letters, and the words of these claims
        # by their stem in that language.
        self.languages: list[str] = []
        self.by_foreign_stem: dict[tuple[str, str], tuple[int, ...]] = {}
        self.version = 0

    @classmethod
    def restored(
        cls, words: list[str], stems: list[str], foreign: Sequence[str], rates: Mapping[str, float]
    ) -> "Vocabulary":
        """The vocabulary that had these attributes, with document frequencies of 0."""
        made = cls(rates)
        made.words, made.stems = words, stems
        made.numbers = dict(zip(words, range(len(words)), strict=True))
        made.frequencies, made.idfs = [0] * len(words), [0.0] * len(words)
        for line in foreign:
            language, stemmed, *numbers = line.split(" ")
            made.by_foreign_stem[language, stemmed] = tuple(map(int, numbers))
            made.foreign.update(map(int, numbers))
        made.languages = sorted({language for language, _ in made.by_foreign_stem})
        for number, (word, stemmed) in enumerate(zip(words, stems, strict=True)):
            if not word.isascii():
                made.foreign.add(number)
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
        self.frequencies.append(0)
        self.idfs.append(0.0)
        if not word.isascii():
            self.foreign.add(number)
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
            self.frequencies[number] += facts
            rate = self._rates.get(self.stems[number])
            self.idfs[number] = idf(self.frequencies[number], self.facts, rate)

    def recount(self, frequencies: Sequence[int], facts: int) -> None:
        """Replace the document frequencies of the first words, and all IDFs."""
        self.facts = facts
        self.frequencies[: len(frequencies)] = frequencies
        rates = map(self._rates.get, self.stems)
        self.idfs[:] = [
            idf(n, facts, rate) for n, rate in zip(self.frequencies, rates, strict=True)
        ]

    def add_foreign(self, number: int, language: str) -> None:
        """Index a word by its stem in ``language``, as a claim in that language has it."""
        key = language, stem_in(language, self.words[number])
        known = self.by_foreign_stem.get(key, ())
        if number not in known:
            self.by_foreign_stem[key] = (*known, number)
            self.foreign.add(number)
            self.version += 1
            if language not in self.languages:
                self.languages.append(language)

    @property
    def foreign_stems(self) -> list[str]:
        """The stems in other languages, for serialization."""
        return [
            " ".join([*key, *map(str, numbers)]) for key, numbers in self.by_foreign_stem.items()
        ]


def is_group(word: str) -> bool:
    """Whether ``word`` is the key of an alias group rather than a word."""
    return word.startswith("\x01")
