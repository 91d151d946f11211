"""An index of open questions by desk: finds duplicates, and questions that a fact answers."""

from facts.matching.decision.judgement import Decision
from facts.matching.saved_searches import SavedSearches
from facts.matching.search import ClaimIndex
from facts.model import Claim, Fact
from facts.usecases.newsroom.request import Request


class OpenQuestions:
    """Compares the questions of one desk by the matcher and thresholds used for claims."""

    def __init__(self) -> None:
        self._index = ClaimIndex()
        self._saved = SavedSearches()
        self._numbers: dict[str, set[int]] = {}

    def put(self, request: Request) -> None:
        """Add an open question."""
        self._index.put(_as_fact(request))
        for text in request.texts:
            self._numbers.setdefault(text, set()).add(request.number)
            self._saved.put(text)

    def remove(self, request: Request) -> None:
        """Remove a question."""
        self._index.remove(request.number)
        for text in request.texts:
            numbers = self._numbers.get(text, set())
            numbers.discard(request.number)
            if not numbers:
                self._numbers.pop(text, None)
                self._saved.remove(text)

    def same(self, text: str) -> int | None:
        """The number of an open question with the same meaning as ``text``, if one is certain."""
        judgement = self._index.search(text, None, 1)
        if judgement.decision is not Decision.FOUND:
            return None
        return judgement.candidates[0].fact_id

    async def answered_by(self, fact: Fact) -> list[int]:
        """The numbers of the open questions to which ``fact`` would be given as the answer."""
        texts = await self._saved.percolate(fact)
        return sorted({number for text in texts for number in self._numbers.get(text, ())})


def _as_fact(request: Request) -> Fact:
    """A question as a fact, so that it can be indexed like a claim."""
    return Fact.model_construct(
        id=request.number,
        desk=request.desk,
        revision=1,
        created_at=request.opened_at,
        changed_at=request.opened_at,
        claim=Claim(text=request.text),
        other_wordings=request.wordings,
        sources=(),
    )
