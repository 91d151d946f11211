"""Reads ClaimReviews of any publisher as facts (schema.org, JSON-LD).

The inverse of ``writer``. Reading is lenient and reports what does not fit (``fitted``). A
publisher's rating is not the desk's verdict: it belongs to the source that the review becomes.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from facts.interchange.claim_reviews.json_ld import (
    MICRODATA,
    FoundReview,
    Graph,
    reviews_in_file,
    reviews_in_script,
)
from facts.interchange.claim_reviews.json_values import (
    Parts,
    filled,
    first_text,
    links,
    text_of_first,
    texts,
)
from facts.interchange.claim_reviews.writer import RETRACTED
from facts.interchange.content import Content, UnreadableFile
from facts.interchange.fitting import fitted
from facts.interchange.lines import shown
from facts.interchange.problems import Problem
from facts.interchange.read_lines import ReadLine
from facts.interchange.written_dates import AmbiguousDateError, UnknownDateError, read_written_date
from facts.model import Stance, Standing, canonical_link
from facts.model.fields import distinct_topics

UNIT = "review"
_MOST_APPEARANCES = 90
_TOLD = 10
# Fields that are read, and fields without content worth keeping.
_READ = frozenset(
    [
        *("author", "citation", "claimReviewed", "correction", "creativeWorkStatus", "creator"),
        *("datePublished", "headline", "identifier", "inLanguage", "itemReviewed", "keywords"),
        *("name", "publisher", "reviewRating", "sourceOrganization", "url"),
        *("image", "logo", "thumbnailUrl", "mainEntityOfPage", "isPartOf", "isAccessibleForFree"),
        *("potentialAction", "dateCreated", "dateModified", "sdPublisher", "sdLicense", "license"),
    ]
)
_READ_OF_ITEM = frozenset(
    [
        *("@id", "@type", "appearance", "author", "creator", "dateCreated", "datePublished"),
        *("firstAppearance", "inLanguage", "name", "sameAs", "text", "url", "image"),
    ]
)
_STANCES = frozenset(stance.value for stance in Stance)
_STANDINGS = frozenset(standing.value for standing in Standing)


def read_claim_reviews(content: Content) -> Iterator[ReadLine]:
    """The facts of one ClaimReview, a list of them, a graph, a data feed, or one object a line.

    Raises UnreadableFile if the file has none.
    """
    return _read_all(reviews_in_file(content))


def read_scripts(scripts: list[Any]) -> Iterator[ReadLine]:
    """The facts of the JSON-LD scripts of a page. Raises UnreadableFile if there are none."""
    found = [
        one for script in scripts if isinstance(script, str) for one in reviews_in_script(script)
    ]
    if not found and {"microdata": True} in scripts:
        raise UnreadableFile(MICRODATA)
    return _read_all(iter(found))


def _read_all(found: Iterator[FoundReview]) -> Iterator[ReadLine]:
    first = next(found, None)
    if first is None:
        raise UnreadableFile("The file has no ClaimReview.")
    return (_read(position, one) for position, one in enumerate(chain([first], found), start=1))


def _read(position: int, found: FoundReview) -> ReadLine:
    if found.problem:
        problem = Problem(position, "", found.problem, UNIT)
        return ReadLine(position, None, (problem,), unit=UNIT)
    review = {name: value for name, value in found.review.items() if name != "refused"}
    read = _Review(position, review, found.graph)
    if (record := read.record()) is None:
        problem = Problem(position, "claimReviewed", "a review needs the claim it is about", UNIT)
        return ReadLine(position, None, (problem,), original=review, unit=UNIT)
    line = fitted(position, record, UNIT)
    return replace(line, notes=(*read.notes, *line.notes), original=review)


class _Review:
    """One review with resolved references. ``notes`` say what was left out."""

    def __init__(self, position: int, review: dict[str, Any], graph: Graph) -> None:
        self._position = position
        self._review = review
        self._objects = graph.objects
        self._parts = Parts(graph.objects)
        self.notes: list[Problem] = []

    def record(self) -> dict[str, Any] | None:
        """The fact in the interchange format; None without a claim."""
        review = self._review
        claimed = self._objects(review.get("itemReviewed"))
        item = claimed[0] if claimed else {}
        said = next(iter(texts(review.get("itemReviewed"))), None) or first_text(item, "text")
        text = first_text(review, "claimReviewed") or first_text(item, "name") or said
        if text is None:
            return None
        reviewer, retraction = self._reviewer(), self._retraction()
        others = [name for name in review if name not in _READ and not name.startswith("@")]
        others += [f"itemReviewed.{name}" for name in item if name not in _READ_OF_ITEM]
        if first_text(item, "name") not in (None, text):
            others.append("itemReviewed.name")
        for name in ("claimReviewed", "reviewRating"):
            if isinstance(review.get(name), list) and len(review[name]) > 1:
                others.append(f"all but the first {name}")
        if others:
            more = f" and {len(others) - _TOLD} more" if len(others) > _TOLD else ""
            self._note("", f"not kept: {', '.join(shown(name) for name in others[:_TOLD])}{more}")
        return filled(
            ref=first_text(review, "identifier"),
            claim=filled(
                text=text,
                language=first_text(item, "inLanguage"),
                speaker=self._parts.speaker(item.get("author") or item.get("creator")),
                date=self._day("claim.date", item, "datePublished", "dateCreated"),
                quote=said if said != text else None,
            ),
            responses=[self._response(quotation) for quotation in self._quotations()],
            sources=self._with_other_links([*reviewer, *self._appearances(item)], item),
            topics=list(distinct_topics(self._parts.keywords(self._review.get("keywords")))),
            verdict=None if reviewer else self._verdict(),
            retraction=retraction,
            corrections=self._corrections(retracted=retraction is not None),
        )

    def _day(self, path: str, record: dict[str, Any], *names: str) -> str | None:
        text = first_text(record, *names)
        if text is None:
            given = next((record[name] for name in names if record.get(name)), None)
            if isinstance(given, int | float):
                self._note(path, f"left out: {given} isn’t a date I can read")
            return None
        try:
            return str(read_written_date(text))
        except AmbiguousDateError as error:
            self._note(path, f"left out: “{text[:60]}” {error}")
        except UnknownDateError:
            self._note(path, f"left out: “{text[:60]}” isn’t a date I can read")
        return None

    def _note(self, path: str, sentence: str) -> None:
        self.notes.append(Problem(self._position, path, sentence, UNIT))

    def _with_other_links(
        self, sources: list[dict[str, Any]], item: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """``sources`` with the item's other links: the claim was made there as well."""
        authors = self._objects(item.get("author"))
        elsewhere = [item.get("url"), item.get("sameAs"), *(one.get("sameAs") for one in authors)]
        known = {canonical_link(source["url"]) for source in sources if "url" in source}
        for link in (link for value in elsewhere for link in links(value)[:_MOST_APPEARANCES]):
            if (page := canonical_link(link)) not in known:
                known.add(page)
                sources.append({"url": link})
        return sources

    def _reviewer(self) -> list[dict[str, Any]]:
        outlet, author = self._parts.outlet_and_author(self._review)
        places = (self._review.get(name) for name in ("url", "@id", "mainEntityOfPage"))
        link = next((link for place in places for link in links(place)), None)
        if not outlet and not author and not link:
            return []
        if link is None and (given := first_text(self._review, "url")):
            self._note("sources[0].url", f"left out: “{given[:60]}” isn’t a link")
        headline = first_text(self._review, "headline", "name")
        return [
            filled(
                outlet=outlet or (author if not headline and not link else None),
                headline=headline,
                author=author,
                published=self._day("sources[0].published", self._review, "datePublished"),
                url=link,
                language=self._parts.language(self._review.get("inLanguage")),
                rating=self._parts.rating(self._review.get("reviewRating")),
            )
        ]

    def _appearances(self, item: dict[str, Any]) -> list[dict[str, Any]]:
        values = [item.get("appearance"), item.get("firstAppearance")]
        found: list[dict[str, Any]] = []
        for value in values:
            for one in islice(value if isinstance(value, list) else [value], _MOST_APPEARANCES):
                if isinstance(one, dict) and "@value" not in one:
                    found += map(self._appearance, self._objects(one))
                else:
                    found += [_named(text) for text in texts(one)]
        if sum(len(value) for value in values if isinstance(value, list)) > _MOST_APPEARANCES:
            self._note("sources", f"more than {_MOST_APPEARANCES} appearances; the rest left out")
        return [source for source in found if source]

    def _appearance(self, work: dict[str, Any]) -> dict[str, Any]:
        return filled(
            outlet=text_of_first(self._objects(work.get("publisher")), "name"),
            headline=first_text(work, "headline", "name"),
            author=text_of_first(self._objects(work.get("author")), "name"),
            published=self._day("sources.published", work, "datePublished"),
            url=next(iter(links(work.get("url")) or links(work.get("@id"))), None),
            archived_url=first_text(work, "archivedAt"),
            language=first_text(work, "inLanguage"),
            description=first_text(work, "description"),
            rating=self._parts.rating(work.get("reviewRating")),
        )

    def _quotations(self) -> Iterator[dict[str, Any]]:
        for quotation in self._objects(self._review.get("citation")):
            kinds, genres = texts(quotation.get("@type")), texts(quotation.get("genre"))
            if "Quotation" in kinds and _STANCES.intersection(genres):
                yield quotation

    def _response(self, quotation: dict[str, Any]) -> dict[str, Any]:
        speaker = self._parts.speaker(quotation.get("creator")) or {}
        employers = [
            employer
            for creator in self._objects(quotation.get("creator"))
            for employer in self._objects(creator.get("worksFor"))
        ]
        return filled(
            stance=first_text(quotation, "genre"),
            by=speaker.get("name"),
            role=speaker.get("role"),
            on_behalf_of=text_of_first(employers, "name"),
            date=self._day("responses.date", quotation, "dateCreated"),
            via=text_of_first(self._objects(quotation.get("publisher")), "name"),
            text=first_text(quotation, "abstract"),
            quote=first_text(quotation, "text"),
        )

    def _retraction(self) -> dict[str, Any] | None:
        """The retraction, if the review states one with its day and reason."""
        if first_text(self._review, "creativeWorkStatus") != RETRACTED:
            return None
        for correction in self._objects(self._review.get("correction")):
            on = self._day("retraction.on", correction, "datePublished")
            reason = first_text(correction, "text")
            if on and reason:
                return {"on": on, "reason": reason}
        return None

    def _corrections(self, *, retracted: bool) -> list[dict[str, Any]]:
        """The corrections of the review; in a retracted one the first is the retraction."""
        comments = [
            filled(
                on=self._day("corrections.on", comment, "datePublished"),
                sentence=first_text(comment, "text"),
                revision=version if isinstance(version, int) else None,
            )
            for comment in self._objects(self._review.get("correction"))
            for version in [comment.get("version")]
        ]
        complete = [one for one in comments if "on" in one and "sentence" in one]
        return complete[1:] if retracted else complete

    def _verdict(self) -> dict[str, Any] | None:
        """The desk's own verdict: the rating of a review that names no other publisher."""
        rating = self._parts.rating(self._review.get("reviewRating")) or {}
        label = rating.get("label")
        date = self._day("verdict.date", self._review, "datePublished")
        explained = rating.get("explanation")
        if label is None or (label in _STANDINGS and date is None and explained is None):
            return None
        return filled(label=label, explanation=explained, date=date)


def _named(text: str) -> dict[str, Any]:
    """Where a claim was made, given as text: its link, or a description."""
    return {"url": text} if links(text) else {"description": text}
