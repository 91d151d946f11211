"""Questions that are nothing but some words of a claim, side by side as the claim has them."""

import re
from functools import cached_property

from facts.matching.decision.contradictions.reading.tokens import (
    CALLED,
    PLACES,
    Kind,
    kinds_of_word,
)
from facts.matching.index.indexed_facts import Text
from facts.matching.index.question import Question, Term
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.figures import SCALES
from facts.matching.text.languages import stem
from facts.matching.text.lexicon import Lexicon
from facts.matching.text.relations import VERBS

# Words that are read together with a neighbour: "free of", "no longer", "starting 1 July".
_READ_TOGETHER = CALLED | PLACES | SCALES
_READ_TOGETHER |= {"free", "longer", "younger", "older", "starting", "beginning", "effective"}
# How a word may begin that is the opposite of what follows, which has more than two letters.
_OPPOSITE = re.compile("(?:un|non|over|under)...")


class Quotation:
    """Whether a question only repeats plain words of a claim, so that the two need no comparison.

    Plain are content words that no check compares by themselves: no figures, negations, wishes or
    words for a relation, and no names of several words. Each finds itself in the claim, so nothing
    of the question is left over that the claim could have otherwise. Who does it to whom is only
    told by a verb: with one, the words must stand side by side in the claim as they do here. What
    is left is what the claim says right before a word; claims that may turn one are compared.
    """

    def __init__(self, question: Question, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._question = question
        self._vocabulary = vocabulary
        self._lexicon = lexicon

    def is_from(self, text: Text) -> bool:
        """Whether the question only repeats words of ``text``, a claim."""
        asked, told = self._numbers, text.words
        if not asked or not set(told).issuperset(asked) or not self._are_plain:
            return False
        starts = [at for at, number in enumerate(told) if number == asked[0]]
        run = any(told[at : at + len(asked)] == asked for at in starts)
        return (run or not self._may_tell_who) and not any(map(self._turns, told))

    @cached_property
    def _numbers(self) -> tuple[int | None, ...]:
        """The numbers of the question's words; empty for a passage and other languages."""
        question = self._question
        typed = () if question.passage or question.foreign else question.typed
        return tuple(self._vocabulary.numbers.get(term.word) for term in typed)

    @cached_property
    def _are_plain(self) -> bool:
        typed = self._question.typed
        aliases = self._lexicon.aliases.find([term.stem for term in typed])
        return all(map(self._is_plain, typed)) and all(end - at == 1 for at, end, _ in aliases)

    def _is_plain(self, term: Term) -> bool:
        return (
            stem(term.word) == term.stem
            and len(term.word) > 1
            and term.word.isascii()
            and term.word.isalpha()
            and not (term.framing or term.stem in self._lexicon.light_words)
            and term.clause == self._question.typed[0].clause
            and _OPPOSITE.match(term.word) is None
            and not term.word.endswith("est")  # "the second largest"
            and term.word not in _READ_TOGETHER
            and not kinds_of_word(term.word, term.stem)
        )

    @cached_property
    def _may_tell_who(self) -> bool:
        speech = self._lexicon.relations.speech
        return any(
            speech(term.stem) in VERBS or term.word.endswith("ed") for term in self._question.typed
        )

    @cached_property
    def _opposites(self) -> frozenset[str]:
        opposites = self._lexicon.relations.opposites
        return frozenset().union(*(opposites(term.stem) for term in self._question.typed))

    def _turns(self, number: int) -> bool:
        """Whether a word of the claim may negate another one, part a place, or be an opposite."""
        word, stemmed = self._vocabulary.words[number], self._vocabulary.stems[number]
        return (
            word in ("free", "0")
            or _OPPOSITE.match(word) is not None
            or stemmed in self._opposites
            or not kinds_of_word(word, stemmed).isdisjoint((Kind.NEGATION, Kind.PART))
        )
