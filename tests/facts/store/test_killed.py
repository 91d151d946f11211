"""Killed at every kind of statement, commit and renaming of a file: nothing answered is lost."""

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from facts.model import HOME, FactDraft
from facts.store.engines import back_up, restore
from facts.store.protocol import (
    Add,
    Edit,
    Merge,
    Redact,
    Remove,
    Restore,
    StoreUnavailable,
    UnknownFact,
    Write,
)
from facts.store.shelf import Put
from facts.store.tinydb.folder import StoreFolder
from facts.store.tinydb.store import TinyDBStore
from tests.facts.store.killing import Tell, run

SECRET = "4 Elm Street"  # noqa: S105 - an address


def draft(text: str) -> FactDraft:
    """A fact about to be stored."""
    return FactDraft.model_validate({"claim": text, "sources": [{"outlet": "Reuters"}]})


class Clock:
    """A minute later at each look."""

    def __init__(self) -> None:
        self.now = datetime(2020, 4, 18, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


STEPS: list[tuple[str, Callable[[TinyDBStore], Awaitable[object]]]] = [
    ("publish", lambda s: s.apply([Add(HOME, draft(SECRET))], editor="ana", once="draft/1")),
    ("edit", lambda s: s.apply([Edit(1, 1, draft(f"at {SECRET}"))], editor="ben")),
    ("import", lambda s: s.apply([Add(HOME, draft(f"{n}")) for n in range(4)], editor="ana")),
    ("retract", lambda s: s.apply([Remove(2, 1)], editor="ana")),
    ("merge", lambda s: s.apply([Merge(3, 1, 1), Edit(4, 1, draft("b"))], editor="ben")),
    ("shelf", lambda s: s.shelf.keep([Put("draft", "1", {"by": "ana"}), Put("a", "b", {})])),
    ("cursor", lambda s: s.move_cursor("index", 4)),
    ("erase", lambda s: s.erase("ana", editor="operator")),
    ("bring back", lambda s: s.apply([Restore(2, 2, draft("c"))], editor="ben")),
    ("redact", lambda s: s.redact(Redact(1, SECRET, "privacy", HOME), editor="eva")),
]


async def state(store: TinyDBStore) -> tuple[Any, ...]:
    """All that a store says of itself, without times."""
    return (
        [(c.number, c.kind.value, c.revision, c.editor) async for c in store.changes()],
        [(f.id, f.revision, f.claim.text) async for f in store.facts()],
        {kind: dict(await store.shelf.items(kind)) for kind in ("draft", "a")},
        await store.cursor("index"),
        [change.number for change in await store.done("draft/1")],
    )


def work(tell: Tell, folder: Path) -> None:
    """Do all steps, and tell the state after each one."""

    async def steps() -> None:
        store = await TinyDBStore.open(folder, clock=Clock())
        tell(await state(store))
        for _, step in STEPS:
            await step(store)
            tell(await state(store))
        await store.close()

    asyncio.run(steps())


async def opened(folder: Path) -> tuple[Any, ...]:
    """The state that a store is found in."""
    store = await TinyDBStore.open(folder, clock=Clock())
    try:
        return await state(store)
    finally:
        await store.close()


def bytes_in(folder: Path) -> bytes:
    """All files of a folder, one after another."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_every_answered_write_is_there_after_a_kill_at_any_step(tmp_path: Path) -> None:
    """The state is that after the last answered step, or after the one that was under way.

    What was erased or redacted is in no file any more, also when the kill was in the middle of it.
    """
    whole = run(work, tmp_path / "whole")
    assert whole.steps is not None
    assert len(whole.told) == len(STEPS) + 1
    assert len(whole.steps) > 100
    for number, step in enumerate(whole.steps, start=1):
        folder = tmp_path / str(number)
        killed = run(work, folder, kill_at=number)
        known = len(killed.told) - 1
        found = await opened(folder)
        assert found in whole.told[max(known, 0) : known + 2], (number, step)
        done = whole.told.index(found)
        text = bytes_in(folder)
        if done >= 8:
            assert b'"ana"' not in text, (number, step)
        if done >= 10:
            assert SECRET.encode() not in text, (number, step)
        shutil.rmtree(folder)


async def test_every_state_that_a_power_failure_may_leave_is_one_of_them(tmp_path: Path) -> None:
    """The log on the disk may end anywhere after the last sync: all of it that is whole counts."""
    folder = tmp_path / "book"
    store = await TinyDBStore.open(folder, clock=Clock())
    states = [await state(store)]
    copies = [tmp_path / "copy-0"]
    shutil.copytree(folder, copies[0])
    for _, step in STEPS[:7]:
        await step(store)
        states.append(await state(store))
        copies.append(tmp_path / f"copy-{len(copies)}")
        shutil.copytree(folder, copies[-1])
    await store.close()
    before = {path.name: path.read_bytes() for path in copies[-2].iterdir()}
    whole = (copies[-1] / "facts.sqlite-wal").read_bytes()
    for number, copy in enumerate(copies):
        assert await opened(copy) == states[number]
    assert len(whole) > 10_000
    torn = tmp_path / "torn"
    for length in range(0, len(whole), 997):
        shutil.rmtree(torn, ignore_errors=True)
        torn.mkdir()
        for name, data in before.items():
            (torn / name).write_bytes(whole[:length] if name.endswith("-wal") else data)
        (torn / "facts.sqlite-shm").unlink()
        assert await opened(torn) in states, length


OTHERS = ("ben", "cem", "dora")


def together(tell: Tell, folder: Path) -> None:
    """Writes of several callers in one commit, one of them refused; tell whose were answered."""

    async def write() -> None:
        store = await TinyDBStore.open(folder, clock=Clock())
        tell("opened")
        all_wait = threading.Event()

        def first() -> Iterator[Write]:
            all_wait.wait()
            yield Add(HOME, draft("ana"))

        async def apply(name: str, writes: Iterable[Write]) -> None:
            await store.apply(writes, editor=name, also=[Put("draft", name, {})])
            tell(name)

        callers = [apply("ana", first()), apply("eva", [Add(HOME, draft("eva")), Remove(99, 1)])]
        callers += [apply(name, [Add(HOME, draft(name))]) for name in OTHERS]
        tasks = [asyncio.create_task(caller) for caller in callers]
        await asyncio.sleep(0)
        all_wait.set()
        refused = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(one) for one in refused if one] == [UnknownFact]
        await store.close()

    asyncio.run(write())


async def test_a_kill_inside_a_group_commit_takes_all_of_it_or_nothing(tmp_path: Path) -> None:
    """Of callers whose writes are committed together: all that were answered are there, once.

    A refused caller leaves nothing, also in the last run, which is not killed.
    """
    whole = run(together, tmp_path / "whole")
    assert whole.told == ["opened", "ana", *OTHERS]
    assert whole.steps is not None
    begun = next(n for n, step in enumerate(whole.steps) if '"facts_by"' in step)
    assert whole.steps[begun:].count("COMMIT") == 2  # what waits for the first is one commit
    for number, step in enumerate([*whole.steps, "not killed"], start=1):
        folder = tmp_path / str(number)
        answered = run(together, folder, kill_at=number).told[1:]
        store = await TinyDBStore.open(folder)
        found = [fact.claim.text async for fact in store.facts()]
        kept = list(await store.shelf.items("draft"))
        await store.close()
        assert found in ([], ["ana"], ["ana", *OTHERS]), (number, step)
        assert kept == found, (number, step)
        assert set(answered) <= set(found), (number, step)
        shutil.rmtree(folder)


def opening(_: Tell, folder: Path) -> None:
    """Open a store for writing, and close it."""

    async def open_it() -> None:
        await (await TinyDBStore.open(folder)).close()

    asyncio.run(open_it())


def views(folder: Path) -> dict[str, str]:
    """The definition of each SQL view."""
    with closing(sqlite3.connect(StoreFolder(folder).database)) as connection:
        said = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'view'")
        return dict(said.fetchall())


async def test_a_kill_while_an_older_store_is_renewed(tmp_path: Path) -> None:
    """Its SQL views are all old or all new, its facts are there, and the next start does it."""
    old = tmp_path / "old"
    await filled(old, "kept")
    new = views(old)
    with closing(sqlite3.connect(StoreFolder(old).database)) as connection, connection:
        for name in new:
            connection.execute(f"DROP VIEW {name}")
            connection.execute(f"CREATE VIEW {name} AS SELECT 'old' AS old")
        connection.execute("INSERT INTO facts_by VALUES ('changed', '2026-01-01', 1)")
    replaced = views(old)
    assert not set(replaced.values()) & set(new.values())
    shutil.copytree(old, tmp_path / "whole")
    steps = run(opening, tmp_path / "whole").steps
    assert steps is not None
    assert len(steps) > 2 * len(new)
    for number, step in enumerate(steps, start=1):
        folder = tmp_path / str(number)
        shutil.copytree(old, folder)
        run(opening, folder, kill_at=number)
        assert views(folder) in (replaced, new), step
        assert await claims(folder) == ["kept"]
        await filled(folder, "added")
        assert views(folder) == new
        assert await claims(folder) == ["kept", "added"]


def backing_up(tell: Tell, folder: Path, file: Path) -> None:
    """Back up, and tell when that is done."""
    back_up(folder, file)
    tell("done")


def restoring(tell: Tell, file: Path, folder: Path) -> None:
    """Restore, and tell when that is done."""
    restore(file, folder)
    tell("done")


async def filled(folder: Path, text: str) -> None:
    """A store with one fact."""
    store = await TinyDBStore.open(folder)
    await store.apply([Add(HOME, draft(text))], editor="ana")
    await store.close()


async def claims(folder: Path) -> list[str]:
    """What the facts of a store claim."""
    store = await TinyDBStore.open(folder, read_only=True)
    try:
        return [fact.claim.text async for fact in store.facts()]
    finally:
        await store.close()


async def test_a_backup_is_killed_at_any_step(tmp_path: Path) -> None:
    """The older backup stays whole until the new one is; the store is as it was."""
    await filled(tmp_path / "book", "new")
    await filled(tmp_path / "older", "old")
    steps = run(backing_up, tmp_path / "book", tmp_path / "whole.sqlite").steps
    assert steps is not None
    assert len(steps) > 5
    file = tmp_path / "backup.sqlite"
    for number in range(1, len(steps) + 1):
        back_up(tmp_path / "older", file)
        run(backing_up, tmp_path / "book", file, kill_at=number)
        restore(file, tmp_path / f"from-{number}")
        assert await claims(tmp_path / f"from-{number}") in (["old"], ["new"])
        assert await claims(tmp_path / "book") == ["new"]


async def test_a_restore_is_killed_at_any_step(tmp_path: Path) -> None:
    """The store is the old one or the restored one, or none is begun; again it ends."""
    await filled(tmp_path / "source", "backed up")
    file = tmp_path / "backup.sqlite"
    back_up(tmp_path / "source", file)
    await filled(tmp_path / "whole", "present")
    steps = run(restoring, file, tmp_path / "whole").steps
    assert steps is not None
    assert len(steps) > 10
    for number, step in enumerate(steps, start=1):
        folder = tmp_path / f"book-{number}"
        await filled(folder, "present")
        run(restoring, file, folder, kill_at=number)
        if StoreFolder(folder).database.exists():
            assert await claims(folder) in (["present"], ["backed up"]), step
        else:
            with pytest.raises(StoreUnavailable, match="is gone"):
                await TinyDBStore.open(folder)
        restore(file, folder)
        assert await claims(folder) == ["backed up"]
        kept = sorted(folder.glob("facts.sqlite.before-*"))
        assert kept, step
