"""What claims mean joins the answers when it is there, and never makes them worse."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from facts.matching.search import ClaimIndex
from facts.matching.semantic.encoders import Encoder, MultilingualUSE, Vectors
from facts.matching.semantic.vector_index import VectorIndex
from facts.matching.semantic.vector_table import VectorStorage, digest
from facts.matching.settings import MatchingSettings
from facts.model import HOME
from facts.store.address import DatabaseAddress
from facts.store.protocol import Redact
from facts.usecases.catalogue import Catalogue
from facts.usecases.files.importing import Importing
from facts.usecases.questions.meaning import Meaning
from facts.wiring import open_library
from tests.memory_store import MemoryStore
from tests.postgres import Server

_TOPICS = ("bridge viaduct span", "note letter message", "shark fish", "mayor council")


class Topics:
    """A model that is small enough to see through: which of four topics a text is about."""

    name = "topics"
    dimensions = 4

    def __init__(self) -> None:
        self.encoded: list[str] = []
        self.at_once: list[int] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        self.at_once.append(len(texts))
        rows = [
            [float(any(w in t.lower() for w in topic.split())) for topic in _TOPICS] for t in texts
        ]
        vectors = np.array(rows, np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def lines(claims: Sequence[str]) -> bytes:
    rows = [{"claim": claim, "sources": [{"outlet": "o"}]} for claim in claims]
    return "\n".join(json.dumps(row) for row in rows).encode()


def digests(kept: VectorStorage) -> set[int]:
    """Of which texts there are vectors on disk."""
    stored = kept.read()
    rows = np.arange(len(stored))
    return set(stored[rows]["digest"].tolist()) if len(rows) else set()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def topics() -> Topics:
    return Topics()


def meaning(
    store: MemoryStore, topics: Topics, folder: Path | None, most: int | None = None
) -> Meaning:
    storage = VectorStorage(folder, topics.name, topics.dimensions) if folder else None
    return Meaning(VectorIndex(topics, storage), store, most)


async def first(catalogue: Catalogue, question: str) -> int:
    await catalogue.catch_up()
    return (await catalogue.search(question, None)).candidates[0].fact_id


async def test_meaning_decides_between_claims_with_the_same_words(
    store: MemoryStore, topics: Topics
) -> None:
    """The nearer one leads, once the vectors are made; before, the words alone decide."""
    claims = ["A message reached the town on Monday.", "A shark reached the town on Monday."]
    await Importing(store).run(lines(claims), editor="t")
    catalogue = Catalogue(store, ClaimIndex(), english=meaning(store, topics, None))
    assert await first(catalogue, "fish reached town") == 1
    assert topics.encoded == []
    await catalogue.learn()
    assert await first(catalogue, "fish reached town") == 2


async def test_a_claim_without_a_shared_word_is_a_candidate(
    store: MemoryStore, topics: Topics
) -> None:
    """It is offered at most, for its words do not answer."""
    await Importing(store).run(lines(["The harbour bridge is shut.", "A shark swam."]), editor="t")
    catalogue = Catalogue(store, ClaimIndex(), english=meaning(store, topics, None))
    await catalogue.catch_up()
    assert (await catalogue.search("viaduct", None)).candidates == ()
    await catalogue.learn()
    judgement = await catalogue.search("viaduct", None)
    assert judgement.candidates[0].fact_id == 1
    assert judgement.decision != "found"


async def test_a_claim_that_lacks_its_vector_gets_it_on_the_spot(
    store: MemoryStore, topics: Topics
) -> None:
    """So that the newest claims do not fall behind for want of one."""
    await Importing(store).run(lines(["A message reached the town on Monday."]), editor="t")
    catalogue = Catalogue(store, ClaimIndex(), english=meaning(store, topics, None))
    await catalogue.learn()
    await Importing(store).run(lines(["A shark reached the town on Monday."]), editor="t")
    assert await first(catalogue, "fish reached town") == 2
    assert topics.encoded.count("A shark reached the town on Monday.") == 1


async def test_where_too_many_lack_theirs_the_words_alone_rank(
    store: MemoryStore, topics: Topics
) -> None:
    """A part of the vectors is worse than none: the claims that have one would lead."""
    await Importing(store).run(lines(["A shark reached the town on Monday."]), editor="t")
    catalogue = Catalogue(store, ClaimIndex(), english=meaning(store, topics, None))
    await catalogue.learn()
    many = [f"A message number {n} reached the town." for n in range(9)]
    await Importing(store).run(lines(["Fish reached the fair town.", *many]), editor="t")
    assert await first(catalogue, "fish reached fair town") == 2
    assert len(topics.encoded) == 2, "the first claim, and the question"


async def test_vectors_are_made_once_and_kept_as_they_are_made(
    store: MemoryStore, topics: Topics, tmp_path: Path
) -> None:
    """Cancelled in the middle, the next one goes on; edited claims are made anew."""
    claims = [f"Bridge {n}." for n in range(60)]
    await Importing(store).run(lines(claims), editor="t")
    begun = asyncio.Event()
    learning = asyncio.create_task(
        meaning(store, topics, tmp_path).learn(lambda _, __: begun.set())
    )
    await begun.wait()
    learning.cancel()
    await asyncio.gather(learning, return_exceptions=True)
    made = len(topics.encoded)
    assert 0 < made < 60
    second = Topics()
    await meaning(store, second, tmp_path).learn()
    assert set(second.encoded) | set(topics.encoded) == set(claims)
    assert len(second.encoded) <= 60 - made + 16
    third = Topics()
    await meaning(store, third, tmp_path).learn()
    assert third.encoded == []


async def test_a_redaction_takes_the_vector_off_the_disk_and_leaves_the_others(
    store: MemoryStore, topics: Topics, tmp_path: Path
) -> None:
    """Whether the process that holds them sees it, or was away: then its next start does."""
    claims = ["Bridge five.", "Shark six.", "Note seven."]
    await Importing(store).run(lines(claims), editor="t")
    kept = VectorStorage(tmp_path, topics.name, topics.dimensions)
    catalogue = Catalogue(
        store, ClaimIndex(), english=meaning(store, topics, tmp_path), derived=[tmp_path]
    )
    await catalogue.learn()
    assert len(digests(kept)) == 3
    await store.redact(Redact(2, "six", "privacy", HOME), editor="t")
    await catalogue.catch_up()
    for _ in range(200):
        if digests(kept) == {digest("Bridge five."), digest("Note seven.")}:
            break
        await asyncio.sleep(0.01)
    await catalogue.close()
    assert digests(kept) == {digest("Bridge five."), digest("Note seven.")}
    await store.redact(Redact(3, "seven", "privacy", HOME), editor="t")
    again = Topics()
    await meaning(store, again, tmp_path).learn()
    assert digest("Note seven.") not in digests(kept)
    assert digest("Bridge five.") in digests(kept)
    assert "Bridge five." not in again.encoded


async def test_vectors_of_a_database_are_kept_in_the_cache(
    postgres: Server, tmp_path: Path
) -> None:
    """In a folder for each database; the next process on that machine makes none anew."""
    for address in (postgres.new_database(), postgres.new_database()):
        for _ in range(2):
            matching = MatchingSettings(cache=tmp_path)
            async with open_library(DatabaseAddress(address), matching=matching) as library:
                await library.asking.catalogue.learn()
    model = MultilingualUSE()
    assert [len(digests(one)) for one in _kept_under(tmp_path, model)] == [32, 32]


def _kept_under(cache: Path, model: Encoder) -> list[VectorStorage]:
    folders = {file.parent for file in cache.glob("meanings-*/*.vectors")}
    return [VectorStorage(folder, model.name, model.dimensions) for folder in folders]


async def test_beyond_the_facts_it_is_made_for_it_is_off(
    store: MemoryStore, topics: Topics, caplog: pytest.LogCaptureFixture
) -> None:
    """And the log says so."""
    await Importing(store).run(lines(["Bridge one.", "Bridge two."]), editor="t")
    off = meaning(store, topics, None, most=1)
    await off.learn()
    assert not off.ready
    assert await off.near(["bridge"], None, 5) is None
    assert "2 facts exceed the limit of 1 for topics; it stays off" in caplog.text


async def test_a_disk_that_fails_costs_work_and_nothing_else(
    store: MemoryStore, topics: Topics, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Vectors are made, and the log says that they were not kept."""
    blocked = tmp_path / "meanings"
    blocked.write_text("a file where a folder should be")
    await Importing(store).run(lines(["Bridge one."]), editor="t")
    works = meaning(store, topics, blocked)
    await works.learn()
    assert works.ready
    assert "Could not write" in caplog.text


