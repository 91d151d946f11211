"""The lexicon: aliases, word classes and background frequencies, read once from the data files.

The heading of each file says what it holds. A desk adds alias lines of its own.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz.distance import OSA

from facts.matching.data import lines, listed, listed_words
from facts.matching.text.analysis import words
from facts.matching.text.east_asian import is_east_asian
from facts.matching.text.figures import is_figure
from facts.matching.text.languages import function_words, stem
from facts.matching.text.relations import NONE, Relations, default_relations

_STRONG, _WEAK = 0.93, 0.7
# The match weight of a name in another script: nearly the same word.
_SAME_NAME = 0.99
_ARABIC = re.compile("[\u0621-\u064a]")
# Arabic prefixes "and", "to" and "by" are attached to the next word; "to the" doubles a letter.
_JOINED_ARABIC = (("", "و"), ("", "ل"), ("", "ب"), ("ال", "وال"), ("ال", "لل"), ("ال", "بال"))
# Shorter words are not taken for typos.
_SHORTEST_MISSPELT = 5
_SHORTEST_NAME = 5
# The word classes of grammar.txt whose typos are recognized.
_COMMON = ("negation", "auxiliary", "clause", "light", "seen", "harmless")
# The prefix of groups that hold names in other scripts and languages.
ACROSS_SCRIPTS = "\x01across"
# The prefix of what words and phrases can say.
_SENSE = "\x02"
# IDF smoothing: this many imagined claims, with the background frequencies of the lexicon, are
# added to every store. Otherwise "woman" would be as significant as "Pyongyang" in a desk's first
# ten facts; at 10,000 facts they no longer matter. _RARE is the frequency of all other words.
_BACKGROUND = 2000
_RARE = 0.0003


@dataclass(slots=True)
class _Node:
    """A trie node of stemmed phrases: the groups of phrases that end here, and the children."""

    ends: dict[str, float] = field(default_factory=dict)
    next: dict[str, "_Node"] = field(default_factory=dict)


# Phrases in a text: start, end and groups of each.
Found = list[tuple[int, int, dict[str, float]]]


class Phrases:
    """Matches phrases in a text by the stems of their words (a trie).

    Each phrase belongs to groups, with a weight from 0 to 1 each.
    """

    def __init__(self) -> None:
        self._root = _Node()
        # Chinese and Japanese phrases are added with the first text in these scripts, as segmenting
        # them loads a dictionary.
        self._waiting: list[tuple[str, str, float]] = []

    def add_later(self, phrase: str, group: str, weight: float) -> None:
        """Add a phrase that only occurs in texts with characters of its script."""
        self._waiting.append((phrase, group, weight))

    def add(self, phrase: str, group: str, weight: float) -> None:
        node = self._root
        for word in words(phrase):
            node = node.next.setdefault(stem(word), _Node())
        if node is not self._root:
            node.ends[group] = max(weight, node.ends.get(group, 0.0))

    def find(self, stems: Sequence[str]) -> Found:
        """All phrases in a text of ``stems``."""
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


def _remainders(word: str) -> set[str]:
    """The word, and what remains of it without one letter."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


class Paraphrases:
    """Words and phrases that can say the same: the ``senses`` of each stem and of ``phrases``.

    By sense: the stems of the single ``words`` for it, and their ``opposites``.
    """

    def __init__(self, relations: Relations) -> None:
        self.phrases = Phrases()
        self.senses: dict[str, frozenset[str]] = {}
        self.words: dict[str, frozenset[str]] = {}
        self.opposites: dict[str, frozenset[str]] = {}
        pasts = {stem(verb): stem(past) for verb, past in listed("grammar.txt")["past"]}
        written = [*lines("paraphrases.txt"), *lines("verb_phrases.txt")]
        rows = [line.split(";") for line in written]
        for number, row in enumerate(rows):
            sense = f"{_SENSE}{number}"
            stems = {stem(found[0]) for member in row if len(found := words(member)) == 1}
            stems.update(pasts[stemmed] for stemmed in stems & pasts.keys())
            for stemmed in stems:
                self.senses[stemmed] = self.senses.get(stemmed, NONE) | {sense}
            self.words[sense] = frozenset(stems)
            opposites = [relations.opposites.get(stemmed, NONE) - stems for stemmed in stems]
            self.opposites[sense] = NONE.union(*opposites)
            for member in row:
                if len(words(member)) > 1 and not any(map(is_figure, words(member))):
                    self.phrases.add(member, sense, _STRONG)


