"""One step from a fact as it is to its next revision, or to a proposal of it."""

from collections.abc import Callable

from facts.forms.fact_json import said_by
from facts.model import Fact, FactContent, Refusal
from facts.store.protocol import StaleRevision
from facts.usecases.desk.drafts.publishing import AwaitsSecond, Outcome, Publishing
from facts.usecases.desk.drafts.repository import DraftRepository
from facts.usecases.desk.members import Member
from facts.usecases.desk.own_facts import OwnFacts

# Others may change the same fact in between; each try begins with what they made of it.
_TRIES = 5


class AlreadySo(Refusal):
    """The fact has that already, so nothing was changed."""


class Steps:
    """Takes steps, or proposes them where the desk wants a second person."""

    def __init__(self, box: DraftRepository, facts: OwnFacts, publishing: Publishing) -> None:
        self._box = box
        self._facts = facts
        self._publishing = publishing

    async def take(
        self,
        member: Member,
        fact_id: int,
        change: Callable[[Fact], FactContent],
        *,
        why: str | None,
        alone: bool = False,
        absorbs: tuple[int, int] | None = None,
        releases: tuple[int, int] | None = None,
    ) -> Outcome:
        """Make ``change`` of the fact as it is now. ``alone``: even where others need a second
        person. ``absorbs`` and ``releases`` are as in a Draft.

        Raises NotAllowed, UnknownFact, NotValid, AlreadySo, StaleRevision.
        """
        settings = await self._facts.expect_moderator(member)
        for _ in range(_TRIES):
            fact = await self._facts.get(member, fact_id)
            content = change(fact)
            if content == said_by(fact) and not (absorbs or releases):
                raise AlreadySo(f"Fact #{fact.id} already says that. Nothing was changed.")
            step = self._box.new(member, content, of=fact).model_copy(
                update={"why": why, "absorbs": absorbs, "releases": releases}
            )
            if settings.second_person and not alone:
                await self._box.expect_room(member)
                return AwaitsSecond(await self._publishing.propose(step))
            try:
                return await self._publishing.put_through(step, editor=member.signature, why=why)
            except StaleRevision:
                if absorbs or releases:
                    raise
        raise StaleRevision(f"Fact #{fact_id} is being changed by someone else. Try again.")
