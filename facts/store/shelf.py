"""The shelf: a versioned document store next to the facts, part of every store."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol

from facts.model import Refusal


class ShelfDocument(dict[str, Any]):
    """A document of the shelf and its ``revision``.

    The revision is the number of the log entry that wrote the document: later writes have larger
    ones, even if it was deleted in between. The object belongs to the caller.
    """

    def __init__(self, document: Mapping[str, Any], revision: int) -> None:
        super().__init__(document)
        self.revision = revision


@dataclass(frozen=True, slots=True)
class Put:
    """Write a document, replacing the present one.

    With ``revision``: only if the present document has that revision; 0: only if there is none.
    """

    kind: str
    key: str
    document: Mapping[str, Any]
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a document; with ``revision``: only if it has that revision."""

    kind: str
    key: str
    revision: int | None = None


class StaleDocument(Refusal):
    """The document was written or deleted since it was read: read it again and retry."""

    def __init__(self) -> None:
        super().__init__("Someone else has just changed the same thing. Please try again.")


@dataclass(frozen=True, slots=True)
class ShelfChange:
    """The latest change of one document; ``document`` is None if it was deleted.

    ``number`` is the log entry, and the revision of the document.
    """

    number: int
    kind: str
    key: str
    document: ShelfDocument | None


class ShelfLogCutError(Exception):
    """Deletions since that number are no longer known: reload ``items``, then follow again."""


class Shelf(Protocol):
    """Small documents that are not facts, by kind and key: settings, drafts and the like.

    ``document`` holds JSON values. Every write is durable on return. Each ``Put`` and ``Delete`` is
    one entry of the shelf's log, numbered from 1 without gaps. For read-modify-write, give the
    revision that was read, and retry on StaleDocument. Raises StoreUnavailable.
    """

    async def put(
        self, kind: str, key: str, document: Mapping[str, Any], *, revision: int | None = None
    ) -> int:
        """Write ``document`` as by ``Put``; returns its new revision. Raises StaleDocument."""
        return await self.keep([Put(kind, key, document, revision)])

    async def get(self, kind: str, key: str) -> ShelfDocument | None:
        """The document, or None."""
        ...

    async def delete(self, kind: str, key: str) -> None:
        """Delete the document, whatever its revision; a no-op if it does not exist."""
        if await self.get(kind, key) is not None:
            await self.keep([Delete(kind, key)])

    async def items(self, kind: str) -> dict[str, ShelfDocument]:
        """All documents of a kind by key."""
        ...

    async def keep(self, steps: Sequence[Put | Delete]) -> int:
        """Execute all ``steps`` in order in one durable step, or none; returns the log's newest
        number.

        The steps' revisions are the numbers up to it. Later steps see earlier ones. Raises
        StaleDocument.
        """
        ...

    async def kinds(self) -> frozenset[str]:
        """The kinds that have any document."""
        ...

    def changes(self, after: int = 0) -> AsyncIterator[ShelfChange]:
        """The latest change of each document written or deleted after that number, in order.

        Of several changes to one document only the latest is included. Deletions are kept for the
        last ``DELETIONS_KEPT`` numbers; raises ShelfLogCutError for a consumer further behind. A
        consumer stores its position in a cursor of the store, or starts with ``items``.
        """
        ...

    async def last_change(self) -> int:
        """The number of the shelf's newest change; 0 if it was never written."""
        ...


# Deletions in the shelf's log are kept for at least this many numbers.
DELETIONS_KEPT = 100_000


def planned(
    steps: Sequence[Put | Delete], present: dict[tuple[str, str], int], last: int
) -> list[ShelfChange]:
    """The latest change of each document by ``steps``, in the order of the log.

    ``present`` are the revisions of the documents that exist, by kind and key; it is updated.
    ``last`` is the log's newest number. Raises StaleDocument.
    """
    latest: dict[tuple[str, str], ShelfChange] = {}
    for number, step in enumerate(steps, start=last + 1):
        place = step.kind, step.key
        if step.revision is not None and step.revision != present.get(place, 0):
            raise StaleDocument
        document = ShelfDocument(step.document, number) if isinstance(step, Put) else None
        present[place] = 0 if document is None else number
        latest[place] = ShelfChange(number, *place, document)
    return sorted(latest.values(), key=attrgetter("number"))
