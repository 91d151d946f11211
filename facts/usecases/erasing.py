"""Erasing: where the law asks for it, a person's name leaves the log for good."""

from facts.model import Refusal
from facts.store.protocol import Erased, FactStore

_SHORTEST = 2


class NothingToErase(Refusal):
    """The name is no name that could be looked for."""


class Erasing:
    """Replaces a person's name, as editor and in reasons, in every change and every file."""

    def __init__(self, store: FactStore) -> None:
        self._store = store

    async def erase(self, name: str, *, editor: str) -> Erased:
        """Erase ``name``; ``editor`` is who did it. Raises NothingToErase."""
        name = name.strip()
        if len(name) < _SHORTEST:
            raise NothingToErase("Give the name as the log has it, at least two characters.")
        return await self._store.erase(name, editor=editor)
