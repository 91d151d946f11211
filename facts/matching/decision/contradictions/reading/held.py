"""All words of a fact, and which words of a question it has in none of its texts."""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from facts.matching.decision.contradictions.reading.alignment import Alignment
from facts.matching.decision.contradictions.reading.places import is_respelt
from facts.matching.decision.contradictions.reading.tokens import Token
from facts.matching.decision.thresholds import JOINED_WEIGHT, MEANT_WEIGHT
from facts.matching.index.indexed_facts import Document
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.lexicon import Lexicon
from facts.matching.text.relations import one_spelling, sound

# What follows a figure with its unit.
_MEASURED = frozenset({"long", "old", "tall", "wide", "deep", "high", "away", "ago"})


class Held:
    """All words and alias groups of a fact, computed on demand: most questions need none."""

    def __init__(self, document: Document, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._document = document
        self._vocabulary = vocabulary
        self._lexicon = lexicon

    @cached_property
    def numbers(self) -> frozenset[int]:
        return self._document.numbers

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(map(self._vocabulary.words.__getitem__, self.numbers))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(map(self._vocabulary.stems.__getitem__, self.numbers))

    def has(self, token: Token) -> bool:
        """Whether any text of the fact has the word, a synonym, or what it may be typed for."""
        if not self.words.isdisjoint(token.groups | token.weak_groups):
            return True
        small = self._lexicon.small_words
        if self.stems.issuperset(one for one in token.stems if one not in small):
            return True
        if not self.stems.isdisjoint(token.synonyms):
            return True
        met = {n: w for n, w in token.near.items() if w >= MEANT_WEIGHT and n in self.numbers}
        if not met or not (token.speech or token.groups):
            return bool(met)
        words, stems = self._vocabulary.words, self._vocabulary.stems
        if token.may_be_begun and any(words[number].startswith(token.word) for number in met):
            return True
        spelt = one_spelling(token.stem)
        return any(
            weight >= JOINED_WEIGHT or one_spelling(stems[number]) == spelt
            for number, weight in met.items()
        )


def unaccounted_words(best: Alignment, held: Held) -> Iterator[Token]:
    """The content words of the question that the fact does not have."""
    start, end = best.bounds
    for at, token in enumerate(best.asked[start:end], start):
        if token.stopword or token.value is not None or at in best.anchored:
            continue
        before = best.asked[at - 1]
        measured = at and (
            (before.value is not None and token.is_unit)
            or (before.is_unit and token.word in _MEASURED)
        )
        light = token.phrase and token.vague
        behind = best.asked[at + 1 : at + 3] if token.word.endswith("er") else ()
        # "younger than 18"
        bound = any(than.word == "than" and one.value is not None for than, one in pairwise(behind))
        if measured or light or bound or best.places.find(token) or held.has(token):
            continue
        heard = sound(token.word)
        if not any(
            (one.sound == heard and is_respelt(token, one))
            or (one.stopword and not token.senses.isdisjoint(one.senses))
            for one in best.stored
        ):
            yield token
