"""The acts of the controls on a proposal: a second moderator approves or returns it."""

from collections.abc import Mapping

from bot.desk.desk_replies import Card, Press, Reply
from bot.desk.forms.publish_forms import ReturnProposal
from bot.desk.services import Act, DeskServices
from bot.rendering.desk.changes import decided_layout
from bot.rendering.desk.fact_card import proposal_layout
from facts.forms.moments import moment_words
from facts.model import Member
from facts.usecases.desk.drafts.publishing import Scheduled


async def proposal(services: DeskServices, member: Member, draft_id: str, *, page: int = 0) -> Card:
    """The card of a proposal, with the changes it would make."""
    draft = await services.desk.publishing.proposal(member, draft_id)
    changes = await services.desk.publishing.proposed_changes(member, draft_id)
    return Card(proposal_layout(draft, changes, page=page), in_place=True)


async def _page(services: DeskServices, press: Press) -> Reply:
    return await proposal(services, press.member, press.target, page=press.n)


async def _approve(services: DeskServices, press: Press) -> Reply:
    published = await services.desk.publishing.approve(press.member, press.target)
    if isinstance(published, Scheduled):
        draft = published.draft
        when = moment_words(draft.publish_at, draft.zone) if draft.publish_at else ""
        layout = decided_layout(
            f"Approved by {press.member.name}: goes out on {when}", draft.content.claim.text
        )
        return Card(layout, in_place=True, if_lost="Approved and scheduled.")
    fact = published.fact
    return Card(
        decided_layout(f"Approved by {press.member.name}: fact #{fact.id}", fact.claim.text),
        in_place=True,
        news=await services.cards.news(press.member, published),
        if_lost=f"Published as fact #{fact.id}. (Discord didn’t accept the card.)",
    )


async def _return(services: DeskServices, press: Press) -> Reply:
    await services.desk.publishing.proposal(press.member, press.target)
    return ReturnProposal(press.target)


# By the act's name in the custom id (``desk_ids.proposal``).
ACTS: Mapping[str, Act] = {"approve": _approve, "page": _page, "return": _return}
