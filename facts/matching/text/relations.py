"""Lexical relations between stems: antonyms, synonyms, homophones, parts of speech.

From the data files ``opposites.txt`` (written for this project), and ``antonyms.txt``,
``synonyms.txt`` and ``parts_of_speech.txt`` (from WordNet) and ``homophones.txt`` (from a
pronouncing dictionary): see their headings.
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from itertools import product

from rapidfuzz.distance import OSA

from facts.matching.data import lines
from facts.matching.text.languages import stem

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
# Rules for the base of a comparative or superlative: "hotter", "larger", "drier", "lower".
_BASES = (
    (re.compile("$"), ""),
    (re.compile(r"([^aeiou])\1(?:er|est)$"), r"\1"),
    (re.compile("i(?:er|est)$"), "y"),
    (re.compile("(?:er|est)$"), ""),
    (re.compile("(?<=e)(?:r|st)$"), ""),
)
_DEGREES = ("er", "est")
_LONGEST_COMPARED = 9
_BRITISH = re.compile("is(?=(?:e|es|ed|er|ers|ing|ations?)$)")
# Endings of a place's people, and letters that sound the same or not at all.
_PEOPLE = re.compile(r"(?<=....)(?:ese|ian|an|ish)$")
_SOUNDS = (("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("h", ""))
_VOWELS, _DOUBLED = re.compile("[aeiouy]"), re.compile(r"(?<=(.))\1")
_VOWEL = re.compile("[aeiou]")
_UNHEARD = re.compile("^k(?=n)|^w(?=r)|^g(?=n)|^p(?=[sn])|gh(?=t)|(?<=m)b$|(?<=w)h")
_SHORTEST_MISWRITTEN, _LONG, _TWO, _SHORTEST_SKELETON = 5, 8, 2, 3
_NONE: frozenset[str] = frozenset()


class Speech(Enum):
    """What part of speech a stem mostly is: the headings of ``parts_of_speech.txt``."""

    NOUN = "nouns"
    VERB = "verbs"
    ADJECTIVE = "adjectives"
    ADVERB = "adverbs"
    NOUN_AND_VERB = "nouns that are verbs too"
    ADJECTIVE_AND_VERB = "adjectives that are verbs too"


NOUNS = Speech.NOUN, Speech.NOUN_AND_VERB
ADJECTIVES = Speech.ADJECTIVE, Speech.ADJECTIVE_AND_VERB
VERBS_TOO = Speech.NOUN_AND_VERB, Speech.ADJECTIVE_AND_VERB
VERBS = Speech.VERB, *VERBS_TOO
_HEADINGS = {f"# {speech.value}": speech for speech in Speech}


class Relations:
    """Looks up relations of stems."""

    def __init__(self) -> None:
        opposites: dict[str, set[str]] = {}
        synonyms: dict[str, set[str]] = {}
        self._parts: dict[str, Speech | None] = {}
        self._homophones: dict[str, frozenset[str]] = {}
        for line in lines("homophones.txt"):
            alike = frozenset(line.split())
            for word in alike:
                self._homophones[word] = self.homophones(word) | alike
        for one, other in _pairs():
            opposites.setdefault(one, set()).add(other)
            opposites.setdefault(other, set()).add(one)
        for line in lines("synonyms.txt"):
            group = line.split()
            for member in group:
                synonyms.setdefault(member, set()).update(group)
        self._opposites = {one: frozenset(others) for one, others in opposites.items()}
        self._synonyms = {one: frozenset(others) for one, others in synonyms.items()}
        part = None
        for line in lines("parts_of_speech.txt", headings=True):
            if line.startswith("# "):
                part = _HEADINGS.get(line)
            else:
                self._parts.update(dict.fromkeys(line.split(), part))

    def opposites(self, stemmed: str) -> frozenset[str]:
        return self._opposites.get(stemmed, _NONE)

    def synonyms(self, stemmed: str) -> frozenset[str]:
        """The synonyms of a stem, itself included; empty if it is unknown."""
        return self._synonyms.get(stemmed, _NONE)

    def homophones(self, word: str) -> frozenset[str]:
        """The words that sound the same, itself included; empty if there are none."""
        return self._homophones.get(word, _NONE)

    def speech(self, stemmed: str) -> Speech | None:
        """The main part of speech; None for a word that is not common in English: a typo?"""
        return self._parts.get(stemmed)

    def without_un(self, word: str) -> str | None:
        """The participle without "un": "vaccinated" for "unvaccinated"."""
        rest = word.removeprefix("un")
        stemmed = stem(rest)
        speech = self.speech(stemmed)
        participle = (rest.endswith("ed") and speech) or (
            speech is Speech.VERB and not rest.startswith(stemmed)
        )
        return rest if participle and self.speech(stem(word)) not in VERBS else None

    def degrees(self, word: str) -> frozenset[str]:
        """The stems of an adjective with its comparative and superlative: "low", "lowest"."""
        if len(word) > _LONGEST_COMPARED or not word.isascii():
            return _NONE
        found: set[str] = set()
        # Most words are no comparatives: they have no base but themselves.
        for ending, added in _BASES if word.endswith(("r", "st")) else _BASES[:1]:
            base = ending.sub(added, word)
            if self.speech(stem(base)) in ADJECTIVES:
                begun = base.removesuffix("e")
                begun = f"{begun[:-1]}i" if begun.endswith("y") else begun
                found.add(base)
                found.update(
                    f"{one}{end}" for one in (begun, begun + begun[-1]) for end in _DEGREES
                )
        return frozenset(map(stem, found))


@cache
def default_relations() -> Relations:
    """The relations from the package's data."""
    return Relations()


