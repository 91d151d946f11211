"""The pages of moderators' lists: facts, change log, incoming fact-checks, drafts."""

from bot.desk.desk_replies import Card
from bot.desk.services import DeskServices
from bot.rendering.desk.changes import ENTRIES_A_PAGE, log_layout
from bot.rendering.desk.lists import (
    FACTS_A_PAGE,
    INCOMING_A_PAGE,
    WhichFacts,
    drafts_layout,
    facts_layout,
    incoming_layout,
)
from facts.model import Member
from facts.usecases.desk.change_log import LogFilter


async def facts(services: DeskServices, member: Member, which: WhichFacts) -> Card:
    """A page of the desk's facts that match the filters of ``which``."""
    which.custom_id(which.page)  # raises Refusal if the filters are too long for page buttons
    page = await services.desk.listing.facts(member, which.wanted, which.page, size=FACTS_A_PAGE)
    return Card(facts_layout(which, page))


async def log(
    services: DeskServices, member: Member, wanted: LogFilter, before: int | None = None
) -> Card:
    """Changes of all facts of the desk, newest first, those older than the change ``before``."""
    history = services.desk.history
    page = await history.log(member, wanted, before=before, size=ENTRIES_A_PAGE)
    return Card(log_layout(page, wanted))


async def incoming(services: DeskServices, member: Member, page: int = 0) -> Card:
    """A page of the fact-checks that the desk's feeds brought."""
    waiting = services.desk.incoming.waiting
    return Card(incoming_layout(await waiting(member, page, size=INCOMING_A_PAGE)))


async def drafts(services: DeskServices, member: Member) -> Card:
    """A member's drafts, and the proposals that wait for approval."""
    mine = await services.desk.drafting.mine(member)
    proposals = await services.desk.publishing.proposals(member)
    return Card(drafts_layout(mine, [p for p in proposals if p.author != member.id]))
