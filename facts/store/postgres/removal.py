"""Erasing names and redacting texts: rewrites the log, facts and shelf in one transaction."""

import json
from datetime import datetime
from typing import Any

from facts.model import Change
from facts.store.postgres import rows, shelf_log
from facts.store.postgres.database import Session
from facts.store.postgres.log import LogWriter, step_of
from facts.store.protocol import Delete, Erased, NobodyOfThatName, Put
from facts.store.removals import Redacting, Rewrite, erasing, erasure_note, mention_of, redacting


async def erase(session: Session, person: str, editor: str, at: datetime) -> Erased:
    """Replace a name in the log and on the shelf. Raises NobodyOfThatName."""
    log = await LogWriter.locked(session, at)
    before = await session.row("erasures")
    replacement = f"erased-{1 + (before['erased'] if before else 0)}"
    mention = mention_of(person)
    new = []
    for row in await session.rows("mentioning", text=_in_json(person)):
        change = rows.change_of(row)
        signed = {"editor": replacement} if change.editor == person else {}
        reason = change.reason and mention.sub(replacement, change.reason)
        if signed or reason != change.reason:
            new.append(change.model_copy(update=signed | {"reason": reason}))
    await rows.rewrite(session, new)
    documents, cut = await _rewrite_shelf(session, erasing(mention, replacement))
    if not new and not documents:
        raise NobodyOfThatName
    await _note(session, erasure_note(person, replacement, cut, editor, log.at))
    return Erased(replacement, len(new), documents)


async def redact(session: Session, asked: Redacting, at: datetime) -> Change:
    """Remove texts from a fact and the shelf. Raises UnknownFact, NothingToRedact, Refusal."""
    log = await LogWriter.locked(session, at)
    if asked.once is not None and (before := await step_of(session, asked.once)):
        return before[0]
    found, ids = asked.finder(), [asked.fact_id]
    (await log.plan(ids, asked.editor, asked.reason)).expect_known(asked.fact_id)
    history = [rows.change_of(row) for row in await session.rows("histories", ids=ids)]
    await rows.rewrite(session, asked.rewritten(history, found, log.at))
    change = (await log.plan(ids, asked.editor, asked.reason)).redacted(asked.fact_id)
    await rows.write(session, [change])
    log.last_change = change.number
    _, cut = await _rewrite_shelf(session, redacting(found, asked.within))
    await _note(session, asked.note(change, cut))
    await log.close(change.number, asked.once)
    return change


async def _rewrite_shelf(session: Session, rewrite: Rewrite) -> tuple[int, int]:
    """Replace documents by the result of ``rewrite``.

    Returns how many changed, and the number at which the shelf's log is cut because a key was
    changed (followers must reload); 0 if no key was.
    """
    steps: list[Put | Delete] = []
    renamed = []
    changed = cut = 0
    for row in await session.rows("every_document"):
        key, left = rewrite(row["kind"], row["key"], row["document"])
        if (key, left) == (row["key"], row["document"]):
            continue
        changed += 1
        steps.append(Put(row["kind"], key, left))
        if key != row["key"]:
            steps.append(Delete(row["kind"], row["key"]))
            renamed.append({"kind": row["kind"], "key": row["key"]})
    if steps:
        number = await shelf_log.keep(session, steps)
        if renamed:
            await session.do_each("forget_place", renamed)
            await session.do("set_counter", name="told", value=number)
            cut = number
    return changed, cut


async def _note(session: Session, note: dict[str, Any]) -> None:
    await session.do("add_removal", note=json.dumps(note | {"finished": True}))


def _in_json(text: str) -> str:
    """``text`` as it occurs in the text form of jsonb."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
