"""The protocol of all fact stores. Use-cases depend on this and on no adapter."""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from facts.model import Change, DeskId, Fact, FactDraft, Refusal, Standing
from facts.store.shelf import Delete, Put, Shelf


@dataclass(frozen=True, slots=True)
class Add:
    """Add a new fact of ``desk``."""

    desk: DeskId
    draft: FactDraft


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the content of a fact whose editor saw ``revision``."""

    fact_id: int
    revision: int
    draft: FactDraft


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove a fact from the present state; its changes stay in the log."""

    fact_id: int
    revision: int


@dataclass(frozen=True, slots=True)
class Merge:
    """Merge a fact into another, ``into``, which answers for it from now on: it keeps its id and
    history, but no longer appears in lists and counts. ``None`` undoes a merge.
    """

    fact_id: int
    revision: int
    into: int | None


@dataclass(frozen=True, slots=True)
class Restore:
    """Restore a removed fact; ``revision`` is that of its removal."""

    fact_id: int
    revision: int
    draft: FactDraft


Write = Add | Edit | Remove | Restore | Merge


@dataclass(frozen=True, slots=True)
class Redact:
    """Remove ``text`` from a fact with all its revisions and reasons, and from the shelf documents
    of the desk ``within``: those of kinds that end in its id, and those that name it.

    Each occurrence, literally, becomes ``[…]``; a link or reference with an occurrence is removed
    completely. ``reason`` is shown to readers.
    """

    fact_id: int
    text: str
    reason: str
    within: DeskId


class UnknownFact(Refusal):
    """The store has no fact of that id."""


class StaleRevision(Refusal):
    """The fact was changed since its editor read it; the sentence names the changes."""


class StoreUnavailable(Refusal):
    """The store cannot be opened or written; the sentence says why."""


class StoreGone(StoreUnavailable):
    """The store was deleted, moved or replaced while it was open."""


class StoreAway(StoreUnavailable):
    """The store is temporarily unreachable: retry later."""


@dataclass(frozen=True, slots=True)
class Having:
    """Query criteria for facts, all of which must match.

    ``speaker`` is a name or role, ``link`` a source's link or archived link in any spelling
    (``canonical_link``), ``ref`` the reference at the fact's origin.
    """

    desks: Collection[DeskId] | None = None
    topic: str | None = None
    speaker: str | None = None
    link: str | None = None
    ref: str | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """The result of an erasure: the name was replaced by ``replacement`` in ``changes`` changes and
    ``documents`` documents of the shelf.
    """

    replacement: str
    changes: int
    documents: int


class NobodyOfThatName(Refusal):
    """The name to erase does not occur anywhere."""

    def __init__(self) -> None:
        super().__init__("Nobody of that name is in the log. Nothing was changed.")


class NothingToRedact(Refusal):
    """The text to redact does not occur in the fact."""


# The most changes that ``apply`` returns: the log has the others.
RETURNED = 100


class FactStore(Protocol):
    """An append-only log of changes and the resulting present state.

    Times never decrease along the log. Ids and change numbers count from 1. An acknowledged write
    is durable and visible to every later read of the same store.
    """

    @property
    def shelf(self) -> Shelf:
        """The document store kept in the same place as the facts."""
        ...

    async def apply(
        self,
        writes: Iterable[Write],
        *,
        editor: str,
        reason: str | None = None,
        once: str | None = None,
        also: Sequence[Put | Delete] = (),
    ) -> tuple[Change, ...]:
        """Apply all ``writes`` in one durable step, or none; returns their changes in order, the
        last ``RETURNED`` of a large step. The writes may be iterated several times, in another
        thread, and are not all held in memory.

        ``once`` is an idempotency key: a second step with the same key does nothing and returns the
        changes of the first. ``also`` are shelf steps, as for ``keep``, that are part of the same
        step. Raises UnknownFact, StaleRevision, StaleDocument, StoreUnavailable.
        """
        ...

    async def done(self, once: str) -> tuple[Change, ...]:
        """The changes that ``apply`` returned under that idempotency key; empty if it was not."""
        ...

    async def get(self, fact_id: int) -> Fact | None:
        """The present state of a fact, or None."""
        ...

    def facts(self, desks: Collection[DeskId] | None = None) -> AsyncIterator[Fact]:
        """All facts, or those of ``desks``, in order of id."""
        ...

    def find(self, having: Having) -> AsyncIterator[Fact]:
        """The facts that match the criteria, in order of id. Other facts are not read."""
        ...

    async def ids(self, having: Having) -> Sequence[int]:
        """The ids of the facts that match the criteria, ascending, without reading the facts."""
        ...

    async def count(self, desks: Collection[DeskId] | None = None) -> int:
        """The number of facts, or of those of ``desks``."""
        ...

    def changes(self, after: int = 0) -> AsyncIterator[Change]:
        """The changes with numbers above ``after``, in order."""
        ...

    async def change(self, number: int) -> Change | None:
        """The change with that number; None if the log does not have it."""
        ...

    def desk_changes(self, desk: DeskId, before: int | None = None) -> AsyncIterator[Change]:
        """The changes of a desk's facts with numbers below ``before``, newest first."""
        ...

    async def history(self, fact_id: int) -> tuple[Change, ...]:
        """All changes of one fact, oldest first; empty for an unknown id."""
        ...

    async def erase(self, person: str, *, editor: str) -> Erased:
        """Replace the name ``person`` in all changes and on the shelf, for good.

        Ids and change numbers stay the same. The erasure is recorded without the name. Afterwards
        no file of the store contains the name. Raises NobodyOfThatName.
        """
        ...

    async def redact(self, asked: Redact, *, editor: str, once: str | None = None) -> Change:
        """Redact a text, for good.

        Each affected revision records it in ``redactions``. The log gets one change, ``REDACTED``,
        also for a removed or merged fact. Afterwards no file of the store contains the text.
        ``once`` is as in ``apply``. Raises UnknownFact, NothingToRedact, Refusal for a text that is
        too short.
        """
        ...

    async def cursor(self, consumer: str) -> int:
        """The number of the last change processed by ``consumer``; 0 for a new consumer."""
        ...

    async def move_cursor(self, consumer: str, number: int) -> None:
        """Record durably that ``consumer`` has processed all changes up to ``number``."""
        ...

    async def last_change(self) -> int:
        """The number of the newest change; 0 for a store that was never written."""
        ...

    def on_change(self, call: Callable[[], None]) -> None:
        """Call ``call`` after changes by this process, and soon after those of other processes.

        A hint to read the logs of facts and shelf, not a guarantee. It must be quick and must not
        raise.
        """
        ...

    async def watch(self) -> None:
        """Run until the store is gone for good, then raise StoreGone."""
        ...

    async def close(self) -> None:
        """Release all resources. The store is not used afterwards."""
        ...
