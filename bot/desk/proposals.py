"""Proposals: a second person approves what somebody else wants to publish, or returns it."""

from collections.abc import Mapping

from bot.desk.outcomes import Outcomes
from bot.desk.pressing import Act, Press
from bot.desk.replies import Asked, Card, Reply
from bot.rendering.desk.changes import decided_layout
from bot.rendering.desk.fact_card import proposal_layout
from bot.rendering.desk.modals import RETURN
from bot.rendering.forms import FormId
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.members import Member


class Proposals:
    """Shows and decides the proposals of a desk."""

    def __init__(self, desk: Desk, outcomes: Outcomes) -> None:
        self._publishing = desk.publishing
        self._outcomes = outcomes

    @property
    def acts(self) -> Mapping[str, Act]:
        """What each control of a proposal does."""
        return {"page": self._page, "approve": self._approve, "return": self._return}

    async def card(self, member: Member, draft_id: str, *, page: int = 0) -> Card:
        """A proposal with what it would change."""
        draft = await self._publishing.proposal(member, draft_id)
        changes = await self._publishing.proposed_changes(member, draft_id)
        return Card(proposal_layout(draft, changes, page=page), in_place=True)

    async def give_back(self, member: Member, draft_id: str, reason: str) -> Card:
        """Return a proposal to its author."""
        draft = await self._publishing.give_back(member, draft_id, reason)
        layout = decided_layout(
            f"Returned to {draft.author_name} by {member.name}",
            f"{draft.content.claim.text}\nBecause: {reason}",
        )
        return Card(layout, in_place=True, if_lost="The proposal is returned to its author.")

    async def _page(self, press: Press) -> Reply:
        return await self.card(press.member, press.target, page=press.n)

    async def _approve(self, press: Press) -> Reply:
        published = await self._publishing.approve(press.member, press.target)
        fact = published.fact
        layout = decided_layout(
            f"Approved by {press.member.name}: fact #{fact.id}", fact.claim.text
        )
        return Card(
            layout,
            in_place=True,
            news=await self._outcomes.news(press.member, published),
            if_lost=f"It is published as fact #{fact.id}. (Discord took no more.)",
        )

    async def _return(self, press: Press) -> Reply:
        await self._publishing.proposal(press.member, press.target)
        return Asked(RETURN, FormId("return", press.target))
