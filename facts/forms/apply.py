"""Applies filled-in forms to a fact's content; reports all errors at once."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from facts.forms.fact_json import Record
from facts.forms.typed import ClaimForm, NotValid, ResponseForm, SourceForm, VerdictForm
from facts.forms.typed_dates import UnclearDate, read_date
from facts.model import Rating, clean_text, read_rating

# Longer texts are rejected unchanged: cleaning them would only cost time.
_CLEANED_UP_TO = 20_000
# Field labels as the forms show them.
_LABELS_OF_DATES = {"date": "When", "published": "Published"}
_QUOTES = {"quote", "claim_quote", "headline"}
_DOUBLE, _SINGLE = '"“”„‟«»「」『』〝〞〟＂', "'‘’‚‛‹›"
_MARKS = tuple(_DOUBLE + _SINGLE)
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
# Characters that may follow a closing quotation mark, and those that end a sentence.
_BEHIND_A_QUOTE, _ENDS = tuple(".,;!?…"), ".!?…"
_MOST_PAIRS = 3
# The fields of a rating that its text form replaces.
_CLEARED = {"label": None, "value": None, "best": None}
_SPEAKER = {"speaker": "name", "role": "role", "on_behalf_of": "on_behalf_of"}


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
            text = clean_text(value) if len(value) <= _CLEANED_UP_TO else value
            given[field.name] = unquoted(text) if field.name in _QUOTES else text
    return given


def unquoted(text: str) -> str:
    """A quote without surrounding quotation marks, as every card adds its own.

    Removes marks of all kinds, also mixed ones, at most three pairs. Keeps marks that belong to a
    part of the text, or may do so: ``“Yes,” he said, “no.”``
    """
    for _ in range(_MOST_PAIRS):
        bare, end = text.strip(), ""
        if bare[-1:] in _BEHIND_A_QUOTE and bare[-2:-1] in _MARKS:
            bare, end = bare[:-1], bare[-1:].strip(",;")
        inner = bare[1:-1].strip()
        if not inner or not (_encloses(bare) or (_is_marked(bare) and _encloses(inner))):
            break
        text = inner if inner[-1] in _ENDS else inner + end
    return text.strip()


def _is_marked(text: str) -> bool:
    """Whether ``text`` begins and ends with marks of one kind."""
    return any(text[0] in marks and text[-1] in marks for marks in (_DOUBLE, _SINGLE))


def _encloses(text: str) -> bool:
    """Whether the first and last mark of ``text`` form a pair around everything between."""
    if len(text) < len('""') or not _is_marked(text):
        return False
    opening, closing = text[0], text[-1]
    family = _DOUBLE if opening in _DOUBLE else _SINGLE
    depth = 0
    for mark in _APOSTROPHE.sub("", text[1:-1]):
        if mark in family:
            depth += 1 if mark == opening else -1
            if opening == closing or mark not in (opening, closing) or depth < 0:
                return False
    return depth == 0
