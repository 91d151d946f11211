"""Keeps the index up to date with the store: follows the change log by a cursor."""

import asyncio
import gc
import logging
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from facts.matching.decision.judgement import Judgement
from facts.matching.index.disk_cache import IndexCache, UnusableCacheError
from facts.matching.search import ClaimIndex
from facts.matching.text import east_asian
from facts.matching.text.languages import ENGLISH, language_of
from facts.model import ChangeKind, DeskId, Fact
from facts.store.protocol import FactStore, StoreAway
from facts.usecases.paging import Progress, in_turns, no_progress
from facts.usecases.questions.meaning import Meaning

_FACTS_PER_TURN = 50
# The changes indexed before yielding to the event loop: each takes a fifth of a millisecond.
_CHANGES_PER_TURN = 10
# The changes a question waits for. More are an import, which is indexed in the background.
_WAITED_FOR = 100
# Below this many facts, reading them from the store is as fast as the cache.
WORTH_WRITING = 2_000
# Background work rests for so many seconds after a question.
_ASKED_FOR = 1.0
# The semantically nearest claims that are judged besides those found by words.
_NEAREST = 24
_log = logging.getLogger(__name__)


class Catalogue:
    """Fills ``index`` from ``store`` and keeps it up to date. The index is a cache of the store.

    With a ``cache`` it is also on disk, so that the next process need not read the whole store.
    ``english`` holds the claims' vectors for an English model, ``any_language`` for a multilingual
    one. ``derived`` are folders of derived data, which may be deleted.
    """

    def __init__(
        self,
        store: FactStore,
        index: ClaimIndex,
        cache: IndexCache | None = None,
        *,
        english: Meaning | None = None,
        any_language: Meaning | None = None,
        derived: Collection[Path] = (),
    ) -> None:
        self.any_language = any_language
        self._english = english
        self._meanings = [one for one in (english, any_language) if one is not None]
        self._asked_at = -_ASKED_FOR
        self.store = store
        self.index = index
        self._cache = cache
        self._cursor: int | None = None
        self._catching_up = asyncio.Lock()
        self._following: asyncio.Task[None] | None = None
        self._merging: asyncio.Task[None] | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._derived = derived
        self._learning: asyncio.Task[None] | None = None

    @property
    def lies_on_disk(self) -> bool:
        """Whether the index is cached on disk."""
        return self._cache is not None

    @property
    def followed(self) -> int:
        """The number of the last indexed change; 0 before the first fill."""
        return self._cursor or 0

    async def catch_up(self) -> None:
        """Index all changes acknowledged so far; cheap if there are none.

        While the store is unavailable the index stays as it is.
        """
        if self._cursor == await self.store.last_change():
            return
        async with self._catching_up:
            if self._cursor is None:
                self._cursor = await self._begun()
                # Long-lived objects: exempt them from garbage collection.
                gc.freeze()
            if self._cursor < await self.store.last_change():
                try:
                    await self._follow()
                except StoreAway:
                    _log.warning("The index can’t be updated while the store is unavailable")
        self._merge_behind(self._cursor)
        if self._learning is not None:
            self.learn_behind()

    async def keep_up(self) -> None:
        """``catch_up`` before a question: published facts are found at once, but the thousands of
        changes of an import are left to the background. Learning slows down for a moment, so that
        the question need not wait for the model and the processor.
        """
        self._asked_at = time.monotonic()
        behind = await self.store.last_change() - self.followed
        if self._cursor is None or behind <= _WAITED_FOR:
            await self.catch_up()
        elif self._following is None or self._following.done():
            self._following = asyncio.create_task(self.catch_up())

    async def forget_derived(self) -> None:
        """Delete the words and vectors of facts on disk. They are rebuilt when needed."""
        for folder in self._derived:
            # Including temporary files of killed writers.
            for place in (folder, *folder.parent.glob(f"{folder.name}.*")):
                await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)

    async def _follow(self) -> None:
        redacted, before = False, self.followed
        async for change in self.store.changes(after=self.followed):
            if change.after is None or change.after.merged_into is not None:
                self._remove(change.fact_id)
            else:
                self._put(change.after)
            redacted = redacted or change.kind is ChangeKind.REDACTED
            self._cursor = change.number
            if change.number % _CHANGES_PER_TURN == 0:
                self._merge_behind(self._cursor)
                await asyncio.sleep(0)
        if self.followed - before > _WAITED_FOR:
            gc.freeze()
        if redacted and self._renewing is None:
            self._renewing = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        """Rebuild the index, without words that no longer occur in any fact."""
        if self._merging is not None:
            await self._merging
        await self.forget_derived()
        for meaning in self._meanings:
            await meaning.store_anew()
        async with self._catching_up:
            self._cursor = await self._filled(no_progress)
        await self._merge(self._cursor)
        self._renewing = None

    async def search(
        self, question: str, desks: Collection[DeskId] | None, limit: int = 5
    ) -> Judgement:
        """Judge a question by its words and, if embeddings are ready, by meaning.

        Cosines join the ranking only if every candidate has a vector; the work is done in a thread.
        """
        near = await self._nearness(self._english, question, desks) if self._english else None
        return self.index.search(question, desks, limit, near)

    async def learn(self, progress: Progress = no_progress) -> None:
        """Compute all missing vectors, if there are models."""
        if self.any_language is not None:
            # Load the segmentation before the first question in Chinese or Japanese.
            await asyncio.to_thread(east_asian.load)
        # From here on every change is passed to the vector indexes, so that none is missed.
        await self.catch_up()
        for meaning in self._meanings:
            await meaning.learn(progress, busy=self._is_asked)

    def _is_asked(self) -> bool:
        """Whether a question came a moment ago."""
        return time.monotonic() - self._asked_at < _ASKED_FOR

    async def rebuild(self, progress: Progress = no_progress) -> int:
        """Rebuild the index from the store, ignoring the cache, and write the cache.

        Returns the last change included. Raises OSError if the cache cannot be written.
        """
        async with self._catching_up:
            self._cursor = await self._filled(progress)
        await self.index.merge(self._cursor, self._cache)
        return self._cursor

    async def close(self) -> None:
        """Wait for background writes."""
        for task in (self._following, self._learning, self._renewing):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if self._merging is not None:
            await self._merging

    async def _begun(self) -> int:
        """Load the index from the cache or build it; returns the last change included."""
        if self._cache is not None:
            try:
                last = await self.store.last_change()
                stored = await asyncio.to_thread(self._cache.read, last)
            except UnusableCacheError as why:
                _log.info("Building the search index (on disk: %s)", why)
            else:
                await self.index.restore(stored)
                return stored.cursor
        filled = await self._filled(no_progress)
        if await self.store.count() >= WORTH_WRITING:
            self._merge_behind(filled, whatever=True)
        return filled

    async def _filled(self, progress: Progress) -> int:
        """Build the index from the store; returns the last change included."""
        cursor, total = await self.store.last_change(), await self.store.count()
        await self.index.fill(in_turns(self.store.facts(), _FACTS_PER_TURN, progress, total))
        progress(total, total)
        return cursor

    def _merge_behind(self, cursor: int, *, whatever: bool = False) -> None:
        """Merge and write the index in the background, if worth while or forced by ``whatever``."""
        if not (whatever or self.index.merge_due):
            return
        if self._merging is None or self._merging.done():
            self._merging = asyncio.create_task(self._merge(cursor))

    async def _merge(self, cursor: int) -> None:
        try:
            await self.index.merge(cursor, self._cache)
        except OSError as error:
            _log.warning("Could not write the index to disk (%s). The bot works without it.", error)

    def learn_behind(self) -> None:
        """``learn`` in the background, also for claims added from then on."""
        if self._learning is None or self._learning.done():
            self._learning = asyncio.create_task(self._learn_if_it_can())

    async def _learn_if_it_can(self) -> None:
        try:
            await self.learn()
        except StoreAway:
            _log.warning("What claims mean is worked out once the store is there again")

    def _put(self, fact: Fact) -> None:
        self.index.put(fact)
        for meaning in self._meanings:
            meaning.put(fact)

    def _remove(self, fact_id: int) -> None:
        self.index.remove(fact_id)
        for meaning in self._meanings:
            meaning.remove(fact_id)

    async def _nearness(
        self, english: Meaning, question: str, desks: Collection[DeskId] | None
    ) -> dict[int, float] | None:
        """The cosines of all candidates of an English question, if they are available."""
        if language_of(question) not in (None, ENGLISH):
            return None
        near = await english.near([question], desks, _NEAREST)
        if near is None:
            return None
        by_words = self.index.candidates(question, desks)
        return await english.cosines(near[0], [one.fact_id for one, _ in by_words])
