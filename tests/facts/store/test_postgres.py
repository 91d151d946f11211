"""The store in PostgreSQL: what several processes see of each other, and trouble."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.model import HOME, FactDraft, Refusal
from facts.store.address import DatabaseAddress, chosen_address
from facts.store.postgres.store import PostgresStore
from facts.store.protocol import Add, Edit, FactStore, StoreAway, StoreUnavailable
from facts.store.shelf import Put
from facts.usecases.shelf_view import retrying
from tests.postgres import Server

_SOON = 30.0


def draft(text: str) -> FactDraft:
    """A fact about to be stored."""
    return FactDraft.model_validate({"claim": text, "sources": [{"outlet": "Post"}]})


@pytest.fixture
def address(postgres: Server) -> str:
    """An empty database."""
    return postgres.new_database()


@pytest.fixture(scope="module")
def shared(postgres: Server) -> str:
    """A database for all examples of a test."""
    return postgres.new_database()


@pytest.fixture
async def two(address: str) -> AsyncIterator[tuple[PostgresStore, PostgresStore]]:
    """The same store twice, as two processes have it."""
    first = await PostgresStore.open(address, at_hand=["desk"])
    second = await PostgresStore.open(address, at_hand=["desk"])
    yield first, second
    await first.close()
    await second.close()


async def _until_known(store: FactStore, number: int) -> None:
    told = asyncio.Event()
    store.on_change(told.set)
    async with asyncio.timeout(_SOON):
        while await store.last_change() < number:
            await told.wait()
            told.clear()


async def test_each_process_knows_what_the_others_write(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    """Facts, and documents at hand, are there soon after; who listens there is told."""
    one, other = two
    told = asyncio.Event()
    other.on_change(told.set)
    await one.apply([Add(HOME, draft("The bridge is shut"))], editor="ana")
    await asyncio.wait_for(told.wait(), _SOON)
    fact = await other.get(1)
    assert fact is not None
    assert fact.claim.text == "The bridge is shut"
    assert await other.count([HOME]) == 1
    told.clear()
    await one.shelf.put("desk", "7", {"topics": ["bridge"]})
    await asyncio.wait_for(told.wait(), _SOON)
    assert await other.shelf.get("desk", "7") == {"topics": ["bridge"]}
    await other.apply([Edit(1, 1, draft("The bridge is open"))], editor="ben")
    await _until_known(one, 2)
    assert [change.editor async for change in one.changes()] == ["ana", "ben"]


async def test_who_follows_the_log_misses_nothing(
    two: tuple[PostgresStore, PostgresStore],
) -> None:
    """Six writers at once, and a follower that reads on behind its cursor all the while."""
    one, other = two
    seen: list[int] = []
    total = 6 * 40

    async def write(store: FactStore, name: str) -> None:
        for number in range(40):
            await store.apply([Add(HOME, draft(f"{name} {number}"))], editor=name)

    async def follow() -> None:
        while len(seen) < total:
            seen.extend([change.number async for change in other.changes(seen[-1] if seen else 0)])

    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        tasks.create_task(follow())
        for number, store in enumerate((one, other) * 3):
            tasks.create_task(write(store, f"writer {number}"))
    assert seen == list(range(1, total + 1))


async def test_while_it_is_away_facts_are_read_and_writes_refused(
    postgres: Server, address: str
) -> None:
    """The sentence says when to try again; afterwards all is as it was, and writing goes on."""
    store = await PostgresStore.open(address, at_hand=["desk"])
    await store.apply([Add(HOME, draft("The bridge is shut"))], editor="ana")
    await store.shelf.put("desk", "7", {"n": 1})
    await asyncio.to_thread(postgres.stop)
    try:
        for _ in range(3):
            with pytest.raises(StoreAway, match="try again in a minute"):
                await store.apply([Edit(1, 1, draft("Half done"))], editor="ana")
            with pytest.raises(StoreAway):
                await store.shelf.keep([Put("draft", "1", {}), Put("draft", "2", {})])
        assert await store.get(1) is not None
        assert (await store.count(), await store.last_change()) == (1, 1)
        assert await store.shelf.get("desk", "7") == {"n": 1}
    finally:
        await asyncio.to_thread(postgres.start)
    async with asyncio.timeout(_SOON):
        while True:
            try:
                (change,) = await store.apply([Edit(1, 1, draft("Open"))], editor="ana")
                break
            except StoreAway:
                await asyncio.sleep(0.1)
    assert change.number == 2
    assert await store.shelf.items("draft") == {}
    other = await PostgresStore.open(address)
    await store.apply([Edit(1, 2, draft("Shut again"))], editor="ana")
    await _until_known(other, 3)
    await other.close()
    await store.close()


async def test_one_slow_statement_is_given_up(address: str) -> None:
    """Who holds the log for long keeps others from writing, and from nothing else."""
    store = await PostgresStore.open(address)
    async with await psycopg.AsyncConnection.connect(address) as holding:
        await holding.execute("SELECT * FROM counters FOR UPDATE")
        with pytest.raises(StoreAway, match="in a minute"):
            await store.apply([Add(HOME, draft("Too late"))], editor="ana")
        assert await store.cursor("alerts") == 0
    assert len(await store.apply([Add(HOME, draft("In time"))], editor="ana")) == 1
    await store.close()


async def test_more_at_once_than_there_are_connections(address: str) -> None:
    """They wait for each other, and all are done."""
    store = await PostgresStore.open(address)
    await asyncio.gather(*(store.shelf.put("note", str(n), {"n": n}) for n in range(60)))
    assert len(await store.shelf.items("note")) == 60
    assert await store.shelf.last_change() == 60
    await store.close()


async def back(store: PostgresStore) -> None:
    """Wait until the store can be read again: the last cut may have been just now."""
    async with asyncio.timeout(60):
        while True:
            try:
                async for _ in store.changes():
                    break
            except StoreAway:
                await asyncio.sleep(0.05)
            else:
                return


async def test_connections_that_break_leave_nothing_half_done(
    two: tuple[PostgresStore, PostgresStore], address: str
) -> None:
    """Cut at any moment, also while a step commits: who tries the named step again has it once."""
    one, other = two

    async def publish(store: PostgresStore, number: int) -> None:
        writes = [Add(HOME, draft(f"Claim {number}")), Add(HOME, draft(f"And {number}"))]
        async with asyncio.timeout(60):
            while True:
                try:
                    made = await store.apply(writes, editor="ana", once=f"step {number}")
                except StoreAway:
                    await asyncio.sleep(0.05)
                else:
                    assert len(made) == 2
                    return

    async def cut() -> None:
        async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
            for _ in range(25):
                await asyncio.sleep(0.06)
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(cut())
        for number in range(60):
            tasks.create_task(publish(two[number % 2], number))
    await back(one)
    claims = [change.after.claim.text async for change in one.changes() if change.after]
    assert len(claims) == len(set(claims)) == 120
    for store in two:
        await _until_known(store, 120)
    assert await one.count() == await other.count() == 120


async def test_of_several_hosts_the_one_that_answers_is_taken(postgres: Server) -> None:
    """As after a failover to another address."""
    address = postgres.new_database().replace("@", "@127.0.0.1:1,")
    store = await PostgresStore.open(address)
    assert await store.last_change() == 0
    await store.close()


@pytest.mark.parametrize(
    ("address", "refusal", "named"),
    [
        ("postgresql://127.0.0.1:1/book", StoreAway, "can’t be reached"),
        ("postgresql://127.0.0.1:port/book", StoreAway, "port"),
        ("postgresql://h/book?nonsense=1", StoreUnavailable, "like postgresql://user"),
    ],
)
async def test_an_address_that_leads_nowhere_is_told(
    address: str, refusal: type[Refusal], named: str
) -> None:
    """What is wrong, and nothing of the password."""
    with pytest.raises(refusal, match=named) as caught:
        await PostgresStore.open(address.replace("//", "//u:secret@"))
    assert "secret" not in caught.value.sentence


async def test_a_newer_programs_tables_are_left_alone(address: str) -> None:
    """The sentence says to update."""
    await (await PostgresStore.open(address)).close()
    async with await psycopg.AsyncConnection.connect(address) as connection:
        await connection.execute("INSERT INTO migrations (number) VALUES (999)")
    with pytest.raises(StoreUnavailable, match=r"999.*Update"):
        await PostgresStore.open(address)


async def test_several_processes_make_the_tables_at_once(address: str) -> None:
    """One does it and the others wait."""
    stores = await asyncio.gather(*(PostgresStore.open(address) for _ in range(4)))
    for store in stores:
        await store.close()


def test_the_password_of_an_address_is_not_shown() -> None:
    """Nor is it in what Python prints of the object; a host's own variable is understood."""
    chosen = chosen_address({"DATABASE_URL": "postgres://ana:secret@db:5432/book"})
    assert isinstance(chosen, DatabaseAddress)
    assert str(chosen) == "postgresql://db:5432/book"
    assert "secret" not in f"{chosen} {chosen!r}"


@settings(max_examples=15)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from([0, 1]), st.sampled_from("ab"), st.integers(1, 9)), max_size=12
    )
)
def test_no_update_of_a_document_is_lost(shared: str, steps: list[tuple[int, str, int]]) -> None:
    """Two processes add to the same documents in any interleaving: nothing is missing."""

    async def run() -> dict[str, int]:
        stores = [await PostgresStore.open(shared, at_hand=["sum"]) for _ in range(2)]
        for key in "ab":
            await stores[0].shelf.delete("sum", key)

        @retrying
        async def add(process: int, key: str, amount: int) -> None:
            read = await stores[process].shelf.get("sum", key)
            total = amount + (read["total"] if read else 0)
            revision = read.revision if read else 0
            await stores[process].shelf.put("sum", key, {"total": total}, revision=revision)

        await asyncio.gather(*(add(*step) for step in steps))
        kept = await stores[1].shelf.items("sum")
        for store in stores:
            await store.close()
        return {key: document["total"] for key, document in kept.items()}

    expected: dict[str, int] = {}
    for _, key, amount in steps:
        expected[key] = expected.get(key, 0) + amount
    assert asyncio.run(run()) == expected
