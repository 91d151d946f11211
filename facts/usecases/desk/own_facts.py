"""Permission check: members may only change facts of their own desk."""

from facts.model import STARTER, Fact, Member, NotAllowed, visible_desks
from facts.store.protocol import FactStore, UnknownFact
from facts.usecases.desk.desk_settings import DeskSettings, Setup
from facts.usecases.reading.history import standing_for


class OwnFacts:
    """Returns a fact only if the member may change it."""

    def __init__(self, store: FactStore, setup: Setup) -> None:
        self._store = store
        self._setup = setup

    async def expect_moderator(self, member: Member) -> DeskSettings:
        """The settings of the member's desk. Raises NotAllowed for who does not moderate it."""
        return await self._setup.expect_moderator(member)

    async def get(self, member: Member, fact_id: int) -> Fact:
        """The fact of that id, or the one it was merged into. Raises NotAllowed, UnknownFact."""
        await self._setup.expect_moderator(member)
        fact = await standing_for(self._store, fact_id)
        if fact is None or fact.desk not in visible_desks(member.desk):
            raise UnknownFact(f"There’s no fact #{fact_id} here.")
        expect_own(member, fact)
        return fact


def expect_own(member: Member, fact: Fact) -> None:
    """Raises NotAllowed for a fact of another desk than the member's."""
    if fact.desk == member.desk:
        return
    if fact.desk == STARTER:
        raise NotAllowed(
            f"Fact #{fact.id} is a starter fact and can’t be changed here. Add your own fact "
            "instead."
        )
    raise NotAllowed(f"Fact #{fact.id} belongs to another desk. Only its moderators can change it.")
