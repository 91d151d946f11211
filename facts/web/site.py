"""Renders every page, feed and file of the public site. Pure: facts in, text out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2
from markupsafe import Markup

from facts.interchange.claim_review_writing import claim_review
from facts.model import Change, Fact
from facts.revisions.diff import differences
from facts.usecases.answers import Answer, Found, Match, NotFound, Unsure
from facts.usecases.public import Gone, Shelfmark, Shown
from facts.web.embed import embed_json
from facts.web.safe_json import script_json
from facts.web.views import FactView, as_of, fact_view, in_words, notices, status
from facts.wording import none_answers, which_is_meant

PAGE_SIZE = 25
_FEED_ENTRIES = 50
_PLURALS = {
    Shelfmark.TOPIC: "topics",
    Shelfmark.SPEAKER: "speakers",
    Shelfmark.OUTLET: "outlets",
}
_HOW_WE_CHECK = """
Each page shows one claim: who made it, when, where and in what words; everyone who denied or confirmed it, in their own words; and every source. A denial is what somebody said. It is not our own finding, which stands apart where there is one.
Every change is kept. A page that has been corrected says so at its top, and older revisions stay where they were, marked as old.
"""  # noqa: E501 - a paragraph a line


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Name and public address of the site; ``searchable`` where a server can answer questions."""

    url: str
    name: str = "Nice Note"
    searchable: bool = False

    @property
    def path(self) -> str:
        """The path under which the site lies, without a slash at its end."""
        return urlsplit(self.url).path.rstrip("/")


