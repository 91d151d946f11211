"""A two-layer index: an immutable segment, and above it the documents added since."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator

import numpy as np
import numpy.typing as npt

from facts.matching.index.fuzzy_search import FuzzySearch
from facts.matching.index.index_builder import SegmentBuilder
from facts.matching.index.indexed_facts import Brief, Document, read
from facts.matching.index.inverted_index import ELSEWHERE, WITHIN_REACH, Segment
from facts.matching.index.question import Question
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.lexicon import Lexicon
from facts.model import DeskId, Fact

# The number of candidates that are scored, plus those tied with the last of them.
_SURELY_MEASURED = 5


class RecentDocuments:
    """The mutable layer: at most a few thousand documents, searchable at once."""

    def __init__(self) -> None:
        self.documents: dict[int, Document] = {}
        self._holders: dict[int, set[int]] = defaultdict(set)
        self._around: dict[int, set[int]] = defaultdict(set)
        self._linked: dict[int, set[int]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self.documents)

    def put(self, document: Document) -> None:
        self.documents[document.fact_id] = document
        claimed = document.claimed
        for number in document.numbers:
            into = self._holders if number in claimed else self._around
            into[number].add(document.fact_id)
        for link in document.links:
            self._linked[link].add(document.fact_id)

    def remove(self, fact_id: int) -> Document | None:
        """Remove a document if it is in this layer."""
        document = self.documents.pop(fact_id, None)
        if document is not None:
            for number in document.numbers:
                self._holders[number].discard(fact_id)
                self._around[number].discard(fact_id)
            for link in document.links:
                self._linked[link].discard(fact_id)
        return document

    def find_link(self, hashed: int) -> set[int]:
        return self._linked.get(hashed, set())

    def candidates(
        self, question: Question, desks: Collection[DeskId] | None, keep: int
    ) -> list[tuple[Document, float]]:
        """At most ``keep`` documents that match most of the question, each with the matched
        weight.
        """
        if not self.documents:
            return []
        sums: dict[int, float] = defaultdict(float)
        for term, weight in zip(question.terms, question.weights, strict=True):
            best: dict[int, float] = {}
            for number, met in sorted(term.near.items(), key=lambda item: item[1]):
                for fact_id in self._around.get(number, ()):
                    best[fact_id] = max(best.get(fact_id, 0.0), (ELSEWHERE * met) ** 2 * weight)
                best.update(dict.fromkeys(self._holders.get(number, ()), met * met * weight))
            for fact_id, value in best.items():
                sums[fact_id] += value
        found = [(self.documents[fact_id], value) for fact_id, value in sums.items()]
        if desks is not None:
            found = [item for item in found if item[0].desk in desks]
        found.sort(key=lambda item: (-item[1], -item[0].changed))
        return found[:keep]

    def recent(self, desks: Collection[DeskId] | None) -> Iterator[Document]:
        """The documents of ``desks``, most recently changed first."""
        for document in sorted(self.documents.values(), key=lambda d: (-d.changed, -d.fact_id)):
            if desks is None or document.desk in desks:
                yield document


class LayeredIndex:
    """A segment and the recent documents above it, with their vocabulary and search in it.

    Replacing or removing a document of the segment hides it there; ``settle`` merges the layers.
    """

    def __init__(self, lexicon: Lexicon, fuzzy: FuzzySearch | None = None) -> None:
        self.lexicon = lexicon
        self.fuzzy = fuzzy or FuzzySearch(Vocabulary(lexicon.rates))
        self.vocabulary = self.fuzzy.vocabulary
        self.fresh = RecentDocuments()
        self.segment = SegmentBuilder().build()

    def hold(self, segment: Segment) -> None:
        """Replace all content by ``segment``, whose words are those of the vocabulary."""
        self.segment = segment
        self.vocabulary.recount(segment.holders(), len(segment))

    def holds(self, fact_id: int) -> bool:
        return fact_id in self.fresh.documents or self.segment.slot(fact_id) is not None

    def put(self, fact: Fact) -> None:
        self.remove(fact.id)
        document = read(fact, self.vocabulary, self.lexicon)
        self.fresh.put(document)
        self.vocabulary.count(document.numbers, 1)

    def remove(self, fact_id: int) -> None:
        document = self.fresh.remove(fact_id)
        if document is None:
            slot = self.segment.slot(fact_id)
            if slot is None:
                return
            document = self.segment.document(slot)
            self.segment.hide(slot)
        self.vocabulary.count(document.numbers, -1)

    def candidates(
        self, asked: Question, desks: Collection[DeskId] | None, keep: int
    ) -> list[tuple[Document, float]]:
        """Candidate documents with the weight of the question each seems to match, highest
        first.
        """
        settled = self.segment.candidates(asked, desks, keep)
        fresh = self.fresh.candidates(asked, desks, keep)
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
        """Completions of a question being typed, each with the share of it that matches."""
        settled = self.segment.candidates(begun, desks, keep)
        fresh = self.fresh.candidates(begun, desks, keep)
        briefs = self.segment.briefs([slot for slot, _ in settled])
        found = [(brief, weight) for brief, (_, weight) in zip(briefs, settled, strict=True)]
        return found + [(document.brief, weight) for document, weight in fresh]

    def document(self, fact_id: int) -> Document | None:
        fresh = self.fresh.documents.get(fact_id)
        slot = self.segment.slot(fact_id)
        return fresh or (None if slot is None else self.segment.document(slot))

    def linked(self, hashed: int) -> Iterator[Document]:
        """The facts with a source of that link."""
        for slot in self.segment.find_link(hashed):
            yield self.segment.document(slot)
        for fact_id in self.fresh.find_link(hashed):
            yield self.fresh.documents[fact_id]

    def recent(self, desks: Collection[DeskId] | None) -> Iterator[Document]:
        """The documents of ``desks``, recent layer first."""
        yield from self.fresh.recent(desks)
        yield from self.segment.recent(desks)

    async def settle(self, then: Callable[[Segment], None] | None = None) -> None:
        """Merge the recent documents into a new segment, in a thread; then call ``then`` with it.

        Searches continue meanwhile, and concurrent puts and removals are kept.
        """
        moving = dict(self.fresh.documents)
        hidden = self.segment.hidden.copy()
        old = self.segment

        def work() -> Segment:
            segment = _merged(old, hidden, moving)
            if then is not None:
                then(segment)
            return segment

        self._adopt(await asyncio.to_thread(work), moving, hidden)

    def _adopt(
        self, segment: Segment, moved: dict[int, Document], hidden: npt.NDArray[np.bool_]
    ) -> None:
        """Replace the old segment, and drop the recent documents ``moved`` that are unchanged."""
        gone = np.flatnonzero(self.segment.hidden & ~hidden)
        for fact_id in self.segment.arrays.fact_ids[gone].tolist():
            slot = segment.slot(fact_id)
            if slot is not None:
                segment.hide(slot)
        recent = self.fresh.documents
        for fact_id, document in moved.items():
            if recent.get(fact_id) is not document and (slot := segment.slot(fact_id)) is not None:
                segment.hide(slot)
        left = [one for fact_id, one in recent.items() if moved.get(fact_id) is not one]
        if len(left) < len(moved):  # the cheaper of two equivalent updates
            self.fresh = RecentDocuments()
            for document in left:
                self.fresh.put(document)
        else:
            for document in [one for one in recent.values() if moved.get(one.fact_id) is one]:
                self.fresh.remove(document.fact_id)
        self.segment = segment


def _merged(segment: Segment, hidden: npt.NDArray[np.bool_], fresh: dict[int, Document]) -> Segment:
    builder = SegmentBuilder()
    builder.add_segment(segment, hidden)
    for document in fresh.values():
        builder.add(document)
    return builder.build()
