"""The same site as files: for any host that serves a folder."""

import asyncio
import tempfile
from pathlib import Path

import orjson

from facts.interchange import fact_line
from facts.model import Fact
from facts.usecases.history import History
from facts.usecases.public import Gone, Moved, PublicFacts, Shelfmark, Shown
from facts.web.pages import style_sheet
from facts.web.site import PAGE_SIZE, Site

_FEED_CHANGES = 500
_READABLE_BY_ALL = 0o644


class StaticSite:
    """Writes the site into ``folder``. A file changes in one step, and only where its text did."""

    def __init__(self, site: Site, public: PublicFacts, history: History, folder: Path) -> None:
        self._site = site
        self._public = public
        self._history = history
        self._folder = folder
        self.followed = 0

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
        await self._front(sorted(facts, key=lambda fact: -fact.id))
        changes = await public.recent(self.followed - _FEED_CHANGES)
        await self._write("feed.atom", site.feed(site.settings.name, "/feed.atom", "/", changes))
        for mark in Shelfmark:
            lists = await public.lists(mark)
            await self._write(f"{mark}s/index.html", site.names(mark, lists))
            for _, slug, _ in lists:
                if found := await public.listed(mark, slug):
                    name, listed = found
                    path = f"/{mark}/{slug}/"
                    html = site.listed(mark, slug, name, listed)
                    await self._write(f"{path[1:]}index.html", html)
                    ids = {fact.id for fact in listed}
                    recent = [change for change in changes if change.fact_id in ids]
                    feed = site.feed(name, f"{path}feed.atom", path, recent)
                    await self._write(f"{path[1:]}feed.atom", feed)
        await self._write("how-we-check/index.html", site.how_we_check(await public.about()))
        await self._write("404.html", site.not_found("/404.html"))
        await self._write("style.css", style_sheet())
        await self._write("robots.txt", site.robots())
        await self._write("sitemap.xml", site.sitemap(facts))
        await self._write("claimreview.json", orjson.dumps(site.data_feed(facts)).decode())
        await self._write("facts.jsonl", "".join(fact_line(fact) + "\n" for fact in facts))

    async def _front(self, newest: list[Fact]) -> None:
        for number in range(max(1, -(-len(newest) // PAGE_SIZE))):
            begin = number * PAGE_SIZE
            more = len(newest) > begin + PAGE_SIZE
            html = self._site.newest(newest[begin : begin + PAGE_SIZE], number, more=more)
            name = f"newest/{number}/index.html" if number else "index.html"
            await self._write(name, html)

    async def _write(self, name: str, text: str) -> None:
        await asyncio.to_thread(_replace, self._folder / name, text.encode())


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
