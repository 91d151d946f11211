"""The forms that change a published fact, answer a proposal, or set the desk's topics."""

from collections.abc import Mapping

from bot.desk import filled_in
from bot.desk.draft_submissions import Handler
from bot.desk.outcomes import Outcomes
from bot.desk.proposals import Proposals
from bot.desk.replies import Card, Reply
from bot.desk.submitted import Submitted
from bot.rendering.desk.settings_card import settings_layout
from facts.usecases.desk.desk import Desk


class FactSubmissions:
    """Takes in the forms of facts."""

    def __init__(self, desk: Desk, outcomes: Outcomes, proposals: Proposals) -> None:
        self._desk = desk
        self._outcomes = outcomes
        self._proposals = proposals

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What takes in each form, by the name in its id."""
        return {
            "answer": self._answer,
            "cite": self._cite,
            "retract": self._retract,
            "return": self._return,
            "desktopics": self._desk_topics,
        }

    async def _answer(self, given: Submitted) -> Reply:
        form, source = filled_in.new_response(given.values, given.today)
        outcome = await self._desk.changing.respond(given.member, given.fact_id, form, source)
        return await self._outcomes.card(given.member, outcome)

    async def _cite(self, given: Submitted) -> Reply:
        form = filled_in.changed_source(given.values)
        outcome = await self._desk.changing.cite(given.member, given.fact_id, form)
        return await self._outcomes.card(given.member, outcome)

    async def _retract(self, given: Submitted) -> Reply:
        reason = given.values.get("reason", "")
        outcome = await self._desk.changing.retract(given.member, given.fact_id, reason)
        return await self._outcomes.card(given.member, outcome, done="Retracted.")

    async def _return(self, given: Submitted) -> Reply:
        reason = given.values.get("reason", "")
        return await self._proposals.give_back(given.member, given.form_id.target, reason)

    async def _desk_topics(self, given: Submitted) -> Reply:
        topics = filled_in.listed(given.values.get("topics", ""))
        settings = await self._desk.setup.change(given.member, topics=topics)
        return Card(settings_layout(settings))
