"""Warnings for a moderator to review before publishing a draft."""

import re
from collections.abc import AsyncIterator, Iterator

from rapidfuzz.distance import Indel

from facts.model import Fact, FactContent, Stance, visible_desks
from facts.store.protocol import FactStore, Having
from facts.usecases.desk.drafts.draft import Caution, Draft, WarningKind
from facts.usecases.questions.answers import Found, Match
from facts.usecases.questions.asking import Asking
from facts.wording.fact_words import responder

# Claims with at least this letter similarity are the same sentence except for a word or an ending.
_SAME = 0.9
_WORDINGS_LOOKED_UP = 5
_SHOWN_OF_A_CLAIM = 120
_QUESTION_MARKS, _CLOSING_MARKS = ("?", "？", "؟", "⁇", "⁈"), " .!…\"'”’»」)"
_AUXILIARY = "(?:did|does|do|is|are|was|were|has|have|had)"
_ASKING = re.compile(
    rf"\W*(?:{_AUXILIARY}|(?:who|what|when|where|why|how|which) (?:\w+ ){{0,2}}{_AUXILIARY})\b",
    re.IGNORECASE,
)


class DraftChecks:
    """Compares drafts with stored facts."""

    def __init__(self, store: FactStore, asking: Asking) -> None:
        self._store = store
        self._asking = asking

    async def warnings(self, draft: Draft) -> tuple[Caution, ...]:
        """The warnings to review before publishing ``draft``, most important first.

        No permission check: whoever has the draft was allowed to read it.
        """
        found = list(_missing(draft.content))
        found += [caution async for caution in self._claims_like(draft)]
        found += [caution async for caution in self._cited_elsewhere(draft)]
        order = list(WarningKind)
        return tuple(sorted(found, key=lambda caution: order.index(caution.kind)))

    async def _claims_like(self, draft: Draft) -> AsyncIterator[Caution]:
        content = draft.content
        told = {draft.fact_id, draft.absorbs[0] if draft.absorbs else None}
        for text in (content.claim.text, *content.other_wordings[:_WORDINGS_LOOKED_UP]):
            answer = await self._asking.like(text, visible_desks(draft.desk))
            if answer is None:
                continue
            certain = answer.match.fact.id if isinstance(answer, Found) else None
            for match in answer.best:
                if match.fact.id in told:
                    continue
                told.add(match.fact.id)
                likeness = _likeness(text, match.fact)
                # A missed word can be all that keeps the best candidate from being certain; the
                # claim is still similar.
                close = match.fact.id == certain or (match is answer.best[0] and match.differences)
                if close or likeness >= _SAME or match.contradictions:
                    yield _like(match, likeness)

    async def _cited_elsewhere(self, draft: Draft) -> AsyncIterator[Caution]:
        own = {draft.fact_id, draft.absorbs[0] if draft.absorbs else None}
        told: set[int] = set()
        desks = visible_desks(draft.desk)
        for number, source in enumerate(draft.content.sources, start=1):
            for link in filter(None, (source.url, source.archived_url)):
                async for fact in self._store.find(Having(desks=desks, link=link)):
                    if fact.id in own or fact.id in told:
                        continue
                    told.add(fact.id)
                    cited = f"The link of source {number} is already cited by fact #{fact.id}: "
                    yield Caution(WarningKind.LINK_ALREADY_CITED, cited + _named(fact), fact)


def _missing(content: FactContent) -> Iterator[Caution]:
    if _is_question(content.claim.text):
        yield Caution(
            WarningKind.QUESTION,
            "The claim reads like a question. Write what was claimed, as a statement.",
        )
    if not content.sources:
        yield Caution(WarningKind.NO_SOURCE, "Add at least one source.")
    for number, source in enumerate(content.sources, start=1):
        if not (source.url or source.archived_url):
            yield Caution(WarningKind.SOURCE_WITHOUT_LINK, f"Source {number} has no link.")
        if not source.published:
            yield Caution(WarningKind.SOURCE_WITHOUT_DATE, f"Source {number} has no date.")
    for response in content.responses:
        if response.stance is Stance.DENIES and not response.quote:
            yield Caution(
                WarningKind.DENIAL_WITHOUT_QUOTE,
                f"The denial by {responder(response)} has no exact quote.",
            )


def _is_question(text: str) -> bool:
    """Whether ``text`` ends, or in English begins, like a question."""
    return text.rstrip(_CLOSING_MARKS).endswith(_QUESTION_MARKS) or bool(_ASKING.match(text))


def _like(match: Match, likeness: float) -> Caution:
    fact = match.fact
    if match.contradictions:
        why = " ".join(match.contradictions)
        sentence = f"Fact #{fact.id} may contradict this: {_named(fact)} {why}"
        return Caution(WarningKind.CONTRADICTION, sentence, fact)
    if likeness >= _SAME:
        sentence = f"Fact #{fact.id} says the same: {_named(fact)}"
        return Caution(WarningKind.SAME_CLAIM, sentence, fact)
    sentence = f"Fact #{fact.id} is similar: {_named(fact)}"
    return Caution(WarningKind.CLOSE_CLAIM, sentence, fact)


def _likeness(text: str, fact: Fact) -> float:
    """The letter similarity of ``text`` to the claim or the closest alternative wording."""
    stored = (fact.claim.text, *fact.other_wordings)
    return max(Indel.normalized_similarity(text.casefold(), one.casefold()) for one in stored)


def _named(fact: Fact) -> str:
    text = fact.claim.text
    return f"“{text if len(text) <= _SHOWN_OF_A_CLAIM else text[:_SHOWN_OF_A_CLAIM] + '…'}”"
