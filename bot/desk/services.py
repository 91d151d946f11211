"""The desk's side of the bot, put together: what its commands, controls and forms speak to."""

import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, cast

import discord

from bot.desk.article_reader import ArticleReader
from bot.desk.desk_cards import Cards, stale_card
from bot.desk.desk_replies import Card, Press, Reply, hand_back, typed_options
from bot.desk.embargo_watch import EmbargoWatch
from bot.desk.file_transfers import FileTransfers
from bot.desk.log_channel import LogChannel
from bot.interactions.error_reports import AnswersUnderWay, defect_sentence, say
from bot.interactions.modals import Form, Forms
from bot.interactions.people import People
from bot.interactions.replies import UNREACHABLE, open_modal, send, show
from bot.rendering.desk.settings_card import welcome_layout
from facts.model import Refusal
from facts.usecases.desk.drafts.publishing import StaleDraft
from facts.usecases.desk.members import Member
from facts.wiring import Library

_log = logging.getLogger(__name__)


class DeskServices:
    """Everything of the desk. ``home_guild_id`` is the server of the newsroom that runs the bot."""

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
        """Do one thing for the member behind ``interaction``, and answer.

        Where it cannot be done the member is told why, and gets back what they had typed: the
        options of a command, or ``typed`` into ``form``.
        """
        async with self._under_way.answering(interaction):
            try:
                reply = await do(self.people.member(interaction))
            except StaleDraft as stale:
                reply = stale_card(stale)
            except Exception as error:
                given = typed or typed_options(interaction)
                if form is None and not given:
                    raise
                sentence = error.sentence if isinstance(error, Refusal) else defect_sentence(error)
                await hand_back(interaction, sentence, given, form)
                return
            await self._answer(interaction, reply)
            if isinstance(reply, Card):
                await self._welcome(interaction)

    async def _welcome(self, interaction: discord.Interaction[Any]) -> None:
        """Tell the first moderator of a desk where to begin."""
        if await self.desk.setup.first_use(self.people.member(interaction)):
            with contextlib.suppress(*UNREACHABLE):
                await interaction.followup.send(view=welcome_layout(), ephemeral=True)

    async def _answer(self, interaction: discord.Interaction[Any], reply: Reply) -> None:
        """What was written stays so, whether Discord takes the answer or not."""
        if isinstance(reply, Form):
            await open_modal(interaction, reply.modal())
            return
        try:
            if reply.beside:
                await send(interaction, reply.layout, files=reply.files)
            else:
                await show(interaction, reply.layout, files=reply.files, in_place=reply.in_place)
        except UNREACHABLE:
            _log.exception("Discord did not take a card of the desk")
            await say(interaction, reply.if_lost)
        if reply.news is not None and (problem := await self._log_channel.tell(reply.news)):
            await say(interaction, problem)


# What a button of a card does: one use-case, and the card or form that follows.
Act = Callable[[DeskServices, Press], Awaitable[Reply]]


class _Client(Protocol):
    """The part of our client that the desk uses."""

    desk: DeskServices


def services_of(interaction: discord.Interaction[Any]) -> DeskServices:
    """The desk of the client that got ``interaction``."""
    return cast("_Client", interaction.client).desk
