"""Erasing: where the law asks for it, a person leaves the log and the alerts for good."""

from facts.model import Refusal
from facts.store.protocol import Erased, FactStore
from facts.usecases.alerting.ending import Ending

_SHORTEST = 2


class NothingToErase(Refusal):
    """The name is no name that could be looked for."""


class Erasing:
    """Replaces a person's name or account id in every change and every file, and ends the alerts
    that were sent to the account.
    """

    def __init__(self, store: FactStore, ending: Ending) -> None:
        self._store = store
        self._ending = ending

    async def erase(self, name: str, *, editor: str) -> Erased:
        """Erase ``name``, or an account's id; ``editor`` is who did it. Raises NothingToErase."""
        name = name.strip()
        if len(name) < _SHORTEST:
            raise NothingToErase("Give the name as the log has it, at least two characters.")
        # What is for this account alone goes first: without its id nobody could be told of it.
        await self._ending.person_gone(name)
        return await self._store.erase(name, editor=editor)
