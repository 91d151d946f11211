"""Files in and out of a desk, with progress while it takes long; articles that moderators give."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import discord

from bot.desk.desk_replies import Card
from bot.desk.log_channel import LogNews
from bot.interactions.replies import UNREACHABLE, show
from bot.rendering.desk.changes import done_layout
from bot.rendering.desk.file_reports import (
    NOTES_FILE,
    REFUSED_FILE,
    TEMPLATE_FILE,
    exported_layout,
    import_news_layout,
    imported_layout,
    plan_layout,
    progress_layout,
    returned_name,
    template_layout,
)
from facts.model import DeskId, Member, Refusal
from facts.usecases.desk.articles.articles import LONGEST_ARTICLE, Articles
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.desk_files import (
    LONGEST_IMPORT,
    Choice,
    DateMeaning,
    DateOrder,
    FileForm,
    ImportPlan,
)
from facts.usecases.desk.drafts.draft import Proposed
from facts.usecases.paging import Progress


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that somebody gave Discord for us. ``size`` is in bytes, ``url`` is Discord's own."""

    name: str
    size: int
    url: str


class ArticleReader:
    """Gets the given file from Discord, and nothing from anywhere else."""

    def __init__(self, client: discord.Client, articles: Articles) -> None:
        self._client = client
        self._articles = articles

    async def read(
        self, files: Sequence[GivenFile], text: str, *, desk: DeskId, link: str
    ) -> Proposed:
        """What the file, or else the text, says of itself. Raises Refusal, UnreadableArticle."""
        if not files:
            if not text.strip():
                raise Refusal("Attach the article as a file or paste its text.")
            return await self._articles.read(text, desk=desk, link=link)
        given = files[0]
        if given.size > LONGEST_ARTICLE:
            raise Refusal(
                f"{given.name} is {given.size / 1024 / 1024:.1f} MB; the limit is 1 MB. "
                "Save the page without its pictures, or paste the text."
            )
        content = await self._client.http.get_from_cdn(given.url)
        return await self._articles.read(content, desk=desk, link=link)


_SECONDS_BETWEEN_REPORTS = 2.0
_MEGABYTE = 1024 * 1024
_SETTLED: dict[str, DateOrder | DateMeaning | Choice] = {
    "dayfirst": DateOrder.DAY_FIRST,
    "monthfirst": DateOrder.MONTH_FIRST,
    "dateclaim": DateMeaning.CLAIM,
    "datepublished": DateMeaning.PUBLISHED,
    "leaveout": Choice.LEAVE_OUT,
}
# What /fact export offers: how each form is called, and how its files end.
EXPORTS = {
    FileForm.JSON_LINES: ("JSON Lines: complete, can be imported again", "jsonl"),
    FileForm.CSV: ("CSV: for spreadsheets", "csv"),
    FileForm.CLAIM_REVIEW: ("ClaimReview: for fact-check databases", "json"),
}


class FileTransfers:
    """Imports and exports. Each answers an interaction that was deferred: it may take a while."""

    def __init__(self, desk: Desk) -> None:
        self._files = desk.files
        self._setup = desk.setup

    async def look_at(self, member: Member, file: discord.Attachment, progress: Progress) -> Card:
        """A dry run: what importing the file would do."""
        await self._setup.expect_moderator(member)
        if file.size > LONGEST_IMPORT:
            raise Refusal(
                f"The file has {file.size / _MEGABYTE:.1f} MB, and the limit is "
                f"{LONGEST_IMPORT // _MEGABYTE} MB. Split it."
            )
        plan = await self._files.preview(member, file.filename, await file.read(), progress)
        return _plan_card(plan)

    async def act(self, member: Member, plan_id: str, act: str, progress: Progress) -> Card:
        """Do what a button under a dry run says."""
        if act in _SETTLED:
            return _plan_card(await self._files.settle(member, plan_id, _SETTLED[act], progress))
        if act == "template":
            content = await self._files.template(member)
            return Card(template_layout(), files={TEMPLATE_FILE: content}, beside=True)
        if act == "leave":
            await self._files.cancel(member, plan_id)
            return Card(done_layout("Import cancelled. Nothing was changed."))
        done = await self._files.import_file(member, plan_id, progress, skip_refused=act == "good")
        layout = import_news_layout(done, member.name)
        return Card(
            imported_layout(done),
            news=LogNews(member.desk, layout, nonce=f"import-{plan_id}"[:25]),
            if_lost="The import is done. (Discord didn’t accept the report.)",
        )

    async def give_out(self, member: Member, form: FileForm, progress: Progress) -> Card:
        """All facts of the desk as a file."""
        content = await self._files.export(member, form, progress)
        name = f"facts.{EXPORTS[form][1]}"
        return Card(exported_layout(name), files={name: content})


def _plan_card(plan: ImportPlan) -> Card:
    texts = {
        REFUSED_FILE: plan.refused,
        returned_name(plan): plan.returned,
        NOTES_FILE: plan.notes,
    }
    files = {name: "\n".join(lines).encode() for name, lines in texts.items() if lines}
    # Discord takes no more at a time; the reasons come first.
    while sum(map(len, files.values())) > LONGEST_IMPORT:
        files.popitem()
    return Card(plan_layout(plan, files), files=files)


@asynccontextmanager
async def reporting(interaction: discord.Interaction, doing: str) -> AsyncIterator[Progress]:
    """Shows a moderator how far long work is, at most every two seconds."""
    reports: set[asyncio.Task[None]] = set()
    last = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal last
        if reports or time.monotonic() - last < _SECONDS_BETWEEN_REPORTS:
            return
        last = time.monotonic()
        report = asyncio.create_task(_report(interaction, doing, done, total))
        reports.add(report)
        report.add_done_callback(reports.discard)

    try:
        yield progress
    finally:
        # The last report must not arrive after the result.
        await asyncio.gather(*reports)


async def _report(interaction: discord.Interaction, doing: str, done: int, total: int) -> None:
    try:
        await show(interaction, progress_layout(doing, done, total))
    except UNREACHABLE:
        return
