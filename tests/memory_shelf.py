"""Small documents beside the facts that live as long as their process."""

import copy
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from facts.store.removals import Removal, shelf_without
from facts.store.shelf import (
    DELETIONS_KEPT,
    Delete,
    Put,
    Shelf,
    ShelfChange,
    ShelfDocument,
    ShelfLogCutError,
    StaleDocument,
)

_Place = tuple[str, str]


class MemoryShelf(Shelf):
    """A Shelf without a file."""

    def __init__(self) -> None:
        # In the order of their revisions: what is written anew goes to the end.
        self._latest: dict[_Place, tuple[int, Mapping[str, Any] | None]] = {}
        self._last = 0
        # The log before this number has keys no more that a person's name was in.
        self._cut = 0

    async def get(self, kind: str, key: str) -> ShelfDocument | None:
        number, document = self._latest.get((kind, key), (0, None))
        return None if document is None else ShelfDocument(copy.deepcopy(document), number)

    async def items(self, kind: str) -> dict[str, ShelfDocument]:
        return {
            key: ShelfDocument(copy.deepcopy(document), number)
            for (its, key), (number, document) in sorted(self._latest.items())
            if its == kind and document is not None
        }

    async def keep(self, steps: Sequence[Put | Delete]) -> int:
        guarded = any(step.revision is not None for step in steps)
        before = (dict(self._latest) if guarded else {}), self._last
        try:
            for step in steps:
                self._do(step)
        except StaleDocument:
            self._latest, self._last = before
            raise
        return self._last

    async def kinds(self) -> frozenset[str]:
        kept = self._latest.items()
        return frozenset(kind for (kind, _), (_, document) in kept if document is not None)

    async def changes(self, after: int = 0) -> AsyncIterator[ShelfChange]:
        if after < max(self._cut, self._last - DELETIONS_KEPT):
            raise ShelfLogCutError
        for (kind, key), (number, document) in list(self._latest.items()):
            if number > after:
                told = None if document is None else ShelfDocument(copy.deepcopy(document), number)
                yield ShelfChange(number, kind, key, told)

    async def last_change(self) -> int:
        return self._last

    def take_out(self, removal: Removal) -> int:
        """Put what a removal makes of documents in their place. How many it changed."""
        entries = [
            ShelfChange(number, *place, document and ShelfDocument(document, number))
            for place, (number, document) in self._latest.items()
        ]
        steps, renamed = shelf_without(removal, entries)
        for step in steps:
            self._do(step)
        for entry in renamed:
            self._latest.pop((entry.kind, entry.key))
            self._cut = self._last
        return len(steps)

    def _do(self, step: Put | Delete) -> None:
        place = step.kind, step.key
        number, document = self._latest.get(place, (0, None))
        present = number if document is not None else 0
        if step.revision is not None and step.revision != present:
            raise StaleDocument
        self._last += 1
        self._latest.pop(place, None)
        kept = copy.deepcopy(dict(step.document)) if isinstance(step, Put) else None
        self._latest[place] = self._last, kept
