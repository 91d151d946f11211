"""The same site as static files, for any web host."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import orjson

from facts.interchange.file_formats import fact_line
from facts.model import Change, DeskId, Fact
from facts.usecases.public_facts import Gone, Moved, PublicFacts, Shown
from facts.usecases.reading.fact_lists import Facet
from facts.usecases.reading.history import History
from facts.web.page_rendering import NAMES_PER_PAGE, PAGE_SIZE, Site
from facts.web.page_routes import style_sheet
from facts.web.site_files import SiteFiles

_T = TypeVar("_T")
_READABLE_BY_ALL = 0o644
_LISTS = ("newest", *(folder for facet in Facet for folder in (facet, f"{facet}s")))


@dataclass(frozen=True, slots=True)
class _Record:
    """The parts of one fact, at one revision, in the files that contain all facts."""

    citation: str
    line: str
    review: str
    place: str


class StaticSite:
    """Writes the site to ``folder``. Files are replaced atomically, and only if changed."""

    def __init__(self, site: Site, public: PublicFacts, history: History, folder: Path) -> None:
        self.site = site
        self._files = SiteFiles(site)
        self._public = public
        self._history = history
        self._folder = folder
        self.followed = 0
        self._desks: frozenset[DeskId] = frozenset()
        # The input of the last rendering of each list page and feed, to skip unchanged ones.
        self._shown: dict[str, tuple[object, ...]] = {}
        # The list pages that exist now; others are deleted.
        self._listed: set[str] = set()
        self._records: dict[int, _Record] = {}

    async def write_all(self) -> int:
        """Write every page; returns the number of facts."""
        self.followed = await self._public.catch_up()
        self._desks = await self._public.desks()
        ids = await self._public.ids()
        # Facts that used to be public get a page that says they are gone.
        for fact_id in ids + sorted(await asyncio.to_thread(self._published) - set(ids)):
            await self._fact(fact_id)
        await self._everything_else(ids)
        return len(ids)

    async def follow(self) -> int:
        """Write what changed since; returns the number of changes."""
        if await self._public.desks() != self._desks:
            return await self.write_all()
        after = self.followed
        self.followed = await self._public.catch_up()
        changes, _ = await self._public.changes(after, self.followed - after)
        for fact_id in {change.fact_id for change in changes}:
            await self._fact(fact_id)
        if changes:
            await self._everything_else(await self._public.ids())
        else:
            await self._about()
        return len(changes)

    def _published(self) -> set[int]:
        """The ids of the facts that have a folder."""
        pages = self._folder.glob("[1-9]*/index.html")
        return {int(page.parent.name) for page in pages if page.parent.name.isdecimal()}

    async def _fact(self, fact_id: int) -> None:
        found = await self._public.fact(fact_id)
        if isinstance(found, Shown):
            self._records[fact_id] = self._record(found.fact)
            await self._write({name: text async for name, text in self._pages(found)})
            return
        self._records.pop(fact_id, None)
        place = f"{fact_id}/index.html"
        if isinstance(found, Moved):
            # Static files cannot redirect with 301; a page with a link can.
            await self._write({place: self.site.moved(found.to)})
            return
        sentence = found or Gone("This claim’s newsroom removed it from this site.")
        gone = self.site.gone(sentence, f"/{fact_id}/")
        old = await asyncio.to_thread(self._revisions, fact_id)
        await self._write(dict.fromkeys([place, *old], gone))

    async def _pages(self, latest: Shown) -> AsyncIterator[tuple[str, str]]:
        """The page of a fact and those of its revisions."""
        fact_id = latest.fact.id
        history = await self._history.changes(fact_id, None)
        yield f"{fact_id}/index.html", self.site.fact(latest, history)
        for revision in (change.revision for change in history if change.after is not None):
            page = f"{fact_id}/{revision}/"
            shown = await self._public.fact(fact_id, revision)
            if isinstance(shown, Shown):
                yield f"{page}index.html", self.site.fact(shown, history)
            elif isinstance(shown, Gone):
                yield f"{page}index.html", self.site.gone(shown, f"/{page}")

    def _revisions(self, fact_id: int) -> list[str]:
        pages = (self._folder / str(fact_id)).glob("*/index.html")
        return [page.relative_to(self._folder).as_posix() for page in pages]

    async def _everything_else(self, ids: list[int]) -> None:
        """Write everything that covers many facts. ``ids`` are all public ones, newest first."""
        site, public = self.site, self._public
        self._listed = set()
        await self._front(ids)
        changes = await public.recent(self.followed)
        await self._feed("/", site.settings.name, changes)
        changed = {change.fact_id for change in changes}
        for facet in Facet:
            lists = await public.lists(facet)
            await self._names(facet, lists)
            for name, slug, _ in lists:
                if found := await public.listed(facet, slug):
                    await self._list(facet, slug, name, found[1])
                    members = changed.intersection(found[1])
                    touched = [change for change in changes if change.fact_id in members]
                    await self._feed(f"/{facet}/{slug}/", name, touched)
        await asyncio.to_thread(self._remove_old_lists)
        await self._about()
        records = [self._records[one] for one in reversed(ids) if one in self._records]
        await self._write(
            {
                "404.html": site.not_found("/404.html"),
                "style.css": style_sheet(),
                "robots.txt": self._files.robots(),
                "sitemap.xml": self._files.sitemap(one.place for one in records),
                "claimreview.json": self._files.data_feed(one.review for one in records),
                "facts.jsonl": "".join(one.line for one in records),
            }
        )

    async def _about(self) -> None:
        page = self.site.how_we_check(await self._public.about())
        await self._write({"how-we-check/index.html": page})

    async def _front(self, ids: list[int]) -> None:
        for number, shown, more in _pages_of(ids, PAGE_SIZE):
            name = f"newest/{number}/index.html" if number else "index.html"
            if self._is_new(name, more, *self._citations(shown)):
                facts = await self._public.latest(shown)
                await self._write({name: self.site.newest(facts, number, more=more)})

    async def _names(self, facet: Facet, lists: list[tuple[str, str, int]]) -> None:
        for number, shown, more in _pages_of(lists, NAMES_PER_PAGE):
            name = f"{facet}s/{_numbered(number)}index.html"
            if self._is_new(name, more, *shown):
                await self._write({name: self.site.names(facet, shown, number, more=more)})

    async def _list(self, facet: Facet, slug: str, name: str, ids: list[int]) -> None:
        for number, shown, more in _pages_of(ids, PAGE_SIZE):
            page = f"{facet}/{slug}/{_numbered(number)}index.html"
            if self._is_new(page, more, *self._citations(shown)):
                facts = await self._public.latest(shown)
                html = self.site.listed(facet, slug, name, facts, number, more=more)
                await self._write({page: html})

    async def _feed(self, path: str, name: str, changes: list[Change]) -> None:
        place = f"{path[1:]}feed.atom"
        if self._is_new(place, *(change.number for change in changes)):
            feed = self._files.feed(name, f"{path}feed.atom", path, changes)
            await self._write({place: feed})

    def _is_new(self, name: str, *shows: object) -> bool:
        """Whether the input of a list page differs from its last rendering."""
        self._listed.add(name)
        if self._shown.get(name) == shows:
            return False
        self._shown[name] = shows
        return True

    def _citations(self, ids: list[int]) -> list[str]:
        return [self._records[one].citation for one in ids if one in self._records]

    def _remove_old_lists(self) -> None:
        """Delete pages of lists that became shorter or empty."""
        for name in self._shown.keys() - self._listed:
            del self._shown[name]
        for folder in _LISTS:
            for path in (self._folder / folder).rglob("*"):
                if path.is_file() and path.relative_to(self._folder).as_posix() not in self._listed:
                    path.unlink()

    def _record(self, fact: Fact) -> "_Record":
        review = orjson.dumps(self._files.feed_item(fact)).decode()
        place = self._files.sitemap_entry(fact)
        return _Record(fact.citation, fact_line(fact) + "\n", review, place)

    async def _write(self, files: Mapping[str, str]) -> None:
        await asyncio.to_thread(_replace_all, self._folder, files)


def _pages_of(items: list[_T], size: int) -> Iterator[tuple[int, list[_T], bool]]:
    """The number of each page, its items, and whether there is another; at least one page."""
    for begin in range(0, max(1, len(items)), size):
        yield begin // size, items[begin : begin + size], len(items) > begin + size


def _numbered(number: int) -> str:
    return f"{number}/" if number else ""


def _replace_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write each file atomically: readers see the old or the new one, complete."""
    for name, text in files.items():
        path, content = folder / name, text.encode()
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as fresh:
            fresh.write(content)
        written = Path(fresh.name)
        written.chmod(_READABLE_BY_ALL)
        written.replace(path)
