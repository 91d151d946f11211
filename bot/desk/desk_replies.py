"""What moderators are answered with: cards with the results of use-cases, and log channel posts."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import discord
from discord import ui

from bot.interactions.discord_errors import REQUEST_FAILED
from bot.interactions.modals import Modal
from bot.rendering.desk.changes import ENTRIES_A_PAGE, entry_text, log_layout
from bot.rendering.desk.draft_card import draft_layout
from bot.rendering.desk.fact_card import desk_fact_layout, proposal_layout
from bot.rendering.desk.lists import (
    FACTS_A_PAGE,
    INCOMING_A_PAGE,
    WhichFacts,
    drafts_layout,
    facts_layout,
    incoming_layout,
)
from bot.rendering.layout import layout_of
from bot.rendering.newsroom.queue_cards import digest_layout, news_layout
from bot.rendering.newsroom.report import report_layout
from facts.model import DeskId, Member
from facts.revisions.diff import FieldChange, entry_of
from facts.usecases.desk.change_log import LogFilter
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.desk_settings import Setup, Telling
from facts.usecases.desk.drafts.draft import Caution, Draft, Stage
from facts.usecases.desk.drafts.publishing import (
    AwaitsSecond,
    Published,
    PublishOutcome,
    Scheduled,
)
from facts.usecases.newsroom.reporting import DeskReport
from facts.usecases.newsroom.request import Request
from facts.usecases.newsroom.request_queue import Queued, RequestQueue
from facts.wiring import Library

_log = logging.getLogger(__name__)
# Discord's limit, in characters.
_NONCE = 25
# In characters. A shorter text is quicker to retype than to copy.
_WORTH_KEEPING = 60


@dataclass(frozen=True, slots=True)
class LogNews:
    """A message for the log channel of ``desk``.

    ``nonce`` identifies it, so that Discord drops a repeated send; its first characters count.
    """

    desk: DeskId
    layout: ui.LayoutView
    nonce: str

    @classmethod
    def of_published(cls, published: Published) -> Self:
        """The change that published a fact."""
        layout = layout_of(entry_text(entry_of(published.change), named=True))
        return cls(published.fact.desk, layout, nonce=f"change-{published.change.number}")


@dataclass(frozen=True, slots=True)
class Card:
    """A private reply to a moderator. It replaces the message of the control if that is private.

    ``in_place`` also replaces a message that others see; ``beside`` replaces none. ``news`` is
    posted in the log channel. ``if_lost`` says what was done if Discord rejects the card.
    """

    layout: ui.LayoutView
    files: Mapping[str, bytes] = field(default_factory=dict)
    news: LogNews | None = None
    in_place: bool = False
    beside: bool = False
    if_lost: str = (
        "Discord didn’t accept the answer. Nothing is lost: your drafts are in /fact drafts."
    )


# Moderators are answered with a card, or by opening a modal.
Reply = Card | Modal


def typed_options(interaction: discord.Interaction[Any]) -> list[tuple[str, str]]:
    """The text options of a command by name; none if they are too short to be worth returning."""
    if interaction.type is not discord.InteractionType.application_command:
        return []
    typed = [(name, value) for name, value in interaction.namespace if isinstance(value, str)]
    return typed if sum(len(value) for _, value in typed) >= _WORTH_KEEPING else []


class Cards:
    """Builds the card that shows a use-case's result, and its news for the log channel."""

    def __init__(self, desk: Desk, queue: RequestQueue) -> None:
        self._desk = desk
        self._queue = queue

    async def draft(
        self, member: Member, draft: Draft, *, page: int = 0, parts_from: int = 0, note: str = ""
    ) -> Card:
        """The card of a draft, with its warnings and changes. ``page`` counts from 0."""
        cautions: tuple[Caution, ...] = ()
        if draft.stage not in (Stage.PROPOSED, Stage.SCHEDULED):
            cautions = await self._desk.checks.warnings(draft)
        changes: tuple[FieldChange, ...] = ()
        if draft.fact_id is not None:
            changes = await self._desk.publishing.changes(member, draft)
        return Card(
            draft_layout(draft, cautions, changes, page=page, parts_from=parts_from, note=note)
        )

    async def facts(self, member: Member, which: WhichFacts) -> Card:
        """A page of the desk's facts that match the filters of ``which``."""
        which.custom_id(which.page)  # raises Refusal if the filters are too long for page buttons
        listing = self._desk.listing
        page = await listing.facts(member, which.wanted, which.page, size=FACTS_A_PAGE)
        return Card(facts_layout(which, page))

    async def log(self, member: Member, wanted: LogFilter, before: int | None = None) -> Card:
        """The changes of the desk's facts, newest first: those older than the change ``before``."""
        page = await self._desk.change_log.log(member, wanted, before=before, size=ENTRIES_A_PAGE)
        return Card(log_layout(page, wanted))

    async def incoming(self, member: Member, page: int = 0) -> Card:
        """A page of the fact-checks that the desk's feeds brought."""
        waiting = await self._desk.incoming.waiting(member, page, size=INCOMING_A_PAGE)
        return Card(incoming_layout(waiting))

    async def drafts(self, member: Member) -> Card:
        """A member's drafts, and the proposals that wait for approval."""
        mine = await self._desk.drafting.mine(member)
        proposals = await self._desk.publishing.proposals(member)
        return Card(drafts_layout(mine, [p for p in proposals if p.author != member.id]))

    async def outcome(self, member: Member, outcome: PublishOutcome, done: str) -> Card:
        """The card after publishing. ``done`` is its note, in Markdown, if published at once."""
        match outcome:
            case Published(fact=fact):
                waiting = await self._queue.answered_by(member, fact)
                return Card(
                    desk_fact_layout(fact, note=done, waiting=waiting),
                    news=LogNews.of_published(outcome),
                    if_lost=f"{done} See /fact show #{fact.id}. (Discord didn’t accept the card.)",
                )
            case AwaitsSecond(draft=draft):
                return await self._proposed(member, draft)
            case Scheduled(draft=draft):
                return replace(await self.draft(member, draft), if_lost="Scheduled.")

    async def _proposed(self, member: Member, draft: Draft) -> Card:
        changes = await self._desk.publishing.changes(member, draft)
        settings = await self._desk.setup.read(member.desk)
        where = f"in <#{settings.log_channel}>" if settings.log_channel else "with `/fact drafts`"
        card = await self.draft(member, draft, note=f"Other moderators can see it {where}.")
        return replace(
            card,
            news=LogNews(
                member.desk, proposal_layout(draft, changes), nonce=_proposal_nonce(draft)
            ),
            if_lost="Sent for approval. Another moderator must approve it.",
        )


