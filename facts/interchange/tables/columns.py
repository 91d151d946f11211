"""The columns of a table of facts, derived from the model so that new fields are included."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from facts.interchange.lines import json_value
from facts.interchange.problems import is_model, unwrapped
from facts.model import FactDraft, PartialDate

# Columns with a readable name; all others are named by their path in the model.
_NAMED = {
    ("claim", "text"): "claim",
    ("claim", "speaker", "name"): "speaker",
    ("claim", "speaker", "role"): "speaker_role",
    ("claim", "speaker", "on_behalf_of"): "speaker_on_behalf_of",
    ("verdict", "label"): "verdict",
    ("retraction", "on"): "retracted",
    ("retraction", "reason"): "retracted_because",
    ("review", "on"): "checked",
    ("review", "next"): "check_again",
    ("rating", "label"): "rating",
}
_DIGITS_OF_A_NUMBER = 4
_BETWEEN_TEXTS = re.compile(r"[,;]")
_BETWEEN_NUMBERS = re.compile(r"[\s,;]+")


class Cell(Enum):
    """How the cells of a column encode their values."""

    TEXT = "text"
    DATE = "a date"
    NUMBER = "number"
    WHOLE = "whole number"
    NUMBERS = "whole numbers separated by spaces"
    LINES = "texts, one per line"
    JSON = "a JSON list, or a text: how the outlet worded the claim"


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a fact, or of an entry of one of its lists. ``path`` leads to it."""

    name: str
    path: tuple[str, ...]
    cell: Cell

    def written(self, record: dict[str, Any]) -> str:
        """The cell for ``record``; empty if the field is missing."""
        value: Any = record
        for name in self.path:
            value = value.get(name) if isinstance(value, dict) else None
        match self.cell:
            case _ if value is None:
                return ""
            case Cell.LINES:
                # A single topic containing a comma would be split when read back.
                alone = len(value) == 1 and _BETWEEN_TEXTS.search(value[0])
                return f"{value[0]}\n" if alone else "\n".join(value)
            case Cell.NUMBERS:
                return " ".join(map(str, value))
            case Cell.JSON:
                return json.dumps(value, ensure_ascii=False)
        return str(value)

    def put(self, record: dict[str, Any], cell: str) -> None:
        """Store the value of ``cell`` in ``record``. Raises UnfitJsonError for invalid JSON."""
        *way, last = self.path
        for name in way:
            record = record.setdefault(name, {})
        record[last] = self._read(cell)

    def _read(self, cell: str) -> Any:  # noqa: PLR0911  one per kind of cell
        match self.cell:
            case Cell.TEXT | Cell.DATE:
                return cell
            case Cell.NUMBER:
                return _number(cell)
            case Cell.WHOLE:
                return _whole(cell)
            case Cell.NUMBERS:
                return [_whole(text) for text in _BETWEEN_NUMBERS.split(cell) if text]
            case Cell.LINES:
                short = self.path == ("topics",) and "\n" not in cell
                parts = _BETWEEN_TEXTS.split(cell) if short else cell.split("\n")
                return [part for part in parts if part.strip()]
            case Cell.JSON if not cell.lstrip().startswith("["):
                return [{"of": "claim", "text": cell}]
            case Cell.JSON:
                return json_value(cell.encode("utf-8", "replace"))


def _whole(text: str) -> int | str:
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS_OF_A_NUMBER
    return int(text) if is_number else text


def _number(text: str) -> float | str:
    try:
        return float(text) if len(text) <= 20 and text.isascii() else text  # noqa: PLR2004  no rating has more
    except ValueError:
        return text


def _columns(
    model: type[BaseModel], path: tuple[str, ...] = (), *, entry: bool = False
) -> Iterator[Column]:
    """The columns of ``model``. A list of objects in an ``entry`` of a list is one JSON column."""
    for name, field in model.model_fields.items():
        kind, here = unwrapped(field.annotation), (*path, name)
        if is_model(kind):
            yield from _columns(kind, here, entry=entry)
        elif get_origin(kind) is not tuple:
            yield _column(here, _cell_of(kind))
        elif not is_model(part := unwrapped(get_args(kind)[0])):
            yield _column(here, Cell.NUMBERS if part is int else Cell.LINES)
        elif entry:
            yield _column(here, Cell.JSON)


def _cell_of(kind: Any) -> Cell:
    if kind is int:
        return Cell.WHOLE
    if kind is PartialDate:
        return Cell.DATE
    return Cell.NUMBER if set(get_args(kind)) == {int, float} else Cell.TEXT


def _column(path: tuple[str, ...], cell: Cell) -> Column:
    return Column(_NAMED.get(path, "_".join(path)), path, cell)


def _lists() -> Iterator[tuple[str, tuple[Column, ...]]]:
    """The lists of objects in a fact, by the name of one entry."""
    for name, field in FactDraft.model_fields.items():
        kind = unwrapped(field.annotation)
        if get_origin(kind) is tuple and is_model(part := unwrapped(get_args(kind)[0])):
            yield name.removesuffix("s"), tuple(_columns(part, entry=True))


# The columns of the fact itself, and those repeated with a number for each entry of a list.
PLAIN = tuple(_columns(FactDraft))
NUMBERED = dict(_lists())
