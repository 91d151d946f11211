"""The acts of the controls on a draft's or proposal's cards: each runs one use-case and returns a
card or modal. The use-cases refuse drafts of other members.
"""

from collections.abc import Mapping

from bot.desk.desk_replies import Card, LogNews, Reply
from bot.desk.forms.claim import EditClaim, EditSpeaker, EditTopics, EditVerdict, EditWordings
from bot.desk.forms.desk_modal import DraftModal, numbered
from bot.desk.forms.publish_modals import PublishAt, PublishCorrection, ReturnProposal
from bot.desk.forms.response import AddResponse, EditResponder, EditResponse
from bot.desk.forms.source import EditSource, EditSourceDetails, GiveArticle, SourceFromArticle
from bot.desk.services import Act, DeskServices, Press
from bot.rendering.desk.changes import changed_places, decided_layout
from bot.rendering.desk.draft_card import discard_layout, response_layout, source_layout
from bot.rendering.desk.fact_card import proposal_layout
from bot.rendering.layout import layout_of
from facts.forms.moments import moment_words
from facts.forms.typed import SourceForm
from facts.model import ChangeKind, Member
from facts.usecases.desk.drafts.draft import Draft
from facts.usecases.desk.drafts.publishing import Published, Scheduled

_DELETED = "Draft deleted."
_PUBLISHED = "**Published.** Readers can find it with `/claim`."
_CHANGED = "**Published.** Readers see the new text, without a correction note."
_KEPT = "Your other draft is in `/fact drafts`."


async def _draft(services: DeskServices, press: Press) -> Draft:
    return await services.desk.drafting.get(press.member, press.target)


def _opening(modal: type[DraftModal]) -> Act:
    """An act that opens ``modal``, prefilled from the draft."""

    async def act(services: DeskServices, press: Press) -> Reply:
        opened = modal.opened_on(await _draft(services, press), press.n)
        await opened.prepare(services, press.member)
        return opened

    return act


async def _page(services: DeskServices, press: Press) -> Reply:
    draft = await _draft(services, press)
    return await services.cards.draft(press.member, draft, page=press.n)


async def _edit(services: DeskServices, press: Press) -> Reply:
    """Open the part of the draft chosen in the card's select."""
    part, _, number = press.chosen[0].partition(":")
    n = int(number)
    if part in ("claim", "speaker"):
        return await ACTS[part](services, press)
    draft = await _draft(services, press)
    if part == "response":
        numbered(draft.content.responses, n)
        return Card(response_layout(draft, n))
    if part == "source":
        numbered(draft.content.sources, n)
        return Card(source_layout(draft, n))
    return await services.cards.draft(press.member, draft, parts_from=n)


async def _drop_response(services: DeskServices, press: Press) -> Reply:
    draft = await services.desk.drafting.remove_response(press.member, press.target, press.n)
    return await services.cards.draft(press.member, draft, note=f"Response {press.n} removed.")


async def _drop_source(services: DeskServices, press: Press) -> Reply:
    draft = await services.desk.drafting.remove_source(press.member, press.target, press.n)
    return await services.cards.draft(press.member, draft, note=f"Source {press.n} removed.")


async def _drop_article(services: DeskServices, press: Press) -> Reply:
    draft = await services.desk.drafting.put_article(press.member, press.target, None)
    return await services.cards.draft(press.member, draft)


async def _instead(services: DeskServices, press: Press) -> Reply:
    """Open an edit of the stored fact with the same claim, instead of adding a second one."""
    edit = await services.desk.drafting.open_edit(press.member, press.n)
    return await services.cards.draft(press.member, edit, note=_KEPT)