class LogChannel:
    """Posts in the log channels that desks have chosen."""

    def __init__(self, client: discord.Client, setup: Setup) -> None:
        self._client = client
        self._setup = setup

    async def tell(self, news: LogNews) -> str | None:
        """Post ``news`` if the desk has a log channel. A failure is returned as a sentence."""
        chosen = (await self._setup.read(news.desk)).log_channel
        if chosen is None:
            return None
        news.layout.stop()
        channel = self._client.get_partial_messageable(int(chosen))
        try:
            await channel.send(view=news.layout, nonce=news.nonce[:_NONCE])
        except REQUEST_FAILED:
            _log.exception("Could not post in the log channel %s", chosen)
            return (
                f"Done, but I couldn’t post in the log channel <#{chosen}>. Check that it exists "
                "and that I can send messages there (`/desk setup`)."
            )
        return None


class LogPosts:
    """Posts new requests, the daily digest of them and the weekly report."""

    def __init__(self, library: Library, log_channel: LogChannel) -> None:
        self._setup = library.desk.setup
        self._queue = library.newsroom.queue
        self._log_channel = log_channel
        library.newsroom.desk_news.tell(self._digest, self._report)

    async def request(self, request: Request) -> None:
        """Post a new request in the desk's log channel, if the desk has chosen "Each at once"."""
        if (await self._setup.read(request.desk)).tell_requests is Telling.EACH:
            layout = news_layout(Queued(request, 1, None))
            await self._log_channel.tell(LogNews(request.desk, layout, f"request-{request.number}"))

    async def _digest(self, desk: DeskId, requests: list[Request]) -> None:
        layout = digest_layout([self._queue.queued(one) for one in requests])
        await self._log_channel.tell(LogNews(desk, layout, f"digest-{requests[-1].number}"))

    async def _report(self, desk: DeskId, report: DeskReport) -> None:
        nonce = f"report-{report.weeks[-1].monday}"
        await self._log_channel.tell(LogNews(desk, report_layout(report), nonce))


def _proposal_nonce(draft: Draft) -> str:
    """Differs each time the draft is proposed, so that a second proposal is posted, too."""
    milliseconds = draft.changed_at.timestamp() * 1000
    return f"{draft.id[:10]}-{milliseconds:.0f}"
