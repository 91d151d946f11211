"""What an index of claims does. Use-cases know this page; the wiring chooses the index."""

from collections.abc import Collection
from typing import Protocol

from facts.matching.decision.judgement import Judgement
from facts.matching.index.disk_cache import IndexCache, Stored
from facts.matching.semantic.vector_index import Meanings, Vector
from facts.model import DeskId, Fact


class Filling(Protocol):
    """Very many facts on their way into an index."""

    def add(self, fact: Fact) -> None:
        """Add a fact; each once."""
        ...

    async def finish(self) -> None:
        """Have the index hold what was added and nothing else. Does not hold the event loop."""
        ...


class ClaimIndex(Protocol):
    """Finds the claim that is meant. A cache: it can be thrown away and filled again.

    No call may hold the event loop for more than 10 ms, whatever is asked.
    """

    def put(self, fact: Fact) -> None:
        """Add a fact, or replace what was held of it."""
        ...

    def remove(self, fact_id: int) -> None:
        """Forget a fact; nothing happens when it is not held."""
        ...

    @property
    def unsettled(self) -> bool:
        """Whether so much was put of late that ``settle`` is worth while."""
        ...

    async def settle(self, cursor: int = 0, cache: IndexCache | None = None) -> None:
        """Put what is fresh where it is found quicker and, with a ``cache``, write the index there.

        ``cursor`` is the last change taken in. Searching goes on meanwhile. Raises OSError.
        """
        ...

    async def restore(self, stored: Stored) -> None:
        """Hold what a cache gave back and nothing else."""
        ...

    def filling(self) -> Filling:
        """Start to hold very many facts instead of what is held: the quick way."""
        ...

    @property
    def meanings(self) -> Meanings | None:
        """What the claims mean, where the index knows it."""
        ...

    def search(
        self,
        question: str,
        desks: Collection[DeskId] | None,
        limit: int = 5,
        meaning: Vector | None = None,
    ) -> Judgement:
        """Judge which fact of ``desks`` (None: of all) answers; at most ``limit`` candidates.

        ``meaning`` is the question's, from ``meanings``, where there are any.
        """
        ...

    def complete(
        self, typed: str, desks: Collection[DeskId] | None, limit: int = 25
    ) -> tuple[int, ...]:
        """Ids of the facts that what is ``typed`` so far may become, best first.

        With nothing typed, the facts that were changed last.
        """
        ...
