"""Asking: answers questions."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

from facts.matching.decision.judgement import Candidate, Decision, Judgement
from facts.matching.decision.thresholds import (
    NEAR_TOPIC,
    OFFERED_SHARE,
    THRESHOLDS,
    UNKNOWN_WORDS_SHARE,
    Strictness,
)
from facts.matching.text.languages import ENGLISH, claim_language, language_of
from facts.matching.text.messages import PLAIN, sentences
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
    Unsure,
    clarity,
    contradicted_by,
)
from facts.usecases.questions.proposing import offered, propose
from facts.usecases.reading.history import History, standing_for

# At most so many candidates are judged further, and so many of their facts read for offering them.
_CANDIDATES_KEPT, _READ_AT_LEAST = 15, 5
_TOPICS_SHOWN, _SENTENCES_CHECKED = 5, 40


class NothingAsked(Refusal):
    """The question has no searchable word."""


# Gives the strictness for a reader of those desks; None for the index's own.
StrictnessOf = Callable[[Collection[DeskId] | None], Awaitable[Strictness | None]]


class Asking:
    """Answers questions from the facts of the desks visible to the reader."""

    def __init__(self, catalogue: Catalogue, strictness: StrictnessOf | None = None) -> None:
        self.catalogue = catalogue
        self._store = catalogue.store
        self._strictness = strictness

    async def ask(
        self, question: str, desks: Collection[DeskId] | None, *, patient: bool = False
    ) -> Answer:
        """Answer ``question`` from the facts of ``desks``; ``None`` for all desks.

        ``patient``: wait until all vectors are computed. A citation finds its fact in the present
        state. Raises NothingAsked, and UnknownFact for an unknown id.
        """
        question = clean_text(question)
        if cited := read_citation(question, bare=False):
            fact = await self.fact(cited.fact_id, desks)
            return Found(question, Match(fact, confidence=1.0), exact=True)
        if not _has_words(question):
            raise NothingAsked(
                "There’s no word in that to look up. Type a few words of the claim, "
                "for example: nice note"
            )
        judgement, answer = await self._answered(question, desks, patient=patient)
        return answer or await self._nothing(question, judgement, desks)

    async def like(self, claim: str, desks: Collection[DeskId] | None) -> Found | Unsure | None:
        """The facts that may be the same as a claim: the answer to a question in its words."""
        return (await self._answered(claim, desks))[1]

    async def _answered(
        self, question: str, desks: Collection[DeskId] | None, *, patient: bool = False
    ) -> tuple[Judgement, Found | Unsure | None]:
        judgement, decision = await self._judged(question, desks)
        proposed: dict[str, Unsure] = {}
        if decision is not Decision.FOUND:
            proposed = await self._proposed({question: judgement}, desks, patient=patient)
        by_meaning = proposed.get(question)
        return judgement, by_meaning or await self._by_words(question, judgement, decision)

    async def _judged(
        self, question: str, desks: Collection[DeskId] | None
    ) -> tuple[Judgement, Decision]:
        """The judgement of the index, and the decision at the strictness of ``desks``."""
        await self.catalogue.keep_up()
        judgement = await self.catalogue.search(question, desks, _CANDIDATES_KEPT)
        return judgement, await self._decided(question, desks, judgement)

    async def _by_words(
        self, question: str, judgement: Judgement, decision: Decision
    ) -> Found | Unsure | None:
        """The answer that offers a fact for its words, or None if there is none to offer."""
        if decision is Decision.NOT_FOUND:
            return None
        reach = judgement.candidates[0].confidence * OFFERED_SHARE
        matches = await self._matches(judgement.first(_READ_AT_LEAST, reach))
        if not matches:
            return None
        if decision is Decision.FOUND:
            others, offered = matches[1:], within_reach(matches)[1:]
            return Found(question, matches[0], others, offered, exact=judgement.exact)
        return Unsure(question, matches, within_reach(matches))

    async def _proposed(
        self,
        undecided: Mapping[str, Judgement],
        desks: Collection[DeskId] | None,
        *,
        patient: bool = False,
    ) -> dict[str, Unsure]:
        """The answers that offer a fact for its meaning, by question; none until all vectors are
        computed.
        """
        meaning = self.catalogue.any_language
        if meaning is None or not (meaning.ready or patient):
            return {}
        proposed = await propose(self.catalogue, meaning, undecided, desks, patient=patient)
        matches = {question: await self._matches(some) for question, some in proposed.items()}
        return {question: offered(question, some) for question, some in matches.items() if some}

    async def _nothing(
        self, question: str, judgement: Judgement, desks: Collection[DeskId] | None
    ) -> NotFound:
        nearest = await self._matches(judgement.first(_READ_AT_LEAST, NEAR_TOPIC))
        near = [match.fact for match in nearest if match.confidence >= NEAR_TOPIC]
        return NotFound(
            question,
            searched=await self._store.count(desks),
            topics=distinct_topics([one for fact in near for one in fact.topics])[:_TOPICS_SHOWN],
            best=nearest,
            language=None if (language := language_of(question)) == ENGLISH else language,
            kept_in=meaning.languages(desks) if (meaning := self.catalogue.any_language) else (),
        )

    async def _decided(
        self, question: str, desks: Collection[DeskId] | None, judgement: Judgement
    ) -> Decision:
        """The decision at the strictness of ``desks``: never found across languages, where question
        and claim may share only names and figures.
        """
        strictness = await self._strictness(desks) if self._strictness is not None else None
        decision = judgement.decision
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

        A fact that contradicts the whole is not the answer to a sentence of it: the contradicting
        figure may be in another one. Facts are only read for sentences that may win, and meanings
        only compared where no words are found. Raises NothingAsked.
        """
        whole = clean_text(message)
        if PLAIN.fullmatch(whole):  # one sentence, as most questions
            return CheckedMessage(whole, await self.ask(whole, desks))
        parts = dict.fromkeys(map(clean_text, sentences(message)[:_SENTENCES_CHECKED]))
        if len(parts) <= 1 or not _has_words(whole) or read_citation(whole, bare=False):
            return CheckedMessage(whole, await self.ask(whole, desks))
        best: CheckedMessage | None = None
        undecided: dict[str, tuple[Judgement, Decision]] = {}
        contradicted: frozenset[int] = frozenset()
        for text in filter(_has_words, dict.fromkeys((whole, *parts))):
            # One question at a time, so that a long message does not delay other readers.
            await asyncio.sleep(0)
            if read_citation(text, bare=False):
                best = _clearer(best, text, await self.ask(text, desks))
                continue
            judgement, decision = await self._judged(text, desks)
            # The whole comes first: what it says of nothing found is said of the message.
            if decision is not Decision.FOUND or text == whole:
                undecided[text] = judgement, decision
            if text == whole:
                by_words = await self._by_words(text, judgement, decision)
                contradicted = contradicted_by(by_words)
            sure = judgement.candidates[0].confidence if decision is Decision.FOUND else 0.0
            if sure and (best is None or sure > clarity(best.answer)[1]):
                answer = await self._by_words(text, judgement, decision)
                if isinstance(answer, Found) and answer.match.fact.id not in contradicted:
                    best = _clearer(best, text, answer)
        return best or await self._unsure_of(undecided, desks)

    async def _unsure_of(
        self, undecided: Mapping[str, tuple[Judgement, Decision]], desks: Collection[DeskId] | None
    ) -> CheckedMessage:
        """The clearest answer to texts of which the first is the whole message."""
        proposed = await self._proposed({text: one for text, (one, _) in undecided.items()}, desks)
        best: CheckedMessage | None = None
        for text, (judgement, decision) in undecided.items():
            unsure = proposed.get(text) or await self._by_words(text, judgement, decision)
            best = _clearer(best, text, unsure) if unsure is not None else best
        whole, (judgement, _) = next(iter(undecided.items()))
        return best or CheckedMessage(whole, await self._nothing(whole, judgement, desks))

    async def complete(
        self, typed: str, desks: Collection[DeskId] | None, limit: int = 25
    ) -> tuple[Fact, ...]:
        """At most ``limit`` facts that complete ``typed``, best first; ``#12`` is fact 12."""
        if cited := read_citation(typed, bare=False):
            picked = await standing_for(self._store, cited.fact_id)
            seen = picked is not None and (desks is None or picked.desk in desks)
            return (picked,) if picked and seen else ()
        await self.catalogue.keep_up()
        ids = self.catalogue.index.complete(clean_text(typed), desks, limit)
        facts = [await self._store.get(fact_id) for fact_id in ids]
        return tuple(fact for fact in facts if fact is not None)

    async def fact(self, fact_id: int, desks: Collection[DeskId] | None) -> Fact:
        """The fact with that id, or the one it was merged into. Raises UnknownFact."""
        return await History(self._store).fact(fact_id, desks)

    async def only(self, named: str, desks: Collection[DeskId] | None) -> Fact:
        """The one fact that a citation or question names. Raises UnknownFact, NothingAsked."""
        if cited := read_citation(named):
            return await self.fact(cited.fact_id, desks)
        answer = await self.ask(named, desks)
        if not isinstance(answer, Found):
            raise UnknownFact(
                "I’m not sure which claim you mean. Choose a suggestion, or type its number: #12"
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
        read = [(one, await self._store.get(one.fact_id)) for one in candidates]
        return tuple(
            [
                Match(
                    fact,
                    one.confidence,
                    one.matched,
                    one.missing,
                    tuple([difference.sentence for difference in one.differences]),
                    tuple([apart.of_a_draft for apart in one.differences if not apart.missing]),
                )
                for one, fact in read
                if fact is not None
            ]
        )


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def within_reach(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """Those of ``matches``, best first, that are near enough to the best to be offered."""
    least = matches[0].confidence * OFFERED_SHARE
    return tuple(match for match in matches if match.confidence >= least)


def _clearer(best: CheckedMessage | None, text: str, answer: Answer) -> CheckedMessage:
    """``best`` or, if that is clearer, the answer to ``text``."""
    if best is not None and clarity(answer) <= clarity(best.answer):
        return best
    return CheckedMessage(text, answer)
