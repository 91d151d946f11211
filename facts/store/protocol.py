"""What every fact store does. Use-cases know this page and no adapter."""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from facts.model import Change, DeskId, Fact, FactDraft, Refusal, Standing
from facts.store.shelf import (
    DELETIONS_KEPT,
    Delete,
    Put,
    Shelf,
    ShelfChange,
    ShelfDocument,
    ShelfLogCutError,
    StaleDocument,
)

__all__ = [
    "DELETIONS_KEPT",
    "Add",
    "Delete",
    "Edit",
    "Erased",
    "FactStore",
    "Having",
    "Merge",
    "NobodyOfThatName",
    "NothingToRedact",
    "Put",
    "Remove",
    "Restore",
    "Shelf",
    "ShelfChange",
    "ShelfDocument",
    "ShelfLogCutError",
    "StaleDocument",
    "StaleRevision",
    "StoreAway",
    "StoreGone",
    "StoreUnavailable",
    "UnknownFact",
    "Write",
]


@dataclass(frozen=True, slots=True)
class Add:
    """A new fact of ``desk``."""

    desk: DeskId
    draft: FactDraft


@dataclass(frozen=True, slots=True)
class Edit:
    """New content for a fact whose editor saw ``revision``."""

    fact_id: int
    revision: int
    draft: FactDraft


@dataclass(frozen=True, slots=True)
class Remove:
    """A fact taken out of the store's present state (its changes stay in the log)."""

    fact_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class Merge:
    """A fact that ``into`` answers for from now on: it keeps its id and its changes, and is in no
    list and no count any more. ``None`` lets it stand on its own again.
    """

    fact_id: int
    revision: int
    into: int | None


@dataclass(frozen=True, slots=True)
class Restore:
    """A removed fact put back; ``revision`` is that of its removal."""

    fact_id: int
    revision: int
    draft: FactDraft


Write = Add | Edit | Remove | Restore | Merge


class UnknownFact(Refusal):
    """The store has no fact of that id."""


class StaleRevision(Refusal):
    """The fact was changed since its editor read it: ``meanwhile``, oldest first."""

    def __init__(self, sentence: str, meanwhile: tuple[Change, ...] = ()) -> None:
        super().__init__(sentence)
        self.meanwhile = meanwhile


class StoreUnavailable(Refusal):
    """The store cannot be opened or written: the sentence says why."""


class StoreGone(StoreUnavailable):
    """The store was deleted, moved or replaced under the program that had it open."""


class StoreAway(StoreUnavailable):
    """The store cannot be reached for now: nothing is set wrong, a later try may work."""


@dataclass(frozen=True, slots=True)
class Having:
    """What a fact must have to be listed: all that is given here.

    ``speaker`` is a name or role, ``link`` a source's link or archived link in any spelling
    (``canonical_link``), ``ref`` the reference at the fact's origin; ``unlinked`` asks for
    facts without any link; ``changed_since`` for those with a change at or after a moment.
    """

    desks: Collection[DeskId] | None = None
    topic: str | None = None
    speaker: str | None = None
    link: str | None = None
    ref: str | None = None
    standing: Standing | None = None
    unlinked: bool = False
    changed_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """A person's name was replaced by ``replacement`` in ``changes`` changes and ``documents``
    documents of the shelf.
    """

    replacement: str
    changes: int
    documents: int
    editor: str
    at: datetime


class NobodyOfThatName(Refusal):
    """The name to be erased is nowhere."""

    def __init__(self) -> None:
        super().__init__("The log has nobody of that name. Nothing was changed.")


class NothingToRedact(Refusal):
    """The text to be removed is not in the fact."""


