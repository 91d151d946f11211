"""The services of the desk on Discord, which its commands, controls and forms call.

Each of them runs one use-case by ``DeskServices.step``, which replies with a card or a form.
"""

import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.desk.desk_replies import Card, Press, Reply, typed_options
from bot.desk.file_transfers import ArticleReader, FileTransfers
from bot.desk.log_channel import EmbargoWatch, LogChannel, LogNews
from bot.interactions.context import People
from bot.interactions.error_reports import AnswersUnderWay, came_too_late, defect_sentence, say
from bot.interactions.modals import Form, Forms, hand_back
from bot.interactions.replies import UNREACHABLE, open_modal, send, show
from bot.rendering.desk.changes import news_layout, stale_layout
from bot.rendering.desk.draft_card import draft_layout
from bot.rendering.desk.fact_card import desk_fact_layout, proposal_layout
from bot.rendering.desk.settings_card import welcome_layout
from bot.rendering.newsroom.queue_cards import add_tell_buttons
from facts.model import Member, Refusal
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
from facts.usecases.newsroom.request_queue import RequestQueue
from facts.wiring import Library

_log = logging.getLogger(__name__)


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
            cautions = await self._desk.drafting.cautions(member, draft.id)
        changes: tuple[FieldChange, ...] = ()
        if draft.fact_id is not None:
            changes = await self._desk.publishing.changes(member, draft.id)
        return Card(
            draft_layout(draft, cautions, changes, page=page, parts_from=parts_from, note=note)
        )

    async def outcome(self, member: Member, outcome: Outcome, done: str) -> Card:
        """The card after publishing. ``done`` is its note, in Markdown, if published at once."""
        match outcome:
            case Published():
                return await self._published(member, outcome, done)
            case AwaitsSecond():
                return await self._proposed(member, outcome)
            case Scheduled():
                return replace(await self.draft(member, outcome.draft), if_lost="Scheduled.")

    async def news(self, member: Member, outcome: Published) -> LogNews:
        """The newest change of the published fact, as news for the log channel."""
        history = await self._desk.history.of_fact(member, outcome.fact.id, size=1)
        return LogNews(member.desk, news_layout(history.items[0]), nonce=f"change-{outcome.change}")

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
        card = await self.draft(member, draft, note=f"Other moderators can see it {where}.")
        return replace(
            card,
            news=LogNews(
                member.desk, proposal_layout(draft, changes), nonce=_proposal_nonce(draft)
            ),
            if_lost="Sent for approval. Another moderator must approve it.",
        )


def _proposal_nonce(draft: Draft) -> str:
    """Differs each time the draft is proposed, so that a second proposal is posted, too."""
    milliseconds = draft.changed_at.timestamp() * 1000
    return f"{draft.id[:10]}-{milliseconds:.0f}"


def stale_card(stale: StaleDraft) -> Card:
    """Shown instead of publishing when the fact changed after the draft was begun."""
    return Card(stale_layout(stale.sentence, stale.fact, stale.changes, stale.draft))


class DeskServices:
    """The services of the desk. ``home_guild_id`` is the server of the bot's own newsroom."""

    def __init__(
        self,
        client: discord.Client,
        library: Library,
        under_way: AnswersUnderWay,
        forms: Forms,
        *,
        home_guild_id: int | None,
    ) -> None:
        desk, newsroom = library.desk, library.newsroom
        self.desk = desk
        self.asking = library.asking
        self.people = People(home_guild_id)
        self.articles = ArticleReader(client, desk.articles)
        self.newsroom = newsroom
        self.cards = Cards(desk, newsroom.queue)
        self.files = FileTransfers(desk)
        self.forms = forms
        self._under_way = under_way
        self._log_channel = LogChannel(client, desk.setup)
        EmbargoWatch(client, desk, self._log_channel, home_guild_id)

    async def step(
        self,
        interaction: discord.Interaction[Any],
        do: Callable[[Member], Awaitable[Reply]],
        *,
        form: Form | None = None,
        typed: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Run ``do`` for the member behind ``interaction``, and reply with its card or form.

        If ``do`` raises, the reply is the reason together with what the member had typed: the
        options of a command, or ``typed``, labels with texts, of ``form``.
        """
        async with self._under_way.answering(interaction):
            try:
                reply = await do(self.people.member(interaction))
            except StaleDraft as stale:
                reply = stale_card(stale)
            except Exception as error:
                given = typed or typed_options(interaction)
                if (form is None and not given) or came_too_late(error):
                    raise
                sentence = error.sentence if isinstance(error, Refusal) else defect_sentence(error)
                await hand_back(interaction, sentence, given, form)
                return
            await self._answer(interaction, reply)
            if isinstance(reply, Card):
                await self._welcome(interaction)

    async def _welcome(self, interaction: discord.Interaction[Any]) -> None:
        """Send the first-use guide to the first moderator of a desk."""
        if await self.desk.setup.first_use(self.people.member(interaction)):
            with contextlib.suppress(*UNREACHABLE):
                await interaction.followup.send(view=welcome_layout(), ephemeral=True)

    async def _answer(self, interaction: discord.Interaction[Any], reply: Reply) -> None:
        """Send the reply; if Discord rejects it, send ``if_lost``: the use-case is done already."""
        if isinstance(reply, Form):
            await open_modal(interaction, reply.modal())
            return
        try:
            if reply.beside:
                await send(interaction, reply.layout, files=reply.files)
            else:
                await show(interaction, reply.layout, files=reply.files, in_place=reply.in_place)
        except UNREACHABLE:
            _log.exception("Discord rejected a card of the desk")
            await say(interaction, reply.if_lost)
        if reply.news is not None and (problem := await self._log_channel.tell(reply.news)):
            await say(interaction, problem)


# The act of a control: runs one use-case and returns the card or form to reply with.
Act = Callable[[DeskServices, Press], Awaitable[Reply]]
