"""Writes facts as ClaimReview, the format of search engines and fact-checkers (JSON-LD).

The claim is ``itemReviewed`` (``Claim``) with its speaker and where it appeared; the newsroom's
verdict, if it has one, is ``reviewRating`` (``Rating``); each response is a ``Quotation`` under
``citation`` whose ``genre`` is its stance. https://schema.org/ClaimReview
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from facts.interchange.claim_reviews.json_values import as_it_is, without_none
from facts.model import FactDraft, Rating, Response, Retraction, Source, Verdict

RETRACTED = "Retracted"


def claim_review(fact: FactDraft) -> dict[str, Any]:
    """The fact as one ClaimReview, without unknown fields."""
    review: dict[str, Any] = _escaped(_claim_review(fact))
    return review


def _claim_review(fact: FactDraft) -> dict[str, Any]:
    claim = fact.claim
    speaker = claim.speaker
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
                    "inLanguage": claim.language,
                    "author": speaker and _who(speaker.name, speaker.role, speaker.on_behalf_of),
                    "datePublished": _date(claim.date),
                    "appearance": [_appearance(source) for source in fact.sources],
                }
            ),
            "reviewRating": fact.verdict and _finding(fact.verdict),
            "citation": [_quotation(response) for response in fact.responses] or None,
            "keywords": _keywords(fact.topics),
            "creativeWorkStatus": RETRACTED if fact.retraction else None,
            "correction": _corrections(fact) or None,
        }
    )


def _escaped(value: Any) -> Any:
    """Escape tags and entities in texts, as readers of this format remove them."""
    match value:
        case str():
            return as_it_is(value)
        case list():
            return [_escaped(part) for part in value]
        case dict():
            return {name: _escaped(part) for name, part in value.items()}
    return value


def _keywords(topics: Sequence[str]) -> str | list[str] | None:
    if any("," in topic or ";" in topic for topic in topics):
        return list(topics)
    return ", ".join(topics) or None


def _finding(verdict: Verdict) -> dict[str, Any]:
    return without_none(
        {
            "@type": "Rating",
            "alternateName": verdict.label,
            "ratingExplanation": verdict.explanation,
        }
    )


def claim_review_lines(drafts: Sequence[FactDraft]) -> Iterator[str]:
    """A JSON list of ClaimReviews, one a line."""
    for number, draft in enumerate(drafts):
        end = "," if number + 1 < len(drafts) else ""
        begin = "[" if number == 0 else " "
        yield begin + json.dumps(claim_review(draft), ensure_ascii=False) + end
    yield "]" if drafts else "[]"


def _corrections(fact: FactDraft) -> list[dict[str, Any]]:
    """The corrections, oldest first, after the retraction."""
    comments = [_retraction(fact.retraction)] if fact.retraction else []
    return comments + [
        without_none(
            {
                "@type": "CorrectionComment",
                "text": correction.sentence,
                "datePublished": str(correction.on),
                "version": correction.revision,
            }
        )
        for correction in fact.corrections
    ]


def _retraction(retraction: Retraction) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": retraction.reason,
        "datePublished": str(retraction.on),
    }


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
            "reviewRating": source.rating and _rated(source.rating),
        }
    )


def _rated(rating: Rating) -> dict[str, Any]:
    return without_none(
        {
            "@type": "Rating",
            "alternateName": rating.label,
            "ratingValue": rating.value,
            "bestRating": rating.best,
            "worstRating": rating.worst,
            "ratingExplanation": rating.explanation,
        }
    )


def _date(date: object) -> str | None:
    return None if date is None else str(date)
