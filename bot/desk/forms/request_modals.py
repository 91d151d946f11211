"""The modals about a reader's request: answer, reply, decline, merge."""

from bot.desk.desk_replies import Card, Reply
from bot.desk.forms.desk_modal import DeskModal, Submission
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, sentence_field
from bot.rendering.layout import layout_of
from bot.rendering.newsroom.queue_cards import request_layout
from facts.model import Refusal

_LOST = "Done. See /desk requests."


def closed_card(sentence: str) -> Card:
    """The card after a request was closed."""
    return Card(layout_of(sentence), if_lost=_LOST)


class AnswerWithClaim(DeskModal):
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


class ReplyToReport(DeskModal):
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


class DeclineRequest(DeskModal):
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


class SameRequest(DeskModal):
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


MODALS = (AnswerWithClaim, ReplyToReport, DeclineRequest, SameRequest)
