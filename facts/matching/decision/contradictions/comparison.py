"""The same-claim guard: finds where a question and a fact contradict each other.

A question may share nearly all its words with a claim and still mean another claim: another number,
name or date, swapped roles, or the opposite. Each kind of contradiction has its own file, which
compares two token sequences and does not know the index. A check runs only where the texts have
something it could compare.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from facts.matching.decision.across_languages import figures_apart, negation_apart
from facts.matching.decision.contradictions.actions import (
    other_doers,
    other_responders,
    other_verbs,
)
from facts.matching.decision.contradictions.bounds import bounds
from facts.matching.decision.contradictions.exchanged import (
    opposites,
    opposites_anywhere,
    substitutions,
)
from facts.matching.decision.contradictions.mentions import mentions
from facts.matching.decision.contradictions.modality import modalities
from facts.matching.decision.contradictions.negation import negations, retold_negations
from facts.matching.decision.contradictions.quantities import quantities
from facts.matching.decision.contradictions.reading.alignment import Alignment, align
from facts.matching.decision.contradictions.reading.excerpt import Excerpt
from facts.matching.decision.contradictions.reading.held import Held, unaccounted_words
from facts.matching.decision.contradictions.reading.reader import Reader
from facts.matching.decision.contradictions.reading.talk import may_hold_talk, without_talk
from facts.matching.decision.contradictions.reading.tokens import Found, Kind, Token, kinds_of
from facts.matching.decision.contradictions.relation_extraction import sides
from facts.matching.decision.contradictions.roles import roles
from facts.matching.decision.contradictions.sides import (
    Sides,
    compare_sides,
    denied,
    exchanged_clauses,
)
from facts.matching.decision.judgement import Difference
from facts.matching.decision.scoring import Fit, Meant
from facts.matching.decision.thresholds import LIST_TERMS, MEANT_TERMS, ONE_CLAIM_TERMS, ROLE_TERMS
from facts.matching.index.indexed_facts import CLAIM, HEADLINE, RESPONDER, Text
from facts.matching.index.question import Question
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.lexicon import Lexicon

# The kinds that ``quantities``, ``bounds`` and contrasted clauses compare.
_QUANTITIES = frozenset({Kind.FIGURE, Kind.MEASURE})
_BOUNDS = _QUANTITIES | {Kind.ALL}
_CONTRASTS = frozenset({Kind.CONTRAST, Kind.NEGATION})


class Comparison:
    """Finds the contradictions between one question and any number of facts."""

    def __init__(
        self, question: Question, vocabulary: Vocabulary, lexicon: Lexicon, reader: Reader
    ) -> None:
        self._question = question
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._reader = reader
        self._excerpt = Excerpt(question, vocabulary, lexicon)
        self._known: dict[int, tuple[Difference, ...]] = {}
        self._meant: dict[int, Meant] = {}

    @cached_property
    def _asked(self) -> list[Token]:
        return self._reader.question(self._question)

    @cached_property
    def _kinds(self) -> frozenset[Kind]:
        return kinds_of(self._asked)

    @cached_property
    def _sentence(self) -> bool:
        """Whether the question has small words that mark a list of words as a sentence; not those
        that people add to any question, nor the units of figures.
        """
        return any(
            token.stopword and token.value is None and not (token.commonplace or token.is_measure)
            for token in self._asked
        )

    @cached_property
    def _may_hold_talk(self) -> bool:
        return may_hold_talk(self._asked)

    @cached_property
    def _sides(self) -> list[Sides]:
        return sides(self._asked) if Kind.TWO_SIDED in self._kinds else []

    def differences(self, fit: Fit) -> tuple[Difference, ...]:
        """The contradictions between the question and the fact of ``fit``, if any."""
        known = self._known.get(fit.document.fact_id)
        if known is None:
            known = self._known[fit.document.fact_id] = self._compare(fit)
        return known

    def meant(self, fit: Fit) -> Meant:
        """What the fact has in other words, and what hardly counts; nothing where they differ."""
        agrees = not self.differences(fit)
        return self._meant.get(fit.document.fact_id, Meant()) if agrees else Meant()

    def _compare(self, fit: Fit) -> tuple[Difference, ...]:
        texts = fit.document.texts
        if self._excerpt.is_from(texts[0]):
            return ()
        # A claim is in another language than English if all its words are.
        if self._question.foreign or self._vocabulary.foreign.issuperset(texts[0].words):
            return self._across_languages(texts)
        told = [self._reader.text(text) for text in texts if text.importance == CLAIM]
        asked = without_talk(self._asked, told) if self._may_hold_talk else self._asked
        claims = [align(asked, places, passage=self._question.passage) for places in told]
        best = max(claims, key=lambda aligned: len(aligned.anchors))
        held = Held(fit.document, self._vocabulary, self._lexicon)
        unaccounted = list(unaccounted_words(best, held))
        by_words = [
            *self._in_the_fact(best, claims, held, len(fit.matched), unaccounted),
            *self._at_its_place(best),
            *self._done_otherwise(best, unaccounted),
        ]
        roles_apart, agreed = self._roles(best, claims)
        if Kind.ANSWER in self._kinds and not best.passage:
            by = [self._reader.text(one) for one in texts if one.importance == RESPONDER]
            roles_apart += other_responders(self._asked, told, by)
        by_words = [(one, token) for one, token in by_words if token not in agreed]
        negated_apart = [*self._negations(best)]
        if Kind.MODALITY in self._kinds | best.places.kinds and best.is_told:
            by_words += modalities(best)
        if by_words or roles_apart or negated_apart:
            others = [one for one in claims if one is not best]
            headlines = [self._reader.text(one) for one in texts if one.importance == HEADLINE]
            others += [align(asked, one, passage=self._question.passage) for one in headlines]
            others = [one for one in others if len(one.anchors) >= len(best.anchors)]
            excused = {asked[i] for other in others for i in other.anchored}
            apart = [one for one in by_words if one[1] not in excused] + roles_apart
            apart += self._negated_in_all(negated_apart, [one for one in others if one in claims])
            found: dict[Token, Difference] = {}
            for difference, token in apart:
                found.setdefault(token, difference)
            return tuple(dict.fromkeys(found.values()))
        self._meant[fit.document.fact_id] = self._said_otherwise(best)
        return ()

    def _said_otherwise(self, best: Alignment) -> Meant:
        """The words that the text has in other words, and figures, which are compared by value."""
        few = len(self._question.terms) < MEANT_TERMS
        if few or best.passage or not best.is_told:
            return Meant()
        found: set[str] = set()
        small: set[str] = set()
        whole = best.asked is self._asked
        talk = frozenset[Token]() if whole else set(self._asked).difference(best.asked)
        for before, token in pairwise((self._asked[0], *self._asked)):
            measures = before.value is not None and token.is_unit
            if token.value is not None or measures or best.places.find(token):
                found.update(token.word.split())
            elif token.stopword or token in talk or (token.vague and self._sentence):
                small.add(token.word)
        return Meant(frozenset(found), frozenset(small))

    def _across_languages(self, texts: Sequence[Text]) -> tuple[Difference, ...]:
        """The contradictions found in any language, of the claim's wording that has the fewest."""
        asked = [term.word for term in self._question.typed]
        languages = self._question.language, self._question.language
        apart = []
        for text in (one for one in texts if one.importance == CLAIM):
            claim = [self._vocabulary.words[number] for number in text.words]
            no = negation_apart(asked, claim, languages) if len(asked) >= LIST_TERMS else ()
            apart.append((*figures_apart(asked, claim), *no))
        return min(apart, key=len)

    def _in_the_fact(
        self,
        best: Alignment,
        claims: Sequence[Alignment],
        held: Held,
        met: int,
        unaccounted: Sequence[Token],
    ) -> Iterator[Found]:
        """Figures, names and things that appear nowhere in the fact."""
        terms = len(self._question.terms)
        if terms > ONE_CLAIM_TERMS and best.passage and not best.repeats:
            return
        if not self._kinds.isdisjoint(_QUANTITIES):
            yield from quantities(best, [one.stored for one in claims], held, met)
        if not self._kinds.isdisjoint(_BOUNDS):
            yield from bounds(best, [one.stored for one in claims])
        if unaccounted:
            sentence = self._sentence or terms >= LIST_TERMS
            nouns = sentence and not best.passage
            yield from mentions(best, unaccounted, nouns=nouns, sentence=self._sentence)

    def _at_its_place(self, best: Alignment) -> Iterator[Found]:
        """Words for which the claim has different ones at the same position."""
        if best.repeats:
            yield from opposites(best)
            yield from substitutions(best, sentence=self._sentence)
        elif best.retells and all(token.word != "than" for token in best.asked):
            yield from opposites_anywhere(best)  # what is cheaper here is more expensive there

    def _done_otherwise(self, best: Alignment, unaccounted: Sequence[Token]) -> Iterator[Found]:
        """Verbs that appear nowhere in the fact."""
        if best.is_told and (self._sentence or len(self._question.terms) >= LIST_TERMS):
            yield from other_verbs(best, unaccounted, sentence=self._sentence)

    def _roles(
        self, best: Alignment, claims: Sequence[Alignment]
    ) -> tuple[list[Found], set[Token]]:
        """Who does it to whom, and the words that are only told from the other side."""
        texts = [one.places for one in claims]
        apart = [*other_doers(best.asked, texts)] if Kind.AGENT in self._kinds else []
        if not self._kinds.isdisjoint(_CONTRASTS):
            apart += exchanged_clauses(best.asked, best.places)
            apart += denied(best.asked, best.places)
        agreed: set[Token] = set()
        if best.passage or any(one.is_verbatim for one in claims):
            return apart, agreed
        ours = [one for one in self._sides if any(one.at is token for token in best.asked)]
        if ours:
            stored = [(one, places) for places in texts for one in sides(places.tokens)]
            found, agreed = compare_sides(ours, stored)
            apart += found
        long = best.is_loose and len(self._question.terms) > ROLE_TERMS
        apart += roles(best.asked, texts, agreed, sentence=self._sentence, long=long)
        return apart, agreed

    def _negated_in_all(
        self, found: Sequence[Found], wordings: Sequence[Alignment]
    ) -> Iterator[Found]:
        """The negations ``found`` that are none of what a wording says either."""
        there = [{token for _, token in self._negations(one)} for one in wordings]
        return ((one, token) for one, token in found if all(token in other for other in there))

    def _negations(self, alignment: Alignment) -> Iterator[Found]:
        negates = Kind.NEGATION in self._kinds
        if alignment.repeats and (negates or Kind.NEGATION in alignment.places.kinds):
            yield from negations(alignment, sentence=self._sentence)
        elif negates and alignment.retells:
            yield from retold_negations(alignment)
