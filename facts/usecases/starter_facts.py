"""The starter facts: the content of a new store until the newsroom removes them."""

from facts.model import STARTER
from facts.store.protocol import FactStore, Remove
from facts.usecases.files.importing import Importing


class StarterFacts:
    """Imports ``content``, an interchange file, into a new store."""

    def __init__(self, store: FactStore, importing: Importing, content: bytes) -> None:
        self._store = store
        self._importing = importing
        self._content = content

    async def load(self) -> int:
        """Import them if the store was never written; returns how many. Raises BadLines."""
        if await self._store.last_change() > 0:
            return 0
        # An idempotency key, as several processes may start with the same new store.
        imported = await self._importing.run(
            self._content, editor="Nice Note", desk=STARTER, once="starter facts"
        )
        return imported.new

    async def remove(self, editor: str) -> int:
        """Remove them for good, recorded in the log; returns how many there were."""
        writes = [Remove(f.id, f.revision) async for f in self._store.facts([STARTER])]
        if writes:
            await self._store.apply(writes, editor=editor, reason="starter facts removed")
        return len(writes)
