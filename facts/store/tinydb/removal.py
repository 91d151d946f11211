"""Removing a name or text from the tables and then from every file, for good.

Two steps, so that it can be resumed after a crash: first the tables, with a record that files may
still contain it; then the files, and the record that it is complete.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from facts.model import Change, Redaction
from facts.store.protocol import Delete, Erased, NobodyOfThatName, Put, StoreUnavailable
from facts.store.removals import (
    Finder,
    Fingerprints,
    Redacting,
    Rewrite,
    erasing,
    erasure_note,
    mention_of,
    redacted_change,
    redacted_fact,
    redacting,
    redaction_on,
)
from facts.store.tinydb import tables
from facts.store.tinydb.shelf import keep
from facts.store.tinydb.sqlite import ErrorSentences
from facts.store.tinydb.state import State
from facts.store.tinydb.table import RowTinyDB
from facts.store.tinydb.tables import open_tables

_log = logging.getLogger(__name__)
_PAGE = 200


def erase(state: State, person: str, editor: str, at: datetime) -> Erased:
    """Erase a name from the log and the shelf. Inside a transaction. Raises NobodyOfThatName."""
    number = 1 + sum(one["what"] == "erasure" for one in state.db.table(tables.REMOVALS))
    replacement = f"erased-{number}"
    found = mention_of(person)
    changes = without_name(state, found, replacement)
    documents, cut = rewrite_shelf(state, erasing(found, replacement))
    if not changes and not documents:
        raise NobodyOfThatName
    _note(state, erasure_note(person, replacement, cut, editor, state.plan(editor, at).at))
    return Erased(replacement, changes, documents)


def redact(state: State, asked: Redacting, at: datetime) -> Change:
    """Redact texts in a fact and the shelf. Inside a transaction. Raises NothingToRedact."""
    if asked.once is not None and (before := state.done(asked.once)):
        return before[0]
    found = asked.finder()
    plan = state.plan(asked.editor, at, asked.reason)
    plan.expect_known(asked.fact_id)
    asked.rewritten(state.history(asked.fact_id), found, plan.at)
    without_text(state, asked.fact_id, found, redaction_on(plan.at, asked.reason))
    change = plan.redacted(asked.fact_id)
    state.write([change])
    _, cut = rewrite_shelf(state, redacting(found, asked.within))
    _note(state, asked.note(change, cut))
    if asked.once is not None:
        state.note_done(asked.once, change.number, change.number)
    return change


def finish(files: Callable[[], Iterable[Path]], state: State) -> None:
    """Complete a pending removal in the files: the store's own, and the copies named by ``files``.
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
    removals = all_of(state.db)
    for file in files():
        try:
            repeat(file, removals)
        except StoreUnavailable as error:
            # An unreadable copy may still contain it: delete it.
            _log.warning("%s was deleted, because names could not be erased in it: %s", file, error)
            with ErrorSentences(file):
                file.unlink()
    table.update({"finished": True}, doc_ids=waiting)


def all_of(db: RowTinyDB) -> list[dict[str, Any]]:
    """The records of all removals, oldest first."""
    return [dict(one) for one in db.table(tables.REMOVALS)]


def repeat(file: Path, removals: Sequence[dict[str, Any]]) -> None:
    """Repeat the removals of the present store in ``file``, an older one."""
    with closing(open_tables(file)) as db:
        state = State(db)
        known = [one["text"] for one in all_of(db)]
        missing = [one for one in removals if one["text"] not in known]
        with state.storage.transaction():
            for one in missing:
                _again(state, one)
                db.table(tables.REMOVALS).insert(one | {"finished": True})
        if missing:
            forget_pages(state.storage.connection, file)


def _again(state: State, removal: dict[str, Any]) -> None:
    at = datetime.fromisoformat(removal["at"])
    if removal["what"] == "erasure":
        found = Fingerprints(removal["text"], by_word=True)
        without_name(state, found, removal["replacement"])
        rewrite_shelf(state, erasing(found, removal["replacement"]))
        return
    found, fact_id, reason = Fingerprints(removal["text"]), removal["fact_id"], removal["reason"]
    rewrite_shelf(state, redacting(found, removal["within"]))
    if without_text(state, fact_id, found, redaction_on(at, reason)):
        state.write([state.plan(removal["editor"], at, reason).redacted(fact_id)])


def forget_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Rewrite the database file from its tables (VACUUM), and truncate its log.

    Raises StoreUnavailable while another program reads an old snapshot.
    """
    with ErrorSentences(path):
        connection.execute("VACUUM")
        (is_read, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_read:
        raise StoreUnavailable(f"Another program is reading {path}. End that program.")


def without_name(state: State, found: Finder, replacement: str) -> int:
    """Replace a name in all changes; returns in how many."""
    table = state.db.table(tables.CHANGES)
    count = 0
    for page in _pages(table.ids()):
        for values in table.get(doc_ids=page):
            said = {part: values[part] for part in ("editor", "reason") if part in values}
            left = {part: found.sub(replacement, text) for part, text in said.items()}
            if left != said:
                table.update(left, doc_ids=[values.doc_id])
                count += 1
    return count


def without_text(state: State, fact_id: int, found: Finder, redaction: Redaction) -> bool:
    """Redact all states of a fact; whether the text was in any."""
    history = state.history(fact_id)
    now = state.get(fact_id)
    rewritten = False
    for change in history:
        left = redacted_change(change, found, redaction)
        if left is not change:
            state.rewrite(left)
            rewritten = True
    if now is not None:
        state.rewrite_fact(redacted_fact(now, found, redaction))
    return rewritten


def rewrite_shelf(state: State, rewrite: Rewrite) -> tuple[int, int]:
    """Replace documents by the result of ``rewrite``.

    Returns how many changed, and the number at which the shelf's log is cut because a key was
    changed (followers must reload); 0 if no key was.
    """
    table = state.db.table(tables.SHELF)
    steps: list[Put | Delete] = []
    marks: list[int] = []
    for page in _pages(table.ids()):
        for entry in table.get(doc_ids=page):
            kind, key, document = entry["kind"], entry["key"], entry["document"]
            new_key, left = rewrite(kind, key, document or {})
            if new_key != key:
                # A deletion mark would contain the name again: cut the log instead.
                marks.append(entry.doc_id)
            if document is not None and (new_key, left) != (key, document):
                steps.append(Put(kind, new_key, left))
    number = keep(state.db, steps) if steps else table.last_id()
    table.remove(doc_ids=marks)
    return len(steps), number if marks else 0


def _note(state: State, note: dict[str, Any]) -> None:
    state.db.table(tables.REMOVALS).insert(note | {"finished": False})


def _pages(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE))
