"""The cards that follow a step: a draft, the fact as it is now, a proposal for a second person."""

from bot.desk.desk_replies import Card
from bot.desk.log_channel import News
from bot.rendering.desk.changes import news_layout, stale_layout
from bot.rendering.desk.draft_card import draft_layout
from bot.rendering.desk.fact_card import desk_fact_layout, proposal_layout
from bot.rendering.newsroom.queue_cards import add_tell_buttons
from facts.revisions.diff import FieldChange
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Caution, Draft, Stage
from facts.usecases.desk.drafts.publishing import (
    AwaitsSecond,
    Outcome,
    Published,
    Scheduled,
    StaleDraft,
)
from facts.usecases.desk.members import Member
from facts.usecases.newsroom.request_queue import RequestQueue


class Cards:
    """Turns what a use-case did into a card for who did it and news for the log channel."""

    def __init__(self, desk: Desk, queue: RequestQueue) -> None:
        self._desk = desk
        self._queue = queue

    async def draft(
        self, member: Member, draft: Draft, *, page: int = 0, parts_from: int = 0, note: str = ""
    ) -> Card:
        """The card of a draft, with what to look at before it is published."""
        cautions: tuple[Caution, ...] = ()
        if draft.stage not in (Stage.PROPOSED, Stage.SCHEDULED):
            cautions = await self._desk.drafting.cautions(member, draft.id)
        changes: tuple[FieldChange, ...] = ()
        if draft.fact_id is not None:
            changes = await self._desk.publishing.changes(member, draft.id)
        return Card(
            draft_layout(draft, cautions, changes, page=page, parts_from=parts_from, note=note)
        )

    async def outcome(self, member: Member, outcome: Outcome, done: str) -> Card:
        """``done`` says what was done, where it is public now; in Markdown."""
        match outcome:
            case Published():
                return await self._published(member, outcome, done)
            case AwaitsSecond():
                return await self._proposed(member, outcome)
            case Scheduled():
                return Card(draft_layout(outcome.draft), if_lost="It is scheduled.")

    async def news(self, member: Member, outcome: Published) -> News:
        """The newest change of the fact, for the log channel."""
        history = await self._desk.history.of_fact(member, outcome.fact.id, size=1)
        return News(member.desk, news_layout(history.items[0]), nonce=f"change-{outcome.change}")

    async def _published(self, member: Member, outcome: Published, done: str) -> Card:
        fact = outcome.fact
        layout = desk_fact_layout(fact, note=done)
        add_tell_buttons(layout, fact.id, await self._queue.answered_by(member, fact))
        return Card(
            layout,
            news=await self.news(member, outcome),
            if_lost=f"{done} See /fact show #{fact.id}. (Discord didn’t accept the card.)",
        )

    async def _proposed(self, member: Member, outcome: AwaitsSecond) -> Card:
        draft = outcome.draft
        changes = await self._desk.publishing.proposed_changes(member, draft.id)
        settings = await self._desk.setup.read(member.desk)
        where = f"in <#{settings.log_channel}>" if settings.log_channel else "with `/fact drafts`"
        return Card(
            draft_layout(draft, note=f"Other moderators can see it {where}."),
            news=News(member.desk, proposal_layout(draft, changes), nonce=_proposal_nonce(draft)),
            if_lost="Sent for approval. Another moderator must approve it.",
        )


def _proposal_nonce(draft: Draft) -> str:
    """Another one each time that the draft is proposed: after a return it is news again."""
    milliseconds = draft.changed_at.timestamp() * 1000
    return f"{draft.id[:10]}-{milliseconds:.0f}"


def stale_card(stale: StaleDraft) -> Card:
    """Somebody else changed the fact first: what they changed, and how to go on."""
    return Card(stale_layout(stale.sentence, stale.fact, stale.changes, stale.draft.id))
