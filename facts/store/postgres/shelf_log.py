"""The shelf's log: writes entries, and reads changes of documents by number."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson

from facts.store.postgres.database import Session
from facts.store.shelf import (
    DELETIONS_KEPT,
    Delete,
    Put,
    ShelfChange,
    ShelfDocument,
    ShelfLogCutError,
    planned,
)

_FORGETS_EVERY = 1_000
_Place = tuple[str, str]


async def keep(session: Session, steps: Sequence[Put | Delete]) -> int:
    """Execute all ``steps``; returns the log's newest number. Raises StaleDocument."""
    last = await lock(session)
    number = last + len(steps)
    present = await _present(session, {(step.kind, step.key) for step in steps})
    latest = planned(steps, present, last)
    await session.do_each("put_document", [*map(row_of, latest)])
    if number // _FORGETS_EVERY > last // _FORGETS_EVERY:
        await session.do("forget_deletions", number=number - DELETIONS_KEPT)
    await close(session, number)
    return number


def row_of(change: ShelfChange) -> dict[str, Any]:
    """A log entry as it is stored."""
    text = None if change.document is None else orjson.dumps(change.document).decode()
    return {"kind": change.kind, "key": change.key, "number": change.number, "document": text}


async def lock(session: Session) -> int:
    """Lock the shelf for writing until the transaction ends; returns the log's newest number."""
    row = await session.row("lock_counter", name="shelf")
    assert row is not None  # noqa: S101 - the first migration made it
    return int(row["value"])


async def close(session: Session, number: int) -> None:
    """Set the log's newest number to ``number``, and notify the followers."""
    await session.do("set_counter", name="shelf", value=number)
    await session.do("announce", what="shelf")


async def changes(
    session: Session, after: int, *, kinds: Collection[str] | None = None, limit: int
) -> list[ShelfChange]:
    """At most ``limit`` changes of documents after a number, of ``kinds`` or all.

    Raises ShelfLogCutError.
    """
    rows = await session.rows(
        "shelf_changes", after=after, kinds=None if kinds is None else list(kinds), limit=limit
    )
    # Checked after reading, so that a cut made meanwhile is noticed.
    told, last = await session.counter("told"), await session.counter("shelf")
    if after < max(told, last - DELETIONS_KEPT):
        raise ShelfLogCutError
    return [shelf_change(row) for row in rows]


def shelf_change(row: Mapping[str, Any]) -> ShelfChange:
    number, document = row["number"], row["document"]
    kept = None if document is None else ShelfDocument(document, number)
    return ShelfChange(number, row["kind"], row["key"], kept)


async def _present(session: Session, places: Collection[_Place]) -> dict[_Place, int]:
    kinds, keys = [kind for kind, _ in places], [key for _, key in places]
    rows = await session.rows("places", kinds=kinds, keys=keys)
    return {(row["kind"], row["key"]): row["number"] for row in rows}
