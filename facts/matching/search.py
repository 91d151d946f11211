"""The claim index: retrieves candidates by their words and judges them."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from facts.matching.completion import begun_question, best_completions
from facts.matching.decision.judge import Judge
from facts.matching.decision.judgement import Candidate, Decision, Judgement
from facts.matching.decision.thresholds import LINK_CONFIDENCE, THRESHOLDS, Strictness
from facts.matching.index.disk_cache import IndexCache, Stored
from facts.matching.index.fuzzy_search import SearchArrays
from facts.matching.index.index_builder import SegmentBuilder
from facts.matching.index.indexed_facts import Document, read
from facts.matching.index.inverted_index import Segment
from facts.matching.index.layered_index import LayeredIndex
from facts.matching.index.question import Question, QuestionReader
from facts.matching.text.figures import is_figure
from facts.matching.text.lexicon import Lexicon, default_lexicon
from facts.matching.text.messages import link_hash, links_in
from facts.model import DeskId, Fact

_CANDIDATES, _COMPLETIONS = 24, 100
# The number of recent documents from which the segment is rebuilt: searching them takes a
# millisecond.
_MANY_FRESH = 2_000


class ClaimIndex:
    """Finds the claim that a question means. A cache of the store: it can be rebuilt at any time.

    No call blocks the event loop for more than 10 ms.

    ``lexicon`` has the aliases (the package's own by default); ``strictness`` is how certain the
    index must be to give an answer.
    """

    def __init__(
        self,
        lexicon: Lexicon | None = None,
        strictness: Strictness = Strictness.NORMAL,
    ) -> None:
        self._lexicon = lexicon or default_lexicon()
        self._thresholds = THRESHOLDS[strictness]
        self._asked: Counter[int] = Counter()
        self._settling = False
        self._read: tuple[str, Question] | None = None
        self._use(LayeredIndex(self._lexicon))

    def __len__(self) -> int:
        """The number of facts in the index."""
        return self._layers.vocabulary.facts

    def __contains__(self, fact_id: int) -> bool:
        return self._layers.holds(fact_id)

    def put(self, fact: Fact) -> None:
        self._read = None
        self._layers.put(fact)

    def remove(self, fact_id: int) -> None:
        self._read = None
        self._layers.remove(fact_id)

    def read_question(self, question: str) -> Question:
        """``question`` parsed against this index."""
        # Judging and semantic proposals parse the same question up to three times.
        if self._read is None or self._read[0] != question:
            self._read = question, self._reader.read(question)
        return self._read[1]

    def candidates(self, question: str, desks: Collection[DeskId] | None) -> list[int]:
        """The ids of the facts that ``search`` would judge, retrieved by words alone."""
        found = self._layers.candidates(self.read_question(question), desks, _CANDIDATES)
        return [document.fact_id for document, _ in found]

    def search(
        self,
        question: str,
        desks: Collection[DeskId] | None,
        limit: int = 5,
        nearness: Mapping[int, float] | None = None,
    ) -> Judgement:
        """Judge which fact of ``desks`` (None: all) answers; at most ``limit`` candidates.

        ``nearness`` holds cosines by fact id. They add candidates and join the ranking, and must
        include each of ``candidates``.
        """
        if linked := self._linked(question, desks):
            candidates = tuple(
                Candidate(document.fact_id, LINK_CONFIDENCE) for document in linked[:limit]
            )
            return Judgement(Decision.FOUND, candidates, exact=True)
        asked = self.read_question(question)
        found = self._layers.candidates(asked, desks, _CANDIDATES)
        documents = {document.fact_id: document for document, _ in found}
        for fact_id in nearness or ():
            document = self._layers.document(fact_id)
            if document is not None:
                documents.setdefault(fact_id, document)
        judgement = self._judge.judge(asked, list(documents.values()), limit, nearness)
        if judgement.decision is Decision.FOUND:
            self._asked[judgement.candidates[0].fact_id] += 1
        return judgement

    def english_share(self, question: str) -> float:
        """The share of the words of ``question`` that are common English words, without figures
        and names that occur in claims.
        """
        lexicon, english, others = self._lexicon, 0, 0
        for term in self.read_question(question).typed:
            if term.stem in lexicon.rates or lexicon.relations.speech(term.stem):
                english += 1
            elif not is_figure(term.word) and not self._layers.fuzzy.inflections(term.word):
                others += 1
        return english / (english + others) if others else 1.0

    def complete(
        self, typed: str, desks: Collection[DeskId] | None, limit: int = 25
    ) -> tuple[int, ...]:
        layers = self._layers
        begun = begun_question(typed, self._reader)
        if not begun.terms:
            recent = islice(layers.recent(desks), limit)
            return tuple(document.fact_id for document in recent)
        briefs = layers.briefs(begun, desks, max(_COMPLETIONS, 2 * limit))
        return best_completions(begun, briefs, self._asked, limit)

    def filling(self) -> "Filling":
        return Filling(self)

    def fill(self, facts: Iterable[Fact]) -> None:
        """Replace all content by ``facts``."""
        filling = self.filling()
        for fact in facts:
            filling.add(fact)
        filling.hold(filling.build())

    @property
    def unsettled(self) -> bool:
        """Whether there are enough recent documents to make ``settle`` worth while."""
        return len(self._layers.fresh) >= _MANY_FRESH

    async def settle(self, cursor: int = 0, cache: IndexCache | None = None) -> None:
        """Merge the recent documents into the segment, in a thread; write it to ``cache`` as of
        ``cursor``.

        Searches continue meanwhile, and concurrent puts and removals are kept. Raises OSError.
        """
        if self._settling:
            return
        vocabulary = self._layers.vocabulary
        words, stems = vocabulary.words.copy(), vocabulary.stems.copy()
        foreign = vocabulary.foreign_stems

        def write(segment: Segment) -> None:
            if cache is not None:
                arrays = SearchArrays.collect(words)
                cache.write(Stored(segment, words, stems, foreign, arrays, cursor))

        self._settling = True
        try:
            await self._layers.settle(write)
        finally:
            self._settling = False

    async def restore(self, stored: Stored) -> None:
        """Replace all content by ``stored``."""
        self._use(await asyncio.to_thread(stored.restored, self._lexicon))

    def _use(self, layers: LayeredIndex) -> None:
        self._layers = layers
        self._read = None
        self._reader = QuestionReader(layers.fuzzy, self._lexicon)
        self._judge = Judge(layers.vocabulary, self._thresholds, self._lexicon)

    def _linked(self, question: str, desks: Collection[DeskId] | None) -> list[Document]:
        """The facts with a source whose link is in the question, most recently changed first."""
        found = {
            document.fact_id: document
            for link in links_in(question)
            for document in self._layers.linked(link_hash(link))
            if desks is None or document.desk in desks
        }
        return sorted(found.values(), key=lambda document: -document.changed)


class Filling:
    """A bulk load into an index, whose content it replaces when finished."""

    def __init__(self, index: ClaimIndex) -> None:
        self._index = index
        self._layers = LayeredIndex(index._lexicon)  # noqa: SLF001 - two halves of one thing
        self._builder = SegmentBuilder()

    def add(self, fact: Fact) -> None:
        """Add a fact. Each id once."""
        layers = self._layers
        self._builder.add(read(fact, layers.vocabulary, layers.lexicon))

    async def finish(self) -> None:
        """Replace the index's content by the facts added; works in a thread."""
        self.hold(await asyncio.to_thread(self.build))

    def build(self) -> LayeredIndex:
        self._layers.fuzzy.settle()
        self._layers.hold(self._builder.build())
        return self._layers

    def hold(self, layers: LayeredIndex) -> None:
        self._index._use(layers)  # noqa: SLF001 - the same
