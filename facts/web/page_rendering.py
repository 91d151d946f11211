"""Renders every page, feed and file of the public site. Pure: facts in, text out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2
from markupsafe import Markup

from facts.interchange.claim_reviews.writer import claim_review
from facts.markdown import slug_of
from facts.model import Change, Fact, Standing
from facts.revisions.diff import differences
from facts.usecases.public_facts import Gone, Shown
from facts.usecases.questions.answers import Answer, Found, NotFound, Unsure
from facts.usecases.reading.fact_lists import Facet
from facts.web.embed import embed_json, script_json
from facts.wording import fact_words
from facts.wording.not_found import none_answers, nothing_found_in, which_is_meant

PAGE_SIZE, NAMES_PER_PAGE = 25, 200
_HOW_WE_CHECK = """
Each page shows one claim: who made it, when, where and in what words; everyone who denied or confirmed it, in their own words; and every source. A denial is what someone said, not our own finding. If we have one, it is shown separately.
Every change is kept. A corrected page says so at the top. Older revisions stay at their address, marked as old.
"""  # noqa: E501 - a paragraph a line
_TONES = {Standing.DENIED: "denied", Standing.CONFIRMED: "confirmed", Standing.DISPUTED: "disputed"}


def lead_of(answer: Unsure | NotFound) -> str:
    """The sentence above what is offered instead of an answer."""
    if isinstance(answer, Unsure):
        return which_is_meant(len(answer.offered), answer.proposed_from)
    return nothing_found_in(answer.language, answer.kept_in) or none_answers(answer.searched)


def _tone(fact: Fact) -> str:
    """The CSS class of a fact's card."""
    return "retracted" if fact.retraction else _TONES.get(fact.standing, "open")


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Name and public address of the site; ``searchable``: a server can answer questions."""

    url: str
    name: str = "Nice Note"
    searchable: bool = False

    @property
    def path(self) -> str:
        """The path prefix of the site, without a trailing slash."""
        return urlsplit(self.url).path.rstrip("/")


@dataclass(frozen=True, slots=True)
class _Pages:
    """The paths of a paginated list: page one at ``first``, others by number below ``rest``."""

    first: str
    rest: str
    number: int = 0
    more: bool = False

    def path(self, number: int) -> str:
        return f"{self.rest}{number}/" if number else self.first


_SEARCH = _Pages("/search", "/search")
# A fact, and in what it differs from the question.
_Card = tuple[Fact, Sequence[str]]


def _cards(facts: Sequence[Fact]) -> list[_Card]:
    return [(fact, ()) for fact in facts]


class Site:
    """Renders the templates, with autoescaping of all texts."""

    def __init__(self, settings: SiteSettings) -> None:
        self.settings = settings
        self._jinja = jinja2.Environment(
            loader=jinja2.PackageLoader("facts.web"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        # The templates word a fact by these functions.
        self._jinja.filters.update(vars(fact_words), slug_of=slug_of, tone=_tone)

    def address(self, path: str) -> str:
        """The public URL of a path such as ``/12/``; letters of any script are encoded."""
        return self.settings.url.rstrip("/") + quote(path)

    def fact(self, shown: Shown, history: Sequence[Change]) -> str:
        """The page of one revision of a fact."""
        fact = shown.fact
        latest = self.address(f"/{fact.id}/")
        own = latest if shown.is_latest else self.address(f"/{fact.id}/{fact.revision}/")
        newer = None
        if not shown.is_latest:
            newer = {"changes": differences(fact, shown.latest)}
        return self._render(
            "fact.html",
            title=f"Claim: {fact.claim.text}",
            description=fact_words.summary(fact),
            canonical=own,
            og_type="article",
            fact=fact,
            newer=newer,
            embed=Markup(embed_json(fact, latest)),  # noqa: S704 - made by script_json
            claim_review=Markup(  # noqa: S704 - the same
                script_json({"url": own} | claim_review(fact))
            ),
            revisions=[change for change in reversed(history) if change.after is not None],
        )

    def newest(self, facts: Sequence[Fact], number: int, *, more: bool) -> str:
        """A page of the front list. ``number`` counts from 0."""
        pages = _Pages("/", "/newest/", number, more=more)
        return self._list("Claims, and who denied or confirmed them", _cards(facts), pages)

    def listed(
        self, facet: Facet, slug: str, name: str, facts: Sequence[Fact], number: int, *, more: bool
    ) -> str:
        """A page of one topic, speaker or outlet."""
        path = f"/{facet}/{slug}/"
        pages = _Pages(path, path, number, more=more)
        return self._list(name, _cards(facts), pages, feed=f"{path}feed.atom")

    def names(
        self, facet: Facet, lists: Sequence[tuple[str, str, int]], number: int, *, more: bool
    ) -> str:
        """A page of all topics, speakers or outlets."""
        plural = f"{facet}s"
        pages = _Pages(f"/{plural}/", f"/{plural}/", number, more=more)
        named = [
            {"name": name, "path": f"{self.settings.path}/{facet}/{slug}/", "count": count}
            for name, slug, count in lists
        ]
        return self._render(
            "names.html",
            title=plural.capitalize(),
            description=f"All {plural} with claims.",
            canonical=self.address(pages.path(number)),
            names=named,
            **self._neighbours(pages),
        )

    def answer(self, answer: Answer) -> str:
        """The search results, worded as in the other front ends."""
        matches = () if isinstance(answer, NotFound) else answer.offered
        if isinstance(answer, Found):
            lead, matches = "", (answer.match, *matches)
        else:
            lead = lead_of(answer)
        cards = [(match.fact, match.differences) for match in matches]
        return self._list("Search", cards, _SEARCH, lead=lead, question=answer.question)

    def refused(self, sentence: str, question: str) -> str:
        """The search page for a question that cannot be looked up, and why."""
        return self._list("Search", [], _SEARCH, lead=sentence, question=question)

    def how_we_check(self, about: str | None) -> str:
        """How the desk checks and how to complain: ``about``, its own text, or a default."""
        text = about or _HOW_WE_CHECK
        paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
        return self._text("How we check", "/how-we-check/", paragraphs)

    def gone(self, gone: Gone, path: str) -> str:
        """The page of a fact that was removed from the site."""
        return self._text("This page is gone", path, [gone.sentence])

    def moved(self, to: int) -> str:
        """The page of a fact that was merged into another."""
        address = self.address(f"/{to}/")
        return self._text(
            "This claim has moved", f"/{to}/", [(f"It was merged into another claim: {address}")]
        )

    def not_found(self, path: str) -> str:
        """The page for an unknown address."""
        return self._text("Page not found", path, ["Look for the claim on the front page."])

    def file(self, template: str, **given: Any) -> str:
        """A file that is not HTML: a feed, a sitemap."""
        return self._jinja.get_template(template).render(site=self.settings, **given)

    def _list(self, heading: str, cards: Sequence[_Card], pages: _Pages, **given: Any) -> str:
        known = {"lead": "", "feed": "/feed.atom"}
        return self._render(
            "list.html",
            title=heading,
            description=f"{heading}: each claim with its denials and sources.",
            canonical=self.address(pages.path(pages.number)),
            cards=cards,
            **known | self._neighbours(pages) | given,
        )

    def _neighbours(self, pages: _Pages) -> dict[str, Any]:
        root, number = self.settings.path, pages.number
        return {
            "later": root + pages.path(number - 1) if number else None,
            "earlier": root + pages.path(number + 1) if pages.more else None,
        }

    def _text(self, heading: str, path: str, paragraphs: Sequence[str]) -> str:
        return self._render(
            "text.html",
            title=heading,
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
