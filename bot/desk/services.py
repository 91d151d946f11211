"""The services of the desk on Discord, which its commands, controls and forms call.

Each of them runs one use-case by ``DeskServices.answer``, which replies with a card or a form.
"""

import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import discord

from bot.desk.desk_replies import Card, Press, Reply, typed_options
from bot.desk.file_transfers import ArticleReader, FileTransfers
from bot.desk.log_channel import EmbargoWatch, LogChannel, LogNews
from bot.interactions.context import People
from bot.interactions.discord_errors import REQUEST_FAILED, came_too_late
from bot.interactions.modals import Form, Forms, hand_back
from bot.interactions.replies import (
    defect_sentence,
    open_modal,
    say,
    send,
    show,
    tells_refusals,
)
from bot.rendering.desk.changes import ENTRIES_A_PAGE, log_layout, news_layout, stale_layout
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
from bot.rendering.desk.settings_card import welcome_layout
from bot.rendering.newsroom.queue_cards import tell_buttons
from facts.model import DeskId, Member, Refusal
from facts.revisions.diff import FieldChange
from facts.usecases.desk.change_log import LogFilter
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.drafts.draft import Caution, Draft, Stage
from facts.usecases.desk.drafts.publishing import (
    AwaitsSecond,
    Published,
    PublishOutcome,
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

    async def facts(self, member: Member, which: WhichFacts) -> Card:
        """A page of the desk's facts that match the filters of ``which``."""
        which.custom_id(which.page)  # raises Refusal if the filters are too long for page buttons
        listing = self._desk.listing
        page = await listing.facts(member, which.wanted, which.page, size=FACTS_A_PAGE)
        return Card(facts_layout(which, page))

    async def log(self, member: Member, wanted: LogFilter, before: int | None = None) -> Card:
        """The changes of the desk's facts, newest first: those older than the change ``before``."""
        page = await self._desk.history.log(member, wanted, before=before, size=ENTRIES_A_PAGE)
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
        waiting = await self._queue.answered_by(member, fact)
        layout = desk_fact_layout(fact, note=done, below=tell_buttons(fact.id, waiting))
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


class DeskServices:
    """The services of the desk. ``home_guild_id`` is the server of the bot's own newsroom."""

    def __init__(
        self,
        client: discord.Client,
        library: Library,
        forms: Forms,
        log_channel: LogChannel,
        *,
        home_guild_id: int | None,
    ) -> None:
        desk, newsroom = library.desk, library.newsroom
        self.desk = desk
        self.asking = library.asking
        self.people = People(home_guild_id)
        desk.setup.home_server = DeskId(str(home_guild_id)) if home_guild_id else None
        self.articles = ArticleReader(client, desk.articles)
        self.newsroom = newsroom
        self.cards = Cards(desk, newsroom.queue)
        self.files = FileTransfers(desk)
        self.forms = forms
        self._log_channel = log_channel
        EmbargoWatch(client, desk, log_channel, home_guild_id).start()

    @tells_refusals
    async def answer(
        self,
        interaction: discord.Interaction[Any],
        /,
        do: Callable[[Member], Awaitable[Reply]],
        *,
        form: Form | None = None,
        typed: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Run ``do`` for the member behind ``interaction``, and reply with its card or form.

        If ``do`` raises, the reply is the reason together with what the member had typed: the
        options of a command, or ``typed``, labels with texts, of ``form``.
        """
        try:
            reply = await do(self.people.member(interaction))
        except StaleDraft as stale:
            # The fact changed after the draft was begun.
            reply = Card(stale_layout(stale.sentence, stale.fact, stale.changes, stale.draft))
        except Exception as error:
            given = typed or typed_options(interaction)
            if (form is None and not given) or came_too_late(error):
                raise
            sentence = error.sentence if isinstance(error, Refusal) else defect_sentence(error)
            await hand_back(interaction, sentence, given, form)
            return
        await self._reply(interaction, reply)
        if isinstance(reply, Card):
            await self._welcome(interaction)

    async def _welcome(self, interaction: discord.Interaction[Any]) -> None:
        """Send the first-use guide to the first moderator of a desk."""
        if await self.desk.setup.first_use(self.people.member(interaction)):
            with contextlib.suppress(*REQUEST_FAILED):
                await interaction.followup.send(view=welcome_layout(), ephemeral=True)

    async def _reply(self, interaction: discord.Interaction[Any], reply: Reply) -> None:
        """Send the reply; if Discord rejects it, send ``if_lost``: the use-case is done already."""
        if isinstance(reply, Form):
            await open_modal(interaction, reply.modal())
            return
        try:
            if reply.beside:
                await send(interaction, reply.layout, files=reply.files)
            else:
                await show(interaction, reply.layout, files=reply.files, in_place=reply.in_place)
        except REQUEST_FAILED:
            _log.exception("Discord rejected a card of the desk")
            await say(interaction, reply.if_lost)
        if reply.news is not None and (problem := await self._log_channel.tell(reply.news)):
            await say(interaction, problem)


class _HasServices(Protocol):
    _services: DeskServices


_Commands = TypeVar("_Commands", bound=_HasServices)
_Options = ParamSpec("_Options")
_Callback = Callable[
    Concatenate[_Commands, discord.Interaction[Any], _Options], Coroutine[Any, Any, None]
]


def moderators_command(
    command: Callable[Concatenate[_Commands, Member, _Options], Awaitable[Reply]],
) -> _Callback[_Commands, _Options]:
    """Makes the callback of a command from a method that gets the member and the options, runs one
    use-case, and returns the card or form to reply with.
    """

    async def callback(
        self: _Commands,
        interaction: discord.Interaction[Any],
        /,
        *args: _Options.args,
        **options: _Options.kwargs,
    ) -> None:
        await self._services.answer(
            interaction, lambda member: command(self, member, *args, **options)
        )

    # discord.py reads the options and the description of a command from its callback.
    update_wrapper(callback, command)
    return callback


# The act of a control: runs one use-case and returns the card or form to reply with.
Act = Callable[[DeskServices, Press], Awaitable[Reply]]
