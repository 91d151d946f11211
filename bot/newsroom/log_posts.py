"""What the newsroom loop posts in the log channels of desks."""

from bot.desk.desk_replies import LogChannel, LogNews
from bot.rendering.newsroom.queue_cards import digest_layout, news_layout
from bot.rendering.newsroom.report import report_layout
from facts.model import DeskId
from facts.usecases.desk.desk_settings import Telling
from facts.usecases.newsroom.reporting import DeskReport
from facts.usecases.newsroom.request import Request
from facts.usecases.newsroom.request_queue import Queued
from facts.wiring import Library


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
