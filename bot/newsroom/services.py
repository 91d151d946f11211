"""The services of the newsroom loop on Discord, which commands, controls and forms call."""

import logging
from typing import Any

import discord

from bot.alerts.subscribers import direct_messages
from bot.desk.log_channel import LogChannel, LogNews
from bot.interactions.context import People, server_desk
from bot.rendering import custom_ids
from bot.rendering.custom_ids import Place
from bot.rendering.newsroom.queue_cards import digest_layout, news_layout
from bot.rendering.newsroom.report import report_layout
from facts.model import DeskId, Fact, Refusal
from facts.usecases.desk.desk_settings import Telling
from facts.usecases.newsroom.reporting import DeskReport
from facts.usecases.newsroom.request import Request
from facts.usecases.newsroom.request_queue import Queued
from facts.usecases.newsroom.shown_answer import ShownAnswer
from facts.usecases.questions.answers import Answer
from facts.wiring import Library

_log = logging.getLogger(__name__)


class NewsroomServices:
    """Connects the newsroom loop's use-cases to Discord: requests, log channel, sent answers."""

    def __init__(
        self,
        client: discord.AutoShardedClient,
        library: Library,
        people: People,
        log_channel: LogChannel,
    ) -> None:
        self.client = client
        self.newsroom = library.newsroom
        self.asking = library.asking
        self.people = people
        self._setup = library.desk.setup
        self._log_channel = log_channel
        self.newsroom.desk_news.tell(self._tell_digest, self._tell_report)

    async def ask_id(
        self, interaction: discord.Interaction[Any], message_id: int | None = None
    ) -> str | None:
        """The custom id of *Ask the newsroom*; None where no desk takes requests from the person.

        ``message_id`` is the message that was checked, if any.
        """
        desk = self.people.desk_here(interaction)
        takes = await self._setup.desk_for_requests(desk) is not None
        return custom_ids.ask(message_id) if takes else None

    async def count(self, interaction: discord.Interaction[Any], answer: Answer) -> None:
        """Count an answer in this desk's statistics. Stores neither the question nor the person."""
        try:
            await self.newsroom.tally.count(self.people.desk_here(interaction), answer)
        except Refusal as refusal:  # the answer has been sent; only the count is lost
            _log.warning("Could not save the answer counts: %s", refusal)

    async def tell_desk(self, request: Request) -> None:
        """Post a new request in the desk's log channel, if the desk has chosen "Each at once"."""
        if (await self._setup.read(request.desk)).tell_requests is Telling.EACH:
            layout = news_layout(Queued(request, 1, None))
            await self._log_channel.tell(LogNews(request.desk, layout, f"request-{request.number}"))

    async def _tell_digest(self, desk: DeskId, requests: list[Request]) -> None:
        layout = digest_layout([self.newsroom.queue.queued(one) for one in requests])
        await self._log_channel.tell(LogNews(desk, layout, f"digest-{requests[-1].number}"))

    async def _tell_report(self, desk: DeskId, report: DeskReport) -> None:
        nonce = f"report-{report.weeks[-1].monday}"
        await self._log_channel.tell(LogNews(desk, report_layout(report), nonce))

    async def remember(
        self, interaction: discord.Interaction[Any], message_id: int | None, fact: Fact
    ) -> None:
        """Register a public answer, so that it is edited when its fact is corrected."""
        if message_id is None or interaction.channel_id is None or not is_correctable(interaction):
            return
        direct = interaction.context.dm_channel
        shown = ShownAnswer(
            message=str(message_id),
            where=str(Place(interaction.channel_id, direct=direct)),
            fact_id=fact.id,
            revision=fact.revision,
            at=interaction.created_at,
            owner=str(interaction.user.id) if direct else None,
        )
        try:
            await self.newsroom.shown.remember(shown)
        except Refusal as refusal:  # the answer has been sent; it will not be corrected
            _log.warning("Could not register an answer for later corrections: %s", refusal)


def is_correctable(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot can edit its message in this channel days later.

    The interaction's token expires after 15 minutes. After that the bot must be a member of the
    server and see the channel.
    """
    if interaction.context.dm_channel:
        return True
    return server_desk(interaction) is not None and interaction.app_permissions.view_channel


async def own_place(interaction: discord.Interaction[Any]) -> str:
    """The person's direct messages as a ``Place``; empty if Discord does not allow them."""
    try:
        return str(await direct_messages(interaction.user))
    except Refusal:
        return ""
