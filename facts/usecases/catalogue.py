"""The index in step with the store: it follows the change log behind a cursor."""

import asyncio
import gc
import logging
from collections.abc import Collection

from facts.matching.decision.judgement import Judgement
from facts.matching.index.disk_cache import IndexCache, UnusableCacheError
from facts.matching.search import ClaimIndex
from facts.matching.semantic.vector_index import VectorIndex
from facts.model import DeskId
from facts.store.protocol import FactStore
from facts.usecases.progress import Progress, no_progress

_FACTS_PER_TURN = 50
# Fewer are read from the store as quickly as from the cache.
_WORTH_WRITING = 2_000
_LEARNT_AT_ONCE, _TOLD_EVERY = 16, 1_000
_log = logging.getLogger(__name__)


class Catalogue:
    """Fills ``index`` from ``store`` and keeps it there. The index is a cache of the store.

    With a ``cache`` it also lies on disk, so that the next process need not read the whole store.
    Who only reads a store that another process writes does not write the cache either.
    """

    def __init__(
        self,
        store: FactStore,
        index: ClaimIndex,
        cache: IndexCache | None = None,
        *,
        read_only: bool = False,
    ) -> None:
        self.store = store
        self.index = index
        self._cache = cache
        self._read_only = read_only
        self._cursor: int | None = None
        self._catching_up = asyncio.Lock()
        self._settling: asyncio.Task[None] | None = None
        self._learning: asyncio.Task[None] | None = None

    @property
    def followed(self) -> int:
        """The number of the last change that the index holds; 0 before it was filled."""
        return self._cursor or 0

    async def catch_up(self) -> None:
        """Take every acknowledged change into the index; cheap when there is none."""
        if self._cursor == await self.store.last_change():
            return
        async with self._catching_up:
            if self._cursor is None:
                self._cursor = await self._begun()
                # What was loaded stays: the garbage collector need not look at it ever again.
                gc.freeze()
            async for change in self.store.changes(after=self._cursor):
                if change.after is None or change.after.merged_into is not None:
                    self.index.remove(change.fact_id)
                else:
                    self.index.put(change.after)
                self._cursor = change.number
                if change.number % _FACTS_PER_TURN == 0:
                    self._settle_behind(self._cursor)
                    await asyncio.sleep(0)
        self._settle_behind(self._cursor)
        self._learn_behind()

    async def search(
        self, question: str, desks: Collection[DeskId] | None, limit: int = 5
    ) -> Judgement:
        """Judge a question as the index does, with its meaning where the index knows meanings.

        The meaning is worked out in a thread, so that the event loop is not held.
        """
        meanings, meaning = self.index.meanings, None
        if meanings is not None:
            meaning = (await asyncio.to_thread(meanings.work_out, [question]))[0]
        return self.index.search(question, desks, limit, meaning)

    async def rebuild(self, progress: Progress = no_progress) -> int:
        """Fill the index from the store, whatever the cache says, and write the cache.

        Returns the change that it reaches. Raises OSError when the cache cannot be written.
        """
        async with self._catching_up:
            self._cursor = await self._filled(progress)
        await self.index.settle(self._cursor, self._cache)
        return self._cursor

    async def close(self) -> None:
        """Wait for what is being written behind."""
        if self._learning is not None:
            self._learning.cancel()
        if self._settling is not None:
            await self._settling

    async def _begun(self) -> int:
        """Take the index from the cache or fill it; return the change it reaches."""
        meanings = self.index.meanings
        if meanings is not None:
            await asyncio.to_thread(meanings.read)
        restored = await self._restored()
        if restored is not None:
            if meanings is not None:
                await self._remember(meanings)
            return restored
        filled = await self._filled(no_progress)
        if await self.store.count() >= _WORTH_WRITING:
            self._settle_behind(filled, whatever=True)
        return filled

    async def _restored(self) -> int | None:
        """Take the index from the cache; return the change it reaches, or None."""
        if self._cache is None:
            return None
        try:
            last = await self.store.last_change()
            stored = await asyncio.to_thread(self._cache.read, last)
        except UnusableCacheError as why:
            _log.info("The index is built anew: of the one on disk, %s.", why)
            return None
        await self.index.restore(stored)
        return stored.cursor

    async def _filled(self, progress: Progress) -> int:
        """Fill the index from the store; return the change it reaches."""
        cursor, total = await self.store.last_change(), await self.store.count()
        filling = self.index.filling()
        done = 0
        async for fact in self.store.facts():
            filling.add(fact)
            done += 1
            if done % _FACTS_PER_TURN == 0:
                progress(done, total)
                await asyncio.sleep(0)
        await filling.finish()
        progress(total, total)
        return cursor

    def _settle_behind(self, cursor: int, *, whatever: bool = False) -> None:
        """Settle the index in the background, if it is worth while or ``whatever`` it is."""
        if not (whatever or self.index.unsettled):
            return
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle(cursor))

    async def _settle(self, cursor: int) -> None:
        try:
            await self.index.settle(cursor, None if self._read_only else self._cache)
        except OSError as error:
            _log.warning("The index could not be written to disk (%s). It works without.", error)

    async def _remember(self, meanings: VectorIndex) -> None:
        """Hold the meanings of facts whose words came from the cache."""
        done = 0
        async for fact in self.store.facts():
            meanings.put(fact)
            done += 1
            if done % _FACTS_PER_TURN == 0:
                await asyncio.sleep(0)

    def _learn_behind(self) -> None:
        meanings = self.index.meanings
        if meanings is None or not meanings.waiting:
            return
        if self._learning is None or self._learning.done():
            self._learning = asyncio.create_task(self._learn(meanings))

    async def _learn(self, meanings: VectorIndex) -> None:
        """Work out the meanings that wait, in a thread, some at a time."""
        total = meanings.waiting
        _log.info("Working out the meaning of %d claims.", total)
        while some := meanings.some_waiting(_LEARNT_AT_ONCE):
            vectors = await asyncio.to_thread(meanings.work_out, [text for _, text in some])
            meanings.keep(some, vectors)
            if meanings.waiting // _TOLD_EVERY != (meanings.waiting + len(some)) // _TOLD_EVERY:
                _log.info("%d claims are left whose meaning is not worked out.", meanings.waiting)
        if not self._read_only:
            try:
                await asyncio.to_thread(meanings.write)
            except OSError as error:
                _log.warning("What claims mean could not be written to disk (%s).", error)
