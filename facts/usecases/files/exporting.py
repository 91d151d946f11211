"""Exporting the facts of desks."""

from collections.abc import AsyncIterator, Sequence

from facts.model import DeskId, Fact
from facts.store.protocol import FactStore
from facts.usecases.paging import Progress, in_turns, no_progress

_FACTS_PER_TURN = 100


class Exporting:
    """Exports facts in a format that ``Importing`` reads without loss."""

    def __init__(self, store: FactStore) -> None:
        self._store = store

    async def facts(
        self, desks: Sequence[DeskId], progress: Progress = no_progress
    ) -> AsyncIterator[Fact]:
        """Every fact, by id. For a ref that two desks share only the first fact is exported."""
        keepers = await self._keepers(desks)
        total = await self._store.count(desks)
        async for fact in in_turns(self._store.facts(desks), _FACTS_PER_TURN, progress, total):
            # A ref that is not among them was published meanwhile.
            if fact.ref is None or keepers.get(fact.ref, fact.id) == fact.id:
                yield fact
        progress(total, total)

    async def _keepers(self, desks: Sequence[DeskId]) -> dict[str, int]:
        """The id of the exported fact for each ref."""
        keepers: dict[str, int] = {}
        for desk in desks:
            async for fact in self._store.facts([desk]):
                if fact.ref is not None:
                    keepers.setdefault(fact.ref, fact.id)
        return keepers
