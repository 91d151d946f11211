"""The documents added since the segment was built: searchable at once, and merged into it later."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from facts.matching.index.indexed_facts import Document
from facts.matching.index.inverted_index import ELSEWHERE
from facts.matching.index.question import Question
from facts.model import DeskId


class RecentDocuments:
    """The mutable layer above a segment: at most a few thousand documents."""

    def __init__(self) -> None:
        self.documents: dict[int, Document] = {}
        self._holders: dict[int, set[int]] = defaultdict(set)
        self._around: dict[int, set[int]] = defaultdict(set)
        self._linked: dict[int, set[int]] = defaultdict(set)

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
        """At most ``keep`` documents that match most of the question, with the matched weight."""
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

    def without(self, moved: Mapping[int, Document]) -> "RecentDocuments":
        """These without the documents ``moved`` into a segment, if they are still the same."""
        left = [one for fact_id, one in self.documents.items() if moved.get(fact_id) is not one]
        if len(left) < len(moved):  # the cheaper of two equivalent updates
            rest = RecentDocuments()
            for document in left:
                rest.put(document)
            return rest
        for fact_id, document in moved.items():
            if self.documents.get(fact_id) is document:
                self.remove(fact_id)
        return self
