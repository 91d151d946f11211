"""The shelf: documents with revisions, kept beside the facts. Its part of what every store does."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from facts.model import Refusal


class ShelfDocument(dict[str, Any]):
    """A document of the shelf, and the ``revision`` that it is at.

    A revision is the number of the entry in the shelf's log that wrote the document: later writes
    have larger ones, also when the document was deleted in between. It belongs to the caller.
    """

    def __init__(self, document: Mapping[str, Any], revision: int) -> None:
        super().__init__(document)
        self.revision = revision


@dataclass(frozen=True, slots=True)
class Put:
    """A document to keep, in place of what was there.

    Where ``revision`` is given, only if the present document is at it; 0: only if there is none.
    """

    kind: str
    key: str
    document: Mapping[str, Any]
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """A document to keep no longer; only if it is at ``revision`` where that is given."""

    kind: str
    key: str
    revision: int | None = None


class StaleDocument(Refusal):
    """The document was written or deleted by somebody else since it was read: read it again."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__("Someone else has just changed the same thing. Please try again.")
        self.kind = kind
        self.key = key


@dataclass(frozen=True, slots=True)
class ShelfChange:
    """The latest that happened to one document; ``document`` is None when it was deleted.

    ``number`` is the entry in the shelf's log, and the revision of the document.
    """

    number: int
    kind: str
    key: str
    document: ShelfDocument | None


class ShelfLogCutError(Exception):
    """Deletions after that number are forgotten by now: read ``items`` anew, then follow on."""


class Shelf(Protocol):
    """Small documents that are no facts, by kind and key: what desks set, drafts and their like.

    ``document`` is JSON values. Everything is durable before it is answered. Each ``Put`` and
    ``Delete`` is one entry of the shelf's log, numbered from 1 without gaps. Who changes what they
    read gives the revision that they saw, and starts again on StaleDocument. Raises
    StoreUnavailable.
    """

    async def put(
        self, kind: str, key: str, document: Mapping[str, Any], *, revision: int | None = None
    ) -> int:
        """Keep ``document``, as ``Put`` says; its new revision. Raises StaleDocument."""
        return await self.keep([Put(kind, key, document, revision)])

    async def get(self, kind: str, key: str) -> ShelfDocument | None:
        """What is kept there, or None."""
        ...

    async def delete(self, kind: str, key: str, *, revision: int | None = None) -> None:
        """Keep it no longer, as ``Delete`` says; nothing happens when it is not there.

        Raises StaleDocument.
        """
        if revision is not None or await self.get(kind, key) is not None:
            await self.keep([Delete(kind, key, revision)])

    async def items(self, kind: str) -> dict[str, ShelfDocument]:
        """All documents of a kind by key."""
        ...

    async def keep(self, steps: Sequence[Put | Delete]) -> int:
        """Do all ``steps`` in their order in one durable step, or none; the log's newest number.

        The revisions of the steps are the numbers up to it. Later steps see earlier ones. Raises
        StaleDocument.
        """
        ...

    async def kinds(self) -> frozenset[str]:
        """The kinds of which there is a document."""
        ...

    def changes(self, after: int = 0) -> AsyncIterator[ShelfChange]:
        """What became of each document that was written or deleted after that number, in order.

        Of a document that changed more than once the latest is told, and no other. Deletions are
        remembered for the last ``DELETIONS_KEPT`` numbers; raises ShelfLogCutError for a consumer
        that is further behind. A consumer keeps its place in a cursor of the store, or begins
        with ``items``.
        """
        ...

    async def last_change(self) -> int:
        """The number of the shelf's newest change; 0 for one that was never written."""
        ...


# So many numbers back a deletion in the shelf's log is remembered for certain.
DELETIONS_KEPT = 100_000
