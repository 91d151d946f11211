"""Erasing: where the law asks for it, a person leaves the store for good."""

from dataclasses import dataclass

from facts.model import Refusal
from facts.store.protocol import Erased, FactStore, NobodyOfThatName
from facts.usecases.desk.blocking import keep_hashed
from facts.usecases.newsroom.privacy import Privacy
from facts.usecases.shelf_view import retrying

_SHORTEST = 2


class NothingToErase(Refusal):
    """The name is no name that could be looked for."""


@dataclass(frozen=True, slots=True)
class PersonErased:
    """``forgotten`` alerts, requests, votes, answers and drafts of the account are gone; ``erased``
    is None if the name was nowhere else.
    """

    forgotten: int
    erased: Erased | None


class Erasing:
    """Forgets what is kept for an account, and replaces a person's name or account id in every
    change and every file. A desk's block stays, and knows them without their id.
    """

    def __init__(self, store: FactStore, privacy: Privacy) -> None:
        self._store = store
        self._privacy = privacy

    async def erase(self, name: str, *, editor: str) -> PersonErased:
        """Erase ``name``, or an account's id; ``editor`` is who did it.

        Raises NothingToErase, NobodyOfThatName.
        """
        name = name.strip()
        if len(name) < _SHORTEST:
            raise NothingToErase("Give the name as it is in the log, at least two characters.")
        # What is for this account alone goes first: without its id nobody could be told of it.
        forgotten = await self._privacy.forget(name)
        blocks = await retrying(keep_hashed)(self._store.shelf, name)
        try:
            return PersonErased(forgotten, await self._store.erase(name, editor=editor))
        except NobodyOfThatName:
            if not forgotten and not blocks:
                raise
            return PersonErased(forgotten, None)
