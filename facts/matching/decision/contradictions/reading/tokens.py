"""One word, figure or alias of a question or claim, with all that it may mean."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from facts.matching.data import listed
from facts.matching.decision.thresholds import NEGATED_LETTERS

_TEENS, _RANK_ENDS = (11, 12, 13), {1: "st", 2: "nd", 3: "rd"}
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
# What a name may be said to be: "the city of Lorrin".
PLACES = frozenset(listed("grammar.txt")["place"][0])


def is_year(value: Decimal | None) -> bool:
    """Whether a figure may be a year."""
    return value is not None and _FIRST_YEAR <= value <= _LAST_YEAR


# A named tuple: some tens are made for each question, mostly by changing a field of another.
class Token(NamedTuple):
    """A word, a figure with its scale, or the words of one alias.

    ``near`` are the stored words that a typed one may mean; ``stems`` the stems of its words;
    ``groups`` and ``weak_groups`` its certain and uncertain alias groups, ``senses`` what it or the
    phrase with it can say. ``empty``: a function
    word. ``part``: typed as one word with its neighbour. ``added``: a word that people add to any
    claim (``Lexicon.harmless_words``); ``harmless``: the question uses it, or a year with it, just
    so. ``vague``: it can stand for many other words. ``phrase``: a verb with the small words that
    make another verb of it ("went up"). ``speech`` is its main part of speech ("verbs"), empty for
    a word not known as English; ``sound`` how a stored word sounds.
    ``clause`` are the numbers of its sentence and its clause.
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
    empty: bool = False
    name: bool = False
    last: bool = False
    part: bool = False
    harmless: bool = False
    added: bool = False
    vague: bool = False
    phrase: str = ""
    negates: bool = False
    speech: str = ""
    synonyms: frozenset[str] = frozenset()
    senses: frozenset[str] = frozenset()
    homophones: frozenset[str] = frozenset()
    opposites: frozenset[str] = frozenset()
    sound: str = ""
    clause: tuple[int, int] = 0, 0

    @property
    def is_joined(self) -> bool:
        return len(self.stems) > 1

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
        if other.phrase:
            return self.stem in other.opposites
        short, long = sorted((self.stem, other.stem), key=len)
        if len(short) >= NEGATED_LETTERS and long in ("un" + short, "non" + short):
            return True
        return long.startswith("under") and short.startswith("over") and long[5:] == short[4:]


def counted(tokens: Sequence[Token]) -> set[tuple[Decimal, str]]:
    """The figures of a text, each with the stem of the word behind it."""
    return {
        (figure.value, after.stem)
        for figure, after in pairwise(tokens)
        if figure.value is not None and not after.empty
    }
