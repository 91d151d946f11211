"""The routes of the public site: each reads public data and renders it with ``Site``."""

import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from importlib.resources import files

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from facts.interchange.file_formats import fact_line
from facts.model import Fact, Refusal
from facts.usecases.paging import in_turns
from facts.usecases.public_facts import Gone, Moved, PublicFacts
from facts.usecases.questions.asking import Asking
from facts.usecases.reading.fact_lists import Facet
from facts.usecases.reading.history import History
from facts.web.page_rendering import NAMES_PER_PAGE, PAGE_SIZE, Site
from facts.web.site_files import SiteFiles

HTML, ATOM, XML = "text/html", "application/atom+xml", "application/xml"
_POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=60",
}
_FACTS_PER_TURN = 100


class Pages:
    """Handlers for all paths of the site. ``asking`` is used for its search."""

    def __init__(self, site: Site, public: PublicFacts, history: History, asking: Asking) -> None:
        self._site = site
        self._files = SiteFiles(site)
        self._public = public
        self._history = history
        self._asking = asking

    def routes(self, limited: Callable[[Handler], Handler]) -> list[web.RouteDef]:
        """All routes, below the path of the site's address; ``limited`` wraps the search."""
        number, slug, page = r"{number:\d{1,15}}", "{slug}", r"{page:\d{1,9}}"
        facet = f"{{facet:{'|'.join(Facet)}}}"
        handlers: dict[str, Handler] = {
            "/": self.front,
            f"/newest/{page}/": self.front,
            f"/{number}/": self.fact,
            rf"/{number}/{{revision:\d{{1,9}}}}/": self.fact,
            f"/{facet}s/": self.names,
            f"/{facet}s/{page}/": self.names,
            f"/{facet}/{slug}/": self.listed,
            f"/{facet}/{slug}/{page}/": self.listed,
            f"/{facet}/{slug}/feed.atom": self.listed_feed,
            "/how-we-check/": self.how_we_check,
            "/search": limited(self.search),
            "/feed.atom": self.feed,
            "/claimreview.json": self.data_feed,
            "/facts.jsonl": self.lines,
            "/sitemap.xml": self.sitemap,
            "/robots.txt": self.robots,
            "/style.css": self.style,
        }
        root = self._site.settings.path
        routes = [web.get(f"{root}{path}", handler) for path, handler in handlers.items()]
        return [*routes, web.get(f"{root}/{{nowhere:(?!api/|healthz|metrics).*}}", self.nowhere)]

    async def nowhere(self, request: web.Request) -> web.Response:
        """The 404 page."""
        html = self._site.not_found(request.path)
        return respond(request, html, HTML, status=HTTPStatus.NOT_FOUND)

    async def front(self, request: web.Request) -> web.Response:
        """A page of the newest claims."""
        page = int(request.match_info.get("page", 0))
        facts = await self._public.latest(_one_more(await self._public.ids(), page))
        if page and not facts:
            return await self.nowhere(request)
        html = self._site.newest(facts[:PAGE_SIZE], page, more=len(facts) > PAGE_SIZE)
        return respond(request, html, HTML, changed=newest_change(facts))

    async def fact(self, request: web.Request) -> web.Response:
        """The page of a fact, in its present state or at one of its revisions."""
        number = int(request.match_info["number"])
        revision = request.match_info.get("revision")
        found = await self._public.fact(number, int(revision) if revision else None)
        if found is None:
            return await self.nowhere(request)
        if isinstance(found, Moved):
            raise web.HTTPMovedPermanently(f"{self._site.settings.path}/{found.to}/")
        if isinstance(found, Gone):
            html = self._site.gone(found, f"/{number}/")
            return respond(request, html, HTML, status=HTTPStatus.GONE)
        changes = await self._history.changes(number, None)
        html = self._site.fact(found, changes)
        return respond(request, html, HTML, changed=found.latest.changed_at)

    async def how_we_check(self, request: web.Request) -> web.Response:
        """The desk's text on how it checks."""
        return respond(request, self._site.how_we_check(await self._public.about()), HTML)

    async def search(self, request: web.Request) -> web.Response:
        """Search results. The question is not stored."""
        question = request.query.get("q", "")[:500]
        try:
            checked = await self._asking.check(question, await self._public.desks())
        except Refusal as refusal:
            html = self._site.refused(refusal.sentence, question)
            return respond(request, html, HTML, status=HTTPStatus.BAD_REQUEST)
        return respond(request, self._site.answer(checked.answer), HTML)

    async def feed(self, request: web.Request) -> web.Response:
        """The feed of everything new, corrected or retracted."""
        changes = await self._public.recent(await self._public.catch_up())
        xml = self._files.feed(self._site.settings.name, "/feed.atom", "/", changes)
        return respond(request, xml, ATOM, changed=changes[0].at if changes else None)

    async def data_feed(self, request: web.Request) -> web.Response:
        """All facts as ClaimReview."""
        items: list[str] = []
        changed: datetime | None = None
        async for fact in self._all():
            items.append(orjson.dumps(self._files.feed_item(fact)).decode())
            changed = max(fact.changed_at, changed or fact.changed_at)
        body = self._files.data_feed(items)
        return respond(request, body, "application/ld+json", changed=changed)

    async def lines(self, request: web.Request) -> web.StreamResponse:
        """All facts in the interchange format, one a line."""
        response = web.StreamResponse(headers=_POLICY)
        response.content_type = "application/x-ndjson"
        response.charset = "utf-8"
        await response.prepare(request)
        async for fact in self._all():
            await response.write(fact_line(fact).encode() + b"\n")
        await response.write_eof()
        return response

    async def sitemap(self, request: web.Request) -> web.Response:
        """The sitemap of all facts."""
        facts = [fact async for fact in self._all()]
        xml = self._files.sitemap(map(self._files.sitemap_entry, facts))
        return respond(request, xml, XML, changed=newest_change(facts))

    async def robots(self, request: web.Request) -> web.Response:
        """The rules for crawlers."""
        return respond(request, self._files.robots(), "text/plain")

    async def style(self, request: web.Request) -> web.Response:
        """The style sheet."""
        return respond(request, style_sheet(), "text/css")

    async def names(self, request: web.Request) -> web.Response:
        """A page of all topics, speakers or outlets."""
        facet, page = Facet(request.match_info["facet"]), int(request.match_info.get("page", 0))
        lists, begin = await self._public.lists(facet), page * NAMES_PER_PAGE
        if page and begin >= len(lists):
            return await self.nowhere(request)
        shown, more = lists[begin : begin + NAMES_PER_PAGE], len(lists) > begin + NAMES_PER_PAGE
        return respond(request, self._site.names(facet, shown, page, more=more), HTML)

    async def listed(self, request: web.Request) -> web.Response:
        """A page of one topic, speaker or outlet."""
        facet, slug = Facet(request.match_info["facet"]), request.match_info["slug"]
        page = int(request.match_info.get("page", 0))
        name, ids = await self._public.listed(facet, slug) or ("", [])
        facts = await self._public.latest(_one_more(ids, page))
        if not ids[page * PAGE_SIZE :]:
            return await self.nowhere(request)
        shown, more = facts[:PAGE_SIZE], len(facts) > PAGE_SIZE
        html = self._site.listed(facet, slug, name, shown, page, more=more)
        return respond(request, html, HTML, changed=newest_change(facts))

    async def listed_feed(self, request: web.Request) -> web.Response:
        """The feed of one topic, speaker or outlet."""
        facet, slug = Facet(request.match_info["facet"]), request.match_info["slug"]
        found = await self._public.listed(facet, slug)
        if found is None:
            return await self.nowhere(request)
        name, ids = found
        changes = await self._public.recent(await self._public.catch_up(), set(ids))
        page = f"/{facet}/{slug}/"
        xml = self._files.feed(name, f"{page}feed.atom", page, changes)
        return respond(request, xml, ATOM, changed=changes[0].at if changes else None)

    def _all(self) -> AsyncIterator[Fact]:
        return in_turns(self._public.facts(), _FACTS_PER_TURN)


def respond(
    request: web.Request,
    text: str,
    kind: str,
    *,
    status: int = HTTPStatus.OK,
    changed: datetime | None = None,
) -> web.Response:
    """``text`` with its ETag, or 304 if the client has it already (RFC 9110)."""
    body = text.encode()
    tag = hashlib.blake2b(body, digest_size=12).hexdigest()
    headers = dict(_POLICY)
    if changed is not None:
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    known = request.if_none_match
    if status == HTTPStatus.OK and known and any(one.value in (tag, "*") for one in known):
        response = web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    else:
        response = web.Response(
            body=body, status=status, content_type=kind, charset="utf-8", headers=headers
        )
    response.etag = tag
    return response


def newest_change(facts: list[Fact]) -> datetime | None:
    """The time of the newest change of ``facts``."""
    return max((fact.changed_at for fact in facts), default=None)


def style_sheet() -> str:
    """The style sheet of all pages."""
    return files("facts.web").joinpath("static/style.css").read_text("utf-8")


def _one_more(ids: list[int], page: int) -> list[int]:
    """The ids of a page and, to see whether there is a next one, its first."""
    return ids[page * PAGE_SIZE : (page + 1) * PAGE_SIZE + 1]
