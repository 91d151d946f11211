"""Validation errors as sentences: line, path in readable form, and what is allowed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, TypeGuard, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from facts.interchange.lines import kind_of, shown
from facts.model import FactDraft, Refusal

PROBLEMS_KEPT = 1000
_PROBLEMS_SHOWN = 20

ONE_OF_MANY = {
    "responses": "response",
    "sources": "source",
    "quotes": "quote",
    "topics": "topic",
    "other_wordings": "wording",
    "corrections": "correction",
}
_NOT_NOUNS = {"by", "via", "of", "on_behalf_of", "on", "next", "url", "archived_url"}

FieldPath = tuple[str | int, ...]


class Choice(StrEnum):
    """A question about the whole file, whose answer solves problems of many rows."""

    DATES = "dates"
    DATE_IS = "date-is"
    LEAVE_OUT = "leave-out"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. ``path`` is empty if it concerns the whole line.

    ``unit`` is what is counted in files without lines, such as the reviews of a list. ``choice`` is
    the question whose answer would solve it.
    """

    line: int
    path: str
    sentence: str
    unit: str = "line"
    choice: Choice | None = None

    def __str__(self) -> str:
        place = f"{self.unit} {self.line}" + (f", {self.path}" if self.path else "")
        return f"{place}: {self.sentence}"


class BadLines(Refusal):
    """A file with invalid lines; nothing of it was used.

    ``problems`` are the problems found, at most PROBLEMS_KEPT; ``choices`` would solve some.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.choices = tuple(dict.fromkeys(p.choice for p in problems if p.choice))
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        least = "at least " if count >= PROBLEMS_KEPT else ""
        text = [f"Nothing was done, because the file has {least}{count} {noun}:"]
        text += [f"- {problem}" for problem in self.problems[:_PROBLEMS_SHOWN]]
        if count > _PROBLEMS_SHOWN:
            text.append(f"- and {count - _PROBLEMS_SHOWN} more")
        super().__init__("\n".join(text))


def problems_of(
    line: int, record: Any, error: ValidationError, unit: str = "line"
) -> tuple[Problem, ...]:
    """The problems in ``error`` about ``record``, without duplicates, in the order of the model.

    At most PROBLEMS_KEPT, as a line may consist of nothing else.
    """
    entries = error.errors(include_url=False)[:PROBLEMS_KEPT]
    places = [entry["loc"] for entry in entries]
    found: dict[Problem, None] = {}
    for entry in entries:
        if entry["type"] == "too_short" and _has_broken_parts(entry["loc"], places):
            continue
        if entry["type"] == "dangling":
            for where, sentence in entry["ctx"]["pointers"]:
                found[Problem(line, where, sentence, unit)] = None
            continue
        path = tuple(_as_written(entry["loc"], record))
        sentence = _sentence(entry["type"], path, entry.get("ctx", {}), entry["input"])
        found[Problem(line, written(path), sentence or entry["msg"], unit)] = None
    return tuple(found)


def written(path: FieldPath) -> str:
    """A path in readable form: ``sources[0].headline``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{in_path(part)}"
    return text.removeprefix(".")


def _has_broken_parts(place: FieldPath, places: Sequence[FieldPath]) -> bool:
    return any(len(other) > len(place) and other[: len(place)] == place for other in places)


def _as_written(place: FieldPath, record: Any) -> Iterator[str | int]:
    """The part of ``place`` that is in the record: a claim given as plain text has no ``text``."""
    for part in place:
        if not isinstance(record, dict | list):
            return
        yield part
        if isinstance(record, list):
            record = record[part] if isinstance(part, int) and part < len(record) else None
        else:
            record = record.get(part)


def _sentence(kind: str, path: FieldPath, context: dict[str, Any], value: Any) -> str | None:
    """What is allowed at ``path``; None if the model's own message says it."""
    if kind == "missing":
        needed = "at least one source" if path == ("sources",) else _subject(path)
        return f"{_owner(path)[0]} needs {needed}"
    if kind == "extra_forbidden":
        return _unknown_field(path)
    if kind in ("too_long", "too_short", "string_too_long", "string_too_short"):
        return _size(path, context, value)
    if kind == "enum":
        return f"{_subject(path)} must be denies, confirms, disputes or declines"
    if (wanted := _wanted(kind, path)) and not (kind == "partial_date" and isinstance(value, str)):
        return f"{wanted}, not {kind_of(value)}"
    return None


