"""Questions that are nothing but some words of a claim, side by side as the claim has them."""

import re
from functools import cached_property
from itertools import repeat

from facts.matching.decision.contradictions.reading.tokens import (
    READ_WITH_NEXT,
    Kind,
    kinds_of_words,
)
from facts.matching.index.indexed_facts import Text
from facts.matching.index.question import Question
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.figures import SCALES
from facts.matching.text.languages import stem
from facts.matching.text.lexicon import Lexicon
from facts.matching.text.relations import NONE, VERBS

# Words that are read together with a neighbour: "free of", "no longer", "a million".
_READ_TOGETHER = READ_WITH_NEXT | SCALES | {"longer"}
# How a word begins that may be the opposite of what follows; and words that are no such ones, no
# figures, and no highest degree ("the second largest").
_OPPOSITE = re.compile("(?:un|non|over|under)...")
_PLAIN = re.compile(rf"(?!{_OPPOSITE.pattern})[a-z]{{2,}}(?<!est)")
# What turns other words of its claim: a negation, a wish, or the part of a place.
_TURNING = frozenset({Kind.NEGATION, Kind.MODALITY, Kind.PART})


class Excerpt:
    """Whether a question only repeats plain words of a claim, so that the two need no comparison.

    Plain are content words that no check compares by themselves: no figures, negations, wishes or
    words for a relation, and no names of several words. Each finds itself in the claim, so nothing
    of the question is left over that the claim could have otherwise. Who does it to whom is only
    told by a verb: with one, the words must stand side by side in the claim as they do here. What
    is left is what the claim says right before a word; claims that may turn one are compared.
    """

    def __init__(self, question: Question, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._typed = () if question.passage or question.foreign else question.typed
        self._stems = [term.stem for term in self._typed]
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._numbers = tuple(vocabulary.numbers.get(term.word) for term in self._typed)

    def is_from(self, text: Text) -> bool:
        """Whether the question only repeats words of ``text``, a claim."""
        asked, told = self._numbers, text.words
        if not asked or not set(told).issuperset(asked) or not self._is_plain:
            return False
        if self._has_a_verb:
            starts = [at for at, number in enumerate(told) if number == asked[0]]
            if all(told[at : at + len(asked)] != asked for at in starts):
                return False
        words = [self._vocabulary.words[number] for number in told]
        stems = [self._vocabulary.stems[number] for number in told]
        opposites = map(self._lexicon.relations.opposites.get, self._stems, repeat(NONE))
        return (
            {"free", "0"}.isdisjoint(words)
            and not any(map(_OPPOSITE.match, words))
            and NONE.union(*opposites).isdisjoint(stems)
            and kinds_of_words(words, stems).isdisjoint(_TURNING)
        )

    @cached_property
    def _is_plain(self) -> bool:
        words = [term.word for term in self._typed]
        aliases = self._lexicon.aliases.find(self._stems)
        return (
            all(map(_PLAIN.fullmatch, words))
            and _READ_TOGETHER.isdisjoint(words)
            and self._lexicon.light_words.isdisjoint(self._stems)
            and not any(term.framing for term in self._typed)
            and len({term.clause for term in self._typed}) == 1
            and self._stems == list(map(stem, words))
            and not kinds_of_words(words, self._stems)
            and all(end - start == 1 for start, end, _ in aliases)
        )

    @cached_property
    def _has_a_verb(self) -> bool:
        speech = self._lexicon.relations.speech
        return any(
            speech.get(term.stem) in VERBS or term.word.endswith("ed") for term in self._typed
        )