async def _cite_instead(services: DeskServices, press: Press) -> Reply:
    """Copy the draft's sources into an edit of the stored fact, to be reviewed and published."""
    drafting = services.desk.drafting
    sources = (await _draft(services, press)).content.sources
    edit = await drafting.open_edit(press.member, press.n)
    for source in sources:
        edit = await drafting.put_source(press.member, edit.id, SourceForm.showing(source))
    note = f"Your sources were added. Publish to save them. {_KEPT}"
    return await services.cards.draft(press.member, edit, note=note)


async def _publish(services: DeskServices, press: Press) -> Reply:
    outcome = await services.desk.publishing.publish(press.member, press.target)
    is_new = isinstance(outcome, Published) and outcome.change.kind is ChangeKind.ADDED
    done = _PUBLISHED if is_new else _CHANGED
    return await services.cards.outcome(press.member, outcome, done)


async def _correct(services: DeskServices, press: Press) -> Reply:
    await _draft(services, press)
    return PublishCorrection(press.target)


async def _at(services: DeskServices, press: Press) -> Reply:
    draft = await _draft(services, press)
    return PublishAt(draft.id, values={"zone": draft.zone})


async def _unschedule(services: DeskServices, press: Press) -> Reply:
    draft = await services.desk.publishing.cancel(press.member, press.target)
    return await services.cards.draft(press.member, draft, note="Schedule cancelled.")


async def _discard(services: DeskServices, press: Press) -> Reply:
    return Card(discard_layout(await _draft(services, press)))


async def _discard_now(services: DeskServices, press: Press) -> Reply:
    await services.desk.drafting.discard(press.member, press.target)
    return Card(layout_of(_DELETED), if_lost=_DELETED)


async def _take_back(services: DeskServices, press: Press) -> Reply:
    draft = await services.desk.drafting.take_back(press.member, press.target)
    return await services.cards.draft(press.member, draft)


async def _renew(services: DeskServices, press: Press) -> Reply:
    renewed = await services.desk.drafting.renew(press.member, press.target)
    return await services.cards.draft(press.member, renewed.draft, note=changed_places(renewed))


# By the act's name in the custom id (``custom_ids.draft``).
ACTS: Mapping[str, Act] = {
    "at": _at,
    "article": _opening(GiveArticle),
    "citation": _opening(EditSource),
    "cite": _cite_instead,
    "claim": _opening(EditClaim),
    "correct": _correct,
    "discard": _discard,
    "discardnow": _discard_now,
    "droparticle": _drop_article,
    "dropresponse": _drop_response,
    "dropsource": _drop_source,
    "edit": _edit,
    "instead": _instead,
    "more": _opening(EditSourceDetails),
    "page": _page,
    "publish": _publish,
    "renew": _renew,
    "response": _opening(AddResponse),
    "said": _opening(EditResponse),
    "source": _opening(EditSource),
    "speaker": _opening(EditSpeaker),
    "takeback": _take_back,
    "topics": _opening(EditTopics),
    "usearticle": _opening(SourceFromArticle),
    "unschedule": _unschedule,
    "verdict": _opening(EditVerdict),
    "who": _opening(EditResponder),
    "wordings": _opening(EditWordings),
}


async def proposal(services: DeskServices, member: Member, draft_id: str, *, page: int = 0) -> Card:
    """The card of a proposal, with the changes it would make."""
    draft = await services.desk.publishing.proposal(member, draft_id)
    changes = await services.desk.publishing.changes(member, draft)
    return Card(proposal_layout(draft, changes, page=page), in_place=True)


async def _proposal_page(services: DeskServices, press: Press) -> Reply:
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
        news=LogNews.of_published(published),
        if_lost=f"Published as fact #{fact.id}. (Discord didn’t accept the card.)",
    )


async def _return(services: DeskServices, press: Press) -> Reply:
    await services.desk.publishing.proposal(press.member, press.target)
    return ReturnProposal(press.target)


# By the act's name in the custom id (``custom_ids.proposal``).
PROPOSAL_ACTS: Mapping[str, Act] = {"approve": _approve, "page": _proposal_page, "return": _return}
