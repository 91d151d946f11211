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
# The relations of a stem that has none.
NONE: frozenset[str] = frozenset()


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
    """Relations of stems, for those that have any.

    By stem: ``opposites``; ``synonyms``, itself included; ``speech``, the main part of speech of
    those that are common in English: one that is missing may be a typo. By word: ``homophones``,
    itself included.
    """

    def __init__(self) -> None:
        self.opposites: dict[str, frozenset[str]] = {}
        self.synonyms: dict[str, frozenset[str]] = {}
        self.homophones: dict[str, frozenset[str]] = {}
        self.speech: dict[str, Speech] = {}
        for one, other in _pairs():
            self.opposites[one] = self.opposites.get(one, NONE) | {other}
            self.opposites[other] = self.opposites.get(other, NONE) | {one}
        for found, name in ((self.homophones, "homophones.txt"), (self.synonyms, "synonyms.txt")):
            for group in map(str.split, lines(name)):
                for member in group:
                    found[member] = found.get(member, NONE).union(group)
        part = None
        for line in lines("parts_of_speech.txt", headings=True):
            if line.startswith("# "):
                part = _HEADINGS.get(line)
            elif part is not None:
                self.speech.update(dict.fromkeys(line.split(), part))

    def without_un(self, word: str) -> str | None:
        """The participle without "un": "vaccinated" for "unvaccinated"."""
        rest = word.removeprefix("un")
        stemmed = stem(rest)
        speech = self.speech.get(stemmed)
        participle = (rest.endswith("ed") and speech) or (
            speech is Speech.VERB and not rest.startswith(stemmed)
        )
        return rest if participle and self.speech.get(stem(word)) not in VERBS else None

    def degrees(self, word: str) -> frozenset[str]:
        """The stems of an adjective with its comparative and superlative: "low", "lowest"."""
        if len(word) > _LONGEST_COMPARED or not word.isascii():
            return NONE
        found: set[str] = set()
        # Most words are no comparatives: they have no base but themselves.
        for ending, added in _BASES if word.endswith(("r", "st")) else _BASES[:1]:
            base = ending.sub(added, word)
            if self.speech.get(stem(base)) in ADJECTIVES:
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
    """Whether a word may be typed for another: a letter doubled, two swapped, a slip if long."""
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
