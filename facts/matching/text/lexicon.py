"""What is known of words before any fact is stored: the data files of this package, read once.

The files say in their heads what they hold. A desk extends them with lines of its own.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from facts.matching.data import lines, listed
from facts.matching.text.analysis import words
from facts.matching.text.east_asian import is_east_asian
from facts.matching.text.languages import function_words
from facts.matching.text.relations import Relations, default_relations
from facts.matching.text.stemming import stem

_STRONG, _WEAK = 0.93, 0.7
# A name in another script is the very name.
_SAME_NAME = 0.99
_ARABIC = re.compile("[\u0621-\u064a]")
# "And", "to" and "by" are written as one with the word behind, and "to the" as a double letter.
_JOINED_ARABIC = (("", "و"), ("", "ل"), ("", "ب"), ("ال", "وال"), ("ال", "لل"), ("ال", "بال"))
# A shorter word is no other one misspelt.
_SHORTEST_MISSPELT = 5
_SHORTEST_NAME = 5
# The kinds of words in grammar.txt whose misspellings are told.
_COMMON = ("negation", "auxiliary", "clause", "light", "seen", "harmless")
# Begins the groups of names that other scripts and languages write in other ways.
ACROSS_SCRIPTS = "\x01across"


@dataclass(slots=True)
class _Node:
    """A place in the tree of stemmed phrases: what ends here and what goes on."""

    ends: dict[str, float] = field(default_factory=dict)
    next: dict[str, "_Node"] = field(default_factory=dict)


class Phrases:
    """Phrases that are looked for in a text by the stems of their words.

    Each phrase belongs to groups, with a weight from 0 to 1 each.
    """

    def __init__(self) -> None:
        self._root = _Node()
        # Phrases in Chinese and Japanese wait for the first text in these, whose words take a
        # dictionary to tell apart.
        self._waiting: list[tuple[str, str, float]] = []

    def add_later(self, phrase: str, group: str, weight: float) -> None:
        """Add a phrase that is looked for in texts with characters of its kind alone."""
        self._waiting.append((phrase, group, weight))

    def add(self, phrase: str, group: str, weight: float) -> None:
        node = self._root
        for word in words(phrase):
            node = node.next.setdefault(stem(word), _Node())
        if node is not self._root:
            node.ends[group] = max(weight, node.ends.get(group, 0.0))

    def find(self, stems: Sequence[str]) -> list[tuple[int, int, dict[str, float]]]:
        """Every phrase in a text of ``stems``: where it starts, where it ends, its groups."""
        if self._waiting and not "".join(stems).isascii() and any(map(is_east_asian, stems)):
            waiting, self._waiting = self._waiting, []
            for phrase in waiting:
                self.add(*phrase)
        found = []
        first = self._root.next
        for start, stemmed in enumerate(stems):
            if stemmed not in first:
                continue
            node: _Node | None = first[stemmed]
            end = start
            while node is not None:
                end += 1
                if node.ends:
                    found.append((start, end, node.ends))
                node = node.next.get(stems[end]) if end < len(stems) else None
        return found


class Spelling:
    """Words known before any fact is stored, each of which a typed word may be misspelt."""

    def __init__(self, known: Iterable[str]) -> None:
        self._short = {
            typed: word for word, rows in listed("respellings.txt").items() for typed in rows[0]
        }
        self._known = sorted(known)

    def find(self, word: str) -> str | None:
        """The word that ``word`` is short for, or is with one slip."""
        short = self._short.get(word)
        if short is not None or len(word) < _SHORTEST_MISSPELT:
            return short
        nearest = process.extractOne(word, self._known, scorer=OSA.distance, score_cutoff=1)
        return nearest[0] if nearest else None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Aliases, which of them are names, framing phrases and background rates of words.

    By their stems: ``small_words`` are the framing words, ``light_words`` others that tell little,
    ``seen_words`` what people say they saw, ``harmless_words`` these and others that they add to
    any claim, ``vague_words`` those that can stand for many others. ``spelling`` knows these and
    the names.
    """

    aliases: Phrases
    names: Phrases
    framing: Phrases
    rates: dict[str, float]
    small_words: frozenset[str]
    light_words: frozenset[str]
    seen_words: frozenset[str]
    harmless_words: frozenset[str]
    vague_words: frozenset[str]
    relations: Relations
    spelling: Spelling

    def respelt(self, word: str) -> str:
        """A word that is no common one of English as what it may be short for, or misspelt."""
        stemmed = stem(word)
        if not word.isascii() or not word.isalpha():
            return word
        if self.relations.speech(stemmed) or stemmed in self.rates:
            return word
        return self.spelling.find(word) or word

    @classmethod
    def with_aliases(cls, added: Iterable[str] = ()) -> "Lexicon":
        """The package's own data and the alias lines ``added``, each a group parted by ``;``."""
        aliases, names = Phrases(), Phrases()
        spelt: set[str] = set()
        heading = ""
        for number, line in enumerate([*lines("aliases.txt"), *added]):
            if line.startswith("#"):
                heading = line.lstrip("# ")
                continue
            for member in line.split(";"):
                weak = member.rstrip().endswith("~")
                if not weak and len(member.split()) == 1 and len(member.strip()) >= _SHORTEST_NAME:
                    spelt.update(words(member))
                aliases.add(member, f"\x01{number}", _WEAK if weak else _STRONG)
                if heading.startswith("names") and not weak:
                    names.add(member, "name", 1.0)
        _add_names_across_scripts(aliases)
        framing = Phrases()
        for line in [*lines("framing.txt"), *lines("framing_other_languages.txt")]:
            if not line.startswith("#"):
                framing.add(line, "framing", 1.0)
        grammar = listed("grammar.txt")
        common = [word for kind in _COMMON for row in grammar[kind] for word in row]
        small = [line for line in lines("framing.txt") if line[0] != "#" and " " not in line]
        common += small
        return cls(
            aliases,
            names,
            framing,
            _rates(),
            _stems(small),
            _stems(map(" ".join, grammar["light"])),
            _stems(map(" ".join, grammar["seen"])),
            _stems(map(" ".join, grammar["seen"] + grammar["harmless"])),
            _stems(map(" ".join, grammar["vague"])),
            default_relations(),
            Spelling(word for word in {*common, *spelt} if word.isascii()),
        )


