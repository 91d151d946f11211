"""Merging: two facts that are the same become one, found under both ids."""

from facts.model import FactContent
from facts.usecases.desk.members import Member
from facts.usecases.desk.publishing import Outcome


class Merging:
    """Raises NotAllowed, UnknownFact, NotValid."""

    async def preview(self, member: Member, survivor: int, other: int) -> FactContent:
        """What the surviving fact would say: its own claim, and the responses, sources, topics and
        wordings of both. The other's claim becomes one of the wordings.
        """
        raise NotImplementedError

    async def merge(self, member: Member, survivor: int, other: int) -> Outcome:
        """Unite them in one step; from then on ``other`` leads to ``survivor``."""
        raise NotImplementedError
