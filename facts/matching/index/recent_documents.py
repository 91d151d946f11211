"""The fresh end of the index: documents that were put since the segment was built."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from facts.matching.index.candidates import ELSEWHERE
from facts.matching.index.documents import Document
from facts.matching.index.question import Question
from facts.model import DeskId


class Overlay:
    """A few thousand documents at most, each found from the moment it is put."""

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
        """Take a document out, if it is here."""
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

    def gather(
        self, question: Question, desks: Collection[DeskId] | None, keep: int
    ) -> list[tuple[Document, float]]:
        """At most ``keep`` documents that hold most of the question, with how much, by weight."""
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
        """The documents of ``desks``, those changed last first."""
        for document in sorted(self.documents.values(), key=lambda d: (-d.changed, -d.fact_id)):
            if desks is None or document.desk in desks:
                yield document
