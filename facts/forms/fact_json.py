"""Fact content as JSON values, for editing and revalidating."""

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
# Form labels by field path without numbers; they match bot/desk/forms/.
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
    "sources.published": "published",
    "sources.url": "link",
    "sources.archived_url": "archived copy",
    "sources.description": "what it is",
    "sources.rating": "its rating",
    "sources.rating.label": "its rating",
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
    "topics": "topics",
    "other_wordings": "other ways to say it",
}
# Replaces field names in error messages by the labels of the forms.
_IN_A_FORM = (
    (
        re.compile(r"\A[^;]* can have up to (\S+ \w+); (?:this one has|there are) (\S+)"),
        r"at most \1, and you have \2",
    ),
    (
        re.compile(r"this is empty: .*|\A.* must be text in quotation marks.*"),
        "please fill this in",
    ),
    (re.compile(r"a response needs by, role or .*"), "please say who responded"),
    (re.compile(r"a response needs a stance"), "please choose one"),
    (re.compile(r"headline, url or description"), "headline, link or description"),
)


def place(path: str) -> str:
    """A readable path: ``responses[1].quote`` as ``response 2, exact quote``; empty for the
    fact.
    """
    found = _PART.findall(path)
    if not found:
        return ""
    names = ".".join(name for name, _ in found)
    first, index = found[0]
    label = _LABELS.get(names) or ", ".join(
        _NUMBERED.get(name, name).replace("_", " ") for name, _ in found[1:] or found
    )
    if not index:
        return label
    numbered = f"{_NUMBERED.get(first, first)} {int(index) + 1}"
    return numbered if names == first else f"{numbered}, {label}"


Record = dict[str, Any]


def record_of(content: FactContent) -> Record:
    """The content as JSON values, for editing."""
    return content.model_dump(mode="json", include=set(FactContent.model_fields))


def content_of(record: Record) -> FactContent:
    """Validate ``record``. Raises NotValid."""
    try:
        return FactContent.model_validate(record)
    except ValidationError as error:
        raise _not_valid(record, error) from error


def fact_content(fact: Fact) -> FactContent:
    """A fact's content, without the fields added by the store."""
    return FactContent.model_construct(
        **{name: getattr(fact, name) for name in FactContent.model_fields}
    )


def publishable(content: FactContent) -> FactDraft:
    """``content`` as a complete draft for the store. Raises NotValid if something is missing."""
    record = record_of(content)
    try:
        return FactDraft.model_validate(record)
    except ValidationError as error:
        raise _not_valid(record, error) from error


def _not_valid(record: Record, error: ValidationError) -> NotValid:
    sentences = []
    for problem in problems_of(0, record, error):
        where = place(problem.path)
        said = problem.sentence
        for in_a_file, in_a_form in _IN_A_FORM:
            said = in_a_file.sub(in_a_form, said)
        said = f"{where}: {said}" if where else said
        sentences.append(f"{said[0].upper()}{said[1:]}.")
    return NotValid(tuple(sentences))
