"""What became of facts: the history of one, and the log of a desk."""

from dataclasses import dataclass
from datetime import datetime

from facts.model import ChangeKind
from facts.usecases.desk.differences import FieldChange
from facts.usecases.desk.members import Member
from facts.usecases.desk.pages import Page


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of a fact. ``change`` is its number in the log; ``editor`` as the log names them.

    ``merged_into`` is set where the fact was merged into that one by it.
    """

    change: int
    fact_id: int
    claim: str
    kind: ChangeKind
    revision: int
    editor: str
    at: datetime
    reason: str | None
    differences: tuple[FieldChange, ...]
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What a log entry must have: all that is given. ``editor`` is a part of a name, or an id."""

    editor: str | None = None
    fact_id: int | None = None
    kind: ChangeKind | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries newest first. ``older`` is what to ask for as ``before`` to go on; None at the end.

    A page may be short, or empty, while there is more: long logs are looked through in parts.
    """

    entries: tuple[Entry, ...]
    older: int | None


class History:
    """Tells moderators what was changed. Raises NotAllowed, UnknownFact."""

    async def of_fact(
        self, member: Member, fact_id: int, page: int = 0, *, size: int = 5
    ) -> Page[Entry]:
        """The changes of a fact of the member's desk, newest first."""
        raise NotImplementedError

    async def log(
        self,
        member: Member,
        wanted: LogFilter = LogFilter(),
        *,
        before: int | None = None,
        size: int = 10,
    ) -> LogPage:
        """The changes of all facts of the member's desk, newest first."""
        raise NotImplementedError
