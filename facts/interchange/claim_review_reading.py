"""ClaimReview of any publisher as facts (schema.org, JSON-LD).

What ``claim_review_writing`` writes is read back. The rating of another publisher is not our
verdict: it is that of the source which the review becomes.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from facts.interchange.claim_review_writing import RETRACTED
from facts.interchange.lines import UnreadableFile
from facts.interchange.problems import Problem
from facts.interchange.reading import ReadLine, each_ref_once, read_record
from facts.interchange.whole_json import day, first_text, objects, texts, whole_json, without_none
from facts.model import Stance, Standing

_UNIT = "review"
_LONGEST_REF = 200
_RATED = re.compile(r"Rated .+ by ")
_STANCES = frozenset(stance.value for stance in Stance)
_STANDINGS = frozenset(standing.value for standing in Standing)


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
        "corrections": _corrections(review),
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
    yield without_none(
        {
            "outlet": first_text(publishers[0], "name") if publishers else None,
            "headline": first_text(review, "headline", "name"),
            "published": day(first_text(review, "datePublished")),
            "url": link,
            "language": first_text(review, "inLanguage"),
            "rating": _rating(ratings[0]) if ratings else None,
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
                    "rating": next(map(_rating, objects(work.get("reviewRating"))), None),
                }
            )


def _rating(rating: dict[str, Any]) -> dict[str, Any] | None:
    """Another publisher's rating, with its scale."""
    return (
        without_none(
            {
                "label": first_text(rating, "alternateName", "ratingValue"),
                "value": _number(rating.get("ratingValue")),
                "best": _number(rating.get("bestRating")),
                "worst": _number(rating.get("worstRating")),
                "explanation": first_text(rating, "ratingExplanation"),
            }
        )
        or None
    )


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


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


def _retraction(review: dict[str, Any]) -> dict[str, Any] | None:
    """That the review was taken back, where it says so with its day and its reason."""
    if first_text(review, "creativeWorkStatus") != RETRACTED:
        return None
    for correction in objects(review.get("correction")):
        on, reason = day(first_text(correction, "datePublished")), first_text(correction, "text")
        if on and reason:
            return {"on": on, "reason": reason}
    return None


def _corrections(review: dict[str, Any]) -> list[dict[str, Any]]:
    """What the review says was corrected in it; of a retracted one the first is the retraction."""
    comments = [
        without_none(
            {
                "on": day(first_text(comment, "datePublished")),
                "sentence": first_text(comment, "text"),
                "revision": comment["version"] if isinstance(comment.get("version"), int) else None,
            }
        )
        for comment in objects(review.get("correction"))
    ]
    complete = [one for one in comments if "on" in one and "sentence" in one]
    return complete[1:] if _retraction(review) else complete


def _verdict(review: dict[str, Any]) -> dict[str, Any] | None:
    """Our own verdict: the rating of a review that names no other publisher."""
    if any(True for _ in _reviewer(review)):
        return None
    ratings = objects(review.get("reviewRating"))
    label = first_text(ratings[0], "alternateName") if ratings else None
    date = day(first_text(review, "datePublished"))
    explained = first_text(ratings[0], "ratingExplanation") if ratings else None
    if label is None or (_is_status(label) and date is None and explained is None):
        return None
    return without_none({"label": label, "explanation": explained, "date": date})


def _is_status(label: str) -> bool:
    return label in _STANDINGS or _RATED.match(label) is not None
