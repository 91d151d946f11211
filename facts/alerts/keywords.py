"""What alerts ask of matching. The use-cases bring the matcher that answers questions."""

from typing import Protocol

from facts.model import Fact


class KeywordMatcher(Protocol):
    """Saved searches: knows which of many saved texts a fact answers, without asking each."""

    def put(self, text: str) -> None:
        """Save ``text``; nothing happens when it is saved already."""
        ...

    def remove(self, text: str) -> None:
        """Delete ``text``; nothing happens when it is not saved."""
        ...

    async def percolate(self, fact: Fact) -> frozenset[str]:
        """The saved texts that would find ``fact``. Holds the loop for 10 ms at most."""
        ...
