"""Maintenance of the index on disk: rebuild it, and check it against the store."""

import asyncio

from facts.matching.index.disk_cache import IndexCache, UnusableCacheError
from facts.model import Refusal
from facts.store.protocol import FactStore
from facts.usecases.catalogue import WORTH_WRITING, Catalogue
from facts.usecases.paging import Progress, in_turns, no_progress

_FACTS_PER_TURN = 200


class IndexNotWrittenError(Refusal):
    """The folder of the index is not writable."""


class Indexing:
    """Maintains the disk cache of ``catalogue``'s index."""

    def __init__(self, catalogue: Catalogue, cache: IndexCache) -> None:
        self._catalogue = catalogue
        self._cache = cache
        self._store: FactStore = catalogue.store

    async def rebuild(self, progress: Progress = no_progress) -> int:
        """Build the index from the store and write it; returns the number of facts.

        Raises IndexNotWrittenError.
        """
        try:
            await self._catalogue.rebuild(progress)
        except OSError as error:
            raise IndexNotWrittenError(
                f"Can’t write the index to {self._cache.folder} ({error.strerror}). Free some "
                "space or allow writing there, then try again."
            ) from error
        return await self._store.count()

    async def renew(self, progress: Progress = no_progress) -> None:
        """Rewrite the index if so much changed that the next start would wait for it.

        Raises IndexNotWrittenError.
        """
        if not self._catalogue.lies_on_disk:
            return
        last = await self._store.last_change()
        try:
            reached = (await asyncio.to_thread(self._cache.read, last)).cursor
        except UnusableCacheError:
            reached = 0
        if last - reached >= WORTH_WRITING:
            await self.rebuild(progress)

    async def check(self, progress: Progress = no_progress) -> str | None:
        """What is wrong with the index on disk, as a sentence; None if nothing is.

        An index behind the store is valid: the log has the missing changes.
        """
        last = await self._store.last_change()
        try:
            stored = await asyncio.to_thread(self._cache.read, last)
        except UnusableCacheError as why:
            return f"The index on disk can’t be used: {why}. It will be rebuilt at the next start."
        newer = {change.fact_id async for change in self._store.changes(after=stored.cursor)}
        held = set(stored.segment.arrays.fact_ids.tolist())
        total = await self._store.count()
        async for fact in in_turns(self._store.facts(), _FACTS_PER_TURN, progress, total):
            if fact.id not in held and fact.id not in newer:
                return f"The index on disk is missing fact #{fact.id}. Run: index rebuild"
            held.discard(fact.id)
        if held - newer:
            return (
                f"The index on disk still has #{min(held - newer)}, which was removed. Run: "
                "index rebuild"
            )
        return None
