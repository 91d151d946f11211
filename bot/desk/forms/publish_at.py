"""The form that schedules a draft."""

from bot.desk.desk_replies import Reply
from bot.desk.forms.desk_form import DeskForm, Submission
from bot.desk.services import DeskServices
from bot.interactions.modals import Field, Kind
from facts.forms.moments import read_moment, zone_named


class PublishAt(DeskForm):
    """Publishes a draft at a later time."""

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
            kind=Kind.TEXT,
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
