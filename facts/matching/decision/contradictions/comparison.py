"""The same-claim guard: finds where a question and a fact contradict each other.

A question may share nearly all its words with a claim and still mean another claim: another number,
name or date, swapped roles, or the opposite. Each kind of contradiction has its own file, which
compares two token sequences and does not know the index. A check runs only where the texts have
something it could compare.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from facts.matching.decision.across_languages import figures_apart, negation_apart
from facts.matching.decision.contradictions.bounds import bounds, may_bound
from facts.matching.decision.contradictions.exchanged import (
    opposites,
    opposites_anywhere,
    substitutions,
)
from facts.matching.decision.contradictions.mentions import mentions
from facts.matching.decision.contradictions.modality import has_modality, modalities
from facts.matching.decision.contradictions.negation import may_negate, negations, retold_negations
from facts.matching.decision.contradictions.quantities import (
    has_quantities,
    is_measure,
    is_unit,
    quantities,
)
from facts.matching.decision.contradictions.reading.alignment import Alignment, align
from facts.matching.decision.contradictions.reading.places import Held, Places, is_respelt
from facts.matching.decision.contradictions.reading.reader import Reader
from facts.matching.decision.contradictions.reading.talk import without_talk
from facts.matching.decision.contradictions.reading.tokens import Token
from facts.matching.decision.contradictions.relation_extraction import sides
from facts.matching.decision.contradictions.responders import answers, other_doers, other_responders
from facts.matching.decision.contradictions.roles import other_verbs, roles
from facts.matching.decision.contradictions.sides import Sides, clauses_apart, compare_sides
from facts.matching.decision.judgement import Difference
from facts.matching.decision.scoring import Fit, Meant
from facts.matching.decision.thresholds import (
    JOINED_WEIGHT,
    LIST_TERMS,
    MEANT_TERMS,
    MEANT_WEIGHT,
    ONE_CLAIM_TERMS,
    ROLE_TERMS,
)
from facts.matching.index.indexed_facts import CLAIM, HEADLINE, RESPONDER, Text
from facts.matching.index.question import Question
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.lexicon import Lexicon
from facts.matching.text.relations import one_spelling, sound

Found = tuple[Difference, Token]
# What follows a figure with its unit.
_MEASURED = frozenset({"long", "old", "tall", "wide", "deep", "high", "away", "ago"})


class Comparison:
    """Finds the contradictions between one question and any number of facts."""

    def __init__(
        self, question: Question, vocabulary: Vocabulary, lexicon: Lexicon, reader: Reader
    ) -> None:
        self._question = question
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._reader = reader
        self._known: dict[int, tuple[Difference, ...]] = {}
        self._meant: dict[int, Meant] = {}
        self._asked = asked = reader.question(question)
        # Small words that mark a list of words as a sentence; not those that people add to any
        # question, nor the units of figures.
        self._sentence = any(
            t.empty and t.value is None and not t.added and not is_measure(t) for t in asked
        )
        self._quantities = has_quantities(asked)
        self._bounds = self._quantities or may_bound(asked)
        self._negates = may_negate(asked)
        self._modality = has_modality(asked)
        self._sides: list[Sides] | None = None
        self._answers = answers(asked)

    def differences(self, fit: Fit) -> tuple[Difference, ...]:
        """The contradictions between the question and the fact of ``fit``; empty if there
        are none.
        """
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
        if self._question.foreign or self._is_foreign(texts):
            return self._across_languages(texts)
        told = [Places(self._reader.text(text)) for text in texts if text.importance == CLAIM]
        asked = without_talk(self._asked, told)
        claims = [align(asked, places, passage=self._question.passage) for places in told]
        best = max(claims, key=lambda aligned: len(aligned.anchors))
        held = Held(fit.document, self._vocabulary)
        unaccounted = list(self._unaccounted(best, held))
        by_words = [
            *self._in_the_fact(best, claims, held, len(fit.matched), unaccounted),
            *self._at_its_place(best),
            *self._done_otherwise(best, unaccounted),
        ]
        roles_apart, agreed = self._roles(best, claims)
        if self._answers and not best.passage:
            by = [Places(self._reader.text(one)) for one in texts if one.importance == RESPONDER]
            roles_apart += other_responders(self._answers, told, by)
        by_words = [(one, token) for one, token in by_words if id(token) not in agreed]
        negated_apart = [*self._negations(best)]
        if self._modality and (best.repeats or (best.retells and not best.passage)):
            by_words += modalities(best)
        if not by_words and not roles_apart and not negated_apart:
            self._meant[fit.document.fact_id] = self._said_otherwise(best)
            return ()
        others = [one for one in claims if one is not best]
        headlines = [text for text in texts if text.importance == HEADLINE]
        others += [self._aligned(asked, text) for text in headlines]
        others = [one for one in others if len(one.anchors) >= len(best.anchors)]
        excused = {id(asked[i]) for other in others for i in other.anchored}
        negated_there = [
            {id(token) for _, token in self._negations(other)}
            for other in others
            if other in claims
        ]
        found: dict[int, Difference] = {}
        for difference, token in by_words:
            if id(token) not in excused:
                found.setdefault(id(token), difference)
        for difference, token in roles_apart:
            found.setdefault(id(token), difference)
        for difference, token in negated_apart:
            if all(id(token) in one for one in negated_there):
                found.setdefault(id(token), difference)
        return tuple(dict.fromkeys(found.values()))

    def _said_otherwise(self, best: Alignment) -> Meant:
        """The words that the text has in other words, and figures, which are compared by value."""
        few = len(self._question.terms) < MEANT_TERMS
        if few or best.passage or not (best.repeats or best.retells):
            return Meant()
        found: set[str] = set()
        small: set[str] = set()
        heard = set(map(id, best.asked))
        for before, token in pairwise((self._asked[0], *self._asked)):
            measures = before.value is not None and is_unit(token)
            if token.value is not None or measures or best.places.find(token):
                found.update(token.word.split())
            elif token.empty or id(token) not in heard or (token.vague and self._sentence):
                small.add(token.word)
        return Meant(frozenset(found), frozenset(small))

    def _is_foreign(self, texts: Sequence[Text]) -> bool:
        """Whether the claim is in another language than English, judged by its words."""
        return self._vocabulary.foreign.issuperset(texts[0].words)

    def _across_languages(self, texts: Sequence[Text]) -> tuple[Difference, ...]:
        """The contradictions found in any language, for the claim or alternative wording with the
        fewest.
        """
        asked = [term.word for term in self._question.typed]
        apart = []
        for text in texts:
            if text.importance == CLAIM:
                claim = [self._vocabulary.words[number] for number in text.words]
                no = self._negated_apart(asked, claim)
                apart.append((*figures_apart(asked, claim), *no))
        return min(apart, key=len)

    def _negated_apart(self, asked: Sequence[str], claim: Sequence[str]) -> tuple[Difference, ...]:
        if len(asked) < LIST_TERMS:
            return ()
        language = self._question.language
        return negation_apart(asked, claim, (language, language))

    def _aligned(self, asked: Sequence[Token], text: Text) -> Alignment:
        places = Places(self._reader.text(text))
        return align(asked, places, passage=self._question.passage)

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
        if self._quantities:
            yield from quantities(best, [one.stored for one in claims], held, met)
        if self._bounds:
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
        elif best.retells and not best.passage and all(t.word != "than" for t in best.asked):
            yield from opposites_anywhere(best)  # what is cheaper here is more expensive there

    def _done_otherwise(self, best: Alignment, unaccounted: Sequence[Token]) -> Iterator[Found]:
        """Verbs that appear nowhere in the fact."""
        told = best.repeats or (best.retells and not best.passage)
        if told and (self._sentence or len(self._question.terms) >= LIST_TERMS):
            yield from other_verbs(best, unaccounted, sentence=self._sentence)

    def _roles(self, best: Alignment, claims: Sequence[Alignment]) -> tuple[list[Found], set[int]]:
        """Who does it to whom, and the ids of words that are only told from the other side."""
        texts = [one.places for one in claims]
        apart = [*other_doers(best.asked, texts), *clauses_apart(best.asked, best.places)]
        agreed: set[int] = set()
        if best.passage or any(one.is_verbatim for one in claims):
            return apart, agreed
        if self._sides is None:
            self._sides = sides(self._asked)
        ours = [one for one in self._sides if any(one.at is token for token in best.asked)]
        if ours:
            stored = [(one, places) for places in texts for one in sides(places.tokens)]
            found, agreed = compare_sides(ours, stored)
            apart += found
        long = best.is_loose and len(self._question.terms) > ROLE_TERMS
        apart += roles(best.asked, texts, agreed, sentence=self._sentence, long=long)
        return apart, agreed

    def _negations(self, alignment: Alignment) -> Iterator[Found]:
        if alignment.repeats and (self._negates or may_negate(alignment.stored)):
            yield from negations(alignment, sentence=self._sentence)
        elif self._negates and alignment.retells and not alignment.passage:
            yield from retold_negations(alignment)

    def _unaccounted(self, best: Alignment, held: Held) -> Iterator[Token]:
        """The content words of the question for which the fact has neither the word nor a
        synonym.
        """
        start, end = best.bounds
        for at, token in enumerate(best.asked[start:end], start):
            if token.empty or token.value is not None or at in best.anchored:
                continue
            before = best.asked[at - 1]
            measured = at and (
                (before.value is not None and is_unit(token))
                or (is_unit(before) and token.word in _MEASURED)
            )
            light = token.phrase and token.vague
            bound = token.word.endswith("er") and _bounds_figure(best.asked, at)
            if (
                measured
                or light
                or bound
                or best.places.find(token)
                or self._is_accounted(token, held)
            ):
                continue
            heard = sound(token.word)
            if not any(
                (one.sound == heard and is_respelt(token, one))
                or (one.empty and not token.senses.isdisjoint(one.senses))
                for one in best.stored
            ):
                yield token

    def _is_accounted(self, token: Token, held: Held) -> bool:
        if not held.words.isdisjoint(token.groups | token.weak_groups):
            return True
        small = self._lexicon.small_words
        if held.stems.issuperset(one for one in token.stems if one not in small):
            return True
        if not held.stems.isdisjoint(token.synonyms):
            return True
        met = {n: w for n, w in token.near.items() if w >= MEANT_WEIGHT and n in held.numbers}
        if not met or not (token.speech or token.groups):
            return bool(met)
        if token.last and any(self._vocabulary.words[n].startswith(token.word) for n in met):
            return True
        spelt = one_spelling(token.stem)
        return any(
            weight >= JOINED_WEIGHT or one_spelling(self._vocabulary.stems[number]) == spelt
            for number, weight in met.items()
        )


def _bounds_figure(tokens: Sequence[Token], at: int) -> bool:
    """Whether "than" and a figure follow: "younger than 18"."""
    behind = tokens[at + 1 : at + 3]
    return len(behind) > 1 and behind[0].word == "than" and behind[1].value is not None
