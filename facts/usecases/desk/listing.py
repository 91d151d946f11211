"""Lists of a desk's facts."""

from dataclasses import dataclass
from enum import StrEnum

from facts.model import Fact
from facts.usecases.desk.members import Member
from facts.usecases.desk.pages import Page


class FactState(StrEnum):
    """How a fact stands: by its responses, or retracted."""

    DENIED = "denied"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    DECLINED = "declined to comment"
    UNANSWERED = "no response on record"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class FactFilter:
    """What a fact must have to be listed: all that is given.

    ``unlinked``: some source of it has no link. ``overdue``: its next review was due by today.
    """

    topic: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    state: FactState | None = None
    unlinked: bool = False
    overdue: bool = False


class Listing:
    """Lists facts for the moderators of their desk. Raises NotAllowed."""

    async def facts(
        self, member: Member, wanted: FactFilter, page: int = 0, *, size: int = 10
    ) -> Page[Fact]:
        """The desk's facts that have all that is wanted, newest first; for overdue ones, longest
        overdue first.
        """
        raise NotImplementedError
