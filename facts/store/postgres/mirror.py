"""An in-memory copy of what questions need, which still works if PostgreSQL is unavailable."""

from collections.abc import Collection
from functools import lru_cache

import orjson

from facts.model import Change, DeskId, Fact
from facts.store.shelf import ShelfChange, ShelfDocument

_DECODED = 2_000


class Mirror:
    """The present facts as of change ``change``, and the documents of ``kinds`` as of ``shelf``."""

    def __init__(self, kinds: Collection[str]) -> None:
        self.kinds = frozenset(kinds)
        self.change = 0
        self.shelf = 0
        self._facts: dict[int, bytes] = {}
        self._decoded = lru_cache(_DECODED)(Fact.model_validate_json)
        self._desks: dict[int, DeskId] = {}
        self._counts: dict[DeskId, int] = {}
        self._documents: dict[tuple[str, str], ShelfDocument] = {}

    def get(self, fact_id: int) -> Fact | None:
        text = self._facts.get(fact_id)
        return None if text is None else self._decoded(text)

    def count(self, desks: Collection[DeskId] | None) -> int:
        wanted = self._counts if desks is None else set(desks)
        return sum(self._counts.get(desk, 0) for desk in wanted)

    def document(self, kind: str, key: str) -> ShelfDocument | None:
        kept = self._documents.get((kind, key))
        return (
            None if kept is None else ShelfDocument(orjson.loads(orjson.dumps(kept)), kept.revision)
        )

    def put(self, fact: Fact) -> None:
        """Set the present state of a fact."""
        self.remove(fact.id)
        self._facts[fact.id] = fact.model_dump_json(exclude_defaults=True).encode()
        if fact.merged_into is None:
            self._desks[fact.id] = fact.desk
            self._counts[fact.desk] = self._counts.get(fact.desk, 0) + 1

    def remove(self, fact_id: int) -> None:
        self._facts.pop(fact_id, None)
        if (desk := self._desks.pop(fact_id, None)) is not None:
            self._counts[desk] -= 1

    def follow(self, change: Change) -> None:
        """Apply the next change; a no-op for one already applied."""
        if change.number != self.change + 1:
            return
        if change.after is None:
            self.remove(change.fact_id)
        else:
            self.put(change.after)
        self.change = change.number

    def follow_shelf(self, change: ShelfChange) -> None:
        """Apply a change of a document."""
        if change.document is None:
            self._documents.pop((change.kind, change.key), None)
        else:
            self._documents[change.kind, change.key] = change.document

    def forget_documents(self) -> None:
        """Drop all documents, before loading them again."""
        self._documents.clear()
