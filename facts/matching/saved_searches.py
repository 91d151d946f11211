"""Saved searches and a percolator: which of many saved questions does a new fact answer?"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from facts.matching.decision.judgement import Decision
from facts.matching.decision.scoring import may_be_found
from facts.matching.decision.thresholds import PASSAGE_TERMS, THRESHOLDS, Strictness
from facts.matching.index.fuzzy_search import FuzzySearch
from facts.matching.index.indexed_facts import read
from facts.matching.index.question import TAGS
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.search import ClaimIndex
from facts.matching.text.analysis import words
from facts.matching.text.languages import ENGLISH, language_of, stem
from facts.matching.text.lexicon import Lexicon, default_lexicon, folded_function_words, idf
from facts.matching.text.messages import link_hash, links_in, without_post_markup
from facts.model import Fact

# The number of words looked up, and of questions checked, before yielding to the event loop.
_WORDS_PER_TURN, _WEIGHED_PER_TURN, _ASKED_PER_TURN = 40, 500, 10
# In letters: the shortest prefix, and how much longer a typo or inflection of a word may be.
_SHORTEST_PREFIX, _LONGER = 3, 2


@dataclass(frozen=True, slots=True)
class _Term:
    """One term of a saved question: the words of a fact that may match it, and its highest weight.

    Whether a missed ``optional`` term counts depends on the other stored words.
    """

    numbers: frozenset[int]
    least: float
    most: float
    optional: bool


class SavedSearches:
    """Saved questions. One matches a fact if an index of that fact alone would give it as the
    answer.

    The words of the fact preselect the questions that could reach the threshold; only those are
    evaluated.
    """

    def __init__(
        self, lexicon: Lexicon | None = None, strictness: Strictness = Strictness.NORMAL
    ) -> None:
        self._lexicon = lexicon or default_lexicon()
        self._strictness = strictness
        self._vocabulary = Vocabulary()
        self._fuzzy = FuzzySearch(self._vocabulary)
        self._terms: dict[str, tuple[_Term, ...]] = {}
        self._asking: dict[int, set[str]] = {}
        self._linking: dict[int, set[str]] = {}

    def put(self, text: str) -> None:
        """Save ``text``; a no-op if it is saved already."""
        if text in self._terms:
            return
        self._terms[text] = tuple(self._read(text))
        for number in self._numbers(text):
            self._asking.setdefault(number, set()).add(text)
        for link in links_in(text):
            self._linking.setdefault(link_hash(link), set()).add(text)

    def remove(self, text: str) -> None:
        """Delete ``text``; a no-op if it is not saved."""
        if text not in self._terms:
            return
        for number in self._numbers(text):
            self._asking[number].discard(text)
        for link in links_in(text):
            self._linking[link_hash(link)].discard(text)
        del self._terms[text]

    async def percolate(self, fact: Fact) -> frozenset[str]:
        """The saved texts that would find ``fact``. Yields to the event loop in between."""
        if not self._terms:
            return frozenset()
        found: set[str] = set()
        alone = ClaimIndex(self._lexicon, self._strictness)
        alone.put(fact)
        for turn, text in enumerate(await self._candidates(fact), start=1):
            if alone.search(text, None, 1).decision is Decision.FOUND:
                found.add(text)
            if turn % _ASKED_PER_TURN == 0:
                await asyncio.sleep(0)
        return frozenset(found)

    async def _candidates(self, fact: Fact) -> list[str]:
        own = Vocabulary()
        document = read(fact, own, self._lexicon)
        within = FuzzySearch(own)
        met: set[int] = set()
        pairs = (pair for text in document.texts for pair in pairwise(text.words))
        joined = (own.words[first] + own.words[second] for first, second in pairs)
        for turn, word in enumerate({*own.words, *joined}, start=1):
            met.update(self._meeting(word, within))
            if turn % _WORDS_PER_TURN == 0:
                await asyncio.sleep(0)
        candidates = [text for link in document.links for text in self._linking.get(link, ())]
        begun = set[str]().union(*(self._asking.get(number, ()) for number in met))
        for turn, text in enumerate(begun, start=1):
            if self._enough(self._terms.get(text, ()), met):
                candidates.append(text)
            if turn % _WEIGHED_PER_TURN == 0:
                await asyncio.sleep(0)
        return candidates

    def _meeting(self, word: str, within: FuzzySearch) -> Iterator[int]:
        """Words of saved questions that a fact's ``word`` may match; a superset."""
        stemmed = stem(word)
        for number in self._fuzzy.near(word):
            asked = self._vocabulary.words[number]
            # A fact's word may continue a typed prefix. The other way round it matches only if two
            # words of the fact were joined.
            begins_it = len(asked) > len(word) + _LONGER and asked.startswith(word)
            inflected = self._vocabulary.stems[number] == stemmed
            if not begins_it or inflected or within.near(asked[len(word) :]):
                yield number
        for end in range(_SHORTEST_PREFIX, len(word)):
            begun = self._vocabulary.numbers.get(word[:end])
            if begun is not None:
                yield begun

    def _enough(self, terms: tuple[_Term, ...], met: set[int]) -> bool:
        """Whether enough of the question is matched, assuming every match is the same word."""
        # Passages are judged differently and are rare, so each is evaluated.
        if len(terms) > PASSAGE_TERMS:
            return True
        return may_be_found(
            matched=[term.most for term in terms if not term.numbers.isdisjoint(met)],
            missed=[
                term.least for term in terms if not term.optional and term.numbers.isdisjoint(met)
            ],
            found=THRESHOLDS[self._strictness].found,
        )

    def _numbers(self, text: str) -> frozenset[int]:
        return frozenset[int]().union(*(term.numbers for term in self._terms[text]))

    def _read(self, text: str) -> Iterator[_Term]:
        language = language_of(text)
        typed = words(without_post_markup(text), language)
        stems = [stem(word) for word in typed]
        may_be: list[set[str]] = [{word} for word in typed]
        for place, word in enumerate(typed):
            if word.startswith("un") and (rest := self._lexicon.relations.without_un(word)):
                may_be[place].add(rest)
        for place, (first, second) in enumerate(pairwise(typed)):
            may_be[place].add(first + second)
            may_be[place + 1].add(first + second)
        # An unknown word may be a typo of a framing word.
        spelt = [stem(self._lexicon.respelt(word)) for word in typed]
        for found in (stems, spelt):
            for start, end, groups in self._lexicon.aliases.find(found):
                for place in range(start, end):
                    may_be[place].update(groups)
        framing, perhaps = (
            {
                place
                for start, end, _ in self._lexicon.framing.find(found)
                for place in range(start, end)
            }
            for found in (stems, spelt)
        )
        small = folded_function_words(language) if language not in (None, ENGLISH) else ()
        framing.update(place for place, word in enumerate(typed) if word in small)
        ending = {len(typed) - 1} if typed and typed[-1] in TAGS else set()
        for place in sorted(set(range(len(typed))) - framing) or range(len(typed)):
            rate = self._lexicon.rates.get(stems[place])
            yield _Term(
                frozenset(map(self._vocabulary.number, may_be[place])),
                least=idf(1, 1, rate),
                most=idf(0, 1, rate),
                optional=place in perhaps or spelt[place] != stems[place] or place in ending,
            )
