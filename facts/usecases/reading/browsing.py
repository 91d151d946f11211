"""Browsing the claims visible to a reader."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from facts.model import DeskId, Fact
from facts.usecases.paging import Page, page_of
from facts.usecases.reading.fact_lists import FactLists, Shelfmark


class Order(StrEnum):
    """The sort order of all claims."""

    NEWEST = "newest"
    FOLLOWED = "followed"


@dataclass(frozen=True, slots=True)
class Names:
    """The lists by ``mark``: name, slug and size of each."""

    mark: Shelfmark
    page: Page[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Claims:
    """Facts, with the ``name`` of their list or the sort order; the list of all has neither."""

    page: Page[Fact]
    name: str = ""


class Browsing:
    """Pages of facts; ``followers`` counts the followers of each."""

    def __init__(
        self, lists: FactLists, followers: Callable[[], Awaitable[Mapping[int, int]]]
    ) -> None:
        self._lists = lists
        self._followers = followers

    async def names(
        self, mark: Shelfmark, desks: Collection[DeskId], page: int, *, size: int
    ) -> Names:
        """A page of the lists, largest first."""
        lists = await self._lists.lists(mark, desks)
        return Names(mark, page_of(lists, page, size))

    async def listed(
        self, mark: Shelfmark, slug: str, desks: Collection[DeskId], page: int, *, size: int
    ) -> Claims:
        """A page of one list, newest first; empty if it is gone."""
        found = await self._lists.listed(mark, slug, desks)
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
        facts = await self._lists.facts(list(chosen.items), size)
        return Page(tuple(facts), chosen.number, chosen.pages, chosen.total)