async def test_learning_stands_back_while_questions_come(
    store: MemoryStore, topics: Topics
) -> None:
    """Few claims at once, so that no question waits long for the model; more when it is quiet."""
    await Importing(store).run(lines([f"Bridge {n}." for n in range(60)]), editor="t")
    quiet = Topics()
    await meaning(store, quiet, None).learn()
    assert max(quiet.at_once) == 16
    catalogue = Catalogue(store, ClaimIndex(), any_language=meaning(store, topics, None))
    learning = asyncio.create_task(catalogue.learn())
    while not learning.done():
        await catalogue.keep_up()
        await asyncio.sleep(0)
    assert max(topics.at_once[1:]) == 4
    assert set(topics.encoded) == set(quiet.encoded)


async def test_a_long_message_takes_the_model_in_turns(store: MemoryStore, topics: Topics) -> None:
    """Others that wait for it get theirs in between."""
    await Importing(store).run(lines(["Bridge one."]), editor="t")
    works = meaning(store, topics, None)
    await works.learn()
    near = await works.near([f"bridge {n}" for n in range(20)], None, 5)
    assert near is not None
    assert [set(one.facts) for one in near] == [{1}] * 20
    assert topics.at_once == [1, 8, 8, 4]


async def test_what_is_removed_while_everything_is_looked_at_stays_removed(
    store: MemoryStore, topics: Topics
) -> None:
    """What the log says is newer than what is read of the store."""
    await Importing(store).run(lines(["Bridge one.", "Bridge two."]), editor="t")
    works = meaning(store, topics, None)
    works.remove(1)
    await works.learn()
    near = await works.near(["bridge"], None, 5)
    assert near is not None
    assert set(near[0].facts) == {2}
