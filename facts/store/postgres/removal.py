"""Erasing names and redacting texts: rewrites the log, facts and shelf in one transaction."""

import json
from collections.abc import Iterable
from datetime import datetime

from facts.model import Change
from facts.store.postgres import rows, shelf_log
from facts.store.postgres.database import Row, Session
from facts.store.postgres.log import LogWriter, step_of
from facts.store.protocol import Erased, NobodyOfThatName
from facts.store.removals import Removal, TextRemoval, erasure, shelf_without


async def erase(session: Session, person: str, editor: str, at: datetime) -> Erased:
    """Replace a name in the log and on the shelf. Raises NobodyOfThatName."""
    log = await LogWriter.locked(session, at)
    before = await session.row("erasures")
    removal = erasure(person, editor, log.at, before["erased"] if before else 0)
    found = await session.rows("mentioning", text=_in_json(person))
    changes, documents = await _take_out(session, removal, found)
    if not changes and not documents:
        raise NobodyOfThatName
    return Erased(removal.record["replacement"], changes, documents)


async def redact(session: Session, removal: TextRemoval, once: str | None, at: datetime) -> Change:
    """Remove texts from a fact and the shelf. Raises UnknownFact, NothingToRedact."""
    log = await LogWriter.locked(session, at)
    if once is not None and (before := await step_of(session, once)):
        return before[0]
    fact_id = removal.record["fact_id"]
    history = await session.rows("histories", ids=[fact_id])
    rewritten, _ = await _take_out(session, removal, history)
    plan = await log.plan([fact_id], removal.record["editor"], removal.record["reason"])
    change = plan.redacted(fact_id, rewritten)
    await rows.write(session, [change])
    log.last_change = change.number
    await log.close(change.number, once)
    return change


async def _take_out(session: Session, removal: Removal, found: Iterable[Row]) -> tuple[int, int]:
    """Rewrite the changes ``found``, facts, earlier records and the shelf, and record it; returns
    how many changes and documents had a text.
    """
    entries = map(rows.entry_of, found)
    new = [rows.row_of(left) for entry in entries if (left := removal.entry(entry)) != entry]
    await session.do_each("rewrite_change", new)
    fact_id = removal.record.get("fact_id")
    facts = [
        {"id": row["id"], "document": json.dumps(removal.state(row["document"]))}
        for row in await session.rows("redacted_facts", id=fact_id)
    ]
    await session.do_each("rewrite_fact", facts)
    records = [
        {"number": row["number"], "note": json.dumps(removal.entry(row["note"]))}
        for row in await session.rows("every_removal")
        if fact_id in (None, row["note"].get("fact_id"))
    ]
    await session.do_each("rewrite_removal", records)
    documents, cut = await _rewrite_shelf(session, removal)
    record = {**removal.record, "shelf": cut, "finished": True}
    await session.do("add_removal", note=json.dumps(record))
    return len(new), documents


async def _rewrite_shelf(session: Session, removal: Removal) -> tuple[int, int]:
    """Returns how many documents were changed, and the number at which the shelf's log is cut
    because of new keys (followers must reload); 0 if there are none.
    """
    number = await shelf_log.lock(session)
    entries = map(shelf_log.shelf_change, await session.rows("every_entry"))
    steps, renamed = shelf_without(removal, entries)
    if steps:
        number = await shelf_log.keep(session, steps)
    if not renamed:
        return len(steps), 0
    await session.do_each("forget_entry", [{"number": entry.number} for entry in renamed])
    await session.do("set_counter", name="told", value=number)
    return len(steps), number


def _in_json(text: str) -> str:
    """``text`` as it occurs in the text form of jsonb."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
