"""What an index of claims does. Use-cases know this page; the wiring chooses the index."""

from collections.abc import Collection
from typing import Protocol

from facts.matching.judgement import Judgement
from facts.model import DeskId, Fact


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

    def search(self, question: str, desks: Collection[DeskId] | None, limit: int = 5) -> Judgement:
        """Judge which fact of ``desks`` (None: of all) answers; at most ``limit`` candidates."""
        ...

    def complete(
        self, typed: str, desks: Collection[DeskId] | None, limit: int = 25
    ) -> tuple[int, ...]:
        """Ids of the facts that what is ``typed`` so far may become, best first.

        With nothing typed, the facts that were changed last.
        """
        ...
