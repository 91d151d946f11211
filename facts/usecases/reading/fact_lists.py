"""Lists of facts by topic, speaker and outlet, updated from the change log; pages of them."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from facts.markdown import slug_of
from facts.model import DeskId, Fact
from facts.store.protocol import FactStore
from facts.usecases.paging import Page, in_turns, page_of
from facts.wording.fact_words import outlet_name

_FACTS_PER_TURN = 200


class Facet(StrEnum):
    """A kind of lists: facts with the same topic, speaker or outlet are listed together."""

    TOPIC = "topic"
    SPEAKER = "speaker"
    OUTLET = "outlet"


class FactLists:
    """An in-memory index of lists for some desks; read-only on the store."""

    def __init__(self, store: FactStore) -> None:
        self._store = store
        self._cursor: int | None = None
        self._catching_up = asyncio.Lock()
        # By slug: the name of a list as first written, and the ids of its facts.
        self._lists: dict[Facet, dict[str, tuple[str, set[int]]]] = {facet: {} for facet in Facet}
        self._facets: dict[int, tuple[tuple[Facet, str], ...]] = {}
        self._desk_of: dict[int, DeskId] = {}

    async def newest(self, desks: Collection[DeskId]) -> list[int]:
        """The ids of all facts, most recently published first."""
        await self.catch_up()
        return sorted(self.visible(self._desk_of, desks), reverse=True)

    async def listed(
        self, facet: Facet, slug: str, desks: Collection[DeskId]
    ) -> tuple[str, list[int]] | None:
        """The name of one list and its ids, newest first; None if there is none."""
        await self.catch_up()
        name, listed = self._lists[facet].get(slug, ("", set()))
        ids = self.visible(listed, desks)
        return (name, sorted(ids, reverse=True)) if ids else None

    async def lists(self, facet: Facet, desks: Collection[DeskId]) -> list[tuple[str, str, int]]:
        """Name, slug and size of every list, largest first."""
        await self.catch_up()
        sizes = [
            (name, slug, len(self.visible(listed, desks)))
            for slug, (name, listed) in self._lists[facet].items()
        ]
        return sorted(
            (one for one in sizes if one[2]), key=lambda one: (-one[2], one[0].casefold())
        )

    async def facts(self, ids: Iterable[int]) -> list[Fact]:
        """The facts of these ids that still exist."""
        found = [await self._store.get(one) for one in ids]
        return [fact for fact in found if fact is not None]

    def visible(self, ids: Iterable[int], desks: Collection[DeskId]) -> list[int]:
        """Those of ``ids`` that are facts of ``desks``."""
        return [one for one in ids if self._desk_of.get(one) in desks]

    async def catch_up(self) -> int:
        """Process the log to its end; returns the number of the last change."""
        async with self._catching_up:
            last = await self._store.last_change()
            if self._cursor is None:
                async for fact in in_turns(self._store.facts(), _FACTS_PER_TURN):
                    self._put(fact)
                self._cursor = last
            elif self._cursor < last:
                async for change in self._store.changes(after=self._cursor):
                    self._drop(change.fact_id)
                    if change.after is not None and change.after.merged_into is None:
                        self._put(change.after)
                    self._cursor = change.number
            return self._cursor

    def _put(self, fact: Fact) -> None:
        facets = tuple(dict.fromkeys(_facets(fact)))
        for facet, name in facets:
            self._lists[facet].setdefault(slug_of(name), (name, set()))[1].add(fact.id)
        self._facets[fact.id] = facets
        self._desk_of[fact.id] = fact.desk

    def _drop(self, fact_id: int) -> None:
        for facet, name in self._facets.pop(fact_id, ()):
            self._lists[facet][slug_of(name)][1].discard(fact_id)
        self._desk_of.pop(fact_id, None)


def _facets(fact: Fact) -> Iterable[tuple[Facet, str]]:
    yield from ((Facet.TOPIC, topic) for topic in fact.topics)
    speaker = fact.claim.speaker
    if speaker is not None and (name := speaker.name or speaker.role):
        yield Facet.SPEAKER, name
    yield from ((Facet.OUTLET, outlet_name(source)) for source in fact.sources if source.outlet)


class Order(StrEnum):
    """The sort order of all claims."""

    NEWEST = "newest"
    FOLLOWED = "followed"


@dataclass(frozen=True, slots=True)
class Claims:
    """Facts, with the ``name`` of their list or the sort order; the list of all has neither."""

    page: Page[Fact]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Browsing:
    """Pages of facts; ``followers`` counts the followers of each."""

    _lists: FactLists
    _followers: Callable[[], Awaitable[Mapping[int, int]]]

    async def names(
        self, facet: Facet, desks: Collection[DeskId], page: int, *, size: int
    ) -> Page[tuple[str, str, int]]:
        """A page of the lists, largest first: name, slug and size of each."""
        return page_of(await self._lists.lists(facet, desks), page, size)

    async def listed(
        self, facet: Facet, slug: str, desks: Collection[DeskId], page: int, *, size: int
    ) -> Claims:
        """A page of one list, newest first; empty if it is gone."""
        found = await self._lists.listed(facet, slug, desks)
        name, ids = found or ("", [])
        return Claims(await self._page(ids, page, size), name)

    async def ordered(
        self, order: Order, desks: Collection[DeskId], page: int, *, size: int
    ) -> Claims:
        """A page of all facts; sorted by followers only those with any."""
        ids = await self._lists.newest(desks)
        if order is Order.FOLLOWED:
            followers = await self._followers()
            ids = sorted((one for one in ids if one in followers), key=lambda one: -followers[one])
        return Claims(await self._page(ids, page, size))

    async def _page(self, ids: list[int], page: int, size: int) -> Page[Fact]:
        chosen = page_of(ids, page, size)
        facts = await self._lists.facts(chosen.items)
        return Page(tuple(facts), chosen.number, chosen.pages, chosen.total)
