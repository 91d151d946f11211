"""Machine-readable files of the site: feeds, sitemap, and all facts as ClaimReview. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from markupsafe import Markup, escape

from facts.interchange.claim_reviews.writer import claim_review
from facts.model import Change, Fact
from facts.web.page_rendering import Site
from facts.wording.fact_words import notices, status, summary

_FEED_ENTRIES = 50


class SiteFiles:
    """Renders feeds with the name and address of ``site``."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def feed(self, title: str, path: str, page: str, changes: Sequence[Change]) -> str:
        """An Atom feed: an entry for each new claim, correction and retraction, newest first.

        RFC 4287.
        """
        entries = [entry for change in changes if (entry := self._entry(change))][:_FEED_ENTRIES]
        return self._site.file(
            "feed.xml",
            feed={"title": title, "address": self._site.address(path)},
            page=self._site.address(page),
            updated=entries[0]["published"] if entries else "1970-01-01T00:00:00+00:00",
            entries=entries,
        )

    def sitemap(self, entries: Iterable[str]) -> str:
        """All fact pages with their times of change. ``entries`` are made by ``sitemap_entry``.

        https://www.sitemaps.org/protocol.html
        """
        joined = Markup("".join(entries))  # noqa: S704 - each is escaped below
        return self._site.file("sitemap.xml", entries=joined)

    def sitemap_entry(self, fact: Fact) -> str:
        """The sitemap entry of one fact."""
        address = escape(self._site.address(f"/{fact.id}/"))
        modified = fact.changed_at.isoformat(timespec="seconds")
        return f"<url><loc>{address}</loc><lastmod>{modified}</lastmod></url>\n"

    def robots(self) -> str:
        """Permits everything and links to the sitemap."""
        sitemap = self._site.address("/sitemap.xml")
        search = f"{self._site.settings.path}/search"
        return f"User-agent: *\nAllow: /\nDisallow: {search}\nSitemap: {sitemap}\n"

    def data_feed(self, items: Iterable[str]) -> str:
        """All facts as a schema.org DataFeed. ``items`` are JSON of ``feed_item``."""
        name = orjson.dumps(self._site.settings.name).decode()
        head = f'{{"@context":"https://schema.org","@type":"DataFeed","name":{name}'
        return f'{head},"dataFeedElement":[{",".join(items)}]}}'

    def feed_item(self, fact: Fact) -> dict[str, Any]:
        """One fact as an item of the DataFeed."""
        address = self._site.address(f"/{fact.id}/")
        return {
            "@type": "DataFeedItem",
            "dateModified": fact.changed_at.isoformat(timespec="seconds"),
            "url": address,
            "item": {"url": address} | claim_review(fact),
        }

    def _entry(self, change: Change) -> dict[str, str] | None:
        fact = change.after
        if fact is None or fact.merged_into is not None:
            return None
        before = change.before
        if before is not None and fact.retraction is not None and before.retraction is None:
            title = f"Claim retracted by the newsroom: {fact.claim.text}"
        elif before is None:
            title = f"New claim, {status(fact)}: {fact.claim.text}"
        elif fact.corrections != before.corrections:
            title = f"Claim corrected: {fact.claim.text}"
        elif fact.retraction != before.retraction or fact.standing != before.standing:
            title = f"Claim now {status(fact)}: {fact.claim.text}"
        else:
            return None
        revision = f"/{fact.id}/{fact.revision}/"
        return {
            "address": self._site.address(revision),
            "title": title,
            "published": change.at.isoformat(timespec="seconds"),
            "summary": " ".join([*notices(fact), summary(fact)]),
        }
