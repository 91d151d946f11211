"""Facts as ClaimReview, the form that search engines and fact-checkers share (schema.org, JSON-LD).

Written: the claim as ``itemReviewed`` (``Claim``) with its speaker and where it appeared, the
newsroom's verdict, else the standing, as ``reviewRating`` (``Rating``), each response as a
``Quotation`` under ``citation`` whose ``genre`` is its stance. Read: the same, and what others
publish; the rating of another publisher is not our verdict and becomes part of that source.
https://schema.org/ClaimReview
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from facts.interchange.lines import UnreadableFile
from facts.interchange.problems import Problem
from facts.interchange.reading import ReadLine, each_ref_once, read_record
from facts.interchange.whole_json import day, first_text, objects, texts, whole_json, without_none
from facts.model import FactDraft, Response, Retraction, Source, Stance, Standing

_UNIT = "review"
_RETRACTED = "Retracted"
_LONGEST_REF = 200
_STANCES = frozenset(stance.value for stance in Stance)
_STANDINGS = frozenset(standing.value for standing in Standing)


def claim_review(fact: FactDraft) -> dict[str, Any]:
    """The fact as one ClaimReview; fields that are not known are left out."""
    claim = fact.claim
    speaker = claim.speaker
    rating = fact.verdict.label if fact.verdict else fact.standing.value
    return without_none(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "identifier": fact.ref,
            "claimReviewed": claim.text,
            "datePublished": _date(fact.verdict.date) if fact.verdict else None,
            "itemReviewed": without_none(
                {
                    "@type": "Claim",
                    "text": claim.quote,
                    "author": speaker and _who(speaker.name, speaker.role, speaker.on_behalf_of),
                    "datePublished": _date(claim.date),
                    "appearance": [_appearance(source) for source in fact.sources],
                }
            ),
            "reviewRating": without_none(
                {
                    "@type": "Rating",
                    "alternateName": rating,
                    "ratingExplanation": fact.verdict.explanation if fact.verdict else None,
                }
            ),
            "citation": [_quotation(response) for response in fact.responses] or None,
            "keywords": ", ".join(fact.topics) or None,
            "creativeWorkStatus": _RETRACTED if fact.retraction else None,
            "correction": _correction(fact.retraction) if fact.retraction else None,
        }
    )


def claim_review_lines(drafts: Sequence[FactDraft]) -> Iterator[str]:
    """A JSON list of ClaimReviews, one a line."""
    for number, draft in enumerate(drafts):
        end = "," if number + 1 < len(drafts) else ""
        begin = "[" if number == 0 else " "
        yield begin + json.dumps(claim_review(draft), ensure_ascii=False) + end
    yield "]" if drafts else "[]"


def read_claim_reviews(content: bytes) -> Iterator[ReadLine]:
    """The facts of one ClaimReview, a list of them, a graph or a data feed.

    Raises UnreadableFile when none is in the file.
    """
    reviews = list(_reviews(whole_json(content)))
    if not reviews:
        raise UnreadableFile("There is no ClaimReview in the file.")
    read = (_read(number, review) for number, review in enumerate(reviews, start=1))
    return each_ref_once(read, _UNIT)


def source_ref(link: str) -> str:
    """A reference made of a review's link, by which a later import knows it again."""
    if len(link) <= _LONGEST_REF:
        return link
    return f"sha256:{hashlib.sha256(link.encode()).hexdigest()}"


def _read(number: int, review: dict[str, Any]) -> ReadLine:
    claimed = objects(review.get("itemReviewed"))
    item = claimed[0] if claimed else {}
    text = first_text(review, "claimReviewed") or first_text(item, "name", "text")
    if text is None:
        problem = Problem(number, "claimReviewed", "a review needs the claim it is about", _UNIT)
        return ReadLine(number, None, (problem,))
    link = first_text(review, "url", "@id")
    quote = first_text(item, "text")
    record = {
        "ref": first_text(review, "identifier") or (source_ref(link) if link else None),
        "claim": without_none(
            {
                "text": text,
                "speaker": _speaker(item.get("author")),
                "date": day(first_text(item, "datePublished", "dateCreated")),
                "quote": quote if quote != text else None,
            }
        ),
        "responses": [_response(quotation) for quotation in _quotations(review)],
        "sources": [*_reviewer(review), *_appearances(item)],
        "topics": [word.strip() for word in _keywords(review) if word.strip()],
        "verdict": _verdict(review),
        "retraction": _retraction(review),
    }
    return read_record(number, without_none(record), _UNIT)


def _reviews(value: Any) -> Iterator[dict[str, Any]]:
    """Every ClaimReview in ``value``, wherever feeds and graphs put it."""
    for entry in objects(value):
        if "ClaimReview" in texts(entry.get("@type")):
            yield entry
        else:
            for name in ("@graph", "dataFeedElement", "item", "itemListElement"):
                yield from _reviews(entry.get(name))


