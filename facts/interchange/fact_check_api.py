"""The answer of Google's Fact Check Tools API to ``claims:search``, as facts.

Each claim becomes a fact; each review of it a source, with the publisher's rating in its
``rating``: it is that publisher's finding, not the desk's verdict.
https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search
"""

from collections.abc import Iterator
from typing import Any

from facts.interchange.claim_review_reading import source_ref
from facts.interchange.lines import UnreadableFile
from facts.interchange.problems import Problem
from facts.interchange.reading import ReadLine, each_ref_once, read_record
from facts.interchange.whole_json import day, first_text, objects, whole_json, without_none
from facts.model import read_rating

_UNIT = "claim"


def read_fact_check_answer(content: bytes) -> Iterator[ReadLine]:
    """The facts of one answer of ``claims:search``. Raises UnreadableFile for other JSON."""
    answer = whole_json(content)
    if not isinstance(answer, dict) or not (claims := objects(answer.get("claims"))):
        raise UnreadableFile("This is no answer of claims:search: it has no list of claims.")
    read = (_read(number, claim) for number, claim in enumerate(claims, start=1))
    return each_ref_once(read, _UNIT)


def _read(number: int, claim: dict[str, Any]) -> ReadLine:
    reviews = objects(claim.get("claimReview"))
    if not reviews:
        problem = Problem(number, "claimReview", "a claim needs at least one review", _UNIT)
        return ReadLine(number, None, (problem,))
    link = first_text(reviews[0], "url")
    record = {
        "ref": source_ref(link) if link else None,
        "claim": without_none(
            {
                "text": first_text(claim, "text"),
                "speaker": first_text(claim, "claimant"),
                "date": day(first_text(claim, "claimDate")),
            }
        ),
        "sources": [_source(review) for review in reviews],
    }
    return read_record(number, without_none(record), _UNIT)


def _source(review: dict[str, Any]) -> dict[str, Any]:
    publishers = objects(review.get("publisher"))
    rating = first_text(review, "textualRating")
    return without_none(
        {
            "outlet": first_text(publishers[0], "name", "site") if publishers else None,
            "headline": first_text(review, "title"),
            "published": day(first_text(review, "reviewDate")),
            "url": first_text(review, "url"),
            "language": first_text(review, "languageCode"),
            "rating": rating and read_rating(rating),
        }
    )
