"""The claims nearest in meaning, by vectors that are kept as they are made."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.matching.semantic import vector_index as module
from facts.matching.semantic.vector_index import VectorIndex
from facts.matching.semantic.vector_table import VectorStorage, as_records
from facts.model import HOME, DeskId
from tests.facts.matching.conftest import MakeFact
from tests.facts.matching.semantic.conftest import Topics


def learn(vectors: VectorIndex) -> None:
    """Make every vector that is lacking, and keep it on disk."""
    while some := vectors.some_waiting(2):
        texts = [text for _, text in some]
        vectors.store(vectors.keep(some, vectors.encoder.encode(texts)))


def stored(topics: Topics, folder: Path) -> VectorIndex:
    """An index over what lies in ``folder``."""
    vectors = VectorIndex(topics, VectorStorage(folder, topics.name, topics.dimensions))
    vectors.load()
    return vectors


def ids(found: list[tuple[int, float]]) -> list[int]:
    return [fact_id for fact_id, _ in found]


def test_only_visible_and_present_claims_are_near(topics: Topics, make_fact: MakeFact) -> None:
    """Another desk's, an edited and a removed one are not."""
    vectors, away = VectorIndex(topics), DeskId("away")
    for number, desk in ((1, HOME), (2, away), (3, HOME), (4, HOME)):
        vectors.put(make_fact(number, f"Bridge {number}.", desk=desk))
    learn(vectors)
    vectors.remove(3)
    vectors.put(make_fact(4, "A letter."))
    learn(vectors)
    (bridge,) = topics.encode(["bridge"])
    assert ids(vectors.nearest(bridge, [HOME], 1)) == [1]
    assert ids(vectors.nearest(bridge, [away], 9)) == [2]
    assert ids(vectors.nearest(bridge, None, 9)) == [1, 2, 4]
    assert vectors.cosines(bridge, [1, 3, 4])[1] > 0.9 > vectors.cosines(bridge, [4])[4]
    assert vectors.cosines(bridge, [1, 2, 3, 4, 5]).keys() == {1, 2, 4}


def test_desks_that_come_during_a_search_do_no_harm(topics: Topics, make_fact: MakeFact) -> None:
    """A search runs in a thread; their first claims are put meanwhile, and found the next time."""
    vectors = VectorIndex(topics)
    vectors.put(make_fact(1, "The bridge."))
    learn(vectors)
    (bridge,) = topics.encode(["bridge"])

    class Desks(list[DeskId]):
        def __contains__(self, desk: object) -> bool:
            for number in (2, 3):
                vectors.put(make_fact(number, "The bridge.", desk=DeskId(str(number))))
            return desk == HOME

    assert ids(vectors.nearest(bridge, Desks(), 9)) == [1]
    assert ids(vectors.nearest(bridge, None, 9)) == [1, 2, 3]


def test_claims_in_other_languages_can_be_had_alone(topics: Topics, make_fact: MakeFact) -> None:
    """For a question in English, whose English claims are found by their words."""
    vectors = VectorIndex(topics)
    vectors.put(make_fact(1, "The bridge is closed."))
    learn(vectors)
    assert vectors.languages(None) == ("en",)
    vectors.put(make_fact(2, "Мост закрыт, bridge."))
    learn(vectors)
    assert set(vectors.languages([HOME])) == {"en", "ru"}
    assert vectors.languages([]) == ()
    (bridge,) = topics.encode(["bridge"])
    assert ids(vectors.nearest(bridge, None, 9, foreign=True)) == [2]


def test_among_very_many_the_nearest_are_found(topics: Topics, make_fact: MakeFact) -> None:
    """More than are measured one by one, with rows that grow."""
    vectors = VectorIndex(topics)
    for number in range(1, 1500):
        vectors.put(make_fact(number, f"Shark {number}." if number % 10 else f"Note {number}."))
    learn(vectors)
    (note,) = topics.encode(["note"])
    found = ids(vectors.nearest(note, None, 100))
    assert len(found) == 100
    assert all(number % 10 == 0 for number in found)


def test_very_many_that_were_made_are_looked_for_on_disk(
    topics: Topics, tmp_path: Path, make_fact: MakeFact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that they take no memory; what another process rewrote meanwhile is left as it is."""
    monkeypatch.setattr(module, "_MANY_FRESH", 3)
    vectors = stored(topics, tmp_path)
    vectors.put(make_fact(1, "Bridge."))
    learn(vectors)
    vectors = stored(topics, tmp_path)
    for number, claim in enumerate(("Note.", "Shark.", "Mayor.", "Bridge."), 1):
        vectors.put(make_fact(number, claim))
    learn(vectors)
    (file,) = tmp_path.glob("*.vectors")
    whole = file.read_bytes()
    for content in (whole[: len(whole) // 2], whole):
        file.write_bytes(content)
        vectors.map_stored()
        for word, found in (("letter", 1), ("fish", 2), ("council", 3), ("span", 4)):
            assert ids(vectors.nearest(topics.encode([word])[0], None, 1)) == [found]
    vectors.put(make_fact(5, "A message."))
    learn(vectors)
    assert set(ids(vectors.nearest(topics.encode(["letter"])[0], None, 2))) == {1, 5}


def test_what_was_made_is_there_after_a_stop_at_any_byte(
    topics: Topics, tmp_path: Path, make_fact: MakeFact
) -> None:
    """A new process makes only what was cut off, and what it adds is read again."""
    first = stored(topics, tmp_path)
    for number, claim in enumerate(("Bridge.", "Shark.", "Note."), 1):
        first.put(make_fact(number, claim))
    learn(first)
    (file,) = tmp_path.glob("*.vectors")
    whole = file.read_bytes()
    for cut in range(len(whole)):
        file.write_bytes(whole[:cut])
        second = stored(topics, tmp_path)
        second.put(make_fact(7, "Bridge."))
        second.put(make_fact(8, "Shark."))
        second.put(make_fact(9, "Note."))
        assert second.waiting == 3 - cut * 3 // len(whole)
        learn(second)
        third = stored(topics, tmp_path)
        third.put(make_fact(8, "Shark."))
        assert third.waiting == 0
        assert ids(third.nearest(topics.encode(["fish"])[0], None, 1)) == [8]


@given(st.lists(st.floats(-1, 1, width=32), min_size=4, max_size=80).filter(any))
def test_a_byte_a_dimension_is_enough(values: list[float]) -> None:
    """The cosine of a vector and what is kept of it is nearly 1."""
    vector = np.array([values], np.float32) / np.linalg.norm(values)
    (record,) = as_records([1], vector.astype(np.float32))
    kept = record["values"].astype(np.float32) * record["step"]
    assert float(vector[0] @ kept) == pytest.approx(1, abs=0.01)