def _wanted(kind: str, path: FieldPath) -> str | None:
    """The type expected at ``path``, if there is a value of another type."""
    if path and path[-1] == "of":
        return 'of must be "claim" or the number of a response, from 1'
    if path == ("claim",) or path[-1:] == ("speaker",):
        kind = kind.replace("model_type", "text_or_model_type")
    wanted = {
        "string_type": f"{_subject(path)} must be text in quotation marks",
        "float_type": f"{_subject(path)} must be a number",
        "int_type": f"{_subject(path)} must be given by its number, from 1",
        "tuple_type": f"{_bare(path)} must be a list in square brackets",
        "partial_date": "a date must be text in quotation marks: 2020, 2020-04 or 2020-04-18",
        "model_type": f"{_subject(path)} must be an object in braces",
        "text_or_model_type": (
            f"{_subject(path)} must be text in quotation marks or an object in braces"
        ),
    }
    return wanted.get(kind)


def _size(path: FieldPath, context: dict[str, Any], value: Any) -> str:
    limit = context.get("max_length")
    if isinstance(value, str):
        if limit is None:
            return "this is empty: write something or remove the field"
        return f"{_subject(path)} can have up to {limit:,} characters; this one has {len(value):,}"
    if limit is None:
        return f"{_owner(path)[0]} needs at least one {ONE_OF_MANY[str(path[-1])]}"
    return f"{_bare(path)} can have up to {limit:,} entries; there are {len(value):,}"


def _unknown_field(path: FieldPath) -> str:
    owner, model = _owner(path)
    known = list(model.model_fields)
    close = get_close_matches(str(path[-1])[:100], known, n=1)
    hint = f"did you mean {close[0]}?" if close else f"its fields are {', '.join(known)}"
    return f"{owner} has no such field; {hint}"


def _owner(path: FieldPath) -> tuple[str, type[BaseModel]]:
    """The part of a fact that the field at ``path`` belongs to: ``a source``, and its model."""
    names = [part for part in path[:-1] if isinstance(part, str)]
    name = names[-1] if names else "fact"
    return f"a {ONE_OF_MANY.get(name, name)}", _MODELS[name]


def _subject(path: FieldPath) -> str:
    """The value at ``path`` as the subject of a sentence: ``a headline``."""
    name = _bare(path)
    if name in _NOT_NOUNS:
        return name
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _bare(path: FieldPath) -> str:
    if not path:
        return "fact"
    last = path[-1]
    if isinstance(last, int):
        return ONE_OF_MANY.get(str(path[-2]), str(path[-2]))
    return last


def in_path(part: str) -> str:
    """A name from the file for use in a path: quoted unless it is like a field's."""
    return part if part.isidentifier() and part.isascii() and len(part) <= 50 else shown(part)  # noqa: PLR2004  longer than any field


def unwrapped(annotation: Any) -> Any:
    """The type inside Annotated and Optional."""
    while True:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation = arguments[0]
        elif origin in (Union, UnionType) and NoneType in arguments:
            left = tuple(one for one in arguments if one is not NoneType)
            annotation = left[0] if len(left) == 1 else Union[left]  # noqa: UP007  made at run time
        else:
            return annotation


def is_model(kind: Any) -> TypeGuard[type[BaseModel]]:
    """Whether ``kind`` is a model with several fields."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _models(name: str, model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """``model`` and the models inside it, by the names of their fields."""
    yield name, model
    for inner, field in model.model_fields.items():
        kind = unwrapped(field.annotation)
        part = unwrapped(get_args(kind)[0]) if get_origin(kind) is tuple else kind
        if is_model(part):
            yield from _models(inner, part)


_MODELS = dict(_models("fact", FactDraft))
