"""Checks a whole store: SQLite's integrity check, then facts against changes."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from facts.model import Change, Fact
from facts.store.protocol import StoreUnavailable
from facts.store.tinydb import tables
from facts.store.tinydb.folder import StoreFolder
from facts.store.tinydb.sqlite import ErrorSentences
from facts.store.tinydb.state import State
from facts.store.tinydb.tables import INDEXES, open_tables

Progress = Callable[[int, int], None]
_MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Report:
    """The number of facts and changes, and the problems found.

    ``usable``: the store can be used all the same. ``backup`` is the newest automatic one.
    """

    facts: int
    changes: int
    findings: tuple[str, ...]
    usable: bool
    backup: Path | None


def check(folder: StoreFolder, progress: Progress) -> Report:
    """Check the store in ``folder``, which may be in use; read-only.

    Raises StoreUnavailable if there is no store, or it cannot be opened.
    """
    folder.expect_store()
    backup = next(reversed(folder.automatic_backups()), None)
    with closing(open_tables(folder.database, read_only=True)) as db:
        state = State(db)
        with ErrorSentences(folder.database):
            connection = state.storage.connection
            connection.execute("BEGIN")  # one snapshot, whatever is written meanwhile
            said = connection.execute(f"PRAGMA integrity_check({_MOST_TOLD})").fetchall()
        broken = tuple(f"SQLite says: {line}" for (line,) in said if line != "ok")
        if broken:
            return Report(0, 0, broken, usable=False, backup=backup)
        findings = tuple(_oddities(state, progress))
        counts = state.count(None), len(db.table(tables.CHANGES))
        return Report(*counts, findings, usable=True, backup=backup)


def _oddities(state: State, progress: Progress) -> Iterator[str]:
    numbers = state.db.table(tables.CHANGES).ids()
    missing = set(range(1, numbers[-1] + 1 if numbers else 1)).difference(numbers)
    yield from (f"Change {number} is missing from the log." for number in sorted(missing))
    last = max(
        state.last_fact(),
        *(state.db.table(name).last_id() for name in (tables.FACTS, tables.MERGED)),
    )
    for fact_id in range(1, last + 1):
        try:
            yield from _broken_history(fact_id, state.history(fact_id), state.get(fact_id))
        except StoreUnavailable as error:
            yield error.sentence
        progress(fact_id, last)
    for name in INDEXES:
        if state.db.table(name).rows.has_odd_keys():
            yield (
                f"The look-up index of {name} doesn’t match it. Export the store and import it "
                "again."
            )


def _broken_history(fact_id: int, changes: tuple[Change, ...], now: Fact | None) -> Iterator[str]:
    if not changes:
        if now is not None:
            yield f"Fact {fact_id} is in no change of the log."
        return
    revisions = [change.revision for change in changes]
    if revisions != list(range(1, len(revisions) + 1)):
        yield f"Fact {fact_id} has the revisions {revisions} in the log."
    if now is not None and now.id != fact_id:
        yield f"Fact {fact_id} has the ID of fact {now.id}."
    last = changes[-1].revision if now is None else now.revision
    if last != revisions[-1]:
        yield f"Fact {fact_id} is at revision {last}, but the log ends at {revisions[-1]}."
