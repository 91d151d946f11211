"""The change history of one fact, and the change log of a desk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from facts.forms.content_record import fact_content
from facts.model import Change, ChangeKind, DeskId, Fact, Member
from facts.revisions.diff import Entry, entry_of
from facts.revisions.three_way_merge import CannotUndo, put_back
from facts.store.protocol import FactStore
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.paging import Page, in_turns, page_of

# The most changes of a desk that are searched for one page.
_AT_MOST = 4_000


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Criteria for entries, all to match. ``editor``: a part of a name, or an id; or approver."""

    editor: str | None = None
    fact_id: int | None = None
    kind: ChangeKind | None = None


EVERYTHING = LogFilter()


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries newest first. ``older`` is the ``before`` of the next page; None at the end.

    A page may be short or empty although there is more: long logs are searched in parts.
    """

    entries: tuple[Entry, ...]
    older: int | None


class ChangeLog:
    """Shows moderators the changes of their desk. Raises NotAllowed, UnknownFact."""

    def __init__(self, store: FactStore, setup: Setup) -> None:
        self._store = store
        self._setup = setup

    async def of_fact(
        self, member: Member, fact_id: int, page: int = 0, *, size: int = 5
    ) -> Page[Entry]:
        """The changes of a fact of the member's desk, newest first."""
        fact = await self._setup.own_fact(member, fact_id)
        changes = (await self._store.history(fact.id))[::-1]
        shown = page_of(changes, page, size)
        entries = [
            replace(entry, undoable=_can_be_undone(change, fact))
            for entry, change in zip(await _entries(shown.items), shown.items, strict=True)
        ]
        return Page(tuple(entries), shown.number, shown.pages, shown.total)

    async def undoable(self, member: Member, fact_id: int, number: int) -> Entry:
        """One change of a fact of the member's desk, to review before it is undone.

        Raises CannotUndo if it cannot be undone.
        """
        fact = await self._setup.own_fact(member, fact_id)
        for change in await self._store.history(fact.id):
            if change.number == number and _can_be_undone(change, fact):
                return entry_of(change)
        raise CannotUndo("This change can’t be undone on its own any more. Edit the fact instead.")

    async def log(
        self,
        member: Member,
        wanted: LogFilter = EVERYTHING,
        *,
        before: int | None = None,
        size: int = 10,
    ) -> LogPage:
        """The changes of all facts of the member's desk, newest first."""
        await self._setup.expect_moderator(member)
        if wanted.fact_id is not None:
            return await self._log_of_one(member, wanted, before, size)
        found: list[Change] = []
        looked_at = 0
        async for change in self._store.desk_changes(member.desk, before):
            if len(found) == size or looked_at == _AT_MOST:
                return LogPage(await _entries(found), before)
            before = change.number
            looked_at += 1
            if _is_wanted(change, member.desk, wanted):
                found.append(change)
        return LogPage(await _entries(found), None)

    async def _log_of_one(
        self, member: Member, wanted: LogFilter, before: int | None, size: int
    ) -> LogPage:
        """A log page filtered for one fact: only that fact's history is read."""
        history = await self._store.history(wanted.fact_id or 0)
        found = [
            change
            for change in reversed(history)
            if (before is None or change.number < before)
            and _is_wanted(change, member.desk, wanted)
        ]
        shown = found[:size]
        return LogPage(await _entries(shown), shown[-1].number if len(found) > size else None)


def _can_be_undone(change: Change, now: Fact) -> bool:
    """Whether it is an edit that no later change touched; a retraction is undone by restoring."""
    before, after = change.before, change.after
    if change.kind is not ChangeKind.EDITED or before is None or after is None:
        return False
    if before.retraction != after.retraction:
        return False
    try:
        return put_back(change, now) != fact_content(now)
    except CannotUndo:
        return False


def _is_wanted(change: Change, desk: DeskId, wanted: LogFilter) -> bool:
    if change.desk != desk:
        return False
    if wanted.fact_id not in (None, change.fact_id) or wanted.kind not in (None, change.kind):
        return False
    named = f"{change.editor} {change.reason or ''}".casefold()
    return wanted.editor is None or wanted.editor.casefold() in named


async def _entries(changes: Sequence[Change]) -> tuple[Entry, ...]:
    # One a turn: comparing two large states takes some milliseconds.
    return tuple([entry_of(change) async for change in in_turns(changes, 1)])
