"""The files of moderators: import and export of a desk's facts, with progress, and articles."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence

import discord

from bot.desk.desk_replies import Card, LogNews
from bot.interactions.discord_errors import REQUEST_FAILED
from bot.interactions.replies import show
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
from bot.rendering.layout import layout_of
from facts.model import DeskId, Member, Refusal
from facts.usecases.desk.articles.articles import LONGEST_ARTICLE
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.desk_files import (
    LONGEST_IMPORT,
    Choice,
    DateMeaning,
    DateOrder,
    FileFormat,
    ImportPlan,
)
from facts.usecases.desk.drafts.draft import Proposed
from facts.usecases.paging import Progress

_MEGABYTE = 1024 * 1024
_SECONDS_BETWEEN_REPORTS = 2.0
_SETTLED: dict[str, DateOrder | DateMeaning | Choice] = {
    "dayfirst": DateOrder.DAY_FIRST,
    "monthfirst": DateOrder.MONTH_FIRST,
    "dateclaim": DateMeaning.CLAIM,
    "datepublished": DateMeaning.PUBLISHED,
    "leaveout": Choice.LEAVE_OUT,
}
# The choices of /fact export: name and file extension of each format.
EXPORTS = {
    FileFormat.JSON_LINES: ("JSON Lines: complete, can be imported again", "jsonl"),
    FileFormat.CSV: ("CSV: for spreadsheets", "csv"),
    FileFormat.CLAIM_REVIEW: ("ClaimReview: for fact-check databases", "json"),
}


class FileTransfers:
    """Imports, exports and articles. The interaction must be deferred first, because they may take
    long. Files are downloaded from Discord, never from any other host.
    """

    def __init__(self, desk: Desk) -> None:
        self._articles = desk.articles
        self._files = desk.files
        self._setup = desk.setup

    async def read_article(
        self, files: Sequence[discord.Attachment], text: str, *, desk: DeskId, link: str
    ) -> Proposed:
        """Find source details in the file, else in ``text``. Raises Refusal, UnreadableArticle."""
        if not files:
            if not text.strip():
                raise Refusal("Attach the article as a file or paste its text.")
            return await self._articles.read(text, desk=desk, link=link)
        given = files[0]
        if given.size > LONGEST_ARTICLE:
            raise Refusal(
                f"{given.filename} is {given.size / _MEGABYTE:.1f} MB; the limit is 1 MB. "
                "Save the page without its pictures, or paste the text."
            )
        return await self._articles.read(await given.read(), desk=desk, link=link)

    async def preview(self, member: Member, file: discord.Attachment, progress: Progress) -> Card:
        """Dry run: a card that says what importing the file would do."""
        await self._setup.expect_moderator(member)
        if file.size > LONGEST_IMPORT:
            raise Refusal(
                f"The file is {file.size / _MEGABYTE:.1f} MB; the limit is "
                f"{LONGEST_IMPORT // _MEGABYTE} MB. Split it."
            )
        plan = await self._files.preview(member, file.filename, await file.read(), progress)
        return _plan_card(plan)

    async def act(self, member: Member, plan_id: str, act: str, progress: Progress) -> Card:
        """Run the act of a button under a dry run."""
        if act in _SETTLED:
            return _plan_card(await self._files.settle(member, plan_id, _SETTLED[act], progress))
        if act == "template":
            content = await self._files.template(member)
            return Card(template_layout(), files={TEMPLATE_FILE: content}, beside=True)
        if act == "leave":
            await self._files.cancel(member, plan_id)
            return Card(layout_of("Import cancelled. Nothing was changed."))
        done = await self._files.import_file(member, plan_id, progress, skip_refused=act == "good")
        layout = import_news_layout(done, member.name)
        return Card(
            imported_layout(done),
            news=LogNews(member.desk, layout, nonce=f"import-{plan_id}"),
            if_lost="The import is done. (Discord didn’t accept the report.)",
        )

    async def export(self, member: Member, file_format: FileFormat, progress: Progress) -> Card:
        """A card with all facts of the desk as a file."""
        content = await self._files.export(member, file_format, progress)
        name = f"facts.{EXPORTS[file_format][1]}"
        return Card(exported_layout(name), files={name: content})


def _plan_card(plan: ImportPlan) -> Card:
    texts = {
        REFUSED_FILE: plan.refused,
        returned_name(plan): plan.returned,
        NOTES_FILE: plan.notes,
    }
    files = {name: "\n".join(lines).encode() for name, lines in texts.items() if lines}
    # Discord limits the size of a message's files. Drop the last ones: the reasons come first.
    while sum(map(len, files.values())) > LONGEST_IMPORT:
        files.popitem()
    return Card(plan_layout(plan, files), files=files)


@contextlib.asynccontextmanager
async def reporting(interaction: discord.Interaction, doing: str) -> AsyncIterator[Progress]:
    """Show a moderator the progress of long work, at most every two seconds."""
    report: asyncio.Task[None] | None = None
    last = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal last, report
        is_due = time.monotonic() - last >= _SECONDS_BETWEEN_REPORTS
        if is_due and (report is None or report.done()):
            last = time.monotonic()
            report = asyncio.create_task(_report(interaction, doing, done, total))

    try:
        yield progress
    finally:
        # Wait, so that the last progress report does not overwrite the result.
        if report is not None:
            await report


async def _report(interaction: discord.Interaction, doing: str, done: int, total: int) -> None:
    with contextlib.suppress(*REQUEST_FAILED):
        await show(interaction, progress_layout(doing, done, total))
