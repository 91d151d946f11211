"""What moderators do with published facts, one at a time or as lists."""

from collections.abc import Mapping

from bot.desk.drafts import Drafts
from bot.desk.outcomes import Outcomes
from bot.desk.pressing import Act, Press
from bot.desk.replies import Asked, Card, Reply
from bot.rendering.desk.changes import ENTRIES_A_PAGE, done_layout, history_layout, log_layout
from bot.rendering.desk.fact_card import desk_fact_layout, merge_layout
from bot.rendering.desk.form_values import source_values
from bot.rendering.desk.lists import FACTS_A_PAGE, WhichFacts, drafts_layout, facts_layout
from bot.rendering.desk.modals import CITATION, RESPONSE, RETRACT
from bot.rendering.forms import FormId
from facts.forms.typed import SourceForm
from facts.model import Stance
from facts.usecases.desk.change_log import LogFilter
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.members import Member


class Facts:
    """Shows and changes the facts of a member's desk."""

    def __init__(self, desk: Desk, drafts: Drafts, outcomes: Outcomes) -> None:
        self._desk = desk
        self._drafts = drafts
        self._outcomes = outcomes

    @property
    def acts(self) -> Mapping[str, Act]:
        """What each control of a fact does; ``target`` is the fact's number."""
        return {
            "show": self._show,
            "edit": self._edit,
            "respond": self._respond,
            "cite": self._cite,
            "review": self._review,
            "history": self._history,
            "undo": self._undo,
            "retract": self._retract,
            "restore": self._restore,
        }

    async def show(self, member: Member, named: str, *, page: int = 0) -> Card:
        """A fact of the desk, with what can be done with it. ``named`` as in ``Changing.fact``."""
        return Card(desk_fact_layout(await self._desk.changing.fact(member, named), page=page))

    async def edit(self, member: Member, fact_id: int) -> Card:
        """A draft of the fact as it is now."""
        draft = await self._desk.drafting.open_edit(member, fact_id)
        return await self._drafts.card(member, draft)

    async def ask_response(self, member: Member, fact_id: int, values: Mapping[str, str]) -> Asked:
        """The form for a response to the fact, with what is known of it."""
        await self._desk.changing.fact(member, str(fact_id))
        return Asked(RESPONSE, FormId("answer", str(fact_id)), values)

    async def ask_source(self, member: Member, fact_id: int, form: SourceForm) -> Asked:
        """The form for a source of the fact, with what is known of it."""
        await self._desk.changing.fact(member, str(fact_id))
        return Asked(CITATION, FormId("cite", str(fact_id)), source_values(form))

    async def review(self, member: Member, fact_id: int, again: str = "") -> Card:
        """Note that the fact was checked today."""
        outcome = await self._desk.changing.review(member, fact_id, again)
        return await self._outcomes.card(member, outcome, done="Noted as checked today.")

    async def retract(self, member: Member, fact_id: int, reason: str, *, emergency: bool) -> Card:
        """Take the fact back."""
        outcome = await self._desk.changing.retract(member, fact_id, reason, emergency=emergency)
        return await self._outcomes.card(member, outcome, done="Retracted.")

    async def restore(self, member: Member, fact_id: int, reason: str = "") -> Card:
        """Let the fact stand again."""
        outcome = await self._desk.changing.restore(member, fact_id, reason)
        return await self._outcomes.card(member, outcome, done="Restored.")

    async def history(self, member: Member, fact_id: int, *, page: int = 0) -> Card:
        """What changed, newest first."""
        shown = await self._desk.history.of_fact(member, fact_id, page, size=ENTRIES_A_PAGE)
        return Card(history_layout(fact_id, shown))

    async def log(self, member: Member, wanted: LogFilter, before: int | None = None) -> Card:
        """The changes of all facts of the desk."""
        page = await self._desk.history.log(member, wanted, before=before, size=ENTRIES_A_PAGE)
        return Card(log_layout(page, wanted))

    async def list(self, member: Member, which: WhichFacts) -> Card:
        """The desk's facts that have what is wanted."""
        which.custom_id(which.page)  # refused at once where the filters are too long to be turned
        page = await self._desk.listing.facts(member, which.wanted, which.page, size=FACTS_A_PAGE)
        return Card(facts_layout(which, page))

    async def drafts(self, member: Member) -> Card:
        """A member's drafts, and what waits for a second person."""
        mine = await self._desk.drafting.mine(member)
        proposals = await self._desk.publishing.proposals(member)
        return Card(drafts_layout(mine, [p for p in proposals if p.author != member.id]))

    async def ask_merge(self, member: Member, keep: int, other: int) -> Card:
        """What two facts would be as one."""
        united = await self._desk.merging.preview(member, keep, other)
        fact = await self._desk.changing.fact(member, str(other))
        return Card(merge_layout(united, keep, fact))

    async def merge(self, member: Member, keep: int, other: int) -> Card:
        """Make two facts one."""
        outcome = await self._desk.merging.merge(member, keep, other)
        return await self._outcomes.card(member, outcome, done="Merged.")

    async def leave_apart(self, member: Member) -> Card:
        """Merge nothing."""
        await self._desk.setup.expect_moderator(member)
        return Card(done_layout("The two facts are left as they are."))

    async def _show(self, press: Press) -> Reply:
        return await self.show(press.member, press.target, page=press.n)

    async def _edit(self, press: Press) -> Reply:
        return await self.edit(press.member, int(press.target))

    async def _respond(self, press: Press) -> Reply:
        values = {"stance": Stance.DENIES.value}
        return await self.ask_response(press.member, int(press.target), values)

    async def _cite(self, press: Press) -> Reply:
        return await self.ask_source(press.member, int(press.target), SourceForm())

    async def _review(self, press: Press) -> Reply:
        return await self.review(press.member, int(press.target))

    async def _history(self, press: Press) -> Reply:
        return await self.history(press.member, int(press.target), page=press.n)

    async def _undo(self, press: Press) -> Reply:
        change = int(press.chosen[0])
        outcome = await self._desk.changing.undo(press.member, int(press.target), change)
        return await self._outcomes.card(press.member, outcome, done="Undone.")

    async def _retract(self, press: Press) -> Reply:
        await self._desk.changing.fact(press.member, press.target)
        return Asked(RETRACT, FormId("retract", press.target))

    async def _restore(self, press: Press) -> Reply:
        return await self.restore(press.member, int(press.target))
