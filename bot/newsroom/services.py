"""The newsroom loop's side of the bot, for what is typed and pressed."""

import logging
from typing import Any

import discord

from bot.alerts.subscribers import direct_messages
from bot.desk.log_channel import LogChannel, LogNews
from bot.interactions.people import People, own_desk
from bot.rendering.custom_ids import Place
from bot.rendering.newsroom.queue_cards import digest_layout, news_layout
from bot.rendering.newsroom.report import report_layout
from facts.model import DeskId, Fact, Refusal
from facts.newsroom.request import Request
from facts.newsroom.shown_answer import ShownAnswer
from facts.usecases.desk.desk_settings import Telling
from facts.usecases.newsroom.reporting import DeskReport
from facts.usecases.newsroom.request_queue import Queued
from facts.usecases.questions.answers import Answer
from facts.wiring import Library

_log = logging.getLogger(__name__)


class NewsroomServices:
    """What the bot does between readers and desks."""

    def __init__(self, client: discord.AutoShardedClient, library: Library, people: People) -> None:
        self.client = client
        self.newsroom = library.newsroom
        self.asking = library.asking
        self.people = people
        self._setup = library.desk.setup
        self._log_channel = LogChannel(client, library.desk.setup)
        self.newsroom.desk_news.tell(self._tell_digest, self._tell_report)

    async def takes_requests(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether a desk takes requests of the person behind ``interaction``."""
        desk = self.people.desk_here(interaction)
        return await self.newsroom.requesting.desk_for(desk) is not None

    async def count(self, interaction: discord.Interaction[Any], answer: Answer) -> None:
        """Count an answer for the desk of this server. No question and no person is kept."""
        try:
            await self.newsroom.tally.count(self.people.desk_here(interaction), answer)
        except Refusal as refusal:  # the answer is given all the same
            _log.warning("Could not save the answer counts: %s", refusal)

    async def tell_desk(self, request: Request) -> None:
        """Tell the desk's log channel of a new request, if the desk wants to hear of each."""
        if (await self._setup.read(request.desk)).tell_requests is Telling.EACH:
            layout = news_layout(Queued(request, 1, None))
            nonce = f"request-{request.number}"[:25]
            await self._log_channel.tell(LogNews(request.desk, layout, nonce))

    async def _tell_digest(self, desk: DeskId, requests: list[Request]) -> None:
        layout = digest_layout([self.newsroom.queue.queued(one) for one in requests])
        await self._log_channel.tell(LogNews(desk, layout, f"digest-{requests[-1].number}"[:25]))

    async def _tell_report(self, desk: DeskId, report: DeskReport) -> None:
        nonce = f"report-{report.weeks[-1].monday}"[:25]
        await self._log_channel.tell(LogNews(desk, report_layout(report), nonce))

    async def remember(
        self, interaction: discord.Interaction[Any], message_id: int | None, fact: Fact
    ) -> None:
        """Correct the answer that everybody sees here when its fact is corrected."""
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
        except Refusal as refusal:  # the answer is there all the same
            _log.warning("Could not register an answer for later corrections: %s", refusal)


def is_correctable(interaction: discord.Interaction[Any]) -> bool:
    """Whether the bot can edit a message in this channel by itself, days later: the interaction's
    own token dies after 15 minutes. It needs to be a member of the server and to see the channel.
    """
    if interaction.context.dm_channel:
        return True
    return own_desk(interaction) is not None and interaction.app_permissions.view_channel


async def own_place(interaction: discord.Interaction[Any]) -> str:
    """Where to tell the person behind ``interaction`` later; empty where that is closed to us."""
    try:
        return str(await direct_messages(interaction.user))
    except Refusal:
        return ""