@cache
def default_lexicon() -> Lexicon:
    """The lexicon as the package ships it."""
    return Lexicon.with_aliases()


def _add_names_across_scripts(aliases: Phrases) -> None:
    """Names as other languages write them, in the group of the English name if that has one."""
    for number, line in enumerate(lines("names_across_scripts.txt")):
        if line.startswith("#"):
            continue
        first, *others = (member.strip() for member in line.split(";"))
        stems = [stem(word) for word in words(first)]
        ends = [ends for start, end, ends in aliases.find(stems) if end - start == len(stems)]
        known = [group for one in ends for group, weight in one.items() if weight >= _STRONG]
        group = known[0] if known else f"{ACROSS_SCRIPTS}{number}"
        aliases.add(first, group, _SAME_NAME)
        for member in others:
            add = aliases.add_later if any(map(is_east_asian, member)) else aliases.add
            add(member, group, _SAME_NAME)
            if _ARABIC.match(member):
                for article, joined in _JOINED_ARABIC:
                    rest = member.removeprefix(article)
                    if rest != member or not (article or member.startswith("ال")):
                        add(joined + rest, group, _SAME_NAME)


def _stems(of: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for line in of if line[0] != "#" for word in words(line))


@cache
def folded_function_words(language: str) -> frozenset[str]:
    """The small words of a language as ``words`` gives them."""
    return frozenset(word for listed in function_words(language) for word in words(listed))


def _rates() -> dict[str, float]:
    rates: dict[str, float] = {}
    for line in lines("common.txt"):
        if line.startswith("#"):
            continue
        rate, _, listed = line.partition(":")
        for word in words(listed):
            rates[stem(word)] = max(float(rate), rates.get(stem(word), 0.0))
    return rates
