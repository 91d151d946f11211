"""Verifying citations: shows what a citation really says, to expose forged pictures of answers."""

from collections.abc import Collection
from dataclasses import dataclass

from facts.model import DeskId, Fact, Refusal, checksum, read_citation
from facts.store.protocol import FactStore
from facts.usecases.reading.history import History, standing_for


class NoCitation(Refusal):
    """The text is not a citation."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The exact text of the cited revision.

    ``genuine``: the check code matches the text; None if the citation has no check code, or if it
    cannot be verified since a text was redacted from the revision. ``now`` is the fact's present
    state, or the fact it was merged into; None if it was removed.
    """

    fact: Fact
    genuine: bool | None
    now: Fact | None

    @property
    def is_latest(self) -> bool:
        return self.now is not None and self.now.citation == self.fact.citation


class Verifying:
    """Looks up cited revisions."""

    def __init__(self, store: FactStore, history: History) -> None:
        self._store = store
        self._history = history

    async def verify(self, text: str, desks: Collection[DeskId] | None) -> Verified:
        """What ``text`` cites; without a revision the newest. Raises NoCitation, UnknownFact."""
        cited = read_citation(text)
        if cited is None:
            raise NoCitation(
                "That isn’t a citation. It’s the code below every answer, for example 12.3-k7x2qm."
            )
        fact = await self._history.at_revision(cited.fact_id, cited.revision, desks)
        genuine = None if cited.check is None else cited.check == checksum(fact)
        if not genuine and fact.redactions:
            genuine = None
        return Verified(fact, genuine, await standing_for(self._store, fact.id))
