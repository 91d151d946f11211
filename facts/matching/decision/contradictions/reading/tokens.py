"""One word, figure or alias of a question or claim, with all that it may mean, and the classes of
words (``grammar.txt``, ``units.txt``) that the checks compare.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum, auto
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from facts.matching.data import listed, listed_words
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import FIRST_YEAR, LAST_YEAR, NEGATED_LETTERS
from facts.matching.text.languages import stem
from facts.matching.text.number_words import MONTHS
from facts.matching.text.relations import Speech

_TEENS, _RANK_ENDS = (11, 12, 13), {1: "st", 2: "nd", 3: "rd"}
grammar_words = partial(listed_words, "grammar.txt")


def grammar_rows(kind: str) -> list[list[str]]:
    """The lines of one kind of ``grammar.txt``."""
    return listed("grammar.txt")[kind]


def grammar_stems(*kinds: str) -> frozenset[str]:
    """The stems of its words of these kinds."""
    return frozenset(map(stem, grammar_words(*kinds)))


# What a name may be said to be: "the city of Lorrin".
PLACES = grammar_words("place")
AUXILIARIES = grammar_words("auxiliary")
# Words that only give the name of what stands before them: "a keeper called Solvang".
CALLED = frozenset({"called", "named"})
NEGATIONS, _NEGATING_PREFIXES = grammar_words("negation"), ("un", "non")
# Words that may lead to the next one: "free of", "a man named Dag", "starting 1 July".
READ_WITH_NEXT = CALLED | PLACES
READ_WITH_NEXT |= {"free", "younger", "older", "starting", "beginning", "effective"}
# "didnt", and common misspellings such as "dosent" and "didint".
_CONTRACTED = re.compile(
    r"(did|does|dos|do|is|was|are|were|has|have|had|ca|could|wo|would|should|must|need|ai)[ei]?nt"
)
# Words for the part of a place, and which part it is; all words for one part are equal.
PARTS = {stem(word): row[0] for row in grammar_rows("part") for word in row}
REPORTING = grammar_stems("reporting")
# Verbs of relations with two sides.
TWO_SIDED = grammar_stems(
    "giving", "taking", "winning", "losing", "replacing", "swapping", "substituting"
)
# The dimension that a unit measures, and its size in that dimension's base unit, by its stem.
UNITS = {
    stem(name): (dimension, float(size))
    for dimension, rows in listed("units.txt").items()
    for size, *names in rows
    for name in names
}
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTH_STEMS, _WEEKDAY_STEMS = frozenset(map(stem, MONTHS)), frozenset(map(stem, _WEEKDAYS))
CALENDARS = MONTH_STEMS, _WEEKDAY_STEMS
_MEASURES = UNITS.keys() | MONTH_STEMS | _WEEKDAY_STEMS
ALL = frozenset({"all", "every", "everyone", "everybody", "everything", "any", "each"})
# The words that say a figure.
COUNTED = {Decimal(row[0]): frozenset(map(stem, row[1:])) for row in grammar_rows("counted")}
MULTIPLES = {"twice": 2, "double": 2, "thrice": 3, "triple": 3, "treble": 3}
MODAL = grammar_words("modal")
FUTURE = frozenset({"will", "shall", "going"})
DONE = frozenset({"already", "ago", "previously"})
CONTRASTING = frozenset({"while", "whereas", "but"})


class Kind(Enum):
    """What a text has for the checks to compare: none is asked without what it compares."""

    FIGURE = auto()
    MEASURE = auto()  # a unit, month or weekday
    ALL = auto()  # all or most, or a multiple
    NEGATION = auto()
    MODALITY = auto()  # a wish, plan or possibility, the future, or that it was done
    ANSWER = auto()  # "denies"
    TWO_SIDED = auto()  # what expresses a relation with two sides
    AGENT = auto()  # "by"
    CONTRAST = auto()
    REPORT = auto()
    PART = auto()


_WORDS_OF_KINDS = {
    Kind.ALL: ALL | MULTIPLES.keys() | {"most"},
    Kind.NEGATION: NEGATIONS,
    Kind.MODALITY: MODAL | FUTURE | DONE,
    Kind.TWO_SIDED: grammar_words("two_sided"),
    Kind.AGENT: {"by"},
    Kind.CONTRAST: CONTRASTING | {"and"},
}
_STEMS_OF_KINDS = {
    Kind.MEASURE: _MEASURES,
    Kind.NEGATION: grammar_stems("negating"),
    Kind.MODALITY: grammar_stems("unreal"),
    Kind.ANSWER: grammar_stems("answering"),
    Kind.TWO_SIDED: TWO_SIDED,
    Kind.REPORT: REPORTING,
    Kind.PART: PARTS.keys(),
}


def _by_member(members: Mapping[Kind, Iterable[str]]) -> dict[str, frozenset[Kind]]:
    found: dict[str, frozenset[Kind]] = {}
    for kind, words in members.items():
        for word in words:
            found[word] = found.get(word, frozenset()) | {kind}
    return found


_KINDS_OF_WORD, _KINDS_OF_STEM = _by_member(_WORDS_OF_KINDS), _by_member(_STEMS_OF_KINDS)
_NO_KINDS: frozenset[Kind] = frozenset()


def kinds_of_words(words: Sequence[str], stems: Sequence[str]) -> frozenset[Kind]:
    """All that words as they are written have for the checks to compare, without figures."""
    found: set[Kind] = set()
    for word, stemmed in zip(words, stems, strict=True):
        found |= _KINDS_OF_WORD.get(word, _NO_KINDS)
        if word != "like":  # the stem of "likely"
            found |= _KINDS_OF_STEM.get(stemmed, _NO_KINDS)
        if word.endswith("nt") and is_contracted(word):
            found.add(Kind.NEGATION)
    return frozenset(found)


def is_contracted(word: str) -> bool:
    """Whether a verb is written together with a "not"."""
    return word == "cannot" or _CONTRACTED.fullmatch(word) is not None


def is_year(value: Decimal | None) -> bool:
    """Whether a figure may be a year."""
    return value is not None and FIRST_YEAR <= value <= LAST_YEAR


# A named tuple: some tens are made for each question, mostly by changing a field of another.
class Token(NamedTuple):
    """A word, a figure with its scale, or the words of one alias.

    Two tokens are equal only if they are the same one, so that a set holds each word of a text by
    itself.

    ``near`` are the stored words that a typed one may mean; ``stems`` the stems of its words;
    ``groups`` and ``weak_groups`` its certain and uncertain alias groups, ``senses`` what it or the
    phrase with it can say. ``stopword``: it tells nothing by itself. ``may_be_begun``: the last one
    typed. ``split_off``: typed as one word with its neighbour. ``commonplace``: a word that people
    add to any claim (``Lexicon.harmless_words``); ``harmless``: the question uses it, or a year
    with it, just so. ``vague``: it can stand for many other words. ``phrase``: a verb with the
    small words that make another verb of it ("went up"). ``speech`` is its part of speech;
    ``sound`` how a stored word sounds. ``clause`` are the numbers of its sentence and its clause.
    """

    word: str
    stem: str
    stems: tuple[str, ...]
    near: Mapping[int, float] = MappingProxyType({})
    numbers: tuple[int, ...] = ()
    groups: frozenset[str] = frozenset()
    weak_groups: frozenset[str] = frozenset()
    value: Decimal | None = None
    rank: bool = False
    stopword: bool = False
    name: bool = False
    may_be_begun: bool = False
    split_off: bool = False
    harmless: bool = False
    commonplace: bool = False
    vague: bool = False
    phrase: str = ""
    negates: bool = False
    speech: Speech | None = None
    synonyms: frozenset[str] = frozenset()
    senses: frozenset[str] = frozenset()
    homophones: frozenset[str] = frozenset()
    opposites: frozenset[str] = frozenset()
    sound: str = ""
    clause: tuple[int, int] = 0, 0

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def is_joined(self) -> bool:
        return len(self.stems) > 1

    @property
    def is_wish(self) -> bool:
        """Whether the word turns what follows into a wish, a plan or an attempt."""
        return self.stem in _STEMS_OF_KINDS[Kind.MODALITY] and self.word != "like"

    @property
    def is_negating(self) -> bool:
        """Whether a word implies that what follows did not happen: "refuse"."""
        return self.stem in _STEMS_OF_KINDS[Kind.NEGATION]

    @property
    def is_unit(self) -> bool:
        """Whether the word is a unit of measurement: after a figure it does not name a thing."""
        return self.stem in UNITS

    @property
    def is_calendar(self) -> bool:
        """Whether the word is a month or a weekday."""
        return self.stem in MONTH_STEMS or self.stem in _WEEKDAY_STEMS

    @property
    def is_measure(self) -> bool:
        """Whether the word is a unit, a month or a weekday."""
        return self.stem in _MEASURES

    @property
    def shown(self) -> str:
        """The token as shown to a reader: grouped digits, ranks as usually written."""
        if self.value is None:
            return self.phrase or self.word
        if self.rank:
            last = int(self.value) % 10 if int(self.value) % 100 not in _TEENS else 0
            return f"{int(self.value)}{_RANK_ENDS.get(last, 'th')}"
        whole = self.value == int(self.value) and not is_year(self.value)
        return f"{int(self.value):,}" if whole else f"{self.value}"

    def is_opposite(self, other: "Token") -> bool:
        """Whether the two are known antonyms."""
        if other.stem in self.opposites:
            return True
        if self.phrase and other.phrase:
            apart = self.senses.isdisjoint(other.senses)
            return apart and not self.opposites.isdisjoint(other.synonyms)
        return self.stem in other.opposites if other.phrase else _are_negated(self.stem, other.stem)


def _are_negated(one: str, other: str) -> bool:
    """Whether a prefix makes the one stem the opposite of the other: "un", "non", "under"."""
    if not (one.startswith(_NEGATING_PREFIXES) or other.startswith(_NEGATING_PREFIXES)):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) >= NEGATED_LETTERS and long in ("un" + short, "non" + short):
        return True
    return long.startswith("under") and short.startswith("over") and long[5:] == short[4:]


# What a check finds: the difference, and the word of the question that it is about.
Found = tuple[Difference, Token]


def kinds_of(tokens: Sequence[Token]) -> frozenset[Kind]:
    """All that a text has for the checks to compare."""
    found = kinds_of_words([token.word for token in tokens], [token.stem for token in tokens])
    figure = any(token.value is not None for token in tokens)
    negates = any(token.negates for token in tokens)
    found |= {Kind.FIGURE} if figure else _NO_KINDS
    return found | {Kind.NEGATION} if negates else found


def content_words(tokens: Sequence[Token]) -> list[Token]:
    """The content words and figures of a text."""
    return [token for token in tokens if not token.stopword]


def counted(tokens: Sequence[Token]) -> set[tuple[Decimal, str]]:
    """The figures of a text, each with the stem of the word behind it."""
    return {
        (figure.value, after.stem)
        for figure, after in pairwise(tokens)
        if figure.value is not None and not after.stopword
    }
