"""The shelf as a table: for each document the latest entry of the shelf's log."""

from collections.abc import AsyncIterator, Sequence

from facts.store.postgres import shelf_log
from facts.store.postgres.database import Database
from facts.store.postgres.follower import Follower
from facts.store.postgres.mirror import Mirror
from facts.store.shelf import Delete, Put, Shelf, ShelfChange, ShelfDocument

_PAGE = 500


class PostgresShelf(Shelf):
    """A Shelf. Documents of the kinds held by ``mirror`` are read from it."""

    def __init__(self, database: Database, mirror: Mirror, follower: Follower) -> None:
        self._database = database
        self._mirror = mirror
        self._follower = follower

    async def get(self, kind: str, key: str) -> ShelfDocument | None:
        if kind in self._mirror.kinds:
            return self._mirror.document(kind, key)
        row = await self._database.row("document", kind=kind, key=key)
        return None if row is None else ShelfDocument(row["document"], row["number"])

    async def items(self, kind: str) -> dict[str, ShelfDocument]:
        rows = await self._database.rows("documents_of_kind", kind=kind)
        return {row["key"]: ShelfDocument(row["document"], row["number"]) for row in rows}

    async def keep(self, steps: Sequence[Put | Delete]) -> int:
        if not steps:
            return await self.last_change()
        try:
            number = await self._database.step(lambda it: shelf_log.keep(it, steps))
            self._follower.wrote_documents(len(steps), number)
        finally:
            # Also after a conflict: the retry has to see what the other process wrote.
            if any(step.kind in self._mirror.kinds for step in steps):
                await self._follower.wrote()
        return number

    async def kinds(self) -> frozenset[str]:
        rows = await self._database.rows("kinds")
        return frozenset(row["kind"] for row in rows)

    async def changes(self, after: int = 0) -> AsyncIterator[ShelfChange]:
        # Each page is a separate snapshot; in between, a document may move to a later page.
        while True:
            page = await self._database.step(
                lambda it, start=after: shelf_log.changes(it, start, limit=_PAGE)  # type: ignore[misc] # mypy does not infer the default
            )
            for change in page:
                yield change
            if len(page) < _PAGE:
                return
            after = page[-1].number

    async def last_change(self) -> int:
        return self._follower.last_document
