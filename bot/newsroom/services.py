"""The services of the newsroom loop on Discord, which commands, controls and modals call."""

import discord

from bot.desk.desk_replies import LogChannel, LogNews
from bot.interactions.context import People
from bot.rendering.newsroom.queue_cards import digest_layout, news_layout
from bot.rendering.newsroom.report import report_layout
from facts.model import DeskId
from facts.usecases.desk.desk_settings import Telling
from facts.usecases.newsroom.reporting import DeskReport
from facts.usecases.newsroom.request import Request
from facts.usecases.newsroom.request_queue import Queued
from facts.wiring import Library


class NewsroomServices:
    """Connects the newsroom loop's use-cases to Discord: requests and the log channel."""

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
