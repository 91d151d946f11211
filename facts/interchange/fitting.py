"""Fits other publishers' records to the model: optional parts are cut or left out, and reported.

Only parts that are not essential: a claim that is too long is refused as in any file.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from pydantic import ValidationError

from facts.interchange.lines import shown
from facts.interchange.problems import FieldPath, Problem, written
from facts.interchange.read_lines import ReadLine, read_record
from facts.model import FactDraft

_TRIES = 4
_CUT = {"headline", "description", "outlet", "author", "name", "role", "explanation", "venue"}
# Optional fields; a language is first looked up by name.
_LEFT_OUT = {"url", "archived_url", "language", "date", "published", "topics", "value", "best"}
_LEFT_OUT |= {"worst", "ref"}
_EMPTY = {"source", "rating", "speaker"}
_TOO_LONG = {"string_too_long", "too_long"}
_TOO_SHORT = {"string_too_short", "too_short"}
_LISTED = 10
# Languages also recognized by their own names.
_OWN_NAMES = (
    *("ar", "bg", "bn", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hr", "hu"),
    *("id", "it", "ja", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sr", "sv", "th", "tr", "uk"),
    *("ur", "vi", "zh"),
)


def fitted(number: int, record: dict[str, Any], unit: str) -> ReadLine:
    """The fact of ``record``, with notes on what was cut or left out."""
    notes: list[Problem] = []
    for _ in range(_TRIES):
        try:
            return ReadLine(number, FactDraft.model_validate(record), notes=tuple(notes), unit=unit)
        except ValidationError as error:
            changes = list(_changes(record, error))
        if not changes:
            break
        notes += [Problem(number, written(path), sentence, unit) for path, sentence in changes]
    read = read_record(number, record, unit)
    return replace(read, notes=tuple(notes)) if read.draft else read


def _changes(record: dict[str, Any], error: ValidationError) -> Iterator[tuple[FieldPath, str]]:
    """Apply the possible changes, last list entries first so that positions stay valid; each with
    its path and a sentence.
    """
    for entry in reversed(error.errors(include_url=False)):
        path = entry["loc"]
        if (holder := _holder(record, path)) is None:
            continue
        if sentence := _change(holder, path, entry["type"], entry.get("ctx", {})):
            yield path, sentence


def _change(holder: Any, path: FieldPath, kind: str, context: dict[str, Any]) -> str:
    last = path[-1]
    name = last if isinstance(last, str) else path[-2]
    value, limit = holder[last], context.get("max_length")
    if kind == "too_long" and isinstance(value, list) and limit:
        holder[last] = value[:limit]
        left = [shown(str(one)) for one in value[limit:] if isinstance(one, str)]
        told = f": {', '.join(left[:_LISTED])}" if left else ""
        return f"of {len(value)} entries the first {limit} were kept; left out{told}"
    if kind in _TOO_LONG and isinstance(value, str) and name in _CUT and limit:
        holder[last] = f"{value[: limit - 1].rstrip()}…"
        return f"it has {len(value):,} characters and was cut to {limit:,}"
    if name == "language" and isinstance(value, str) and (code := language_code(value)):
        holder[last] = code
        return f"{shown(value)} is kept as {code}"
    if kind in _EMPTY or (kind in _TOO_SHORT and isinstance(value, str) and name != "text"):
        del holder[last]
        return "left out: it’s empty"
    if name in _LEFT_OUT:
        del holder[last]
        return f"left out: {shown(str(value))}"
    return ""


def _holder(record: Any, path: FieldPath) -> Any:
    """The object or list that has the last step of ``path``; None if the path leads nowhere."""
    holder = None
    try:
        for step in path:
            holder, record = record, record[step]
    except (KeyError, IndexError, TypeError):
        return None
    return holder


def language_code(name: str) -> str | None:
    """The code of a language: ``en`` for ``English``, ``en_US`` or ``Español`` (``es``)."""
    code = name.strip().replace("_", "-")
    try:
        parsed = Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return _language_names().get(name.strip().casefold())
    return str(parsed).replace("_", "-")


@cache
def _language_names() -> dict[str, str]:
    english = Locale("en").languages
    names = {str(name).casefold(): str(code).replace("_", "-") for code, name in english.items()}
    for code in _OWN_NAMES:
        names[(Locale(code).get_language_name(code) or code).casefold()] = code
    return names
