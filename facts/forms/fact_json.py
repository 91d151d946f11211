"""What a fact says as JSON values, to be changed and judged again."""

import re
from typing import Any

from pydantic import ValidationError

from facts.forms.typed import NotValid
from facts.interchange.problems import problems_of
from facts.model import Fact, FactContent, FactDraft

_PART = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")
_NUMBERED = {
    "responses": "response",
    "sources": "source",
    "quotes": "quote",
    "topics": "topic",
    "other_wordings": "other way to say it",
    "corrections": "correction",
}
# By the path without its numbers; the labels stand in bot/desk/forms/.
_LABELS = {
    "claim": "the claim",
    "claim.text": "the claim",
    "claim.speaker.name": "claimed by, name",
    "claim.speaker.role": "claimed by, role",
    "claim.speaker.on_behalf_of": "claimed by, on behalf of",
    "claim.speaker": "claimed by",
    "claim.date": "when",
    "claim.venue": "where",
    "claim.via": "reported by",
    "claim.quote": "exact quote",
    "claim.language": "language of the claim",
    "responses.stance": "their response",
    "responses.by": "who responded",
    "responses.date": "when",
    "responses.via": "reported by",
    "responses.text": "summary",
    "responses.quote": "exact quote",
    "responses.sources": "source numbers",
    "sources.url": "link",
    "sources.archived_url": "archived copy",
    "sources.description": "what it is",
    "sources.rating": "its rating",
    "sources.quotes": "how it quoted the claim",
    "sources.quotes.text": "how it quoted the claim",
    "verdict": "finding",
    "verdict.label": "finding",
    "verdict.explanation": "finding, why",
    "verdict.date": "finding, when",
    "retraction": "retraction",
    "retraction.reason": "retraction",
    "retraction.on": "retraction, date",
    "review.on": "checked on",
    "review.next": "next review",
}


def place(path: str) -> str:
    """``responses[1].quote`` as ``response 2, exact quote``; empty for the fact as a whole."""
    found = _PART.findall(path)
    names = ".".join(name for name, _ in found)
    numbered = [
        f"{_NUMBERED.get(name, name)} {int(index) + 1}"
        for name, index in found
        if index and name != "quotes"
    ]
    label = _LABELS.get(names)
    if label is None and found and not (numbered and names == found[0][0]):
        label = ", ".join(
            _NUMBERED.get(name, name).replace("_", " ") for name, index in found if not index
        )
    return ", ".join([*numbered, *([label] if label else [])])


Record = dict[str, Any]


def record_of(content: FactContent) -> Record:
    """The content as JSON values, to be changed and built again."""
    return content.model_dump(mode="json", include=set(FactContent.model_fields))


def content_of(record: Record) -> FactContent:
    """What ``record`` says. Raises NotValid."""
    try:
        return FactContent.model_validate(record)
    except ValidationError as error:
        raise _not_valid(record, error) from error


def said_by(fact: Fact) -> FactContent:
    """What a fact says, without what the store knows of it."""
    return content_of(record_of(fact))


def publishable(content: FactContent) -> FactDraft:
    """``content`` as the store takes it. Raises NotValid where something is still missing."""
    record = record_of(content)
    try:
        return FactDraft.model_validate(record)
    except ValidationError as error:
        raise _not_valid(record, error) from error


def _not_valid(record: Record, error: ValidationError) -> NotValid:
    sentences = []
    for problem in problems_of(0, record, error):
        where = place(problem.path)
        said = f"{where}: {problem.sentence}" if where else problem.sentence
        sentences.append(f"{said[0].upper()}{said[1:]}.")
    return NotValid(tuple(sentences))