def _speaker(value: Any) -> dict[str, Any] | None:
    for author in objects(value):
        employer = objects(author.get("worksFor")) or objects(author.get("affiliation"))
        speaker = without_none(
            {
                "name": first_text(author, "name"),
                "role": first_text(author, "jobTitle"),
                "on_behalf_of": first_text(employer[0], "name") if employer else None,
            }
        )
        return speaker or None
    named = texts(value)
    return {"name": named[0]} if named else None


def _reviewer(review: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The review as a source, when it is somebody else's."""
    publishers = objects(review.get("author")) or objects(review.get("publisher"))
    link = first_text(review, "url")
    if not publishers and not link:
        return
    ratings = objects(review.get("reviewRating"))
    rating = first_text(ratings[0], "alternateName", "ratingValue") if ratings else None
    yield without_none(
        {
            "outlet": first_text(publishers[0], "name") if publishers else None,
            "headline": first_text(review, "headline", "name"),
            "published": day(first_text(review, "datePublished")),
            "url": link,
            "language": first_text(review, "inLanguage"),
            "description": rating and f"rated: {rating}",
        }
    )


def _appearances(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for value in (item.get("appearance"), item.get("firstAppearance")):
        yield from ({"url": link} for link in texts(value))
        for work in objects(value):
            publishers = objects(work.get("publisher"))
            authors = objects(work.get("author"))
            yield without_none(
                {
                    "outlet": first_text(publishers[0], "name") if publishers else None,
                    "headline": first_text(work, "headline", "name"),
                    "author": first_text(authors[0], "name") if authors else None,
                    "published": day(first_text(work, "datePublished")),
                    "url": first_text(work, "url", "@id"),
                    "archived_url": first_text(work, "archivedAt"),
                    "language": first_text(work, "inLanguage"),
                    "description": first_text(work, "description"),
                }
            )


def _quotations(review: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for quotation in objects(review.get("citation")):
        if "Quotation" in texts(quotation.get("@type")) and _STANCES.intersection(
            texts(quotation.get("genre"))
        ):
            yield quotation


def _response(quotation: dict[str, Any]) -> dict[str, Any]:
    speaker = _speaker(quotation.get("creator")) or {}
    return without_none(
        {
            "stance": first_text(quotation, "genre"),
            "by": speaker.get("name"),
            "role": speaker.get("role"),
            "on_behalf_of": speaker.get("on_behalf_of"),
            "date": day(first_text(quotation, "dateCreated")),
            "via": _via(quotation),
            "text": first_text(quotation, "abstract"),
            "quote": first_text(quotation, "text"),
        }
    )


def _via(quotation: dict[str, Any]) -> str | None:
    publishers = objects(quotation.get("publisher"))
    return first_text(publishers[0], "name") if publishers else None


def _keywords(review: dict[str, Any]) -> list[str]:
    return [word for text in texts(review.get("keywords")) for word in text.split(",")]


def _correction(retraction: Retraction) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": retraction.reason,
        "datePublished": str(retraction.on),
    }


def _retraction(review: dict[str, Any]) -> dict[str, Any] | None:
    """That the review was taken back, where it says so with its day and its reason."""
    if first_text(review, "creativeWorkStatus") != _RETRACTED:
        return None
    for correction in objects(review.get("correction")):
        on, reason = day(first_text(correction, "datePublished")), first_text(correction, "text")
        if on and reason:
            return {"on": on, "reason": reason}
    return None


def _verdict(review: dict[str, Any]) -> dict[str, Any] | None:
    """Our own verdict: the rating of a review that names no other publisher."""
    if any(True for _ in _reviewer(review)):
        return None
    ratings = objects(review.get("reviewRating"))
    label = first_text(ratings[0], "alternateName") if ratings else None
    date = day(first_text(review, "datePublished"))
    explained = first_text(ratings[0], "ratingExplanation") if ratings else None
    if label is None or (label in _STANDINGS and date is None and explained is None):
        return None
    return without_none({"label": label, "explanation": explained, "date": date})


def _who(name: str | None, role: str | None, on_behalf_of: str | None) -> dict[str, Any]:
    behalf = {"@type": "Organization", "name": on_behalf_of} if on_behalf_of else None
    return without_none({"@type": "Person", "name": name, "jobTitle": role, "worksFor": behalf})


def _quotation(response: Response) -> dict[str, Any]:
    via = {"@type": "Organization", "name": response.via} if response.via else None
    return without_none(
        {
            "@type": "Quotation",
            "genre": response.stance.value,
            "text": response.quote,
            "abstract": response.text,
            "creator": _who(response.by, response.role, response.on_behalf_of),
            "dateCreated": _date(response.date),
            "publisher": via,
        }
    )


def _appearance(source: Source) -> dict[str, Any]:
    outlet = {"@type": "Organization", "name": source.outlet} if source.outlet else None
    author = {"@type": "Person", "name": source.author} if source.author else None
    return without_none(
        {
            "@type": "CreativeWork",
            "url": source.url,
            "headline": source.headline,
            "publisher": outlet,
            "author": author,
            "datePublished": _date(source.published),
            "archivedAt": source.archived_url,
            "inLanguage": source.language,
            "description": source.description,
        }
    )


def _date(date: object) -> str | None:
    return None if date is None else str(date)
