"""Dumps and restores this store as ``Everything``."""

import orjson

from facts.model import Change
from facts.store.copying import Everything, NotEmpty
from facts.store.planning import parts_of
from facts.store.postgres import rows, shelf_log
from facts.store.postgres.database import Session
from facts.store.shelf import ShelfChange

_AT_ONCE = 500


async def everything(session: Session) -> Everything:
    """The content of the tables as of one moment; other writers are locked out meanwhile."""
    await session.rows("lock_log")
    last_document = await shelf_log.lock(session)
    changes: list[Change] = []
    while page := await session.rows(
        "changes_after", after=changes[-1].number if changes else 0, limit=_AT_ONCE
    ):
        changes += map(rows.change_of, page)
    shelf: list[ShelfChange] = []
    while some := await session.rows(
        "shelf_changes", after=shelf[-1].number if shelf else 0, kinds=None, limit=_AT_ONCE
    ):
        shelf += map(shelf_log.shelf_change, some)
    cursors = await session.rows("every_cursor")
    steps = await session.rows("every_step")
    return Everything(
        changes,
        shelf,
        last_document,
        {row["consumer"]: row["after"] for row in cursors},
        {row["name"]: (row["first"], row["last"]) for row in steps},
        [row["note"] for row in await session.rows("every_removal")],
    )


async def hold(session: Session, copied: Everything) -> None:
    """Restore a dump into empty tables. Raises NotEmpty."""
    counters = {row["name"]: row["value"] for row in await session.rows("lock_log")}
    if counters["change"] or await shelf_log.lock(session):
        raise NotEmpty
    for part in parts_of(copied.changes):
        await rows.write(session, part)
    await session.do_each("put_document", [*map(shelf_log.row_of, copied.shelf)])
    cursors = [{"consumer": name, "after": after} for name, after in copied.cursors.items()]
    await session.do_each("move_cursor", cursors)
    steps = [
        {"name": name, "first": first, "last": last} for name, (first, last) in copied.steps.items()
    ]
    await session.do_each("add_step", steps)
    for note in copied.removals:
        await session.do("add_removal", note=orjson.dumps(note).decode())
    numbers = {
        "change": max((change.number for change in copied.changes), default=0),
        "fact": max((change.fact_id for change in copied.changes), default=0),
        "told": max((note["shelf"] for note in copied.removals), default=0),
    }
    for name, value in numbers.items():
        await session.do("set_counter", name=name, value=value)
    await shelf_log.close(session, copied.last_document)