class FactStore(Protocol):
    """An append-only log of changes and the present state that follows from it.

    Times never go back along the log. All ids and change numbers count from 1. A write that was
    acknowledged is durable, and every later read of the same store sees it.
    """

    @property
    def shelf(self) -> Shelf:
        """The small documents that are kept beside the facts, in the same place."""
        ...

    async def apply(
        self,
        writes: Iterable[Write],
        *,
        editor: str,
        reason: str | None = None,
        once: str | None = None,
        also: Sequence[Put | Delete] = (),
    ) -> Sequence[Change]:
        """Do all ``writes`` in one durable step, or none; return their changes in order. They may
        be gone through more than once, in another thread, and are not all held in memory.

        A step that names itself by ``once`` is done once ever: a second one of that name does
        nothing and returns the changes of the first. ``also`` are steps of the shelf, as ``keep``
        takes them, that are part of it.
        Raises UnknownFact, StaleRevision, StaleDocument, StoreUnavailable.
        """
        ...

    async def done(self, once: str) -> Sequence[Change]:
        """The changes that the step of that name made; none where there was no such step."""
        ...

    async def get(self, fact_id: int) -> Fact | None:
        """The present state of a fact, or None."""
        ...

    def facts(self, desks: Collection[DeskId] | None = None) -> AsyncIterator[Fact]:
        """All facts, or those of ``desks``, by id."""
        ...

    def find(self, having: Having) -> AsyncIterator[Fact]:
        """The facts that have what is asked, by id. No fact is looked at that has not."""
        ...

    async def ids(self, having: Having) -> Sequence[int]:
        """The ids of the facts that ``find`` finds, ascending, without reading those."""
        ...

    async def count(self, desks: Collection[DeskId] | None = None) -> int:
        """How many facts there are, or of ``desks``."""
        ...

    def changes(self, after: int = 0) -> AsyncIterator[Change]:
        """The changes with numbers above ``after``, in order."""
        ...

    async def change(self, number: int) -> Change | None:
        """The change of that number; None where the log does not have it."""
        ...

    def desk_changes(self, desk: DeskId, before: int | None = None) -> AsyncIterator[Change]:
        """The changes of a desk's facts with numbers below ``before``, newest first."""
        ...

    async def history(self, fact_id: int) -> tuple[Change, ...]:
        """All changes of one fact, oldest first; none for an id that was never given."""
        ...

    async def erase(self, person: str, *, editor: str) -> Erased:
        """Replace the name ``person`` in all changes and on the shelf, and forget it for good.

        Facts and change numbers stay as they are. What was done is kept, without the name. No file
        of the store has the name afterwards. Raises NobodyOfThatName.
        """
        ...

    async def redact(
        self,
        fact_id: int,
        texts: Sequence[str],
        *,
        editor: str,
        reason: str,
        within: DeskId | None = None,
        once: str | None = None,
    ) -> Change:
        """Take ``texts`` out of a fact and all its revisions and reasons, and forget them for good.

        Each becomes ``[…]`` wherever it stands, letter for letter; a link or reference that has it
        goes altogether. So do the documents on the shelf, all of them or those of the desk
        ``within``: of kinds that end in its id, or that name it. Every state that had
        one says so in its ``redactions``. The log gets one change, ``REDACTED``, also for a fact
        that was removed or merged. No file of the store has the texts afterwards. ``once`` is that
        of ``apply``. Raises UnknownFact, NothingToRedact, Refusal for texts that are too short.
        """
        ...

    async def cursor(self, consumer: str) -> int:
        """The number of the last change that ``consumer`` has dealt with; 0 for a new one."""
        ...

    async def move_cursor(self, consumer: str, number: int) -> None:
        """Remember durably that ``consumer`` has dealt with all changes up to ``number``."""
        ...

    async def last_change(self) -> int:
        """The number of the newest change; 0 for a store that was never written."""
        ...

    def on_change(self, call: Callable[[], None]) -> None:
        """Call ``call`` after changes of this process, and soon after whatever another one wrote.

        A hint to follow the logs of facts and shelf, not a promise. It must be quick and must not
        raise.
        """
        ...

    async def watch(self) -> None:
        """Go on until the store is gone for good, and raise StoreGone then."""
        ...

    async def close(self) -> None:
        """Release what the store holds. It is not used afterwards."""
        ...
