"""What moderators do with one published fact, by /fact commands or the controls on its cards."""

from collections.abc import Mapping

from bot.desk.desk_replies import Card, LogNews, Reply
from bot.desk.forms.publish_modals import RetractFact
from bot.desk.forms.response import RespondToFact
from bot.desk.forms.source import CiteFact
from bot.desk.services import Act, DeskServices, Press
from bot.rendering.desk.changes import ENTRIES_A_PAGE, history_layout, undo_layout
from bot.rendering.desk.fact_card import desk_fact_layout, redaction_layout
from bot.rendering.facts import fact_layout
from bot.rendering.layout import layout_of
from facts.forms.typed import ResponseForm, SourceForm
from facts.model import Member, Refusal, Stance
from facts.usecases.desk.desk_settings import expect_own


async def show(
    services: DeskServices, member: Member, named: str, *, page: int = 0, note: str = ""
) -> Card:
    """The card of a fact: with controls if it is the member's desk's own, else as readers see it.
    ``named`` is as in ``Changing.seen``; ``note`` is shown above it.
    """
    fact = await services.desk.changing.seen(member, named)
    try:
        expect_own(member, fact)
    except Refusal as refusal:
        return Card(fact_layout(fact, shareable=True, full=True, note=f"ℹ️ {refusal.sentence}"))
    return Card(desk_fact_layout(fact, page=page, note=note))


async def _show(services: DeskServices, press: Press) -> Reply:
    return await show(services, press.member, press.target, page=press.n)


async def edit(services: DeskServices, press: Press) -> Reply:
    """Open a draft that edits the fact's latest revision."""
    draft = await services.desk.drafting.open_edit(press.member, int(press.target))
    return await services.cards.draft(press.member, draft)


async def review(services: DeskServices, press: Press, again: str = "") -> Reply:
    """Record that the fact was checked today; ``again`` is the typed date of the next check."""
    outcome = await services.desk.changing.review(press.member, int(press.target), again)
    return await services.cards.outcome(press.member, outcome, "**Marked as checked today.**")


async def restore(services: DeskServices, press: Press, reason: str = "") -> Reply:
    """Take back a retraction."""
    outcome = await services.desk.changing.restore(press.member, int(press.target), reason)
    done = "**Restored.** Readers no longer see the retraction."
    return await services.cards.outcome(press.member, outcome, done)


async def history(services: DeskServices, press: Press) -> Reply:
    """A page of the fact's changes, newest first; ``press.n`` counts from 0."""
    fact_id, changes = int(press.target), services.desk.change_log
    page = await changes.of_fact(press.member, fact_id, press.n, size=ENTRIES_A_PAGE)
    return Card(history_layout(fact_id, page))


async def pending_redaction(services: DeskServices, press: Press) -> Reply:
    """The pending redaction of a fact with the text to remove, for the moderator who approves."""
    asked = await services.desk.redactions.waiting(press.member, int(press.target))
    return Card(redaction_layout(asked, shows_text=True), beside=True)


async def request_redaction(services: DeskServices, press: Press, text: str, reason: str) -> Reply:
    """Request the removal of a text; another moderator must approve. The log omits the text."""
    asked = await services.desk.redactions.request(press.member, int(press.target), text, reason)
    news = redaction_layout(asked, shows_text=False)
    nonce = f"redact-{asked.fact_id}-{asked.at.timestamp():.0f}"
    return Card(
        layout_of(
            "Another moderator must approve this: in the log channel, or with "
            f"`/fact redact` and claim #{asked.fact_id}. Until then nothing is removed."
        ),
        news=LogNews(press.member.desk, news, nonce=nonce),
    )


async def _approve_redaction(services: DeskServices, press: Press) -> Reply:
    change = await services.desk.redactions.approve(press.member, int(press.target))
    return Card(
        layout_of(f"**Removed** from every revision of claim #{change.fact_id}, for good."),
        if_lost=f"The text was removed from claim #{change.fact_id}.",
    )


async def _decline_redaction(services: DeskServices, press: Press) -> Reply:
    await services.desk.redactions.decline(press.member, int(press.target))
    return Card(layout_of("OK, nothing is removed."))


async def _respond(services: DeskServices, press: Press) -> Reply:
    fact = await services.desk.changing.fact(press.member, press.target)
    return RespondToFact.begun(fact.id, ResponseForm(Stance.DENIES), SourceForm())


async def _cite(services: DeskServices, press: Press) -> Reply:
    fact = await services.desk.changing.fact(press.member, press.target)
    return CiteFact(str(fact.id))


async def _undo(services: DeskServices, press: Press) -> Reply:
    changes = services.desk.change_log
    entry = await changes.undoable(press.member, int(press.target), int(press.chosen[0]))
    return Card(undo_layout(entry))


async def _undo_now(services: DeskServices, press: Press) -> Reply:
    outcome = await services.desk.changing.undo(press.member, int(press.target), press.n)
    done = "**Undone.** The history keeps both versions."
    return await services.cards.outcome(press.member, outcome, done)


async def _retract(services: DeskServices, press: Press) -> Reply:
    await services.desk.changing.fact(press.member, press.target)
    return RetractFact(press.target)


# By the act's name in the custom id (``custom_ids.desk_fact``); the target is the fact's number.
ACTS: Mapping[str, Act] = {
    "approvecut": _approve_redaction,
    "cite": _cite,
    "cut": pending_redaction,
    "declinecut": _decline_redaction,
    "edit": edit,
    "history": history,
    "respond": _respond,
    "restore": restore,
    "retract": _retract,
    "review": review,
    "show": _show,
    "undo": _undo,
    "undonow": _undo_now,
}
