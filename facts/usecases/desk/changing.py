"""Changing published facts in one step, without a draft to work on."""

from facts.model import Fact, Refusal
from facts.usecases.desk.forms import ResponseForm, SourceForm
from facts.usecases.desk.members import Member
from facts.usecases.desk.publishing import Outcome


class AlreadySo(Refusal):
    """The fact has that already, so nothing was changed."""


class Changing:
    """One step, one revision. Where the desk wants a second person the step becomes a proposal.

    Everything here raises NotAllowed, UnknownFact, NotValid, UnclearDate, AlreadySo.
    """

    async def fact(self, member: Member, named: str) -> Fact:
        """The fact of the member's desk that ``#12``, ``12``, ``12.3`` or a question names."""
        raise NotImplementedError

    async def respond(
        self, member: Member, fact_id: int, form: ResponseForm, source: SourceForm | None = None
    ) -> Outcome:
        """Add a denial, a confirmation or another response, with the source that reports it."""
        raise NotImplementedError

    async def cite(self, member: Member, fact_id: int, form: SourceForm) -> Outcome:
        """Add a source."""
        raise NotImplementedError

    async def retract(
        self, member: Member, fact_id: int, reason: str, *, emergency: bool = False
    ) -> Outcome:
        """Take a fact back from today: it stays found and citable, with the reason above all else.

        In an emergency one person is enough, and the log says so.
        """
        raise NotImplementedError

    async def restore(self, member: Member, fact_id: int, reason: str = "") -> Outcome:
        """Let a retracted fact stand again."""
        raise NotImplementedError

    async def review(self, member: Member, fact_id: int, again: str = "") -> Outcome:
        """Note that the fact was checked today, and when it is to be checked again (a date).

        Needs no second person: it changes nothing that the fact says.
        """
        raise NotImplementedError

    async def undo(self, member: Member, fact_id: int, change: int) -> Outcome:
        """Put back what the change of that number made of the fact, and leave later changes.

        Raises CannotUndo where a later change is to the same place, or there is nothing to undo.
        """
        raise NotImplementedError


class CannotUndo(Refusal):
    """The change cannot be put back by itself; the sentence says why and what to do."""
