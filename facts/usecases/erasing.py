"""Erasing: where the law asks for it, a person leaves the log and the alerts for good."""

from dataclasses import dataclass

from facts.model import Refusal
from facts.store.protocol import Erased, FactStore, NobodyOfThatName
from facts.usecases.alerting.subscribing import Ending

_SHORTEST = 2


class NothingToErase(Refusal):
    """The name is no name that could be looked for."""


@dataclass(frozen=True, slots=True)
class PersonErased:
    """``subscriptions`` of the account ended; ``erased`` is None if the name was nowhere else."""

    subscriptions: int
    erased: Erased | None


class Erasing:
    """Replaces a person's name or account id in every change and every file, and ends the alerts
    that were sent to the account.
    """

    def __init__(self, store: FactStore, ending: Ending) -> None:
        self._store = store
        self._ending = ending

    async def erase(self, name: str, *, editor: str) -> PersonErased:
        """Erase ``name``, or an account's id; ``editor`` is who did it.

        Raises NothingToErase, NobodyOfThatName.
        """
        name = name.strip()
        if len(name) < _SHORTEST:
            raise NothingToErase("Give the name as the log has it, at least two characters.")
        # What is for this account alone goes first: without its id nobody could be told of it.
        ended = await self._ending.person_gone(name)
        try:
            return PersonErased(ended, await self._store.erase(name, editor=editor))
        except NobodyOfThatName:
            if not ended:
                raise
            return PersonErased(ended, None)
