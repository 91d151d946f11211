"""What alerts ask of matching. The use-cases bring the matcher that answers questions."""

from typing import Protocol

from facts.model import Fact


class KeywordMatcher(Protocol):
    """Knows which of many standing questions a fact answers, without asking each."""

    def put(self, text: str) -> None:
        """Let ``text`` stand; nothing happens when it stands already."""
        ...

    def remove(self, text: str) -> None:
        """Let it stand no longer; nothing happens when it does not."""
        ...

    async def met_by(self, fact: Fact) -> frozenset[str]:
        """The standing texts that would find ``fact``. Holds the loop for 10 ms at most."""
        ...
