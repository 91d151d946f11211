"""Erasing a person from the store for good, where the law requires it."""

from dataclasses import dataclass

from facts.model import Refusal
from facts.store.protocol import Erased, FactStore, NobodyOfThatName
from facts.usecases.desk.blocking import keep_hashed
from facts.usecases.newsroom.privacy import Privacy
from facts.usecases.shelf_view import retrying

_SHORTEST = 2


class NothingToErase(Refusal):
    """The text cannot be a name."""


@dataclass(frozen=True, slots=True)
class PersonErased:
    """The result: ``forgotten`` counts the account's alerts, requests, votes, answers and drafts
    deleted; ``erased`` is None if the name occurred nowhere else.
    """

    forgotten: int
    erased: Erased | None


class Erasing:
    """Deletes an account's data and replaces the person's name or account id in every change and
    file. Blocks remain, identified by a hash.
    """

    def __init__(self, store: FactStore, privacy: Privacy) -> None:
        self._store = store
        self._privacy = privacy

    async def erase(self, name: str, *, editor: str) -> PersonErased:
        """Erase ``name`` or an account's id; ``editor`` is who does it.

        Raises NothingToErase, NobodyOfThatName.
        """
        name = name.strip()
        if len(name) < _SHORTEST:
            raise NothingToErase("Give the name as it is in the log, at least two characters.")
        # First the account's own data: it is found by the id that is erased afterwards.
        forgotten = await self._privacy.forget(name)
        blocks = await retrying(keep_hashed)(self._store.shelf, name)
        try:
            return PersonErased(forgotten, await self._store.erase(name, editor=editor))
        except NobodyOfThatName:
            if not forgotten and not blocks:
                raise
            return PersonErased(forgotten, None)
