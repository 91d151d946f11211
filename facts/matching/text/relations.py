"""What words have to do with each other: opposites, synonyms, parts of speech. Words are stems.

From the data files ``opposites.txt`` (written for this project), and ``antonyms.txt``,
``synonyms.txt`` and ``parts_of_speech.txt`` (from WordNet, see their heads).
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from facts.matching.data import lines
from facts.matching.text.stemming import stem

# British spellings and the American ones, in stems.
_SPELLINGS = (
    (re.compile(r"our(?=$|[aeit])"), "or"),
    (re.compile(r"(?<=[^e])is(?=$|e|ing|ation)"), "iz"),
    (re.compile(r"ys(?=$|e)"), "yz"),
    (re.compile(r"ogu$"), "og"),
    (re.compile(r"(?<=[bt])re$"), "er"),
    (re.compile(r"(?<=n)c$"), "s"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"ll"), "l"),
    (re.compile(r"gramm$"), "gram"),
)
_NONE: frozenset[str] = frozenset()


class Relations:
    """Looks up what two stems are to each other."""

    def __init__(self) -> None:
        opposites: dict[str, set[str]] = {}
        synonyms: dict[str, set[str]] = {}
        self._parts: dict[str, str] = {}
        for one, other in _pairs():
            opposites.setdefault(one, set()).add(other)
            opposites.setdefault(other, set()).add(one)
        for line in _told("synonyms.txt"):
            group = line.split()
            for member in group:
                synonyms.setdefault(member, set()).update(group)
        self._opposites = {one: frozenset(others) for one, others in opposites.items()}
        self._synonyms = {one: frozenset(others) for one, others in synonyms.items()}
        part = ""
        for line in lines("parts_of_speech.txt"):
            if line.startswith("# "):
                part = line.removeprefix("# ")
            else:
                self._parts.update(dict.fromkeys(line.split(), part))

    def opposites(self, stemmed: str) -> frozenset[str]:
        return self._opposites.get(stemmed, _NONE)

    def synonyms(self, stemmed: str) -> frozenset[str]:
        """What can be said for it, itself included; none where nothing is known."""
        return self._synonyms.get(stemmed, _NONE)

    def speech(self, stemmed: str) -> str:
        """Its part of speech, above all others: "verbs", "adverbs", "nouns that are verbs too"...

        Empty for what is no common word of English, and may be another one misspelt.
        """
        return self._parts.get(stemmed, "")


@cache
def default_relations() -> Relations:
    """The relations as the package ships them."""
    return Relations()


def one_spelling(stemmed: str) -> str:
    """The stem as Americans spell it: "colour" and "color" are one."""
    for british, american in _SPELLINGS:
        stemmed = british.sub(american, stemmed)
    return stemmed


def _told(name: str) -> Iterator[str]:
    return (line for line in lines(name) if not line.startswith("#"))


def _pairs() -> Iterator[tuple[str, str]]:
    for line in _told("antonyms.txt"):
        first, *others = line.split()
        yield from ((first, other) for other in others)
    for line in _told("opposites.txt"):
        one, other = ([stem(word) for word in side.split()] for side in line.split("|"))
        yield from product(one, other)
