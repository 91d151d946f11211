"""Public facts: those of desks that publish theirs, at any of their revisions."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass

from facts.model import HOME, STARTER, Change, DeskId, Fact
from facts.store.protocol import FactStore
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.reading.fact_lists import Facet, FactLists

# The changes of the log that are considered for a feed.
_CHANGES_OF_A_FEED = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """A public revision of a fact. ``latest`` is the present state; ``change`` made it."""

    fact: Fact
    latest: Fact
    change: Change

    @property
    def is_latest(self) -> bool:
        return self.fact.revision == self.latest.revision


@dataclass(frozen=True, slots=True)
class Moved:
    """The fact was merged into another, which answers in its place (a redirect)."""

    to: int


@dataclass(frozen=True, slots=True)
class Gone:
    """The fact is no longer public. The sentence says why, as far as permitted."""

    sentence: str


class PublicFacts:
    """Reads public facts, following the log by its own cursor; never writes.

    ``setup`` gives the currently public desks; starter facts are always public.
    """

    def __init__(self, store: FactStore, lists: FactLists, setup: Setup) -> None:
        self._store = store
        self._setup = setup
        self._lists = lists

    async def desks(self) -> frozenset[DeskId]:
        """The desks whose facts are public."""
        return await self._setup.public_desks() | {STARTER}

    async def about(self) -> str | None:
        """How the desk checks and how to complain: the home desk's text or the only desk's."""
        desks = await self._setup.public_desks()
        speaks = HOME if len(desks) != 1 else next(iter(desks))
        return (await self._setup.read(speaks)).about

    async def fact(self, fact_id: int, revision: int | None = None) -> Shown | Moved | Gone | None:
        """The fact in its present state or at ``revision``; None if it never was public."""
        changes = await self._store.history(fact_id)
        if not changes or changes[-1].desk not in await self.desks():
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

    async def listed(self, facet: Facet, slug: str) -> tuple[str, list[int]] | None:
        """The name of one list and its facts' ids, newest first; None if there is none."""
        return await self._lists.listed(facet, slug, await self.desks())

    async def lists(self, facet: Facet) -> list[tuple[str, str, int]]:
        """Name, slug and size of every list, largest first."""
        return await self._lists.lists(facet, await self.desks())

    async def ids(self) -> list[int]:
        """The ids of all public facts, most recently published first."""
        return await self._lists.newest(await self.desks())

    async def latest(self, ids: list[int]) -> list[Fact]:
        """The present states of those facts."""
        return await self._lists.facts(ids)

    async def catch_up(self) -> int:
        """Process the log to its end; returns the number of the last change."""
        return await self._lists.catch_up()

    async def facts(self) -> AsyncIterator[Fact]:
        """All public facts, by id."""
        async for fact in self._store.facts(await self.desks()):
            if fact.merged_into is None:
                yield fact

    async def recent(self, last: int, only: Collection[int] | None = None) -> list[Change]:
        """The public changes among the newest of the log up to ``last``, newest first: a feed's."""
        desks = await self.desks()
        found = [
            change
            async for change in self._store.changes(after=max(last - _CHANGES_OF_A_FEED, 0))
            if change.after is not None
            and change.after.desk in desks
            and (only is None or change.fact_id in only)
        ]
        return found[::-1]

    async def changes(self, after: int, limit: int) -> tuple[list[Change], int]:
        """At most ``limit`` public changes after ``after``, oldest first, and where to go on."""
        desks = await self.desks()
        found: list[Change] = []
        follow = after
        async for change in self._store.changes(after=after):
            if change.desk in desks:
                if len(found) == limit:
                    break
                found.append(change)
            follow = change.number
        return found, follow
