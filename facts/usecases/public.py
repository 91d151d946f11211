"""What the public sees: facts of the desks that chose to be public, at any of their revisions."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from facts.model import STARTER, Change, DeskId, Fact
from facts.store.protocol import FactStore
from facts.wording import outlet_name

_FACTS_PER_TURN = 200


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


class Shelfmark(StrEnum):
    """By what facts are listed together."""

    TOPIC = "topic"
    SPEAKER = "speaker"
    OUTLET = "outlet"


@dataclass(slots=True)
class Listing:
    """One list of facts: its name as first written, and the ids in it."""

    name: str
    fact_ids: set[int] = field(default_factory=set)


class PublicFacts:
    """Reads public facts behind a cursor of its own; never writes.

    ``setup`` tells which desks are public at the moment; the starter facts always are.
    """

    def __init__(self, store: FactStore, setup: PublicSetup) -> None:
        self._store = store
        self._setup = setup
        self._cursor: int | None = None
        self._catching_up = asyncio.Lock()
        self._lists: dict[Shelfmark, dict[str, Listing]] = {mark: {} for mark in Shelfmark}
        self._marks: dict[int, tuple[tuple[Shelfmark, str], ...]] = {}
        self._desk_of: dict[int, DeskId] = {}

    async def desks(self) -> frozenset[DeskId]:
        """The desks whose facts are public."""
        return await self._setup.public_desks() | {STARTER}

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
            return Gone("This claim was taken off this site by its newsroom.")
        if latest.merged_into is not None:
            return Moved(latest.merged_into)
        wanted = latest.revision if revision is None else revision
        made = next((c for c in reversed(changes) if c.revision == wanted and c.after), None)
        if made is None or made.after is None:
            return None
        if made.after.redactions and made.after is not latest:
            return Gone("This revision held a text that was taken out. The latest says so and why.")
        return Shown(made.after, latest, made)

    async def newest(self, limit: int, skip: int = 0) -> list[Fact]:
        """The facts that were published last, latest first."""
        await self.catch_up()
        ids = sorted(await self._visible(self._desk_of), reverse=True)
        return await self._facts(ids, limit, skip)

    async def listed(
        self, mark: Shelfmark, slug: str, limit: int, skip: int = 0
    ) -> tuple[str, list[Fact]] | None:
        """The name of one list and some of its facts, newest first; None where there is none."""
        ids = sorted(await self.listed_ids(mark, slug), reverse=True)
        if skip >= len(ids):
            return None
        return self._lists[mark][slug].name, await self._facts(ids, limit, skip)

    async def listed_ids(self, mark: Shelfmark, slug: str) -> list[int]:
        """The numbers of the facts in one list; none where there is no such list."""
        await self.catch_up()
        listing = self._lists[mark].get(slug)
        return await self._visible(listing.fact_ids) if listing else []

    async def lists(self, mark: Shelfmark) -> list[tuple[str, str, int]]:
        """Name, slug and size of every list, the largest first."""
        await self.catch_up()
        sizes = [
            (listing.name, slug, len(await self._visible(listing.fact_ids)))
            for slug, listing in self._lists[mark].items()
        ]
        return sorted(
            (one for one in sizes if one[2]), key=lambda one: (-one[2], one[0].casefold())
        )

    async def count(self) -> int:
        """How many facts are public."""
        await self.catch_up()
        return len(await self._visible(self._desk_of))

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

    async def catch_up(self) -> int:
        """Follow the log to its end; the number of the last change."""
        async with self._catching_up:
            last = await self._store.last_change()
            if self._cursor is None:
                seen = 0
                async for fact in self._store.facts():
                    self._put(fact)
                    seen += 1
                    if seen % _FACTS_PER_TURN == 0:
                        await asyncio.sleep(0)
                self._cursor = last
            elif self._cursor < last:
                async for change in self._store.changes(after=self._cursor):
                    self._drop(change.fact_id)
                    if change.after is not None and change.after.merged_into is None:
                        self._put(change.after)
                    self._cursor = change.number
            return self._cursor

    async def _visible(self, ids: Iterable[int]) -> list[int]:
        desks = await self.desks()
        return [one for one in ids if self._desk_of.get(one) in desks]

    async def _facts(self, ids: list[int], limit: int, skip: int) -> list[Fact]:
        found = [await self._store.get(one) for one in ids[skip : skip + limit]]
        return [fact for fact in found if fact is not None]

    def _put(self, fact: Fact) -> None:
        marks = tuple(dict.fromkeys(_marks(fact)))
        for mark, name in marks:
            self._lists[mark].setdefault(slug_of(name), Listing(name)).fact_ids.add(fact.id)
        self._marks[fact.id] = marks
        self._desk_of[fact.id] = fact.desk

    def _drop(self, fact_id: int) -> None:
        for mark, name in self._marks.pop(fact_id, ()):
            self._lists[mark][slug_of(name)].fact_ids.discard(fact_id)
        self._desk_of.pop(fact_id, None)


def slug_of(name: str) -> str:
    """``name`` as it stands in an address: letters and digits of any script, hyphens between."""
    letters = (
        sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFKC", name).casefold()
    )
    return "-".join("".join(letters).split()) or "unnamed"


def _marks(fact: Fact) -> Iterable[tuple[Shelfmark, str]]:
    yield from ((Shelfmark.TOPIC, topic) for topic in fact.topics)
    speaker = fact.claim.speaker
    if speaker is not None and (name := speaker.name or speaker.role):
        yield Shelfmark.SPEAKER, name
    yield from ((Shelfmark.OUTLET, outlet_name(source)) for source in fact.sources if source.outlet)
