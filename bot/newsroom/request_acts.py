"""What moderators do with a request: the acts of its card's controls, and their modals."""

from collections.abc import Mapping

from bot.desk import fact_acts
from bot.desk.desk_replies import Card, Reply
from bot.desk.forms.desk_modal import DeskModal, Submission
from bot.desk.services import Act, DeskServices, Press
from bot.interactions.modals import Field, sentence_field
from bot.rendering.layout import layout_of
from bot.rendering.newsroom.queue_cards import LISTED_A_PAGE, queue_layout, request_layout
from facts.model import Member, Refusal
from facts.usecases.newsroom.request import RequestKind

_LOST = "Done. See /desk requests."


def closed_card(sentence: str) -> Card:
    """The card after a request was closed."""
    return Card(layout_of(sentence), if_lost=_LOST)


class RequestModal(DeskModal):
    """A modal about a request; ``target`` is its number."""

    @property
    def number(self) -> int:
        return int(self.target)


class AnswerWithClaim(RequestModal):
    """Closes a request with a stored claim as its answer."""

    name = "answerwith"
    title = "Which claim answers this?"
    fields = (
        Field(
            "claim",
            "Number of the claim, or a few words of it",
            hint="Everyone who asked gets it, by direct message or at their next command",
            example="#12",
            required=True,
        ),
    )

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        queue = services.newsroom.queue
        waiting = (await queue.get(given.member, self.number)).waiting
        named = given.values.get("claim", "")
        _, fact = await queue.answer(given.member, self.number, named)
        people = "1 person" if waiting == 1 else f"{waiting:,} people"
        told = f" The answer goes to {people}." if waiting else ""
        return closed_card(f"**Answered** with claim #{fact.id}.{told}")


class ReplyToReport(RequestModal):
    """Sends a reply to the person who reported an error."""

    name = "replyto"
    title = "Reply to this report"
    fields = sentence_field("sentence", "Your reply to them")

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        sentence = given.values.get("sentence", "")
        await services.newsroom.queue.reply(given.member, self.number, sentence)
        return closed_card(
            "**Replied.** They’ll get it in a direct message or, if theirs are closed, at their "
            "next command."
        )


class DeclineRequest(RequestModal):
    """Closes a request without an answer, with a reason for those who asked."""

    name = "decline"
    title = "Decline this request"
    fields = sentence_field(
        "sentence",
        "What to tell the people who asked",
        example="We check claims by public figures only.",
    )

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        sentence = given.values.get("sentence", "")
        await services.newsroom.queue.decline(given.member, self.number, sentence)
        return closed_card("**Declined.** The people who asked will get your reason.")


class SameRequest(RequestModal):
    """Merges a request into another one, with those who asked."""

    name = "same"
    title = "Merge with another request"
    fields: tuple[Field, ...] = (
        Field(
            "number",
            "Number of the other request",
            hint="Everyone who asked this one will get the other one’s answer",
            example="7",
            required=True,
        ),
    )

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        typed = given.values.get("number", "").strip().removeprefix("#")
        if not typed.isdecimal():
            raise Refusal(f"“{typed[:20]}” isn’t a request number. Type one like 7.")
        queued = await services.newsroom.queue.same_as(given.member, self.number, int(typed))
        return Card(request_layout(queued, me=given.member.id, note="Merged."), if_lost=_LOST)


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


async def opened(services: DeskServices, member: Member, number: int, note: str = "") -> Card:
    """The card of one request."""
    queued = await services.newsroom.queue.get(member, number)
    return Card(request_layout(queued, me=member.id, note=note), if_lost="See /desk requests.")


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


def _opens(modal: type[RequestModal]) -> Act:
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
MODALS = (AnswerWithClaim, ReplyToReport, DeclineRequest, SameRequest)
