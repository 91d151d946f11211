"""Import and export for a desk: preview, then import; export of all facts."""

import asyncio
import base64
import secrets
import zlib
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from pydantic import TypeAdapter

from facts.interchange.content import UnreadableFile
from facts.interchange.file_formats import FileFormat, format_of, write_facts
from facts.interchange.problems import Choice
from facts.interchange.read_lines import NOTHING_CHOSEN, Choices, DateMeaning
from facts.interchange.tables.csv_format import template_lines
from facts.interchange.written_dates import DateOrder
from facts.model import Clock, DeskId, DoesNotExist, Member, NotAllowed
from facts.store.shelf import Shelf
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.desk.turns import Turns
from facts.usecases.files.exporting import Exporting
from facts.usecases.files.importing import Given, Imported, Importing, OpenImport
from facts.usecases.paging import Progress, in_turns, no_progress

LONGEST_IMPORT = 8 * 1024 * 1024
_KEPT_FOR = timedelta(days=1)
_ID_BYTES = 6
_LINES_PER_TURN = 20
_DESKS_AT_ONCE = 2
_LONGEST_NAME = 100
_BUSY = "Another file of your desk is still being read. Try again when it’s done."
# The field for the format; previews that wait while the bot is updated have it under this name.
_FORMAT = "form"
# The choices made before, as stored on the shelf.
_CHOICES = TypeAdapter(Choices)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The preview of an import.

    ``id`` is short enough for a control's custom id. ``changed`` has the ids of facts that would
    get a new revision. ``refused`` has a line for each problem; if there are any, the file can only
    be imported without the ``refused_rows`` affected, which ``returned`` gives back as a file, or
    not at all if it is ``blocked``. ``choices`` would solve some of the problems. ``notes`` has a
    line for everything left out or changed to fit.
    """

    id: str
    file_name: str
    file_format: FileFormat
    new: int
    changed: tuple[int, ...]
    same: int
    refused: tuple[str, ...]
    refused_rows: int = 0
    blocked: bool = False
    notes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    returned: tuple[str, ...] = ()

    @property
    def good(self) -> int:
        """The number of rows that would change something."""
        return self.new + len(self.changed)


def _plan(plan_id: str, name: str, file_format: FileFormat, opened: OpenImport) -> ImportPlan:
    """The preview of an opened import."""
    return ImportPlan(
        id=plan_id,
        file_name=name,
        file_format=file_format,
        new=opened.new,
        changed=tuple(opened.changed),
        same=opened.unchanged,
        refused=tuple(map(str, opened.problems)),
        refused_rows=opened.refused,
        blocked=opened.blocked,
        notes=tuple(map(str, opened.notes)),
        choices=opened.choices,
        returned=tuple(opened.returned()),
    )


# Front ends use the file formats without depending on the interchange package.
__all__ = [
    "LONGEST_IMPORT",
    "Choice",
    "DateMeaning",
    "DateOrder",
    "DeskFiles",
    "FileFormat",
    "ImportPlan",
    "Imported",
]


@dataclass(frozen=True, slots=True)
class DeskFiles:
    """Raises NotAllowed; for imports also if the desk requires second approval and the member does
    not manage the server, as nobody reviews every row of a file.
    """

    _shelf: Shelf
    _clock: Clock
    _setup: Setup
    _importing: Importing
    _exporting: Exporting
    _turns: Turns = field(default_factory=partial(Turns, _DESKS_AT_ONCE, 0, _BUSY))

    async def preview(
        self, member: Member, file_name: str, content: bytes, progress: Progress = no_progress
    ) -> ImportPlan:
        """The effects of importing ``content``; kept for a day for ``import_file`` by the same
        member.

        Raises UnreadableFile for a file that is too large or of unknown format, and LimitReached:
        each desk can have one file read at a time.
        """
        await self._expect_importer(member)
        if len(content) > LONGEST_IMPORT:
            raise UnreadableFile(
                f"The file has {len(content):,} bytes; the limit here is {LONGEST_IMPORT:,}. "
                "Split it, or ask those who run the bot to import it."
            )
        name, file_format = file_name[:_LONGEST_NAME], format_of(file_name, content)
        given = Given(desk=member.desk, file_format=file_format, progress=progress)
        async with self._turns.turn(member.desk), self._importing.open(content, **given) as opened:
            plan_id = await self._keep(member, name, file_format, content)
            return _plan(plan_id, name, file_format, opened)

    async def settle(
        self,
        member: Member,
        plan_id: str,
        choice: DateOrder | DateMeaning | Choice,
        progress: Progress = no_progress,
    ) -> ImportPlan:
        """The preview after answering a question about the file: order of dates, meaning of "date",
        or ignoring unknown columns. Raises DoesNotExist.
        """
        await self._expect_importer(member)
        kept = await self._kept(member, plan_id)
        choices = _CHOICES.validate_python(kept["choices"])
        match choice:
            case DateOrder():
                choices = replace(choices, dates=choice)
            case DateMeaning():
                choices = replace(choices, date_is=choice)
            case _:
                choices = replace(choices, leave_out=True)
        file_format = FileFormat(kept[_FORMAT])
        content = await asyncio.to_thread(_unpacked, kept["content"])
        given = Given(desk=member.desk, file_format=file_format, choices=choices, progress=progress)
        async with self._turns.turn(member.desk), self._importing.open(content, **given) as opened:
            document = kept | {"choices": asdict(choices)}
            await self._shelf.put(_kind(member.desk), plan_id, document)
            return _plan(plan_id, kept["name"], file_format, opened)

    async def template(self, member: Member) -> bytes:
        """A CSV template to fill in."""
        await self._setup.expect_moderator(member)
        return "".join(f"{line}\r\n" for line in template_lines()).encode("utf-8-sig")

    async def import_file(
        self,
        member: Member,
        plan_id: str,
        progress: Progress = no_progress,
        *,
        skip_refused: bool = False,
    ) -> Imported:
        """Import the previewed file in one durable step: all or nothing, or with ``skip_refused``
        all valid rows.

        Facts edited since the preview are overwritten with the file's content. Raises DoesNotExist,
        BadLines, LimitReached.
        """
        await self._expect_importer(member)
        kept = await self._kept(member, plan_id)
        content = await asyncio.to_thread(_unpacked, kept["content"])
        async with self._turns.turn(member.desk):
            done = await self._importing.run(
                content,
                editor=member.signature,
                desk=member.desk,
                file_format=FileFormat(kept[_FORMAT]),
                choices=_CHOICES.validate_python(kept["choices"]),
                skip_refused=skip_refused,
                progress=progress,
            )
        await self._shelf.delete(_kind(member.desk), plan_id)
        return done

    async def cancel(self, member: Member, plan_id: str) -> None:
        """Delete a previewed file without importing it."""
        await self._setup.expect_moderator(member)
        kept = await self._shelf.get(_kind(member.desk), plan_id)
        if kept is not None and kept["author"] == member.id:
            await self._shelf.delete(_kind(member.desk), plan_id)

    async def export(
        self,
        member: Member,
        file_format: FileFormat = FileFormat.JSON_LINES,
        progress: Progress = no_progress,
    ) -> bytes:
        """All facts of the member's desk as a file."""
        await self._setup.expect_moderator(member)
        facts = [fact async for fact in self._exporting.facts([member.desk], progress)]
        lines = in_turns(write_facts(facts, file_format), _LINES_PER_TURN)
        return "".join([f"{line}\n" async for line in lines]).encode()

    async def _expect_importer(self, member: Member) -> None:
        settings = await self._setup.expect_moderator(member)
        if settings.second_person and not member.manages_server:
            raise NotAllowed(
                "This desk requires second approval, and a file can’t be approved. Ask "
                "someone with Manage Server to import it."
            )

    async def _kept(self, member: Member, plan_id: str) -> dict[str, Any]:
        kept = await self._shelf.get(_kind(member.desk), plan_id)
        if kept is None or kept["author"] != member.id:
            raise DoesNotExist(
                "This file was already imported, or its preview has expired. Upload it again."
            )
        return kept

    async def _keep(
        self, member: Member, name: str, file_format: FileFormat, content: bytes
    ) -> str:
        """Store the file under an unguessable id, replacing the member's last one."""
        now, kind = self._clock(), _kind(member.desk)
        for key, kept in (await self._shelf.items(kind)).items():
            is_old = datetime.fromisoformat(kept["at"]) < now - _KEPT_FOR
            if is_old or kept["author"] == member.id:
                await self._shelf.delete(kind, key)
        plan_id = secrets.token_hex(_ID_BYTES)
        document: dict[str, Any] = {
            "author": member.id,
            "at": now.isoformat(),
            "name": name,
            _FORMAT: file_format.value,
            "choices": asdict(NOTHING_CHOSEN),
            "content": await asyncio.to_thread(_packed, content),
        }
        await self._shelf.put(kind, plan_id, document)
        return plan_id


def _packed(content: bytes) -> str:
    return base64.b85encode(zlib.compress(content, 6)).decode("ascii")


def _unpacked(text: str) -> bytes:
    return zlib.decompress(base64.b85decode(text))


def _kind(desk: DeskId) -> str:
    return f"import/{desk}"
