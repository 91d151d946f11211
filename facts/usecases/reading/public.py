"""What the public sees: facts of the desks that chose to be public, at any of their revisions."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from typing import Protocol

from facts.model import STARTER, Change, DeskId, Fact
from facts.store.protocol import FactStore
from facts.usecases.reading.fact_lists import FactLists, Shelfmark


@dataclass(frozen=True, slots=True)
class Shown:
    """A revision of a fact that may be shown. ``latest`` is the fact as it is now; ``change`` made
    this revision.
    """

    fact: Fact
    latest: Fact
    change: Change

    @property
    def is_latest(self) -> bool:
        return self.fact.revision == self.latest.revision


@dataclass(frozen=True, slots=True)
class Moved:
    """The fact was merged into another, which answers in its place."""

    to: int


@dataclass(frozen=True, slots=True)
class Gone:
    """The fact was public and is no more. The sentence says why, as far as it may be said."""

    sentence: str


class PublicSetup(Protocol):
    """What desks have chosen for the public."""

    async def public_desks(self) -> frozenset[DeskId]:
        """The desks whose facts are public."""
        ...

    async def public_about(self) -> str | None:
        """How they check and how to complain, in their own words."""
        ...


class PublicFacts:
    """Reads public facts behind a cursor of its own; never writes.

    ``setup`` tells which desks are public at the moment; the starter facts always are.
    """

    def __init__(
        self, store: FactStore, lists: FactLists, setup: PublicSetup, address: str | None = None
    ) -> None:
        self._store = store
        self._setup = setup
        self._lists = lists
        self._address = address

    async def desks(self) -> frozenset[DeskId]:
        """The desks whose facts are public."""
        return await self._setup.public_desks() | {STARTER}

    async def link(self, fact: Fact) -> str | None:
        """The address of the fact's page, if it has one. It names the revision, so that a link
        pasted anew has a preview of its own.
        """
        if self._address is None or fact.desk not in await self.desks():
            return None
        return f"{self._address}/{fact.id}/?r={fact.revision}"

    async def about(self) -> str | None:
        """How the desk checks and how to complain, in its own words."""
        return await self._setup.public_about()

    async def fact(self, fact_id: int, revision: int | None = None) -> Shown | Moved | Gone | None:
        """The fact as it is, or at ``revision``; None for what never was public."""
        changes = await self._store.history(fact_id)
        known = next((c.after or c.before for c in reversed(changes) if c.after or c.before), None)
        if known is None or known.desk not in await self.desks():
            return None
        latest = changes[-1].after
        if latest is None:
            return Gone("This claim’s newsroom removed it from this site.")
        if latest.merged_into is not None:
            return Moved(latest.merged_into)
        wanted = latest.revision if revision is None else revision
        made = next((c for c in reversed(changes) if c.revision == wanted and c.after), None)
        if made is None or made.after is None:
            return None
        if made.after.redactions and made.after is not latest:
            return Gone("A text in this revision was removed. The latest revision says why.")
        return Shown(made.after, latest, made)

    async def newest(self, limit: int, skip: int = 0) -> list[Fact]:
        """The facts that were published last, latest first."""
        return await self._lists.facts(await self.ids(), limit, skip)

    async def listed(
        self, mark: Shelfmark, slug: str, limit: int, skip: int = 0
    ) -> tuple[str, list[Fact]] | None:
        """The name of one list and some of its facts, newest first; None where there is none."""
        found = await self._lists.listed(mark, slug, await self.desks())
        if found is None or skip >= len(found[1]):
            return None
        return found[0], await self._lists.facts(found[1], limit, skip)

    async def listed_ids(self, mark: Shelfmark, slug: str) -> list[int]:
        """The numbers of the facts in one list; none where there is no such list."""
        found = await self._lists.listed(mark, slug, await self.desks())
        return found[1] if found else []

    async def lists(self, mark: Shelfmark) -> list[tuple[str, str, int]]:
        """Name, slug and size of every list, the largest first."""
        return await self._lists.lists(mark, await self.desks())

    async def ids(self) -> list[int]:
        """The numbers of all public facts, those that were published last first."""
        return await self._lists.newest(await self.desks())

    async def latest(self, ids: list[int]) -> list[Fact]:
        """The facts of those numbers as they are now."""
        return await self._lists.facts(ids, len(ids))

    async def count(self) -> int:
        """How many facts are public."""
        return len(await self.ids())

    async def catch_up(self) -> int:
        """Follow the log to its end; the number of the last change."""
        return await self._lists.catch_up()

    async def facts(self) -> AsyncIterator[Fact]:
        """All public facts, by id."""
        async for fact in self._store.facts(await self.desks()):
            if fact.merged_into is None:
                yield fact

    async def recent(self, after: int, only: Collection[int] | None = None) -> list[Change]:
        """The changes of public facts with numbers above ``after``, latest first."""
        desks = await self.desks()
        found = [
            change
            async for change in self._store.changes(after=max(after, 0))
            if change.after is not None
            and change.after.desk in desks
            and (only is None or change.fact_id in only)
        ]
        return found[::-1]

    async def changes(self, after: int, limit: int) -> tuple[list[Change], int]:
        """At most ``limit`` changes of public facts above ``after``, oldest first, and the number
        to go on from.
        """
        desks = await self.desks()
        found: list[Change] = []
        follow = after
        async for change in self._store.changes(after=after):
            state = change.after or change.before
            if state is not None and state.desk in desks:
                if len(found) == limit:
                    break
                found.append(change)
            follow = change.number
        return found, follow
