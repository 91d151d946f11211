"""How well the claim that is meant is found, and the rest refused.

``python -m tests.benchmarks.quality [SET]...`` prints every figure of the scorer for every
evaluation set, ``contradict`` among them; with ``--semantic`` also by meaning, which takes minutes
for the claims' vectors.
"""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facts.matching.search import ClaimIndex
from facts.matching.semantic.encoders import Encoder, MiniLM
from facts.matching.semantic.vector_index import VectorIndex
from facts.model import HOME, Fact
from tests.benchmarks import contradict
from tests.benchmarks.evaluation import SETS, corpus, folder, scorer
from tests.facts.matching.conftest import fill
from tests.languages import measure as languages

_MOST_FALSE = 0.05
_CONTRADICT = "contradict"
_AT_ONCE, _NEAREST = 64, 24


@dataclass(frozen=True)
class Quality:
    """The figures of one set.

    ``scores`` and ``sweep`` are the scorer's; ``decisions`` counts what was decided for questions
    whose first candidate is right, wrong, or that have no match; ``answers`` are the confidence in
    each first candidate and which of the three it is; ``p95`` are
    milliseconds of processor time for a question.
    """

    name: str
    scores: dict[str, Any]
    by_kind: dict[str, dict[str, Any]]
    sweep: dict[str, Any]
    decisions: Counter[tuple[str, str]]
    answers: tuple[tuple[float, str], ...]
    p95: float

    @property
    def right(self) -> float:
        """The share answered right with at most 5 % false answers; 0 without no-match questions."""
        best = self.sweep[f"best_at_far<={_MOST_FALSE:g}"]
        return float(best["correct_rate"]) if best else 0.0

    @property
    def precision(self) -> float:
        """The share of right ones among all answers, at the same threshold."""
        best = self.sweep[f"best_at_far<={_MOST_FALSE:g}"]
        return float(best["answer_precision"]) if best else 0.0


def vectors_of(facts: Sequence[Fact], encoder: Encoder) -> VectorIndex:
    """The vectors of all ``facts``, which takes minutes."""
    vectors = VectorIndex(encoder)
    for fact in facts:
        vectors.put(fact)
    while some := vectors.some_waiting(_AT_ONCE):
        vectors.keep(some, encoder.encode([text for _, text in some]))
    return vectors


def measure(place: Path, name: str, vectors: VectorIndex | None = None) -> Quality:
    """Ask all questions of a set of the claims of its corpus; with ``vectors`` by meaning too, for
    those questions of which every candidate has one.
    """
    index = ClaimIndex()
    refs: dict[int, str] = {}
    facts = list(corpus(place, name))
    for fact in facts:
        refs[fact.id] = fact.ref or ""
    fill(index, iter(facts))
    times: list[float] = []
    score = scorer(place)
    queries, relevant = score.load_set(str(place / name))
    run: dict[str, list[tuple[str, float]]] = {}
    decisions: Counter[tuple[str, str]] = Counter()
    answers: list[tuple[float, str]] = []
    for query in queries:
        start = time.thread_time()
        near = _nearness(index, vectors, query["text"]) if vectors else None
        judgement = index.search(query["text"], [HOME], nearness=near)
        times.append(1000 * (time.thread_time() - start))
        results = [(refs[c.fact_id], c.confidence) for c in judgement.candidates]
        run[query["id"]] = results
        gold = relevant.get(query["id"], set())
        outcome = "right" if results and results[0][0] in gold else "wrong"
        outcome = outcome if gold else "no match"
        decisions[judgement.decision.value, outcome] += 1
        answers.append((results[0][1] if results else 0.0, outcome))
    kinds = sorted({query["kind"] for query in queries})
    return Quality(
        name,
        score.score(queries, relevant, run),
        {k: score.score([q for q in queries if q["kind"] == k], relevant, run) for k in kinds},
        score.sweep(queries, relevant, run, _MOST_FALSE),
        decisions,
        tuple(answers),
        sorted(times)[int(0.95 * len(times))],
    )


def _nearness(index: ClaimIndex, vectors: VectorIndex, question: str) -> dict[int, float] | None:
    """As ``facts.usecases.questions.meaning`` has it, but that nothing is made on the spot."""
    (vector,) = vectors.encoder.encode([question])
    by_words = [document.fact_id for document, _ in index.candidates(question, [HOME])]
    if len(vectors.cosines(vector, by_words)) < len(by_words):
        return None
    return dict(vectors.nearest(vector, [HOME], _NEAREST)) | vectors.cosines(vector, by_words)


def report(quality: Quality) -> str:
    """The figures of one set as text."""
    lines = [f"{quality.name}: {quality.scores['queries']} questions"]
    lines += [
        f"  {name:18} {quality.scores[name]}" for name in ("recall@1", "recall@5", "map@5", "mrr")
    ]
    if quality.scores["no_match"]:
        lines.append(f"  right at <= 5 % false {quality.right}, precision {quality.precision}")
    lines.append(f"  {'ms p95':18} {quality.p95:.1f}")
    for (decision, outcome), count in sorted(quality.decisions.items()):
        lines.append(f"  {decision:10} {outcome:9} {count}")
    if len(quality.by_kind) > 1:
        lines += [
            f"  {kind:12} R@1 {scores['recall@1']}  R@5 {scores['recall@5']}"
            for kind, scores in quality.by_kind.items()
            if scores["answerable"]
        ]
    return "\n".join(lines)


def main() -> None:
    place = folder()
    if place is None:
        sys.exit("The evaluation sets are not here. Set NICENOTE_EVAL to their folder.")
    named = [name for name in sys.argv[1:] if name != "--semantic"]
    known: dict[str, VectorIndex] = {}
    for name in named or (*SETS, _CONTRADICT):
        if name == _CONTRADICT:
            index, refs = contradict.index_of_the_corpus(place)
            for seed in contradict.SEEDS:
                print(contradict.report(contradict.measure(place, seed, index, refs)))
            continue
        vectors = None
        if "--semantic" in sys.argv:
            facts = list(corpus(place, name))
            texts = "\n".join(fact.claim.text for fact in facts)
            vectors = known[texts] = known.get(texts) or vectors_of(facts, MiniLM())
        print(report(measure(place, name, vectors)))
    if not named:
        print(asyncio.run(languages.report()))


if __name__ == "__main__":
    main()
