"""Ratings by other fact-checkers, in their words: never the newsroom's own verdict."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from facts.model.fields import Name, Remark, Value, needs_one_of

_LONGEST_LABEL = 200
_READ_UP_TO = 2000
_NUMBER = r"[+-]?\d{1,6}(?:\.\d{1,6})?"
_ON_A_SCALE = re.compile(
    rf"(?P<label>.*?)\s?\(?(?P<value>{_NUMBER})\s?(?:/|of|out of)\s?(?P<best>{_NUMBER})\)?",
    re.DOTALL | re.IGNORECASE,
)


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


# Makes 4 and 4.0 the same value and text.
Number = Annotated[
    int | float, BeforeValidator(_whole), Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)
]


class Rating(Value):
    """A rating: a label, a number between ``worst`` and ``best``, or an explanation.

    Needs at least one of ``label``, ``value`` and ``explanation``.
    """

    label: Name | None = None
    value: Number | None = None
    best: Number | None = None
    worst: Number | None = None
    explanation: Remark | None = None

    _says_something = needs_one_of(
        "rating",
        "a rating needs a label, a value or an explanation",
        *("label", "value", "explanation"),
    )

    def __str__(self) -> str:
        """The rating as text: ``False``, ``False (1 of 5)`` or ``1 of 5``; else the explanation.

        The inverse of ``read_rating``.
        """
        number = "" if self.value is None else f"{self.value}"
        if number and self.best is not None:
            number += f" of {self.best}"
        if self.label and number:
            return f"{self.label} ({number})"
        return self.label or number or self.explanation or ""


def read_rating(text: str) -> dict[str, Any]:
    """Parse a rating: ``False``, ``False (1 of 5)``, ``3/5``. Returns the fields of ``Rating``.

    A text too long for a label becomes the explanation.
    """
    text = " ".join(text[:_READ_UP_TO].split())
    if scale := _ON_A_SCALE.fullmatch(text):
        said: dict[str, Any] = {"value": _number(scale["value"]), "best": _number(scale["best"])}
        return {"label": scale["label"]} | said if scale["label"] else said
    return {"label" if len(text) <= _LONGEST_LABEL else "explanation": text}


def _number(text: str) -> int | float:
    number: int | float = _whole(float(text))
    return number
