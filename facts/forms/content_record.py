"""A fact's content as a record of JSON values: forms are applied to it, then it is validated.

All errors are reported at once, with the places named as the forms label them.
"""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from pydantic import ValidationError

from facts.forms.short_text import unquoted
from facts.forms.typed import ClaimForm, NotValid, ResponseForm, SourceForm, VerdictForm
from facts.forms.typed_dates import UnclearDate, read_date
from facts.interchange.problems import ONE_OF_MANY, problems_of
from facts.model import Fact, FactContent, FactDraft, Rating, clean_text, read_rating
from facts.model.fields import CLEANED_UP_TO

Record = dict[str, Any]

# Field labels as the forms show them.
_LABELS_OF_DATES = {"date": "When", "published": "Published"}
_QUOTES = {"quote", "claim_quote", "headline"}
# The fields of a rating that its text form replaces.
_CLEARED = {"label": None, "value": None, "best": None}
_SPEAKER = {"speaker": "name", "role": "role", "on_behalf_of": "on_behalf_of"}
_PART = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")
_NUMBERED = ONE_OF_MANY | {"other_wordings": "other way to say it"}
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


def fill_claim(record: Record, form: ClaimForm, today: date) -> None:
    """Update the claim of ``record`` from ``form``. Raises UnclearDate."""
    claim = dict(record.get("claim") or {})
    given = _given(form, today)
    speaker = dict(claim.get("speaker") or {})
    for field, name in _SPEAKER.items():
        if field in given:
            speaker[name] = given.pop(field)
    claim |= given
    claim["speaker"] = speaker if any(speaker.values()) else None
    record["claim"] = claim


def fill_response(
    record: Record,
    form: ResponseForm,
    number: int | None,
    today: date,
    *,
    source: SourceForm | None = None,
) -> int:
    """Add a response or change that number; returns its number. Raises NotValid, UnclearDate.

    A duplicate is not added. ``source``, which reports it, is added too.
    """
    given = _given(form, today)
    if source is not None:
        if "sources" not in given:
            given["sources"] = _numbered(record, "responses", number)["sources"] if number else []
        cited = fill_source(record, source, None, today)
        given["sources"] = [*dict.fromkeys([*given["sources"], cited])]
    return _fill(record, "responses", given, number)


def fill_source(record: Record, form: SourceForm, number: int | None, today: date) -> int:
    """Add a source or change that number; returns its number. Raises NotValid, UnclearDate.

    A duplicate is not added.
    """
    given = _given(form, today)
    if "claim_quote" in given:
        words = given.pop("claim_quote")
        old = _numbered(record, "sources", number)["quotes"] if number else []
        kept = [quote for quote in old if quote["of"] != "claim"]
        given["quotes"] = ([{"of": "claim", "text": words}] if words else []) + kept
    if given.get("rating"):
        old = _numbered(record, "sources", number)["rating"] if number else None
        given["rating"] = _rating(given["rating"], old)
    return _fill(record, "sources", given, number)


def fill_verdict(record: Record, form: VerdictForm, today: date) -> None:
    """Set, change or remove the verdict of ``record``. Raises UnclearDate."""
    verdict = dict(record.get("verdict") or {}) | _given(form, today)
    record["verdict"] = verdict if verdict.get("label") else None


def remove_response(record: Record, number: int) -> None:
    """Remove a response and the outlets' wordings of it. Raises NotValid."""
    _numbered(record, "responses", number)
    del record["responses"][number - 1]
    for source in record["sources"]:
        source["quotes"] = [
            quote | {"of": _moved_up(quote["of"], number)}
            for quote in source["quotes"]
            if quote["of"] != number
        ]


def remove_source(record: Record, number: int) -> None:
    """Remove a source and all citations of it. Raises NotValid."""
    _numbered(record, "sources", number)
    del record["sources"][number - 1]
    for response in record["responses"]:
        response["sources"] = [
            _moved_up(cited, number) for cited in response["sources"] if cited != number
        ]


def _fill(record: Record, part: str, given: Mapping[str, Any], number: int | None) -> int:
    if number is not None:
        _numbered(record, part, number).update(given)
        return number
    new = {name: value for name, value in given.items() if value not in (None, [])}
    for position, there in enumerate(record[part], start=1):
        if new == {name: value for name, value in there.items() if value not in (None, [])}:
            return position
    record[part].append(new)
    return len(record[part])


def _numbered(record: Record, part: str, number: int) -> Record:
    if not 1 <= number <= len(record[part]):
        raise NotValid((f"{part[:-1].capitalize()} {number} was removed.",))
    found: Record = record[part][number - 1]
    return found


def _rating(typed: str, old: Record | None) -> Record:
    """The typed rating, with the old one's fields that the form does not show."""
    if old is not None and typed == str(Rating.model_validate(old)):
        return old
    return dict.fromkeys(Rating.model_fields) | (old or {}) | _CLEARED | read_rating(typed)


def _moved_up(number: int | str, removed: int) -> int | str:
    return number - 1 if isinstance(number, int) and number > removed else number


def _given(form: Any, today: date) -> Record:
    """The fields of a form that were filled in or cleared, as fields of a record."""
    given: Record = {}
    for field in fields(form):
        value = getattr(form, field.name)
        if value is None:
            continue
        if isinstance(value, tuple):
            given[field.name] = list(value)
        elif not value.strip():
            given[field.name] = None
        elif field.name in _LABELS_OF_DATES:
            try:
                given[field.name] = str(read_date(value, today))
            except UnclearDate as error:
                raise error.in_field(_LABELS_OF_DATES[field.name]) from error
        else:
            text = clean_text(value) if len(value) <= CLEANED_UP_TO else value
            given[field.name] = unquoted(text) if field.name in _QUOTES else text
    return given


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
