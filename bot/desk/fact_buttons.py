"""What moderators do with one published fact, by /fact commands or the controls on its cards."""

from collections.abc import Awaitable, Callable, Mapping

from bot.desk.desk_replies import Card, Press, Reply
from bot.desk.forms.publish_forms import RetractFact
from bot.desk.forms.response import RespondToFact
from bot.desk.forms.source import CiteFact
from bot.desk.log_channel import LogNews
from bot.desk.services import Act, DeskServices
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


async def edit(services: DeskServices, member: Member, fact_id: int) -> Card:
    """Open a draft that edits the fact's latest revision."""
    draft = await services.desk.drafting.open_edit(member, fact_id)
    return await services.cards.draft(member, draft)


async def review(services: DeskServices, member: Member, fact_id: int, again: str = "") -> Card:
    """Record that the fact was checked today; ``again`` is the typed date of the next check."""
    outcome = await services.desk.changing.review(member, fact_id, again)
    return await services.cards.outcome(member, outcome, "**Marked as checked today.**")


async def restore(services: DeskServices, member: Member, fact_id: int, reason: str = "") -> Card:
    """Take back a retraction."""
    outcome = await services.desk.changing.restore(member, fact_id, reason)
    return await services.cards.outcome(
        member, outcome, "**Restored.** Readers no longer see the retraction."
    )


async def history(services: DeskServices, member: Member, fact_id: int, *, page: int = 0) -> Card:
    """A page of the fact's changes, newest first; ``page`` counts from 0."""
    shown = await services.desk.history.of_fact(member, fact_id, page, size=ENTRIES_A_PAGE)
    return Card(history_layout(fact_id, shown))


async def redaction(services: DeskServices, member: Member, fact_id: int) -> Card:
    """The pending redaction of a fact with the text to remove, for the moderator who approves."""
    asked = await services.desk.redactions.waiting(member, fact_id)
    return Card(redaction_layout(asked, shows_text=True), beside=True)


async def request_redaction(
    services: DeskServices, member: Member, fact_id: int, text: str, reason: str
) -> Card:
    """Request the removal of a text; another moderator must approve. The log omits the text."""
    asked = await services.desk.redactions.request(member, fact_id, text, reason)
    news = redaction_layout(asked, shows_text=False)
    nonce = f"redact-{asked.fact_id}-{asked.at.timestamp():.0f}"
    return Card(
        layout_of(
            "Another moderator must approve this: in the log channel, or with "
            f"`/fact redact` and claim #{asked.fact_id}. Until then nothing is removed."
        ),
        news=LogNews(member.desk, news, nonce=nonce[:25]),
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


async def _show(services: DeskServices, press: Press) -> Reply:
    return await show(services, press.member, press.target, page=press.n)


async def _respond(services: DeskServices, press: Press) -> Reply:
    fact = await services.desk.changing.fact(press.member, press.target)
    return RespondToFact.begun(fact.id, ResponseForm(Stance.DENIES), SourceForm())


async def _cite(services: DeskServices, press: Press) -> Reply:
    fact = await services.desk.changing.fact(press.member, press.target)
    return CiteFact(str(fact.id))


async def _history(services: DeskServices, press: Press) -> Reply:
    return await history(services, press.member, int(press.target), page=press.n)


async def _undo(services: DeskServices, press: Press) -> Reply:
    history = services.desk.history
    entry = await history.undoable(press.member, int(press.target), int(press.chosen[0]))
    return Card(undo_layout(entry))


async def _undo_now(services: DeskServices, press: Press) -> Reply:
    change = press.n
    outcome = await services.desk.changing.undo(press.member, int(press.target), change)
    return await services.cards.outcome(
        press.member, outcome, "**Undone.** The history keeps both versions."
    )


async def _retract(services: DeskServices, press: Press) -> Reply:
    await services.desk.changing.fact(press.member, press.target)
    return RetractFact(press.target)


def _on_fact(do: Callable[[DeskServices, Member, int], Awaitable[Card]]) -> Act:
    """Turns a function that commands use, too, into an act on the card's fact."""

    async def act(services: DeskServices, press: Press) -> Reply:
        return await do(services, press.member, int(press.target))

    return act


# By the act's name in the custom id (``custom_ids.desk_fact``); the target is the fact's number.
ACTS: Mapping[str, Act] = {
    "approvecut": _approve_redaction,
    "cite": _cite,
    "cut": _on_fact(redaction),
    "declinecut": _decline_redaction,
    "edit": _on_fact(edit),
    "history": _history,
    "respond": _respond,
    "restore": _on_fact(restore),
    "retract": _retract,
    "review": _on_fact(review),
    "show": _show,
    "undo": _undo,
    "undonow": _undo_now,
}
