"""Taking names and texts out of the store for good: rewriting log, facts and shelf in one step."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from facts.model import Change, PartialDate, Redaction
from facts.store.postgres import rows, shelf_log
from facts.store.postgres.database import Session
from facts.store.postgres.log import LogWriter, step_of
from facts.store.protocol import Delete, Erased, NobodyOfThatName, NothingToRedact, Put
from facts.store.removals import OMITTED, any_of, mention_of, redacted_change, without
from facts.store.tinydb.fingerprints import fingerprint


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
    documents, cut = await _remove_from_shelf(session, mention, replacement, None)
    if not new and not documents:
        raise NobodyOfThatName
    by = replacement if editor == person else editor
    note = {"what": "erasure", "text": [fingerprint(person)], "replacement": replacement}
    await _note(session, note | {"shelf": cut}, by, log.at)
    return Erased(replacement, len(new), documents, by, log.at)


@dataclass(frozen=True, slots=True)
class Redacting:
    """What was asked for, as ``FactStore.redact`` has it."""

    fact_id: int
    texts: tuple[str, ...]
    editor: str
    reason: str
    kinds: Collection[str]
    once: str | None

    async def redact(self, session: Session, at: datetime) -> Change:
        """Do it. Raises UnknownFact, NothingToRedact, Refusal."""
        log = await LogWriter.locked(session, at)
        if self.once is not None and (before := await step_of(session, self.once)):
            return before[0]
        found = any_of(self.texts)
        if found.search(self.reason):
            raise NothingToRedact("The reason has the text that is to be removed. Say it without.")
        (await log.plan([self.fact_id], self.editor, self.reason)).expect_known(self.fact_id)
        old = await _history(session, self.fact_id)
        redaction = Redaction(
            on=PartialDate(log.at.year, log.at.month, log.at.day), reason=self.reason
        )
        new = [redacted_change(change, found, redaction) for change in old]
        if new == old:
            raise NothingToRedact(f"Fact {self.fact_id} does not have that text in any revision.")
        await rows.rewrite(session, new)
        plan = await log.plan([self.fact_id], self.editor, self.reason)
        change = plan.redacted(self.fact_id)
        await rows.write(session, [change])
        log.last_change = change.number
        _, cut = await _remove_from_shelf(session, found, OMITTED, self.kinds)
        note = {
            "what": "redaction",
            "text": [fingerprint(text) for text in self.texts],
            "fact_id": self.fact_id,
            "change": change.number,
            "kinds": sorted(self.kinds),
            "reason": self.reason,
            "shelf": cut,
        }
        await _note(session, note, self.editor, log.at)
        await log.close(change.number, self.once)
        return change


async def _history(session: Session, fact_id: int) -> list[Change]:
    return [rows.change_of(row) for row in await session.rows("histories", ids=[fact_id])]


async def _remove_from_shelf(
    session: Session, found: re.Pattern[str], replacement: str, kinds: Collection[str] | None
) -> tuple[int, int]:
    """Put ``replacement`` for what is found in documents of ``kinds``; None: of all.

    How many had it, and the number that the shelf's log tells nothing before any more, since a key
    had it: 0 if none had.
    """
    steps: list[Put | Delete] = []
    renamed = []
    changed = cut = 0
    for row in await session.rows("every_document"):
        if kinds is not None and row["kind"] not in kinds:
            continue
        key, left = found.sub(replacement, row["key"]), without(row["document"], found, replacement)
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


async def _note(session: Session, note: dict[str, Any], editor: str, at: datetime) -> None:
    """Note what was removed, as the other engine does, without it."""
    rest = {"editor": editor, "at": at.isoformat(), "finished": True}
    await session.do("add_removal", note=json.dumps(note | rest))


def _in_json(text: str) -> str:
    """``text`` as it stands within the text of jsonb."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
