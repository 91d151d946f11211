"""The claim index: retrieves candidates by their words and judges them; completes what is typed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterable, Collection, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from facts.matching.decision.judge import Judge
from facts.matching.decision.judgement import Candidate, Decision, Judgement
from facts.matching.decision.thresholds import LINK_CONFIDENCE, THRESHOLDS, Strictness
from facts.matching.index.disk_cache import IndexCache, Stored
from facts.matching.index.fuzzy_search import FuzzySearch, SearchArrays
from facts.matching.index.index_builder import SegmentBuilder, merged
from facts.matching.index.indexed_facts import Brief, Document, read
from facts.matching.index.inverted_index import WITHIN_REACH, Segment
from facts.matching.index.question import Question, QuestionReader, Term
from facts.matching.index.recent_documents import RecentDocuments
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.analysis import words
from facts.matching.text.figures import is_figure
from facts.matching.text.lexicon import Lexicon, default_lexicon
from facts.matching.text.messages import link_hash, links_in
from facts.model import DeskId, Fact

# The number of candidates that are scored: at least the first, and those within reach of it.
_CANDIDATES, _SURELY_SCORED, _COMPLETIONS = 24, 5, 100
# The number of recent documents from which the segment is rebuilt: searching them takes a
# millisecond.
_MANY_RECENT = 2_000
_MOST_TYPED = 200
# Offered: facts holding at least this share of what the best one holds of the typed words.
_NEARLY = 0.75


class ClaimIndex:
    """Finds the claim that a question means. A cache of the store: it can be rebuilt at any time.

    Two layers: an immutable segment, and above it the documents added since. Replacing or removing
    a document of the segment hides it there; ``merge`` unites the layers.

    No call blocks the event loop for more than 10 ms.

    ``lexicon`` has the aliases (the package's own by default); ``strictness`` is how certain the
    index must be to give an answer.
    """

    def __init__(
        self, lexicon: Lexicon | None = None, strictness: Strictness = Strictness.NORMAL
    ) -> None:
        self._lexicon = lexicon or default_lexicon()
        self._thresholds = THRESHOLDS[strictness]
        self._asked: Counter[int] = Counter()
        self._merging = False
        empty = Vocabulary(self._lexicon.rates)
        self._hold(FuzzySearch(empty), SegmentBuilder().build())

    def _hold(self, fuzzy: FuzzySearch, segment: Segment) -> None:
        """Replace all content by ``segment``; ``fuzzy`` searches its words."""
        self._fuzzy, self._vocabulary = fuzzy, fuzzy.vocabulary
        self._segment, self._recent = segment, RecentDocuments()
        self._reader = QuestionReader(fuzzy, self._lexicon)
        self._judge = Judge(fuzzy.vocabulary, self._thresholds, self._lexicon)
        self._read: tuple[str, Question] | None = None

    def put(self, fact: Fact) -> None:
        self.remove(fact.id)
        document = read(fact, self._vocabulary, self._lexicon)
        self._recent.put(document)
        self._vocabulary.count(document.numbers, 1)

    def remove(self, fact_id: int) -> None:
        self._read = None
        document = self._recent.remove(fact_id)
        if document is None:
            slot = self._segment.slot(fact_id)
            if slot is None:
                return
            document = self._segment.document(slot)
            self._segment.hide(slot)
        self._vocabulary.count(document.numbers, -1)

    def read_question(self, question: str) -> Question:
        """``question`` parsed against this index."""
        # Judging and semantic proposals parse the same question up to three times.
        if self._read is None or self._read[0] != question:
            self._read = question, self._reader.read(question)
        return self._read[1]

    def candidates(
        self, question: str, desks: Collection[DeskId] | None
    ) -> list[tuple[Document, float]]:
        """The documents that ``search`` judges, retrieved by words alone, each with the weight of
        the question that it seems to match; highest first.
        """
        asked = self.read_question(question)
        in_segment = self._segment.candidates(asked, desks, _CANDIDATES)
        recent = (
            self._recent.candidates(asked, desks, _CANDIDATES) if self._recent.documents else []
        )
        weights = sorted(map(itemgetter(1), (*in_segment, *recent)), reverse=True)
        if not weights:
            return []
        least = weights[:_SURELY_SCORED][-1] - WITHIN_REACH * sum(asked.weights)
        found = [(document, weight) for document, weight in recent if weight >= least]
        found += [
            (self._segment.document(slot), weight) for slot, weight in in_segment if weight >= least
        ]
        found.sort(key=lambda item: (-item[1], -item[0].changed))
        return found[:_CANDIDATES]

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
        # A link has a slash.
        if "/" in question and (linked := self._linked(question, desks)):
            candidates = tuple(
                Candidate(document.fact_id, LINK_CONFIDENCE) for document in linked[:limit]
            )
            return Judgement(Decision.FOUND, candidates, exact=True)
        documents = [document for document, _ in self.candidates(question, desks)]
        if nearness:
            by_words = {document.fact_id for document in documents}
            others = map(self._document, (one for one in nearness if one not in by_words))
            documents += filter(None, others)
        asked = self.read_question(question)
        judgement = self._judge.judge(asked, documents, limit, nearness)
        if judgement.decision is Decision.FOUND:
            self._asked[judgement.candidates[0].fact_id] += 1
        return judgement

    def english_share(self, question: str) -> float:
        """The share of the words of ``question`` that are common English words, without figures
        and names that occur in claims.
        """
        lexicon, english, others = self._lexicon, 0, 0
        for term in self.read_question(question).typed:
            if term.stem in lexicon.rates or term.stem in lexicon.relations.speech:
                english += 1
            elif not is_figure(term.word) and not self._fuzzy.inflections(term.word):
                others += 1
        return english / (english + others) if others else 1.0

    def complete(
        self, typed: str, desks: Collection[DeskId] | None, limit: int = 25
    ) -> tuple[int, ...]:
        """The ids of the facts that a question being typed may mean, best first."""
        unfinished = _unfinished_question(typed, self._reader)
        if not unfinished.terms:
            newest = chain(self._recent.recent(desks), self._segment.recent(desks))
            return tuple(document.fact_id for document in islice(newest, limit))
        keep = max(_COMPLETIONS, 2 * limit)
        in_segment = self._segment.candidates(unfinished, desks, keep)
        briefs = self._segment.briefs([slot for slot, _ in in_segment])
        found = [(brief, weight) for brief, (_, weight) in zip(briefs, in_segment, strict=True)]
        recent = self._recent.candidates(unfinished, desks, keep)
        found += [(document.brief, weight) for document, weight in recent]
        return _best_completions(unfinished, found, self._asked, limit)

    async def fill(self, facts: AsyncIterable[Fact]) -> None:
        """Replace all content by ``facts``, each id once; inverted in a thread."""
        vocabulary, builder = Vocabulary(self._lexicon.rates), SegmentBuilder()
        async for fact in facts:
            builder.add(read(fact, vocabulary, self._lexicon))

        def work() -> tuple[FuzzySearch, Segment]:
            segment, fuzzy = builder.build(), FuzzySearch(vocabulary)
            vocabulary.recount(segment.frequencies(), len(segment))
            fuzzy.merge()
            return fuzzy, segment

        self._hold(*await asyncio.to_thread(work))

    @property
    def merge_due(self) -> bool:
        """Whether there are enough recent documents to make ``merge`` worth while."""
        return len(self._recent.documents) >= _MANY_RECENT

    async def merge(self, cursor: int = 0, cache: IndexCache | None = None) -> None:
        """Merge the recent documents into the segment, in a thread; write it to ``cache`` as of
        ``cursor``.

        Searches continue meanwhile, and concurrent puts and removals are kept. Raises OSError.
        """
        if self._merging:
            return
        vocabulary = self._vocabulary
        known, stems = vocabulary.words.copy(), vocabulary.stems.copy()
        foreign, moving = vocabulary.foreign_stems, dict(self._recent.documents)
        old, hidden = self._segment, self._segment.hidden.copy()

        def work() -> Segment:
            segment = merged(old, hidden, moving.values())
            if cache is not None:
                arrays = SearchArrays.collect(known)
                cache.write(Stored(segment, known, stems, foreign, arrays, cursor))
            return segment

        self._merging = True
        try:
            segment = await asyncio.to_thread(work)
        finally:
            self._merging = False
        if self._segment is old:  # else all content was replaced meanwhile
            self._adopt(segment, moving, hidden)

    def _adopt(
        self, segment: Segment, moved: dict[int, Document], hidden: npt.NDArray[np.bool_]
    ) -> None:
        """Replace the old segment, in which those ``hidden`` were hidden when the recent documents
        ``moved`` were merged with it.
        """
        gone = self._segment.arrays.fact_ids[self._segment.hidden & ~hidden].tolist()
        recent = self._recent.documents
        gone += [fact_id for fact_id, one in moved.items() if recent.get(fact_id) is not one]
        for fact_id in gone:
            slot = segment.slot(fact_id)
            if slot is not None:
                segment.hide(slot)
        self._segment, self._recent = segment, self._recent.without(moved)

    async def restore(self, stored: Stored) -> None:
        """Replace all content by ``stored``."""
        self._hold(await asyncio.to_thread(stored.restored, self._lexicon), stored.segment)

    def _document(self, fact_id: int) -> Document | None:
        slot = self._segment.slot(fact_id)
        recent = self._recent.documents.get(fact_id)
        return recent or (None if slot is None else self._segment.document(slot))

    def _linked(self, question: str, desks: Collection[DeskId] | None) -> list[Document]:
        """The facts with a source whose link is in the question, most recently changed first."""
        hashes = [link_hash(link) for link in links_in(question)]
        found = {
            document.fact_id: document
            for hashed in hashes
            for document in (
                *map(self._segment.document, self._segment.find_link(hashed)),
                *map(self._recent.documents.__getitem__, self._recent.find_link(hashed)),
            )
            if desks is None or document.desk in desks
        }
        return sorted(found.values(), key=lambda document: -document.changed)


def _unfinished_question(typed: str, reader: QuestionReader) -> Question:
    """The ``typed`` words; the last is treated as a prefix unless a space follows it."""
    typed = typed[:_MOST_TYPED]
    question = reader.read(typed)
    found = words(typed)
    if not found or typed[-1:].isspace():
        return question
    last = next((term for term in reversed(question.terms) if term.word == found[-1]), None)
    if last is None:
        last = Term(found[-1], found[-1], idf=1.0)
        question = Question((*question.terms, last), passage=False, sentence=False)
    for number in reader.fuzzy.starting_with(found[-1]):
        last.may_mean(number, 1.0)
    return question


def _best_completions(
    unfinished: Question,
    candidates: Sequence[tuple[Brief, float]],
    asked: Mapping[int, int],
    limit: int,
) -> tuple[int, ...]:
    """The ids of the facts to offer, best first.

    Sorted by how much of the typed words they hold, then claims that begin with them, then how
    often a fact was ``asked`` for, then most recent.
    """
    if not candidates:
        return ()
    last = unfinished.terms[-1].near
    floor = _NEARLY * max(weight for _, weight in candidates)

    def place(item: tuple[Brief, float]) -> tuple[float, bool, int, float]:
        brief, weight = item
        held = -round(weight, 3)
        return held, brief.opening not in last, -asked.get(brief.fact_id, 0), -brief.changed

    fitting = sorted((item for item in candidates if item[1] >= floor), key=place)
    return tuple(brief.fact_id for brief, _ in fitting[:limit])
