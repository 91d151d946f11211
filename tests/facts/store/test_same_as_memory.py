"""Whatever is done to it, the store of each engine says the same as the plain one in memory."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from facts.model import HOME, STARTER, DeskId, FactDraft, Refusal, Standing
from facts.store.postgres.store import PostgresStore
from facts.store.protocol import Add, Edit, FactStore, Having, Redact, Remove, Restore, Write
from facts.store.shelf import Delete
from facts.store.tinydb.store import TinyDBStore
from tests.memory_store import MemoryStore
from tests.postgres import Server

DESKS = st.sampled_from([HOME, STARTER, DeskId("7")])
EDITORS = st.sampled_from(["ana", "ben"])
TOPICS = st.sampled_from(["covid", "trade", "letters"])
DRAFTS = st.builds(
    lambda text, topics, speaker, stances, link: FactDraft.model_validate(
        {
            "claim": {"text": text, "speaker": speaker},
            "topics": topics,
            "responses": [{"stance": stance, "role": "a ministry"} for stance in stances],
            "sources": [{"outlet": "Reuters", "url": link}],
        }
    ),
    st.sampled_from(["a note", "a letter", "편지"]),
    st.lists(TOPICS, max_size=2, unique=True),
    st.sampled_from([None, "Trump", "Kim"]),
    st.lists(st.sampled_from(["denies", "confirms", "declines"]), max_size=2),
    st.sampled_from([None, "https://a.example/1", "https://b.example/2"]),
)
IDS = st.integers(1, 6)
REVISIONS = st.integers(1, 4)
WRITES = st.one_of(
    st.builds(Add, DESKS, DRAFTS),
    st.builds(Edit, IDS, REVISIONS, DRAFTS),
    st.builds(Remove, IDS, REVISIONS),
    st.builds(Restore, IDS, REVISIONS, DRAFTS),
)
HAVING = st.builds(
    Having,
    desks=st.none() | st.lists(DESKS, max_size=2),
    topic=st.none() | TOPICS,
    speaker=st.none() | st.sampled_from(["trump", "Kim"]),
    link=st.none() | st.just("http://www.a.example/1"),
    standing=st.none() | st.sampled_from(Standing),
)


class Clock:
    """A minute later at each look, so that both stores have the same times."""

    def __init__(self) -> None:
        self.now = datetime(2020, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class SameAsMemory(RuleBasedStateMachine):
    """Does everything to both stores; the one of the engine is closed and opened now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = Clock()
        self.memory = MemoryStore(clock=Clock())
        self.make_place()
        self.store = self.runner.run(self.open())

    def make_place(self) -> None:
        """Where this engine keeps an empty store."""
        raise NotImplementedError

    async def open(self) -> FactStore:
        """The store that is there."""
        raise NotImplementedError

    def both(self, work: Callable[[FactStore], Coroutine[Any, Any, Any]]) -> None:
        """The answer, or the sentence of the refusal, is the same."""
        answers: list[Any] = []
        for store in (self.memory, self.store):
            try:
                answers.append(self.runner.run(work(store)))
            except Refusal as refusal:
                answers.append((type(refusal), str(refusal)))
        assert answers[0] == answers[1]

    @rule(writes=st.lists(WRITES, min_size=1, max_size=4), editor=EDITORS)
    def apply(self, writes: list[Write], editor: str) -> None:
        async def work(store: FactStore) -> tuple[Any, ...]:
            return tuple(await store.apply(writes, editor=editor, reason=f"asked by {editor}"))

        self.both(work)

    @rule(person=EDITORS)
    def erase(self, person: str) -> None:
        self.both(lambda store: store.erase(person, editor="operator"))

    @rule(fact_id=IDS, text=st.sampled_from(["note", "letter", "Trump", "Reuters"]))
    def redact(self, fact_id: int, text: str) -> None:
        self.both(lambda store: store.redact(Redact(fact_id, text, "a law", HOME), editor="eva"))

    @rule(
        place=st.sampled_from(["a/1", "a/2", "b/1"]),
        revision=st.none() | st.integers(0, 9),
        document=st.none() | st.fixed_dictionaries({"by": EDITORS}),
    )
    def shelve(self, place: str, revision: int | None, document: dict[str, str] | None) -> None:
        kind, _, key = place.partition("/")

        async def work(store: FactStore) -> object:
            if document is None and revision is not None:
                return await store.shelf.keep([Delete(kind, key, revision)])
            if document is None:
                return await store.shelf.delete(kind, key)
            return await store.shelf.put(kind, key, document, revision=revision)

        self.both(work)

    @rule(consumer=st.sampled_from(["alerts", "index"]), number=st.integers(0, 9))
    def move_cursor(self, consumer: str, number: int) -> None:
        self.both(lambda store: store.move_cursor(consumer, number))

    @rule(having=HAVING)
    def find(self, having: Having) -> None:
        async def work(store: FactStore) -> list[int]:
            return [fact.id async for fact in store.find(having)]

        self.both(work)

    @rule()
    def reopen(self) -> None:
        self.runner.run(self.store.close())
        self.store = self.runner.run(self.open())

    @invariant()
    def say_the_same(self) -> None:
        async def work(store: FactStore) -> tuple[Any, ...]:
            return (
                [fact async for fact in store.facts()],
                [change async for change in store.changes()],
                [await store.history(fact_id) for fact_id in range(1, 7)],
                [await store.count(desks) for desks in (None, [HOME], [HOME, DeskId("7")])],
                [await store.cursor(consumer) for consumer in ("alerts", "index")],
                await store.last_change(),
                [change async for change in store.shelf.changes()],
                [await store.shelf.items(kind) for kind in ("a", "b")],
                (await store.shelf.last_change(), await store.shelf.kinds()),
            )

        self.both(work)

    def teardown(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()


class InAFolder(SameAsMemory):
    """The store in TinyDB."""

    def make_place(self) -> None:
        self.folder = Path(tempfile.mkdtemp())

    async def open(self) -> FactStore:
        return await TinyDBStore.open(self.folder, clock=self.clock)

    def teardown(self) -> None:
        super().teardown()
        shutil.rmtree(self.folder)


class InPostgreSQL(SameAsMemory):
    """The store in PostgreSQL."""

    server: Server

    def make_place(self) -> None:
        self.address = self.server.new_database()

    async def open(self) -> FactStore:
        return await PostgresStore.open(self.address, clock=self.clock)


@pytest.fixture(autouse=True, scope="module")
def server(postgres: Server) -> None:
    """For all examples."""
    InPostgreSQL.server = postgres


TestInAFolder = InAFolder.TestCase
TestInAFolder.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestInPostgreSQL = InPostgreSQL.TestCase
TestInPostgreSQL.settings = settings(max_examples=10, stateful_step_count=15, deadline=None)