# One for all lexicons with the same relations.
_paraphrases = cache(Paraphrases)


class Spelling:
    """A typo search in the words of the lexicon."""

    def __init__(self, known: Iterable[str]) -> None:
        self._short = {
            typed: word for word, rows in listed("respellings.txt").items() for typed in rows[0]
        }
        # Symmetric deletion (SymSpell): two words that are one typo apart share a remainder.
        self._by_remainder: dict[str, list[str]] = {}
        for word in known:
            for remainder in _remainders(word):
                self._by_remainder.setdefault(remainder, []).append(word)

    def find(self, word: str) -> str | None:
        """The word that ``word`` abbreviates or is one typo away from."""
        short = self._short.get(word)
        if short is not None or len(word) < _SHORTEST_MISSPELT:
            return short
        sharing = {one for rest in _remainders(word) for one in self._by_remainder.get(rest, ())}
        near = ((OSA.distance(word, one), one) for one in sharing)
        slips, nearest = min(near, default=(2, None))
        return nearest if slips < 2 else None  # noqa: PLR2004 - one typo


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Aliases, names among them, framing phrases and background frequencies of words.

    All are stems: ``small_words`` are function words, ``light_words`` other words with little
    meaning, ``seen_words`` what people say they saw, ``harmless_words`` these and others that
    people add to any claim, ``vague_words`` those that can stand for many others. ``spelling``
    finds typos of these and of the names.
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
    paraphrases: Paraphrases
    spelling: Spelling

    def respelt(self, word: str) -> str:
        """What a word that is no common English one abbreviates or is a typo of, or itself."""
        stemmed = stem(word)
        if not word.isascii() or not word.isalpha():
            return word
        known = stemmed in self.relations.speech or stemmed in self.rates
        if known or self.relations.degrees(word):
            return word
        return self.spelling.find(word) or word

    @classmethod
    def with_aliases(cls, added: Iterable[str] = ()) -> "Lexicon":
        """The package's data and the alias lines ``added``, each a group separated by ``;``."""
        aliases, names = Phrases(), Phrases()
        spelt: set[str] = set()
        heading = ""
        for number, line in enumerate([*lines("aliases.txt", headings=True), *added]):
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
            framing.add(line, "framing", 1.0)
        light, seen, harmless, vague = (
            listed_words("grammar.txt", kind) for kind in ("light", "seen", "harmless", "vague")
        )
        small = frozenset(line for line in lines("framing.txt") if " " not in line)
        common = small | listed_words("grammar.txt", *_COMMON)
        return cls(
            aliases,
            names,
            framing,
            _rates(),
            _stems(small),
            _stems(light),
            _stems(seen),
            _stems(seen | harmless),
            _stems(vague),
            default_relations(),
            _paraphrases(default_relations()),
            Spelling(word for word in {*common, *spelt} if word.isascii()),
        )


@cache
def default_lexicon() -> Lexicon:
    """The lexicon with the package's data alone."""
    return Lexicon.with_aliases()


def _add_names_across_scripts(aliases: Phrases) -> None:
    """Add names in other languages to the group of the English name, or to a new one."""
    for number, line in enumerate(lines("names_across_scripts.txt")):
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
    return frozenset(stem(word) for line in of for word in words(line))


@cache
def folded_function_words(language: str) -> frozenset[str]:
    """The function words of a language, folded as by ``words``."""
    return frozenset(word for listed in function_words(language) for word in words(listed))


def idf(frequency: int, facts: int, rate: float | None) -> float:
    """The inverse document frequency, from near 0 to about 14, of a word that ``frequency`` of
    ``facts`` facts have: the fewer claims have a word, the more it identifies a claim.

    ``rate`` is its background frequency; None for a word not known as common.
    """
    expected = frequency + _BACKGROUND * (_RARE if rate is None else rate)
    return math.log(1 + (facts + _BACKGROUND) / (expected + 0.5))


def _rates() -> dict[str, float]:
    rates: dict[str, float] = {}
    for line in lines("common.txt"):
        rate, _, listed = line.partition(":")
        for word in words(listed):
            rates[stem(word)] = max(float(rate), rates.get(stem(word), 0.0))
    return rates
