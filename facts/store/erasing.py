"""Taking a person's name out of the change log, for good.

Done in three durable steps, so that a crash between them leaves work to go on with and no name
behind: the changes without the name, with a note that files still have it; a new snapshot, and
every older file removed; the note that all is done.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from facts.store.contents import CHANGES, ERASURES
from facts.store.journal import records
from facts.store.journal.records import Record
from facts.store.journal.tables import Tables
from facts.store.protocol import Erased
from facts.store.removals import mention_of, without
from facts.store.shelves import is_shelf


class Erasure:
    """One erasing in the making: ``look_at`` every change, then ``steps`` is what to write."""

    def __init__(self, tables: Tables, person: str, editor: str, at: datetime) -> None:
        self._number = str(len(tables.lines(ERASURES)) + 1)
        self._person = person
        self._mention = mention_of(person)
        replacement = f"erased-{self._number}"
        self.done = Erased(replacement, 0, 0, replacement if editor == person else editor, at)
        self._steps: list[Record] = []

    def look_at(self, number: str, line: bytes) -> None:
        """Take the name out of change ``number``, if it is in it."""
        values: dict[str, Any] = orjson.loads(records.document(line))
        before = values["editor"], values.get("reason")
        if values["editor"] == self._person:
            values["editor"] = self.done.replacement
        if "reason" in values:
            values["reason"] = self._mention.sub(self.done.replacement, values["reason"])
        if before != (values["editor"], values.get("reason")):
            self._steps.append(records.put(CHANGES, number, orjson.dumps(values)))
            self.done = replace(self.done, changes=self.done.changes + 1)

    def look_at_shelves(self, tables: Tables) -> None:
        """Take the name out of drafts and whatever else is kept beside the facts."""
        for table in filter(is_shelf, tables.names()):
            for key, line in tables.lines(table).items():
                document = orjson.loads(records.document(line))
                kept = without(document, self._mention, self.done.replacement)
                if kept != document:
                    self._steps.append(records.put(table, key, orjson.dumps(kept)))
                    self.done = replace(self.done, documents=self.done.documents + 1)

    def steps(self) -> list[Record]:
        """What has the name no more, and the note that older files have it still."""
        return [*self._steps, _note(self._number, self.done, finished=False)]


def unfinished(tables: Tables) -> Iterator[tuple[str, Erased]]:
    """The erasures after which older files may still have the name."""
    for number, line in tables.lines(ERASURES).items():
        values = orjson.loads(records.document(line))
        if not values.pop("finished"):
            values["at"] = datetime.fromisoformat(values["at"])
            yield number, Erased(**values)


def finished(tables: Tables) -> list[Record]:
    """The notes that no file has the names any more."""
    return [_note(number, erased, finished=True) for number, erased in unfinished(tables)]


def _note(number: str, erased: Erased, *, finished: bool) -> Record:
    return records.put(ERASURES, number, orjson.dumps({"finished": finished, **_values(erased)}))


def _values(erased: Erased) -> dict[str, Any]:
    return {
        "replacement": erased.replacement,
        "changes": erased.changes,
        "documents": erased.documents,
        "editor": erased.editor,
        "at": erased.at.isoformat(),
    }
