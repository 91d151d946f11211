"""The same site as files: for any host that serves a folder."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

import orjson

from facts.interchange import fact_line
from facts.model import Change, Fact
from facts.usecases.reading.fact_lists import Shelfmark
from facts.usecases.reading.history import History
from facts.usecases.reading.public import Gone, Moved, PublicFacts, Shown
from facts.web.feeds import Feeds
from facts.web.pages import style_sheet
from facts.web.site import NAMES_PER_PAGE, PAGE_SIZE, Site

_FEED_CHANGES = 500
_READABLE_BY_ALL = 0o644


@dataclass(frozen=True, slots=True)
class _Record:
    """What the files of all facts have of one, at one revision."""

    citation: str
    line: str
    review: str


class StaticSite:
    """Writes the site into ``folder``. A file changes in one step, and only where its text did."""

    def __init__(self, site: Site, public: PublicFacts, history: History, folder: Path) -> None:
        self._site = site
        self._feeds = Feeds(site)
        self._public = public
        self._history = history
        self._folder = folder
        self.followed = 0
        self._shown: dict[str, tuple[object, ...]] = {}
        self._records: dict[int, _Record] = {}

    async def write_all(self) -> int:
        """Write every page; return how many facts there are."""
        self.followed = await self._public.catch_up()
        count = 0
        async for fact in self._public.facts():
            await self._fact(fact.id)
            count += 1
        await self._everything_else()
        return count

    async def follow(self) -> int:
        """Write what changed since; return how many changes that were."""
        after = self.followed
        self.followed = await self._public.catch_up()
        changes = await self._public.recent(after)
        for fact_id in {change.fact_id for change in changes}:
            await self._fact(fact_id)
        if changes:
            await self._everything_else()
        return len(changes)

    async def _fact(self, fact_id: int) -> None:
        found = await self._public.fact(fact_id)
        place = f"{fact_id}/index.html"
        if isinstance(found, Moved):
            # A folder cannot answer 301; a page that says where to go can.
            await self._write(place, self._site.moved(found.to))
            return
        if isinstance(found, Gone) or found is None:
            sentence = found or Gone("This claim was taken off this site by its newsroom.")
            await self._write(place, self._site.gone(sentence, f"/{fact_id}/"))
            return
        history = await self._history.changes(fact_id, None)
        await self._write(place, self._site.fact(found, history))
        for change in history:
            if change.after is not None:
                shown = await self._public.fact(fact_id, change.revision)
                text = (
                    self._site.fact(shown, history)
                    if isinstance(shown, Shown)
                    else self._site.gone(shown, f"/{fact_id}/{change.revision}/")
                    if isinstance(shown, Gone)
                    else None
                )
                if text is not None:
                    await self._write(f"{fact_id}/{change.revision}/index.html", text)

    async def _everything_else(self) -> None:
        site, public = self._site, self._public
        facts = [fact async for fact in public.facts()]
        by_id = {fact.id: fact for fact in facts}
        await self._front(facts[::-1])
        changes = await public.recent(self.followed - _FEED_CHANGES)
        feed = self._feeds.feed(site.settings.name, "/feed.atom", "/", changes)
        await self._write("feed.atom", feed)
        for mark in Shelfmark:
            lists = await public.lists(mark)
            await self._names(mark, lists)
            for name, slug, _ in lists:
                ids = sorted(await public.listed_ids(mark, slug), reverse=True)
                listed = [by_id[one] for one in ids if one in by_id]
                await self._list(mark, slug, name, listed)
                members = set(ids)
                touched = [change for change in changes if change.fact_id in members]
                await self._feed(mark, slug, name, touched)
        about = await public.about()
        await self._write("how-we-check/index.html", site.how_we_check(about))
        await self._write("404.html", site.not_found("/404.html"))
        await self._write("style.css", style_sheet())
        await self._write("robots.txt", self._feeds.robots())
        await self._write("sitemap.xml", self._feeds.sitemap(facts))
        records = [self._record(fact) for fact in facts]
        await self._write("claimreview.json", self._feeds.data_feed(one.review for one in records))
        await self._write("facts.jsonl", "".join(one.line for one in records))

    async def _front(self, newest: list[Fact]) -> None:
        for number in range(max(1, -(-len(newest) // PAGE_SIZE))):
            begin = number * PAGE_SIZE
            more = len(newest) > begin + PAGE_SIZE
            facts = newest[begin : begin + PAGE_SIZE]
            name = f"newest/{number}/index.html" if number else "index.html"
            if self._is_new(name, facts, more):
                await self._write(name, self._site.newest(facts, number, more=more))

    async def _names(self, mark: Shelfmark, lists: list[tuple[str, str, int]]) -> None:
        for number, begin in enumerate(range(0, max(1, len(lists)), NAMES_PER_PAGE)):
            shown, end = lists[begin : begin + NAMES_PER_PAGE], begin + NAMES_PER_PAGE
            name = f"{mark}s/{_numbered(number)}index.html"
            html = self._site.names(mark, shown, number, more=len(lists) > end)
            await self._write(name, html)

    async def _list(self, mark: Shelfmark, slug: str, name: str, facts: list[Fact]) -> None:
        for number, begin in enumerate(range(0, len(facts), PAGE_SIZE)):
            more, shown = len(facts) > begin + PAGE_SIZE, facts[begin : begin + PAGE_SIZE]
            page = f"{mark}/{slug}/{_numbered(number)}index.html"
            if self._is_new(page, shown, more):
                html = self._site.listed(mark, slug, name, shown, number, more=more)
                await self._write(page, html)

    async def _feed(self, mark: Shelfmark, slug: str, name: str, changes: list[Change]) -> None:
        path = f"/{mark}/{slug}/"
        feed = self._feeds.feed(name, f"{path}feed.atom", path, changes)
        await self._write(f"{path[1:]}feed.atom", feed)

    def _is_new(self, name: str, facts: list[Fact], *more: object) -> bool:
        """Whether a page shows other revisions than when it was last rendered."""
        shows = (*more, *(fact.citation for fact in facts))
        if self._shown.get(name) == shows:
            return False
        self._shown[name] = shows
        return True

    def _record(self, fact: Fact) -> "_Record":
        known = self._records.get(fact.id)
        if known is None or known.citation != fact.citation:
            review = orjson.dumps(self._feeds.feed_item(fact)).decode()
            known = _Record(fact.citation, fact_line(fact) + "\n", review)
            self._records[fact.id] = known
        return known

    async def _write(self, name: str, text: str) -> None:
        await asyncio.to_thread(_replace, self._folder / name, text.encode())


def _numbered(number: int) -> str:
    return f"{number}/" if number else ""


def _replace(path: Path, content: bytes) -> None:
    """Put ``content`` there in one step: a reader sees the old file or the new one, whole."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as fresh:
        fresh.write(content)
    written = Path(fresh.name)
    written.chmod(_READABLE_BY_ALL)
    written.replace(path)
