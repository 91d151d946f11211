"""What is answered to questions that contradict a claim, and to those that say it otherwise.

The evaluation sets have a generator of such questions: from claims of the corpus, by one change.
"""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from facts.matching.decision.judgement import Decision
from facts.matching.search import ClaimIndex
from facts.model import HOME
from tests.benchmarks.evaluation import corpus
from tests.facts.matching.conftest import fill

SEEDS = (7, 99, 1965)
_CORPUS, _CORPUS_OF = "corpus-snopes2020.jsonl.gz", "posts-test"


@dataclass(frozen=True)
class Kind:
    """Of the questions of a kind the shares to which their claim was the answer, or was offered."""

    questions: int
    answered: float
    offered: float


@dataclass(frozen=True)
class Contradictions:
    """By kind ("x-number/full"), and together by "x/full", "x/short", "s/full" and "s/short"."""

    seed: int
    kinds: dict[str, Kind]
    together: dict[str, Kind]


def index_of_the_corpus(place: Path) -> tuple[ClaimIndex, dict[int, str]]:
    """The claims that the questions are made of, and their ids in the set."""
    facts = list(corpus(place, _CORPUS_OF))
    index = ClaimIndex()
    fill(index, iter(facts))
    return index, {fact.id: fact.ref or "" for fact in facts}


def measure(place: Path, seed: int, index: ClaimIndex, refs: dict[int, str]) -> Contradictions:
    """Make the questions of a seed and ask them."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for question in _questions(place, seed):
        judgement = index.search(question["text"], [HOME])
        ids = [refs[candidate.fact_id] for candidate in judgement.candidates]
        same = {question["claim"], *question.get("same", ())}
        answered = judgement.decision is Decision.FOUND and bool(same & set(ids[:1]))
        offered = judgement.decision is not Decision.NOT_FOUND and bool(same & set(ids))
        kind, form = question["kind"].split("/")
        for name in (f"{kind}/{form}", f"{kind[0]}/{form}"):
            for at, count in enumerate((1, answered, offered)):
                counts[name][at] += count
    kinds = {name: Kind(n, a / n, o / n) for name, (n, a, o) in counts.items()}
    return Contradictions(
        seed,
        {name: kind for name, kind in kinds.items() if name[1] == "-"},
        {name: kind for name, kind in kinds.items() if name[1] == "/"},
    )


def report(measured: Contradictions) -> str:
    """The figures of one seed as text."""
    lines = [f"contradict, seed {measured.seed}: answered with the claim, or it was offered"]
    lines += [
        f"  {name:22} {kind.answered:.3f}  {kind.offered:.3f}  of {kind.questions}"
        for name, kind in sorted({**measured.together, **measured.kinds}.items())
    ]
    return "\n".join(lines)


def _questions(place: Path, seed: int) -> list[dict[str, str]]:
    folder = place / "contradict"
    with tempfile.TemporaryDirectory() as made:
        subprocess.run(  # noqa: S603 - the sets' own script
            [
                sys.executable,
                str(folder / "make.py"),
                str(place / _CORPUS),
                str(folder / "rules-dev.json"),
                made,
                "--seed",
                str(seed),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        lines = Path(made, "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
