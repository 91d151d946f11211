"""Writes facts as ClaimReview, the format of search engines and fact-checkers (JSON-LD).

The claim is ``itemReviewed`` (``Claim``) with its speaker and where it appeared; the newsroom's
verdict, if it has one, is ``reviewRating`` (``Rating``); each response is a ``Quotation`` under
``citation`` whose ``genre`` is its stance. https://schema.org/ClaimReview
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from facts.interchange.claim_reviews.json_values import as_it_is, filled
from facts.model import FactDraft, Rating, Response, Source, Verdict

RETRACTED = "Retracted"


def claim_review(fact: FactDraft) -> dict[str, Any]:
    """The fact as one ClaimReview, without unknown fields."""
    review: dict[str, Any] = _escaped(_claim_review(fact))
    return review


def _claim_review(fact: FactDraft) -> dict[str, Any]:
    claim, speaker = fact.claim, fact.claim.speaker
    return {"@context": "https://schema.org"} | _typed(
        "ClaimReview",
        identifier=fact.ref,
        claimReviewed=claim.text,
        datePublished=_date(fact.verdict.date) if fact.verdict else None,
        itemReviewed=_typed(
            "Claim",
            text=claim.quote,
            inLanguage=claim.language,
            author=speaker and _who(speaker.name, speaker.role, speaker.on_behalf_of),
            datePublished=_date(claim.date),
            appearance=[_appearance(source) for source in fact.sources],
        ),
        reviewRating=fact.verdict and _finding(fact.verdict),
        citation=[_quotation(response) for response in fact.responses] or None,
        keywords=_keywords(fact.topics),
        creativeWorkStatus=RETRACTED if fact.retraction else None,
        correction=_corrections(fact) or None,
    )


def _typed(kind: str, **fields: Any) -> dict[str, Any]:
    """An object of schema.org with those of the fields that are known."""
    return {"@type": kind} | filled(**fields)


def _named(kind: str, name: str | None) -> dict[str, Any] | None:
    return {"@type": kind, "name": name} if name else None


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
    return _typed("Rating", alternateName=verdict.label, ratingExplanation=verdict.explanation)


def claim_review_lines(drafts: Sequence[FactDraft]) -> Iterator[str]:
    """A JSON list of ClaimReviews, one a line."""
    for number, draft in enumerate(drafts):
        end = "," if number + 1 < len(drafts) else ""
        begin = "[" if number == 0 else " "
        yield begin + json.dumps(claim_review(draft), ensure_ascii=False) + end
    yield "]" if drafts else "[]"


def _corrections(fact: FactDraft) -> list[dict[str, Any]]:
    """The corrections, oldest first, after the retraction."""
    comments = [(one.sentence, one.on, one.revision) for one in fact.corrections]
    if fact.retraction:
        comments.insert(0, (fact.retraction.reason, fact.retraction.on, None))
    return [
        _typed("CorrectionComment", text=text, datePublished=str(on), version=revision)
        for text, on, revision in comments
    ]


def _who(name: str | None, role: str | None, on_behalf_of: str | None) -> dict[str, Any]:
    employer = _named("Organization", on_behalf_of)
    return _typed("Person", name=name, jobTitle=role, worksFor=employer)


def _quotation(response: Response) -> dict[str, Any]:
    return _typed(
        "Quotation",
        genre=response.stance.value,
        text=response.quote,
        abstract=response.text,
        creator=_who(response.by, response.role, response.on_behalf_of),
        dateCreated=_date(response.date),
        publisher=_named("Organization", response.via),
    )


def _appearance(source: Source) -> dict[str, Any]:
    return _typed(
        "CreativeWork",
        url=source.url,
        headline=source.headline,
        publisher=_named("Organization", source.outlet),
        author=_named("Person", source.author),
        datePublished=_date(source.published),
        archivedAt=source.archived_url,
        inLanguage=source.language,
        description=source.description,
        reviewRating=source.rating and _rated(source.rating),
    )


def _rated(rating: Rating) -> dict[str, Any]:
    return _typed(
        "Rating",
        alternateName=rating.label,
        ratingValue=rating.value,
        bestRating=rating.best,
        worstRating=rating.worst,
        ratingExplanation=rating.explanation,
    )


def _date(date: object) -> str | None:
    return None if date is None else str(date)
