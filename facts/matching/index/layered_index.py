"""What an index holds: a segment of arrays and, over it, an overlay of what was put since."""

import asyncio
from collections.abc import Callable, Collection, Iterator

import numpy as np
import numpy.typing as npt

from facts.matching.index.candidates import WITHIN_REACH, gather
from facts.matching.index.documents import Brief, Document, read
from facts.matching.index.idf import Rarities
from facts.matching.index.index_builder import Builder
from facts.matching.index.inverted_index import Segment
from facts.matching.index.question import Question
from facts.matching.index.recent_documents import Overlay
from facts.matching.index.vocabulary import StoredWords, Vocabulary
from facts.matching.text.lexicon import Lexicon
from facts.model import DeskId, Fact

# So many of the candidates are measured, and those within reach of them.
_SURELY_MEASURED = 5


class Holdings:
    """Documents, the words they are made of, and how rare these are."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary | None = None) -> None:
        self.lexicon = lexicon
        self.vocabulary = vocabulary or Vocabulary()
        self.rarities = Rarities(self.vocabulary, lexicon.rates)
        self.overlay = Overlay()
        self.segment = Builder().build()
        self.held = 0

    def hold(self, segment: Segment) -> None:
        """Hold ``segment``, whose words are those of the vocabulary, and nothing else."""
        self.segment = segment
        self.held = len(segment)
        counts = segment.holders()
        self.vocabulary.holders[: len(counts)] = counts
        self.rarities.refresh(self.held)

    def holds(self, fact_id: int) -> bool:
        return fact_id in self.overlay.documents or self.segment.slot(fact_id) is not None

    def put(self, fact: Fact) -> None:
        self.remove(fact.id)
        document = read(fact, self.vocabulary, self.lexicon)
        self.overlay.put(document)
        self._count(document, 1)

    def remove(self, fact_id: int) -> None:
        document = self.overlay.remove(fact_id)
        if document is None:
            slot = self.segment.slot(fact_id)
            if slot is None:
                return
            document = self.segment.document(slot)
            self.segment.hide(slot)
        self._count(document, -1)

    def candidates(
        self, asked: Question, desks: Collection[DeskId] | None, keep: int
    ) -> list[tuple[Document, float]]:
        """Documents with the weight of the question that each seems to hold, the most first."""
        settled = gather(self.segment, asked, desks, keep)
        fresh = self.overlay.gather(asked, desks, keep)
        weights = sorted((weight for _, weight in (*settled, *fresh)), reverse=True)
        if not weights:
            return []
        reach = WITHIN_REACH * sum(asked.weights)
        least = weights[min(_SURELY_MEASURED, len(weights)) - 1] - reach
        found = [(self.segment.document(slot), w) for slot, w in settled if w >= least]
        found += [(document, w) for document, w in fresh if w >= least]
        found.sort(key=lambda item: (-item[1], -item[0].changed))
        return found[:keep]

    def briefs(
        self, begun: Question, desks: Collection[DeskId] | None, keep: int
    ) -> list[tuple[Brief, float]]:
        """What may become of a begun question, each with how much of it that holds."""
        settled = gather(self.segment, begun, desks, keep)
        fresh = self.overlay.gather(begun, desks, keep)
        briefs = self.segment.briefs([slot for slot, _ in settled])
        found = [(brief, weight) for brief, (_, weight) in zip(briefs, settled, strict=True)]
        return found + [(document.brief, weight) for document, weight in fresh]

    def document(self, fact_id: int) -> Document | None:
        fresh = self.overlay.documents.get(fact_id)
        slot = self.segment.slot(fact_id)
        return fresh or (None if slot is None else self.segment.document(slot))

    def linked(self, hashed: int) -> Iterator[Document]:
        """The facts with a source of that link."""
        for slot in self.segment.find_link(hashed):
            yield self.segment.document(slot)
        for fact_id in self.overlay.find_link(hashed):
            yield self.overlay.documents[fact_id]

    def recent(self, desks: Collection[DeskId] | None) -> Iterator[Document]:
        """The documents of ``desks``, those that were put of late before the others."""
        yield from self.overlay.recent(desks)
        yield from self.segment.recent(desks)

    async def settle(self, then: Callable[[Segment, StoredWords], None] | None = None) -> None:
        """Move the overlay into a new segment, in a thread; ``then`` is called with it there.

        Searching goes on, and what is put or removed meanwhile is kept.
        """
        moving = dict(self.overlay.documents)
        hidden = self.segment.hidden.copy()
        old = self.segment
        words, stems = list(self.vocabulary.words), list(self.vocabulary.stems)

        def work() -> Segment:
            segment = _merged(old, hidden, moving)
            if then is not None:
                then(segment, StoredWords.of(words, stems))
            return segment

        self._adopt(await asyncio.to_thread(work), moving, hidden)

    def _adopt(
        self, segment: Segment, moved: dict[int, Document], hidden: npt.NDArray[np.bool_]
    ) -> None:
        """Take the place of the old segment, and of the documents ``moved`` that are unchanged."""
        gone = np.flatnonzero(self.segment.hidden & ~hidden)
        for fact_id in self.segment.arrays.fact_ids[gone].tolist():
            slot = segment.slot(fact_id)
            if slot is not None:
                segment.hide(slot)
        for fact_id, document in moved.items():
            if self.overlay.documents.get(fact_id) is document:
                self.overlay.remove(fact_id)
            elif (slot := segment.slot(fact_id)) is not None:
                segment.hide(slot)
        self.segment = segment

    def _count(self, document: Document, change: int) -> None:
        self.held += change
        for number in document.numbers:
            self.vocabulary.holders[number] += change
        self.rarities.update(document.numbers, self.held)


def _merged(segment: Segment, hidden: npt.NDArray[np.bool_], fresh: dict[int, Document]) -> Segment:
    builder = Builder()
    builder.add_segment(segment, hidden)
    for document in fresh.values():
        builder.add(document)
    return builder.build()
