"""Dumps and restores this store as ``Everything``."""

from facts.model import Change
from facts.store.copying import Everything, NotEmpty
from facts.store.planning import parts_of
from facts.store.tinydb import tables
from facts.store.tinydb.shelf import change_of, entry_of, keep_number
from facts.store.tinydb.state import State


def everything(state: State) -> Everything:
    """The content of the tables. Inside a transaction."""
    changes: list[Change] = []
    while page := state.changes(changes[-1].number if changes else 0):
        changes += page
    shelf = state.db.table(tables.SHELF)
    return Everything(
        changes,
        [*map(change_of, shelf)],
        shelf.last_id(),
        {one["consumer"]: one["after"] for one in state.db.table(tables.CURSORS)},
        {one["name"]: (one["first"], one["last"]) for one in state.db.table(tables.ONCE)},
        state.db.table(tables.REMOVALS).all(),
    )


def hold(state: State, copied: Everything) -> None:
    """Restore a dump into empty tables. Inside a transaction. Raises NotEmpty."""
    shelf = state.db.table(tables.SHELF)
    if state.last_change() or shelf.last_id():
        raise NotEmpty
    for part in parts_of(copied.changes):
        state.write(part)
    shelf.insert_multiple(map(entry_of, copied.shelf))
    keep_number(shelf, copied.last_document)
    for consumer, after in copied.cursors.items():
        state.move_cursor(consumer, after)
    for name, (first, last) in copied.steps.items():
        state.note_done(name, first, last)
    state.db.table(tables.REMOVALS).insert_multiple([dict(one) for one in copied.removals])
