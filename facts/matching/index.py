"""The index of claims: finds candidates by their words, then has them judged."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice

import numpy as np

from facts.matching.completion import begun_question, best_completions
from facts.matching.documents import Document, read
from facts.matching.gate import THRESHOLDS, Strictness
from facts.matching.gathering import WITHIN_REACH, gather
from facts.matching.judge import Judge
from facts.matching.judgement import Candidate, Decision, Judgement
from facts.matching.lexicon import Lexicon, default_lexicon
from facts.matching.links import link_hash, links_in
from facts.matching.overlay import Overlay
from facts.matching.question import Question, Reader
from facts.matching.rarity import Rarities
from facts.matching.segment import Builder, Segment
from facts.matching.vocabulary import Vocabulary
from facts.model import DeskId, Fact

_CANDIDATES, _COMPLETIONS = 24, 100
# So many of the candidates are measured, and those within reach of them.
_SURELY_MEASURED = 5
_SETTLE_FROM = 1000
_BY_LINK = 1.15


class FuzzyIndex:
    """A ClaimIndex: a segment of arrays and, over it, an overlay of what was put since.

    ``lexicon`` has the aliases (the package's own by default), ``strictness`` says how sure it must
    be to give an answer.
    """

    def __init__(
        self, lexicon: Lexicon | None = None, strictness: Strictness = Strictness.NORMAL
    ) -> None:
        self._lexicon = lexicon or default_lexicon()
        self._vocabulary = Vocabulary()
        self._rarities = Rarities(self._vocabulary, self._lexicon.rates)
        self._reader = Reader(self._vocabulary, self._lexicon, self._rarities)
        self._judge = Judge(self._vocabulary, self._rarities.values, THRESHOLDS[strictness])
        self._segment = Builder().build()
        self._overlay = Overlay()
        self._held = 0
        self._asked: Counter[int] = Counter()
        self._settling = False

    def __len__(self) -> int:
        """How many facts are held."""
        return self._held

    def put(self, fact: Fact) -> None:
        self.remove(fact.id)
        document = read(fact, self._vocabulary, self._lexicon)
        self._overlay.put(document)
        self._count(document, 1)

    def remove(self, fact_id: int) -> None:
        document = self._overlay.remove(fact_id)
        if document is None:
            slot = self._segment.slot(fact_id)
            if slot is None:
                return
            document = self._segment.document(slot)
            self._segment.hide(slot)
        self._count(document, -1)

    def search(self, question: str, desks: Collection[DeskId] | None, limit: int = 5) -> Judgement:
        linked = self._linked(question, desks)
        if linked:
            candidates = tuple(Candidate(document.fact_id, _BY_LINK) for document in linked[:limit])
            return Judgement(Decision.FOUND, candidates, exact=True)
        asked = self._reader.read(question, self._held)
        documents = [document for document, _ in self._candidates(asked, desks, _CANDIDATES)]
        judgement = self._judge.judge(asked, documents, limit)
        if judgement.decision is Decision.FOUND:
            self._asked[judgement.candidates[0].fact_id] += 1
        return judgement

    def complete(
        self, typed: str, desks: Collection[DeskId] | None, limit: int = 25
    ) -> tuple[int, ...]:
        begun = begun_question(typed, self._reader, self._vocabulary, self._held)
        if not begun.terms:
            return tuple(document.fact_id for document in islice(self._recent(desks), limit))
        candidates = self._candidates(begun, desks, _COMPLETIONS)
        return best_completions(begun, candidates, self._asked, limit)

    @property
    def unsettled(self) -> int:
        """How many documents lie in the overlay."""
        return len(self._overlay)

    async def settle(self, *, least: int = _SETTLE_FROM) -> None:
        """Move the overlay into the segment, in a thread, once it has ``least`` documents.

        What is put or removed meanwhile is kept; searching goes on.
        """
        if self._settling or len(self._overlay) < max(least, len(self._segment) // 10):
            return
        self._settling = True
        try:
            moving = dict(self._overlay.documents)
            hidden = self._segment.hidden.copy()
            segment = await asyncio.to_thread(_merged, self._segment, moving)
            self._adopt(segment, moving, hidden)
        finally:
            self._settling = False

    def fill(self, facts: Iterator[Fact]) -> None:
        """Hold ``facts`` and nothing else: the quick way to put very many."""
        builder = Builder()
        for fact in facts:
            builder.add(read(fact, self._vocabulary, self._lexicon))
        self._vocabulary.settle()
        self._overlay = Overlay()
        self._hold(builder.build())

    def _hold(self, segment: Segment) -> None:
        self._segment = segment
        self._held = len(segment)
        counts = np.diff(segment.arrays.starts).tolist()
        self._vocabulary.holders[: len(counts)] = counts
        self._rarities.refresh(self._held)

    def _adopt(
        self, segment: Segment, moved: dict[int, Document], hidden: "np.typing.NDArray[np.bool_]"
    ) -> None:
        """Take the place of the old segment, and of the documents that ``moved`` unchanged."""
        gone = np.flatnonzero(self._segment.hidden & ~hidden)
        for fact_id in self._segment.arrays.fact_ids[gone].tolist():
            slot = segment.slot(fact_id)
            if slot is not None and fact_id not in moved:
                segment.hide(slot)
        for fact_id, document in moved.items():
            if self._overlay.documents.get(fact_id) is document:
                self._overlay.remove(fact_id)
            elif (slot := segment.slot(fact_id)) is not None:
                segment.hide(slot)
        self._segment = segment

    def _count(self, document: Document, change: int) -> None:
        self._held += change
        for number in document.numbers:
            self._vocabulary.holders[number] += change
        self._rarities.update(document.numbers, self._held)

    def _candidates(
        self, asked: Question, desks: Collection[DeskId] | None, keep: int
    ) -> list[tuple[Document, float]]:
        """Documents with the weight of the question that each seems to hold, the most first."""
        settled = gather(self._segment, asked, desks, keep)
        fresh = self._overlay.gather(asked, desks, keep)
        weights = sorted((weight for _, weight in (*settled, *fresh)), reverse=True)
        if not weights:
            return []
        reach = WITHIN_REACH * sum(asked.weights)
        least = weights[min(_SURELY_MEASURED, len(weights)) - 1] - reach
        found = [(self._segment.document(slot), w) for slot, w in settled if w >= least]
        found += [(document, w) for document, w in fresh if w >= least]
        found.sort(key=lambda item: (-item[1], -item[0].changed))
        return found[:keep]

    def _linked(self, question: str, desks: Collection[DeskId] | None) -> list[Document]:
        """The facts with a source whose link stands in the question, those changed last first."""
        found: dict[int, Document] = {}
        for link in links_in(question):
            hashed = link_hash(link)
            for slot in self._segment.find_link(hashed):
                document = self._segment.document(slot)
                found[document.fact_id] = document
            for fact_id in self._overlay.find_link(hashed):
                found[fact_id] = self._overlay.documents[fact_id]
        seen = [d for d in found.values() if desks is None or d.desk in desks]
        return sorted(seen, key=lambda document: -document.changed)

    def _recent(self, desks: Collection[DeskId] | None) -> Iterator[Document]:
        yield from self._overlay.recent(desks)
        yield from self._segment.recent(desks)


def _merged(segment: Segment, fresh: dict[int, Document]) -> Segment:
    builder = Builder()
    builder.add_segment(segment)
    for document in list(fresh.values()):
        builder.add(document)
    return builder.build()
