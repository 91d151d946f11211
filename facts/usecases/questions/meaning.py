"""Embeddings of claims: computed in the background, used in answers when ready."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from facts.matching.semantic.encoders import Vector
from facts.matching.semantic.vector_index import VectorIndex
from facts.model import DeskId, Fact
from facts.store.protocol import FactStore
from facts.usecases.memory import keep_scratch_memory
from facts.usecases.paging import Progress, in_turns, no_progress

_FACTS_PER_TURN = 50
_MADE_AT_ONCE, _SAID_EVERY = 16, 1_000
# While questions come, which wait for the model and for the processor: fewer claims at once, at
# some 3 ms each, then a rest of so many times as long.
_MADE_WHILE_ASKED, _REST = 4, 3
# The most vectors computed in one go while somebody waits, at some 3 ms each.
_MADE_ON_THE_SPOT = 8
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Near:
    """A question's vector, and the nearest facts with their cosines."""

    vector: Vector
    facts: dict[int, float]


class Meaning:
    """The vectors of one model, kept up to date with a store.

    Not ``ready``, and not used in answers, until ``learn`` has gone through all facts. ``most`` is
    the maximum number of facts; with more it stays off, and the log says so.
    """

    def __init__(self, vectors: VectorIndex, store: FactStore, most: int | None = None) -> None:
        self._vectors = vectors
        self._store = store
        self._most = most
        self._read = False
        self.ready = False
        self._changed: set[int] = set()
        self._learning = asyncio.Lock()

    def put(self, fact: Fact) -> None:
        if not self.ready:
            self._changed.add(fact.id)
        self._vectors.put(fact)

    def remove(self, fact_id: int) -> None:
        if not self.ready:
            self._changed.add(fact_id)
        self._vectors.remove(fact_id)

    def languages(self, desks: Collection[DeskId] | None) -> tuple[str, ...]:
        """The languages of the claims of ``desks``, most frequent first; empty while not
        ``ready``.
        """
        return self._vectors.languages(desks) if self.ready else ()

    async def near(
        self,
        questions: Sequence[str],
        desks: Collection[DeskId] | None,
        most: int,
        *,
        foreign: Collection[str] = (),
    ) -> list[Near] | None:
        """The facts nearest to each of ``questions``; for those in ``foreign`` only claims not in
        English. None while not ``ready``.
        """
        if not self.ready:
            return None

        def work(some: Sequence[str]) -> list[Near]:
            return [
                Near(
                    vector,
                    dict(self._vectors.nearest(vector, desks, most, foreign=question in foreign)),
                )
                for question, vector in zip(some, self._vectors.encoder.encode(some), strict=True)
            ]

        near: list[Near] = []
        # In turns, so that a long message does not keep the model from other readers.
        for start in range(0, len(questions), _MADE_ON_THE_SPOT):
            turn = questions[start : start + _MADE_ON_THE_SPOT]
            near += await asyncio.to_thread(work, turn)
        return near

    async def cosines(self, near: Near, fact_ids: Sequence[int]) -> dict[int, float] | None:
        """The cosines of ``near`` and of all ``fact_ids``; None if too many have no vector yet, so
        that no claim ranks lower just for lack of one.
        """
        waiting = {
            fact_id: text
            for fact_id in fact_ids
            if (text := self._vectors.text_waiting(fact_id)) is not None
        }
        if len(waiting) > _MADE_ON_THE_SPOT:
            return None
        if waiting:
            await self._make(list(waiting.items()))
        return near.facts | self._vectors.cosines(near.vector, fact_ids)

    async def learn(
        self,
        progress: Progress = no_progress,
        most: int | None = None,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        """Compute all missing vectors, or the first ``most``, in batches in a thread, and store
        each; slowly while the processor is ``busy`` with questions.
        """
        async with self._learning:
            if not self.ready and not await self._look_at_all():
                return
            total = self._vectors.waiting
            if total:
                keep_scratch_memory()
                _log.info("Computing embeddings of %d claims", total)
            last = total - most if most is not None else 0
            while self._vectors.waiting > max(0, last):
                begun = time.monotonic()
                slowly = busy()
                some = self._vectors.some_waiting(_MADE_WHILE_ASKED if slowly else _MADE_AT_ONCE)
                await self._make(some)
                if slowly:
                    await asyncio.sleep(_REST * (time.monotonic() - begun))
                left = self._vectors.waiting
                progress(max(0, total - left), total)
                if left // _SAID_EVERY != (left + len(some)) // _SAID_EVERY:
                    _log.info("%d claims still need embeddings", left)
            with suppress(OSError):
                await asyncio.to_thread(self._vectors.map_stored)

    async def _look_at_all(self) -> bool:
        """Load every fact of the store; whether there are few enough."""
        if self._most is not None and (count := await self._store.count()) > self._most:
            _log.warning(
                "%d facts exceed the limit of %d for %s; it stays off",
                count,
                self._most,
                self._vectors.encoder.name,
            )
            return False
        if not self._read:
            self._read = True
            try:
                await asyncio.to_thread(self._vectors.load)
            except OSError as error:
                _log.warning("Could not read embeddings from disk (%s).", error)
        async for fact in in_turns(self._store.facts(), _FACTS_PER_TURN):
            # Facts changed meanwhile are newer than those read here.
            if fact.id not in self._changed:
                self._vectors.put(fact)
        self.ready = True
        self._changed.clear()
        if self._vectors.outdated:
            await self.store_anew()
        return True

    async def store_anew(self) -> None:
        """Rewrite the vectors on disk without those of removed texts."""
        if self.ready:
            await self._written(self._vectors.store_anew)

    async def _make(self, some: Sequence[tuple[int, str]]) -> None:
        texts = [text for _, text in some]
        vectors = await asyncio.to_thread(self._vectors.encoder.encode, texts)
        records = self._vectors.keep(some, vectors)
        await self._written(partial(self._vectors.store, records))

    async def _written(self, write: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(write)
        except OSError as error:
            _log.warning("Could not write embeddings to disk (%s).", error)
