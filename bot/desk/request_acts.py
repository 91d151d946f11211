"""What moderators do with a request: the acts of the controls on its card."""

from collections.abc import Mapping

from bot.desk import fact_acts
from bot.desk.desk_replies import Card, Reply
from bot.desk.forms.desk_modal import DeskModal
from bot.desk.forms.request_modals import (
    AnswerWithClaim,
    DeclineRequest,
    ReplyToReport,
    SameRequest,
    closed_card,
)
from bot.desk.services import Act, DeskServices, Press
from bot.rendering.newsroom.queue_cards import LISTED_A_PAGE, queue_layout, request_layout
from facts.model import Member
from facts.usecases.newsroom.request import RequestKind


async def listed(
    services: DeskServices, member: Member, kind: RequestKind | None, page: int = 0
) -> Card:
    """A page of the queue, of one ``kind`` or all; ``page`` counts from 0."""
    found = await services.newsroom.queue.list(member, page, kind=kind, size=LISTED_A_PAGE)
    takes = (await services.desk.setup.expect_moderator(member)).takes_requests
    return Card(
        queue_layout(found, kind, takes=takes),
        if_lost="See /desk requests.",
    )


async def opened(services: DeskServices, member: Member, number: int) -> Card:
    """The card of one request."""
    queued = await services.newsroom.queue.get(member, number)
    return Card(request_layout(queued, me=member.id), if_lost="See /desk requests.")


async def _take(services: DeskServices, press: Press) -> Reply:
    await services.newsroom.queue.take(press.member, int(press.target))
    return await opened(services, press.member, int(press.target))


async def _draft(services: DeskServices, press: Press) -> Reply:
    draft = await services.newsroom.queue.draft(press.member, int(press.target))
    note = "After you publish it, you can tell everyone who asked."
    return await services.cards.draft(press.member, draft, note=note)


async def _fact(services: DeskServices, press: Press) -> Reply:
    queued = await services.newsroom.queue.get(press.member, int(press.target))
    return await fact_acts.show(services, press.member, f"#{queued.request.fact_id}")


def _opens(modal: type[DeskModal]) -> Act:
    """An act that opens ``modal`` for the request, or refuses if the request is closed."""

    async def act(services: DeskServices, press: Press) -> Reply:
        await services.newsroom.queue.get(press.member, int(press.target))
        return modal(press.target)

    return act


async def _block(services: DeskServices, press: Press) -> Reply:
    await services.newsroom.queue.block(press.member, int(press.target))
    return closed_card(
        "**Blocked.** The person who sent this can’t send this desk any more requests. To undo "
        "this, use `/desk block`."
    )


async def _tell(services: DeskServices, press: Press) -> Reply:
    """Close the request with fact ``n`` as its answer, and notify everyone who asked."""
    await services.newsroom.queue.answer(press.member, int(press.target), f"#{press.n}")
    note = "**Answered.** Everyone who asked will get this claim."
    return await fact_acts.show(services, press.member, f"#{press.n}", note=note)


# By the act's name in the custom id (``custom_ids.request``).
ACTS: Mapping[str, Act] = {
    "block": _block,
    "decline": _opens(DeclineRequest),
    "draft": _draft,
    "fact": _fact,
    "pick": _opens(AnswerWithClaim),
    "reply": _opens(ReplyToReport),
    "same": _opens(SameRequest),
    "take": _take,
    "tell": _tell,
}
