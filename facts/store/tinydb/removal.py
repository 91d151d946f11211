"""Removing a name or text from the tables and then from every file, for good.

Two steps, so that it can be resumed after a crash: first the tables, with a record that files may
still contain it; then the files, and the record that it is complete.
"""

import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from facts.model import Change
from facts.store.planning import parts_of
from facts.store.protocol import Erased, NobodyOfThatName, StoreUnavailable
from facts.store.removals import Removal, TextRemoval, erasure, recorded, shelf_without
from facts.store.tinydb import tables
from facts.store.tinydb.folder import StoreFolder, forget_unfinished
from facts.store.tinydb.shelf import change_of, keep, keep_number
from facts.store.tinydb.sqlite import ErrorSentences
from facts.store.tinydb.state import State
from facts.store.tinydb.table import RowTable, RowTinyDB
from facts.store.tinydb.tables import open_tables

_log = logging.getLogger(__name__)


def erase(state: State, person: str, editor: str, at: datetime) -> Erased:
    """Erase a name from the log and the shelf. Inside a transaction. Raises NobodyOfThatName."""
    earlier = sum(one["what"] == "erasure" for one in state.db.table(tables.REMOVALS))
    removal = erasure(person, editor, state.plan(editor, at).at, earlier)
    changes, documents = _take_out(state, removal)
    if not changes and not documents:
        raise NobodyOfThatName
    return Erased(removal.record["replacement"], changes, documents)


def redact(state: State, removal: TextRemoval, once: str | None, at: datetime) -> Change:
    """Redact texts in a fact and the shelf. Inside a transaction. Raises NothingToRedact."""
    if once is not None and (before := state.done(once)):
        return before[0]
    rewritten, _ = _take_out(state, removal)
    change = _logged(state, removal.record, at, rewritten)
    if once is not None:
        state.note_done(once, change.number, change.number)
    return change


def finish(state: State, folder: StoreFolder) -> None:
    """Complete a pending removal in the files of ``folder``: the store's own, and all copies of it.
    Outside a transaction.
    """
    table = state.db.table(tables.REMOVALS)
    waiting = [one.doc_id for one in table if not one["finished"]]
    if not waiting:
        return
    try:
        forget_pages(state.storage.connection, state.storage.path)
    except StoreUnavailable as error:
        raise StoreUnavailable(
            f"It was removed, but the file may still have it: {error.sentence} The next start of "
            "the bot does the rest."
        ) from error
    forget_unfinished(folder.path)
    forget_unfinished(folder.backups)
    removals = table.all()
    for file in folder.copies():
        try:
            repeat(file, removals)
        except StoreUnavailable as error:
            # An unreadable copy may still contain it: delete it.
            _log.warning("%s was deleted, because names could not be erased in it: %s", file, error)
            with ErrorSentences(file):
                file.unlink()
    table.update({"finished": True}, doc_ids=waiting)


def repeat(file: Path, removals: Sequence[dict[str, Any]]) -> None:
    """Repeat the removals of the present store in ``file``, an older one."""
    with closing(open_tables(file)) as db:
        state = State(db)
        known = [one["text"] for one in db.table(tables.REMOVALS)]
        missing = [one for one in removals if one["text"] not in known]
        with state.storage.transaction():
            for record in missing:
                removal = recorded(record)
                rewritten, _ = _take_out(state, removal, finished=True)
                if rewritten and isinstance(removal, TextRemoval):
                    _logged(state, record, datetime.fromisoformat(record["at"]), rewritten)
        if missing:
            forget_pages(state.storage.connection, file)


def _logged(state: State, record: Mapping[str, Any], at: datetime, rewritten: int) -> Change:
    """Note a redaction in the log. Raises UnknownFact, NothingToRedact."""
    plan = state.plan(record["editor"], at, record["reason"])
    change = plan.redacted(record["fact_id"], rewritten)
    state.write([change])
    return change


def forget_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Rewrite the database file from its tables (VACUUM), and truncate its log.

    Raises StoreUnavailable while another program reads an old snapshot.
    """
    with ErrorSentences(path):
        connection.execute("VACUUM")
        (is_read, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_read:
        raise StoreUnavailable(f"Another program is reading {path}. End that program.")


def _take_out(state: State, removal: Removal, *, finished: bool = False) -> tuple[int, int]:
    """Rewrite log, facts, earlier records and shelf, and record it; returns in how many entries
    (a text: and facts) and documents it was. ``finished``: nothing is left to do in the files.
    """
    log, records = state.db.table(tables.CHANGES), state.db.table(tables.REMOVALS)
    fact_id = removal.record.get("fact_id")
    count = _rewrite(log, log.ids_by("fact", fact_id) if fact_id else log.ids(), removal.entry)
    for table in (state.db.table(name) for name in (tables.FACTS, tables.MERGED)):
        facts = _rewrite(table, [fact_id] if fact_id else table.ids(), removal.state)
        count += facts if fact_id else 0
    about = [one.doc_id for one in records if fact_id in (None, one.get("fact_id"))]
    _rewrite(records, about, removal.entry)
    documents, cut = _rewrite_shelf(state.db, removal)
    records.insert({**removal.record, "shelf": cut, "finished": finished})
    return count, documents


def _rewrite_shelf(db: RowTinyDB, removal: Removal) -> tuple[int, int]:
    """Returns how many documents were changed, and the number at which the shelf's log is cut
    because of new keys (followers must reload); 0 if there are none.
    """
    table = db.table(tables.SHELF)
    steps, renamed = shelf_without(removal, map(change_of, table))
    number = keep(db, steps) if steps else table.last_id()
    table.remove(doc_ids=[entry.number for entry in renamed])
    keep_number(table, number)
    return len(steps), number if renamed else 0


def _rewrite(
    table: RowTable, ids: list[int], rewritten: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> int:
    """Replace documents by the result of ``rewritten``; returns how many it changed."""
    count = 0
    for part in parts_of(ids):
        for document in table.get(doc_ids=part):
            if (left := rewritten(document)) != document:
                table.update(tables.replaced_by(left), doc_ids=[document.doc_id])
                count += 1
    return count