class Site:
    """Renders with templates that escape every text that a person wrote."""

    def __init__(self, settings: SiteSettings) -> None:
        self.settings = settings
        self._jinja = jinja2.Environment(
            loader=jinja2.PackageLoader("facts.web"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )

    def address(self, path: str) -> str:
        """The public address of a path of the site, ``/12/``; letters of any script are encoded."""
        return self.settings.url.rstrip("/") + quote(path)

    def fact(self, shown: Shown, history: Sequence[Change]) -> str:
        """The page of one revision."""
        fact, view = shown.fact, fact_view(shown.fact, self.settings.path)
        latest = self.address(f"/{fact.id}/")
        own = latest if shown.is_latest else self.address(f"/{fact.id}/{fact.revision}/")
        newer = None
        if not shown.is_latest:
            newer = {"changes": differences(fact, shown.latest)}
        embed = embed_json(fact, latest, view.status, view.notices, as_of(fact))
        return self._render(
            "fact.html",
            title=fact.claim.text,
            description=f"{view.status}. {view.said}",
            canonical=own,
            og_type="article",
            view=view,
            newer=newer,
            embed=Markup(embed),  # noqa: S704 - made by script_json
            claim_review=Markup(  # noqa: S704 - the same
                script_json({"url": own} | claim_review(fact))
            ),
            revisions=[
                {
                    "number": change.revision,
                    "path": f"{self.settings.path}/{fact.id}/{change.revision}/",
                    "when": in_words(change.at),
                }
                for change in reversed(history)
                if change.after is not None
            ],
        )

    def newest(self, facts: Sequence[Fact], number: int, *, more: bool) -> str:
        """The front page, and those behind it. ``number`` counts from 0."""
        root = self.settings.path
        return self._list(
            "Claims and what was said to them",
            "/" if number == 0 else f"/newest/{number}/",
            [fact_view(fact, root) for fact in facts],
            later=None
            if number == 0
            else f"{root}/"
            if number == 1
            else f"{root}/newest/{number - 1}/",
            earlier=f"{root}/newest/{number + 1}/" if more else None,
        )

    def listed(self, mark: Shelfmark, slug: str, name: str, facts: Sequence[Fact]) -> str:
        """The page of one topic, speaker or outlet."""
        views = [fact_view(fact, self.settings.path) for fact in facts]
        return self._list(name, f"/{mark}/{slug}/", views, feed=f"/{mark}/{slug}/feed.atom")

    def names(self, mark: Shelfmark, lists: Sequence[tuple[str, str, int]]) -> str:
        """All topics, speakers or outlets."""
        plural = _PLURALS[mark]
        named = [
            {"name": name, "path": f"{self.settings.path}/{mark}/{slug}/", "count": count}
            for name, slug, count in lists
        ]
        return self._render(
            "names.html",
            title=plural.capitalize(),
            heading=plural.capitalize(),
            description=f"All {plural} with claims on record.",
            canonical=self.address(f"/{plural}/"),
            names=named,
        )

    def answer(self, answer: Answer) -> str:
        """What a search found, in the words of every other front end."""
        matches: tuple[Match, ...] = ()
        lead = ""
        match answer:
            case Found():
                matches = (answer.match, *answer.offered)
            case Unsure():
                matches, lead = (
                    answer.offered,
                    which_is_meant(len(answer.offered), answer.proposed_from),
                )
            case NotFound():
                lead = none_answers(answer.searched)
        return self._list(
            "Search",
            "/search",
            [self._matched(match) for match in matches],
            lead=lead,
            question=answer.question,
        )

    def refused(self, sentence: str, question: str) -> str:
        """The search page for a question that cannot be looked up, and why."""
        return self._list("Search", "/search", [], lead=sentence, question=question)

    def how_we_check(self, about: str | None) -> str:
        """How the desk checks and how to complain: ``about``, its own words, or ours."""
        text = about or _HOW_WE_CHECK
        paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
        return self._text("How we check", "/how-we-check/", paragraphs)

    def gone(self, gone: Gone, path: str) -> str:
        """The page of what was taken off the site."""
        return self._text("This page is gone", path, [gone.sentence])

    def moved(self, to: int) -> str:
        """The page of a fact that another answers for."""
        address = self.address(f"/{to}/")
        return self._text("This claim has moved", f"/{to}/", [f"It is part of another: {address}"])

    def not_found(self, path: str) -> str:
        """The page of what never was there."""
        return self._text("There is no such page", path, ["Look the claim up on the front page."])

    def feed(self, title: str, path: str, page: str, changes: Sequence[Change]) -> str:
        """An Atom feed: an entry for each new claim, correction and retraction, newest first.

        RFC 4287.
        """
        entries = [entry for change in changes if (entry := self._entry(change))][:_FEED_ENTRIES]
        return self._jinja.get_template("feed.xml").render(
            site=self.settings,
            feed={"title": title, "address": self.address(path)},
            page=self.address(page),
            updated=entries[0]["published"] if entries else "1970-01-01T00:00:00+00:00",
            entries=entries,
        )

    def sitemap(self, facts: Sequence[Fact]) -> str:
        """Every page of a fact and when it changed. https://www.sitemaps.org/protocol.html"""
        entries = [
            {
                "address": self.address(f"/{fact.id}/"),
                "modified": fact.changed_at.isoformat(timespec="seconds"),
            }
            for fact in facts
        ]
        return self._jinja.get_template("sitemap.xml").render(entries=entries)

    def robots(self) -> str:
        """Everything may be read; the sitemap says what there is."""
        sitemap = self.address("/sitemap.xml")
        return (
            f"User-agent: *\nAllow: /\nDisallow: {self.settings.path}/search\nSitemap: {sitemap}\n"
        )

    def data_feed(self, facts: Sequence[Fact]) -> dict[str, Any]:
        """All facts as a schema.org DataFeed of ClaimReviews."""
        return {
            "@context": "https://schema.org",
            "@type": "DataFeed",
            "name": self.settings.name,
            "dataFeedElement": [
                {
                    "@type": "DataFeedItem",
                    "dateModified": fact.changed_at.isoformat(timespec="seconds"),
                    "url": self.address(f"/{fact.id}/"),
                    "item": {"url": self.address(f"/{fact.id}/")} | claim_review(fact),
                }
                for fact in facts
            ],
        }

    def _entry(self, change: Change) -> dict[str, str] | None:
        fact = change.after
        if fact is None or fact.merged_into is not None:
            return None
        before = change.before
        if before is not None and fact.retraction is not None and before.retraction is None:
            title = f"Retracted: {fact.claim.text}"
        elif before is None:
            title = f"Claim: {fact.claim.text}"
        elif fact.corrections != before.corrections:
            title = f"Corrected: {fact.claim.text}"
        elif fact.retraction != before.retraction or fact.standing != before.standing:
            title = f"{status(fact)}: {fact.claim.text}"
        else:
            return None
        revision = f"/{fact.id}/{fact.revision}/"
        return {
            "address": self.address(revision),
            "title": title,
            "published": change.at.isoformat(timespec="seconds"),
            "summary": " ".join([*notices(fact), status(fact)]),
        }

    def _matched(self, match: Match) -> FactView:
        return fact_view(match.fact, self.settings.path, match.differences)

    def _list(self, heading: str, path: str, views: Sequence[FactView], **given: Any) -> str:
        known = {"lead": "", "earlier": None, "later": None, "feed": "/feed.atom"}
        return self._render(
            "list.html",
            title=heading,
            heading=heading,
            description=f"{heading}: each claim with its denials and sources.",
            canonical=self.address(path),
            views=views,
            **known | given,
        )

    def _text(self, heading: str, path: str, paragraphs: Sequence[str]) -> str:
        return self._render(
            "text.html",
            title=heading,
            heading=heading,
            description=paragraphs[0],
            canonical=self.address(path),
            paragraphs=paragraphs,
        )

    def _render(self, template: str, **given: Any) -> str:
        feed = given.pop("feed", "/feed.atom")
        known = {"language": None, "og_type": None, "question": None}
        return self._jinja.get_template(template).render(
            site=self.settings,
            feed={"title": self.settings.name, "address": self.address(feed)},
            **known | given,
        )
