"""Asking: answers questions."""

import asyncio
from collections.abc import Collection, Iterable
from typing import Protocol

from facts.matching.decision.across_languages import figures_apart, negation_apart
from facts.matching.decision.judgement import Candidate, Decision, Judgement
from facts.matching.decision.thresholds import (
    NEAR_TOPIC,
    OFFERED_SHARE,
    THRESHOLDS,
    UNKNOWN_WORDS_SHARE,
    Strictness,
)
from facts.matching.text.analysis import words
from facts.matching.text.languages import ENGLISH, claim_language, language_of
from facts.matching.text.messages import sentences
from facts.model import (
    HOME,
    STARTER,
    DeskId,
    Fact,
    Refusal,
    clean_text,
    read_citation,
    visible_desks,
)
from facts.model.fields import distinct_topics
from facts.store.protocol import UnknownFact
from facts.usecases.catalogue import Catalogue
from facts.usecases.questions.answers import (
    Answer,
    CheckedMessage,
    Found,
    Holdings,
    Match,
    NotFound,
    Suggestion,
    Unsure,
    clarity,
    contradicted_by,
)
from facts.usecases.questions.proposing import propose
from facts.usecases.reading.history import History, standing_for

_TOPICS_SHOWN = 5
_CANDIDATES_KEPT = 15
# The most candidates whose facts are read for offering them and their topics.
_READ_AT_LEAST = 5
_SENTENCES_CHECKED = 40


class NothingAsked(Refusal):
    """The question has no searchable word."""


class StrictnessOf(Protocol):
    """Gives the strictness for a reader of those desks; None for the index's own."""

    async def __call__(self, desks: Collection[DeskId] | None) -> Strictness | None: ...


async def as_the_index(desks: Collection[DeskId] | None) -> None:
    """The strictness if no desk sets one."""


