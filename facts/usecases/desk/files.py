"""Files in and out of a desk: looked at first, then taken in; given away whole."""

from dataclasses import dataclass
from enum import StrEnum

from facts.model import Refusal
from facts.usecases.desk.members import Member
from facts.usecases.progress import Progress, no_progress

LONGEST_IMPORT = 8 * 1024 * 1024


class FileForm(StrEnum):
    """The forms in which facts travel."""

    LINES = "jsonl"
    CSV = "csv"
    CLAIM_REVIEW = "claimreview"


class NoSuchImport(Refusal):
    """What was looked at is no longer there; the file has to be given again."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do. ``refused`` has one line for each fact left out and why.

    ``id`` is short and fits into a control's custom id. ``change`` has the ids of facts that would
    become their next revision.
    """

    id: str
    file_name: str
    form: FileForm
    new: int
    changed: tuple[int, ...]
    same: int
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What an import did."""

    new: int
    changed: int
    same: int
    refused: int


class Files:
    """Raises NotAllowed; importing also where a second person is needed and the member does not
    manage the server.
    """

    async def look_at(
        self, member: Member, file_name: str, content: bytes, progress: Progress = no_progress
    ) -> ImportPlan:
        """What importing ``content`` would do; kept for ``take_in``, by its author, for a day.

        Raises UnreadableFile for what is too long or of no form that is known.
        """
        raise NotImplementedError

    async def take_in(
        self, member: Member, plan_id: str, progress: Progress = no_progress
    ) -> ImportDone:
        """Add and change what can be, in one durable step, once. Raises NoSuchImport."""
        raise NotImplementedError

    async def give_out(
        self, member: Member, form: FileForm = FileForm.LINES, progress: Progress = no_progress
    ) -> bytes:
        """All facts of the member's desk as a file."""
        raise NotImplementedError
