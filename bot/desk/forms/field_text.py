"""The texts of a form's fields, taken apart and put together."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from facts.forms.dates import read_date
from facts.forms.short_text import split_source, split_when_where
from facts.forms.typed import ClaimForm, ResponseForm, SourceForm, VerdictForm
from facts.model import PartialDate, Refusal, Stance

_NUMBERS = re.compile(r"\s*#?\d{1,3}(?:[\s,]+#?\d{1,3})*\s*")
_NUMBER = re.compile(r"\d+")
_BETWEEN = re.compile(r"[,;\n]")

Values = Mapping[str, str]
_Form = TypeVar("_Form", ClaimForm, ResponseForm, SourceForm, VerdictForm)
_Part = TypeVar("_Part")


def values_of(form: ClaimForm | ResponseForm | SourceForm | VerdictForm) -> dict[str, str]:
    """``form`` as texts by field, numbers with commas between: ``{"sources": "1, 2"}``."""
    values = {field.name: getattr(form, field.name) for field in fields(form)}
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def read(form: type[_Form], values: Values) -> _Form:
    """What was filled in, as ``form``. A field that was not asked for stays as it is."""
    given: dict[str, Any] = {field.name: values.get(field.name) for field in fields(form)}
    if given.get("stance") is not None:
        given["stance"] = Stance(given["stance"]) if given["stance"] else None
    if given.get("sources") is not None:
        given["sources"] = numbers(given["sources"])
    return form(**given)


def first_source(values: Values, today: date) -> SourceForm | None:
    """The source that stands in the one field ``source``, if there is one."""
    text = values.get("source", "")
    return split_source(text, today) if text.strip() else None


def are_numbers(text: str) -> bool:
    """Whether ``text`` is nothing but numbers: ``1, #2``."""
    return _NUMBERS.fullmatch(text) is not None


def numbers(text: str) -> tuple[int, ...]:
    """``1, 2`` as numbers. Raises Refusal for anything else."""
    if not text.strip():
        return ()
    if not are_numbers(text):
        raise Refusal("Write source numbers like this: 1, 2")
    return tuple(int(number) for number in _NUMBER.findall(text))


def listed(*texts: str) -> tuple[str, ...]:
    """What stands in ``texts`` with commas or line ends between, each once."""
    parts = [part.strip() for text in texts for part in _BETWEEN.split(text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def lines(text: str) -> tuple[str, ...]:
    """The lines of ``text`` that say something, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def numbered(parts: tuple[_Part, ...], number: int) -> _Part:
    """The part of that number, from 1. Raises Refusal where it is gone."""
    if not 1 <= number <= len(parts):
        raise Refusal("That part of the draft was removed. Go back to the draft and choose again.")
    return parts[number - 1]


def dates_read(values: Values, today: date) -> str:
    """How the dates were read that were typed in other words, to be looked at; else nothing.

    ``Date understood as Saturday, 14 November 2026.``
    """
    days = [
        read_date(values[key], today).date
        for key in ("date", "published")
        if values.get(key, "").strip()
    ]
    iso = [split_when_where(values.get("when", ""), today).date]
    if source := first_source(values, today):
        iso.append(source.published or "")
    days += [PartialDate.parse(text) for text in iso if text]
    typed = "\n".join(values.values())
    told = [_in_full(day) for day in days if str(day) not in typed and day.in_words() not in typed]
    return f"Date understood as {'; '.join(dict.fromkeys(told))}." if told else ""


def _in_full(day: PartialDate) -> str:
    if day.month is None or day.day is None:
        return day.in_words()
    return f"{date(day.year, day.month, day.day):%A}, {day.in_words()}"