class Asking:
    """Answers questions from the facts of the desks visible to the reader."""

    def __init__(self, catalogue: Catalogue, strictness: StrictnessOf = as_the_index) -> None:
        self.catalogue = catalogue
        self._store = catalogue.store
        self._strictness = strictness

    async def ask(
        self, question: str, desks: Collection[DeskId] | None, *, patient: bool = False
    ) -> Answer:
        """Answer ``question`` from the facts of ``desks``; ``None`` for all desks.

        ``patient``: wait until all vectors are computed.

        A citation finds its fact in the present state. Raises NothingAsked, and UnknownFact for an
        unknown id.
        """
        question = clean_text(question)
        if cited := read_citation(question, bare=False):
            fact = await self.fact(cited.fact_id, desks)
            return Found(question, Match(fact, score=1.0), exact=True)
        if not any(character.isalnum() for character in question):
            raise NothingAsked(
                "There’s no word in that to look up. Type a few words of the claim, "
                "for example: nice note"
            )
        judgement, decision = await self._judged(question, desks)
        clear = await self._clear_answer(question, desks, judgement, decision, patient=patient)
        if clear is not None:
            return clear
        nearest = await self._matches(judgement.first(_READ_AT_LEAST, NEAR_TOPIC))
        return NotFound(
            question,
            searched=await self._store.count(desks),
            topics=_topics(match.fact for match in nearest if match.score >= NEAR_TOPIC),
            nearest=nearest,
            language=None if (language := language_of(question)) == ENGLISH else language,
            kept_in=meaning.languages(desks) if (meaning := self.catalogue.any_language) else (),
        )

    async def _judged(
        self, question: str, desks: Collection[DeskId] | None
    ) -> tuple[Judgement, Decision]:
        """The judgement of the index, and the decision at the strictness of ``desks``."""
        await self.catalogue.keep_up()
        judgement = await self.catalogue.search(question, desks, _CANDIDATES_KEPT)
        return judgement, await self._decided(question, desks, judgement)

    async def _clear_answer(
        self,
        question: str,
        desks: Collection[DeskId] | None,
        judgement: Judgement,
        decision: Decision,
        *,
        patient: bool = False,
    ) -> Found | Unsure | None:
        """The answer that offers a fact, or None if there is none to offer."""
        if decision is not Decision.FOUND:
            proposed = await propose(self.catalogue, question, desks, judgement, patient=patient)
            if candidates := await self._matches(proposed):
                return _proposed(question, candidates)
        if decision is Decision.NOT_FOUND:
            return None
        reach = judgement.candidates[0].score * OFFERED_SHARE
        matches = await self._matches(judgement.first(_READ_AT_LEAST, reach))
        if not matches:
            return None
        if decision is Decision.FOUND:
            return Found(question, matches[0], matches[1:], exact=judgement.exact)
        return Unsure(question, matches)

    async def _decided(
        self, question: str, desks: Collection[DeskId] | None, judgement: Judgement
    ) -> Decision:
        """The decision at the strictness of ``desks``: never found across languages, where question
        and claim may share only names and figures.
        """
        strictness, decision = await self._strictness(desks), judgement.decision
        if strictness is not None:
            decision = THRESHOLDS[strictness].decide_on(
                judgement.candidates, undecided=judgement.undecided
            )
        if decision is not Decision.FOUND or judgement.exact:
            return decision
        best, asked = judgement.candidates[0], language_of(question)
        words = len(best.missing) + len(best.matched)
        if asked is None:
            foreign = len(best.missing) >= UNKNOWN_WORDS_SHARE * words
        else:
            fact = await self._store.get(best.fact_id)
            foreign = fact is not None and asked != claim_language(fact.claim)
        return Decision.UNSURE if foreign else decision

    async def check(self, message: str, desks: Collection[DeskId] | None) -> CheckedMessage:
        """Answer a longer message: as a whole and by sentence; the clearest answer wins.

        A fact that contradicts the whole message is not the answer to one of its sentences: the
        contradicting figure may be in another sentence. Facts are only read for sentences that may
        win. Raises NothingAsked.
        """
        best = CheckedMessage(clean_text(message), await self.ask(message, desks))
        contradicted = contradicted_by(best.answer)
        parts = dict.fromkeys(map(clean_text, sentences(message)[:_SENTENCES_CHECKED]))
        for sentence in parts if len(parts) > 1 else ():
            # One question at a time, so that a long message does not delay other readers.
            await asyncio.sleep(0)
            if not any(character.isalnum() for character in sentence):
                continue
            answer = await self._clearer(sentence, desks, best.answer)
            if isinstance(answer, Found) and answer.match.fact.id in contradicted:
                continue
            if answer is not None and clarity(answer) > clarity(best.answer):
                best = CheckedMessage(sentence, answer)
        return best

    async def _clearer(
        self, sentence: str, desks: Collection[DeskId] | None, than: Answer
    ) -> Answer | None:
        """The answer to a sentence; None if it is certainly not clearer ``than`` the given one."""
        if read_citation(sentence, bare=False):
            return await self.ask(sentence, desks)
        judgement, decision = await self._judged(sentence, desks)
        score = judgement.candidates[0].score if judgement.candidates else 0.0
        if isinstance(than, Found) and (
            decision is not Decision.FOUND or score <= than.match.score
        ):
            return None
        return await self._clear_answer(sentence, desks, judgement, decision)

    async def complete(
        self, typed: str, desks: Collection[DeskId] | None, limit: int = 25
    ) -> tuple[Suggestion, ...]:
        """At most ``limit`` completions of ``typed``, best first; ``#12`` is fact 12."""
        if cited := read_citation(typed, bare=False):
            picked = await standing_for(self._store, cited.fact_id)
            return (Suggestion(picked),) if picked and _sees(desks, picked) else ()
        await self.catalogue.keep_up()
        ids = self.catalogue.index.complete(clean_text(typed), desks, limit)
        facts = [await self._store.get(fact_id) for fact_id in ids]
        return tuple(Suggestion(fact) for fact in facts if fact is not None)

    async def fact(self, fact_id: int, desks: Collection[DeskId] | None) -> Fact:
        """The fact with that id, or the one it was merged into, if visible to a reader of
        ``desks``.

        Raises UnknownFact.
        """
        return await History(self._store).fact(fact_id, desks)

    async def only(self, named: str, desks: Collection[DeskId] | None) -> Fact:
        """The one fact that a citation or question names. Raises UnknownFact, NothingAsked."""
        if cited := read_citation(named):
            return await self.fact(cited.fact_id, desks)
        answer = await self.ask(named, desks)
        if not isinstance(answer, Found):
            raise UnknownFact(
                "It isn’t clear which claim you mean. Give its number, for example #12."
            )
        return answer.match.fact

    async def searched(self, desks: Collection[DeskId] | None) -> int:
        """The number of facts visible to a reader of ``desks``."""
        return await self._store.count(desks)

    async def holdings(self, own: DeskId | None) -> Holdings:
        """The number of facts visible to a reader at desk ``own``, by desk."""
        others = visible_desks(own) - {STARTER, HOME}
        return Holdings(
            starter=await self._store.count([STARTER]),
            home=await self._store.count([HOME]),
            own=await self._store.count(others),
            any_language=self.catalogue.any_language is not None,
        )

    async def _matches(self, candidates: Iterable[Candidate]) -> tuple[Match, ...]:
        matches = []
        for candidate in candidates:
            fact = await self._store.get(candidate.fact_id)
            if fact is not None:
                matches.append(
                    Match(
                        fact,
                        candidate.score,
                        candidate.matched,
                        candidate.missing,
                        tuple(difference.sentence for difference in candidate.differences),
                        tuple(
                            difference.of_a_draft
                            for difference in candidate.differences
                            if not difference.missing
                        ),
                    )
                )
        return tuple(matches)


def _proposed(question: str, matches: tuple[Match, ...]) -> Unsure:
    """A match proposed by embeddings: matched words mean nothing, and only figures can
    contradict.
    """
    language, claims = language_of(question), []
    asked = words(question, language)
    for match in matches:
        claim = match.fact.claim
        of_claim = claim_language(claim)
        stored = words(claim.text, of_claim)
        apart = (
            *figures_apart(asked, stored),
            *negation_apart(asked, stored, (language, of_claim)),
        )
        sentences_apart = tuple(difference.sentence for difference in apart)
        claims.append(Match(match.fact, match.score, differences=sentences_apart))
    languages = dict.fromkeys(claim_language(match.fact.claim) for match in matches)
    return Unsure(question, tuple(claims), proposed_from=tuple(languages))


def _sees(desks: Collection[DeskId] | None, fact: Fact) -> bool:
    return desks is None or fact.desk in desks


def _topics(facts: Iterable[Fact]) -> tuple[str, ...]:
    return distinct_topics(topic for fact in facts for topic in fact.topics)[:_TOPICS_SHOWN]
