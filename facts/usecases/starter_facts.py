"""The starter facts: what a new store knows, until the newsroom takes them out."""

from facts.model import STARTER
from facts.store.protocol import FactStore, Remove
from facts.usecases.files.importing import Importing


class StarterFacts:
    """Puts the facts of ``content``, a file in the interchange form, into a new store."""

    def __init__(self, store: FactStore, importing: Importing, content: bytes) -> None:
        self._store = store
        self._importing = importing
        self._content = content

    async def load(self) -> int:
        """Load them if the store was never written; return how many. Raises BadLines."""
        if await self._store.last_change() > 0:
            return 0
        # By name, because several processes may begin with the same new store.
        imported = await self._importing.run(
            self._content, editor="Nice Note", desk=STARTER, once="starter facts"
        )
        return imported.new

    async def remove(self, editor: str) -> int:
        """Take them out of the store, for good: the log keeps them. Return how many there were."""
        writes = [Remove(f.id, f.revision) async for f in self._store.facts([STARTER])]
        if writes:
            await self._store.apply(writes, editor=editor, reason="starter facts removed")
        return len(writes)
