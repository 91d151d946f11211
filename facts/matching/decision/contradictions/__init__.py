"""The same-claim guard: where question and fact disagree, whatever else they share.

A question may hold nearly all the words of a claim and still ask for another: of another number,
name or date, the other way round, or for the opposite. Each kind of difference has its own file,
which reads two texts of tokens and knows nothing of the index.
"""

from collections.abc import Iterator, Sequence

from facts.matching.decision.across_languages import figures_apart, negation_apart
from facts.matching.decision.contradictions.alignment import (
    Alignment,
    Places,
    align,
)
from facts.matching.decision.contradictions.mentions import mentions
from facts.matching.decision.contradictions.negation import negations
from facts.matching.decision.contradictions.opposites import opposites
from facts.matching.decision.contradictions.quantities import is_unit, quantities
from facts.matching.decision.contradictions.reading import (
    Held,
    Token,
    read_question,
    read_text,
)
from facts.matching.decision.contradictions.roles import roles
from facts.matching.decision.contradictions.substitution import substitutions
from facts.matching.decision.judgement import Difference
from facts.matching.decision.scoring import Fit
from facts.matching.decision.thresholds import (
    HELD_SHARE,
    HELD_WORDS,
    JOINED_WEIGHT,
    LIST_TERMS,
    MEANT_WEIGHT,
    ONE_CLAIM_TERMS,
    REPEATED_SHARE,
)
from facts.matching.index.documents import CLAIM, HEADLINE, Text
from facts.matching.index.question import Question
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.lexicon import Lexicon
from facts.matching.text.relations import one_spelling

Found = tuple[Difference, Token]


class Comparison:
    """Compares one question with facts."""

    def __init__(self, question: Question, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._question = question
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._relations = lexicon.relations
        self._known: dict[int, tuple[Difference, ...]] = {}
        self._asked = read_question(question, lexicon)
        # Small words between others make a sentence; those that people add to anything do not.
        self._sentence = any(
            t.empty and t.value is None and t.stem not in lexicon.harmless_words
            for t in self._asked
        )

    def differences(self, fit: Fit) -> tuple[Difference, ...]:
        """Where the question and the fact of ``fit`` disagree; empty where they agree."""
        known = self._known.get(fit.document.fact_id)
        if known is None:
            known = self._known[fit.document.fact_id] = self._compare(fit)
        return known

    def _compare(self, fit: Fit) -> tuple[Difference, ...]:
        texts = fit.document.texts
        if self._question.foreign or self._is_foreign(texts):
            return self._across_languages(texts)
        claims = [self._aligned(text) for text in texts if text.importance == CLAIM]
        best = max(claims, key=lambda aligned: len(aligned[0].anchors))
        by_words = [*self._in_the_fact(best[0], claims, fit), *self._at_its_place(*best)]
        roles_apart = [*self._roles(best[0], claims)]
        negated_apart = [*self._negations(*best)]
        if not by_words and not roles_apart and not negated_apart:
            return ()
        others = [one for one in claims if one is not best]
        others += [self._aligned(text) for text in texts if text.importance == HEADLINE]
        others = [one for one in others if len(one[0].anchors) >= len(best[0].anchors)]
        excused = {id(self._asked[i]) for other, _ in others for i, _ in other.anchors}
        negated_there = [
            {id(token) for _, token in self._negations(*other)}
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

    def _is_foreign(self, texts: Sequence[Text]) -> bool:
        """Whether the claim is in another language than English, as far as its words tell."""
        return all(map(self._vocabulary.is_foreign, texts[0].words))

    def _across_languages(self, texts: Sequence[Text]) -> tuple[Difference, ...]:
        """What tells in any language, of the claim or the wording with which it differs least."""
        asked = [term.word for term in self._question.typed]
        apart = []
        for text in texts:
            if text.importance == CLAIM:
                claim = [self._vocabulary.words[number] for number in text.words]
                no = negation_apart(asked, claim) if len(asked) >= LIST_TERMS else ()
                apart.append((*figures_apart(asked, claim), *no))
        return min(apart, key=len)

    def _aligned(self, text: Text) -> tuple[Alignment, Places]:
        tokens = read_text(text.words, self._vocabulary, self._lexicon)
        places = Places(tokens, self._relations)
        return align(self._asked, places, passage=self._question.passage), places

    def _in_the_fact(
        self, best: Alignment, claims: Sequence[tuple[Alignment, Places]], fit: Fit
    ) -> Iterator[Found]:
        """Figures, names and things that are not in the fact, wherever they stand."""
        terms = len(self._question.terms)
        if terms > ONE_CLAIM_TERMS and best.passage and not _repeats(best):
            return
        held = Held(fit.document, self._vocabulary)
        anchored = {i for i, _ in best.anchors}
        texts = [places.tokens for _, places in claims]
        yield from quantities(best, texts, held, len(fit.met))
        nouns = not best.passage and (self._sentence or terms >= LIST_TERMS)
        accounted = [
            at in anchored
            or token.empty
            or token.value is not None
            or (at and is_unit(token) and self._asked[at - 1].value is not None)
            or self._is_accounted(token, held)
            for at, token in enumerate(self._asked)
        ]
        yield from mentions(best, accounted, self._lexicon, nouns=nouns)

    def _at_its_place(self, best: Alignment, places: Places) -> Iterator[Found]:
        """Words that stand where the claim has others."""
        if _repeats(best):
            yield from opposites(best, places, self._relations)
            yield from substitutions(best, places, self._lexicon, sentence=self._sentence)

    def _roles(
        self, best: Alignment, claims: Sequence[tuple[Alignment, Places]]
    ) -> Iterator[Found]:
        if not best.passage:
            texts = [places for _, places in claims]
            yield from roles(self._asked, texts, self._relations, sentence=self._sentence)

    def _negations(self, alignment: Alignment, places: Places) -> Iterator[Found]:
        if _repeats(alignment):
            yield from negations(alignment, places, self._relations, sentence=self._sentence)

    def _is_accounted(self, token: Token, held: Held) -> bool:
        """Whether anything in the fact says the same as a word of the question."""
        if not held.words.isdisjoint(token.groups | token.weak_groups):
            return True
        telling = [one for one in token.stems if one not in self._lexicon.small_words]
        if held.stems.issuperset(telling):
            return True
        if not held.stems.isdisjoint(self._relations.synonyms(token.stem)):
            return True
        met = {n: w for n, w in token.near.items() if w >= MEANT_WEIGHT and n in held.numbers}
        if not met or not self._relations.is_known(token.stem) or token.last:
            return bool(met)
        spelt = one_spelling(token.stem)
        return any(
            weight >= JOINED_WEIGHT or one_spelling(self._vocabulary.stems[number]) == spelt
            for number, weight in met.items()
        )


def _repeats(alignment: Alignment) -> bool:
    """Whether question and text share enough to be held to each other word by word."""
    if len(alignment.anchors) < HELD_WORDS:
        return False
    if not alignment.passage:
        return alignment.asked_share >= HELD_SHARE
    return min(alignment.share, alignment.asked_share) >= REPEATED_SHARE