def american(word: str) -> str:
    """A word ending in "ise" in American spelling, so that its derivations share a stem."""
    return _BRITISH.sub("iz", word)


def one_spelling(stemmed: str) -> str:
    """The stem in American spelling: "colour" and "color" are equal."""
    for british, american in _SPELLINGS:
        stemmed = british.sub(american, stemmed)
    return stemmed


def place_of(word: str) -> str:
    """The place whose people the word may name: "sudan" for "sudanese"."""
    return _PEOPLE.sub("", word)


def is_miswritten(typed: str, word: str) -> bool:
    """Whether a known word may be typed for another: a letter doubled or not, two swapped, or one
    slip in a long word.
    """
    if min(len(typed), len(word)) < _SHORTEST_MISWRITTEN or typed[0] != word[0]:
        return False
    if _DOUBLED.sub("", typed) == _DOUBLED.sub("", word):
        return True
    if sorted(typed) == sorted(word) and OSA.distance(typed, word, score_cutoff=_TWO) <= _TWO:
        return True  # "costumers" for "customers"
    return min(len(typed), len(word)) >= _LONG and OSA.distance(typed, word, score_cutoff=1) == 1


def may_be_typed(typed: str, word: str, slips: int) -> bool:
    """Whether a word may be typed for another: with at most this many slips."""
    shortest = min(len(typed), len(word))
    if not slips or shortest < _SHORTEST_MISWRITTEN - (slips == 1) or typed[0] != word[0]:
        return False
    return OSA.distance(typed, word, score_cutoff=slips) <= slips


def are_consonants(short: str, word: str) -> bool:
    """Whether an abbreviation is the first, the last and other consonants of a word: "cty"."""
    if len(short) < _SHORTEST_SKELETON or short[0] != word[0] or short[-1] != word[-1]:
        return False
    letters = iter(word)
    return not _VOWEL.search(short[1:-1]) and all(letter in letters for letter in short)


def unheard(word: str) -> str:
    """The word without letters that English does not sound: "nee" for "knee"."""
    return _UNHEARD.sub("", word)


def sound(word: str) -> str:
    """Roughly how a name sounds: "josphat" as "josfat", "sudanese" as "sudan".

    Its consonants, without the ending that makes of a place its people.
    """
    base = place_of(word)
    for spelt, heard in _SOUNDS:
        base = base.replace(spelt, heard)
    return _DOUBLED.sub("", base[:1] + _VOWELS.sub("", base[1:]))


def _pairs() -> Iterator[tuple[str, str]]:
    for line in lines("antonyms.txt"):
        first, *others = line.split()
        yield from ((first, other) for other in others)
    for line in lines("opposites.txt"):
        one, other = ([stem(word) for word in side.split()] for side in line.split("|"))
        yield from product(one, other)
