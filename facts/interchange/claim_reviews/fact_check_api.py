"""The answers of Google's Fact Check Tools API to ``claims:search``, as facts.

Each claim becomes a fact; each review of it a source, with the publisher's finding as its
``rating``: it is theirs, not the desk's verdict.
https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from facts.interchange.claim_reviews.json_values import (
    filled,
    first_text,
    objects,
    plain,
    text_of_first,
)
from facts.interchange.content import Content, UnreadableFile
from facts.interchange.fitting import fitted
from facts.interchange.lines import whole_json
from facts.interchange.problems import Problem
from facts.interchange.read_lines import ReadLine
from facts.interchange.written_dates import AmbiguousDateError, UnknownDateError, read_written_date
from facts.model import read_rating

_UNIT = "claim"


def read_fact_check_answer(content: Content) -> Iterator[ReadLine]:
    """The facts of one answer of ``claims:search``, or of a list of them (saved pages).

    Empty for an answer without hits. Raises UnreadableFile for other JSON, and for an error answer.
    """
    value = whole_json(content)
    claims: list[dict[str, Any]] = []
    pages = objects(value)
    if not pages and value != []:
        raise UnreadableFile("This isn’t an answer of claims:search: it has no list of claims.")
    for page in pages:
        if isinstance(error := page.get("error"), dict):
            said = first_text(error, "message", "status") or "without a reason"
            raise UnreadableFile(
                f"This is an error answer of the Fact Check API ({error.get('code', 'no code')}): "
                f"{said[:300].rstrip('. ')}. Send the query again and save its answer."
            )
        if page and "claims" not in page and "nextPageToken" not in page:
            raise UnreadableFile("This isn’t an answer of claims:search: it has no list of claims.")
        claims += objects(page.get("claims", []))
    return (_read(position, claim) for position, claim in enumerate(claims, start=1))


def _read(position: int, given: dict[str, Any]) -> ReadLine:
    claim = {name: value for name, value in given.items() if name != "refused"}
    reviews = objects(claim.get("claimReview"))
    if not reviews:
        note = Problem(position, "", "left out: nobody has reviewed this claim", _UNIT)
        return ReadLine(position, None, notes=(note,), original=claim)
    record = {
        "claim": filled(
            text=first_text(claim, "text"),
            speaker=first_text(claim, "claimant"),
            date=_day(claim, "claimDate"),
        ),
        "sources": [_source(review) for review in reviews],
    }
    return replace(fitted(position, record, _UNIT), original=claim)


def _source(review: dict[str, Any]) -> dict[str, Any]:
    rating = first_text(review, "textualRating")
    return filled(
        outlet=text_of_first(objects(review.get("publisher")), "name", "site"),
        headline=first_text(review, "title"),
        published=_day(review, "reviewDate"),
        url=first_text(review, "url"),
        language=first_text(review, "languageCode"),
        rating=rating and read_rating(plain(rating)),
    )


def _day(record: dict[str, Any], name: str) -> str | None:
    """The day of a timestamp; an invalid one is returned as it is, so that it gets reported."""
    text = first_text(record, name)
    if text is None:
        return None
    try:
        return str(read_written_date(text))
    except (AmbiguousDateError, UnknownDateError):
        return text
