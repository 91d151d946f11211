"""The modals that publish a correction, retract, return a proposal, or schedule a draft."""

from bot.desk.desk_replies import Card, Reply
from bot.desk.forms.desk_modal import DeskModal, Submission
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, FieldKind, sentence_field
from bot.rendering.desk.changes import decided_layout
from facts.forms.moments import read_moment, zone_named

RETRACTED = "**Retracted.** Readers who look it up see why."


class PublishCorrection(DeskModal):
    """Publishes an edit as a correction, with the note that readers see."""

    name = "correct"
    title = "Publish as a correction"
    fields = sentence_field(
        "sentence",
        "What readers will see",
        "What was wrong and what’s right. Shown on the claim with today’s date.",
        "The price was eight crowns, not nine.",
    )

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        sentence = given.values.get("sentence", "")
        publishing = services.desk.publishing
        outcome = await publishing.publish(given.member, self.target, correction=sentence)
        done = "**Correction published.** Readers see it on the claim."
        return await services.cards.outcome(given.member, outcome, done)


class RetractFact(DeskModal):
    """Retracts a published fact."""

    name = "retract"
    title = "Retract this fact"
    fields = sentence_field(
        "reason", "Why you’re retracting it", "Readers see this above the claim"
    )

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        reason = given.values.get("reason", "")
        outcome = await services.desk.changing.retract(given.member, self.number, reason)
        return await services.cards.outcome(given.member, outcome, RETRACTED)


class ReturnProposal(DeskModal):
    """Returns a proposal to its author."""

    name = "return"
    title = "Return for changes"
    fields = sentence_field("reason", "What should change", "The author will see this")

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        reason = given.values.get("reason", "")
        draft = await services.desk.publishing.give_back(given.member, self.target, reason)
        layout = decided_layout(
            f"Returned to {draft.author_name} by {given.member.name}",
            f"{draft.content.claim.text}\nReason: {reason}",
        )
        return Card(layout, in_place=True, if_lost="Returned to its author.")


class PublishAt(DeskModal):
    """Schedules a draft to be published later."""

    name = "publishat"
    title = "Publish at a time"
    fields: tuple[Field, ...] = (
        Field(
            "when",
            "When",
            hint="A day and a time; without a day it’s today",
            example="tomorrow 09:30, or 3 May 2026 18:00",
            required=True,
        ),
        Field("zone", "Time zone", example="Europe/Oslo", required=True),
        Field(
            "sentence",
            "What readers will see of the change",
            hint="For a correction of a published claim; leave it empty otherwise",
            kind=FieldKind.TEXT,
        ),
    )

    async def save(self, services: DeskServices, given: Submission) -> Reply:
        zone = zone_named(given.values.get("zone") or "UTC")
        now = services.desk.embargo.clock()
        at = read_moment(given.values.get("when", ""), zone, now)
        outcome = await services.desk.publishing.publish(
            given.member,
            self.target,
            correction=given.values.get("sentence") or None,
            at=at,
            zone=zone,
        )
        return await services.cards.outcome(given.member, outcome, "")


MODALS = (PublishCorrection, RetractFact, ReturnProposal, PublishAt)
