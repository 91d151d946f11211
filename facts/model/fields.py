"""Building blocks of the model: frozen base classes, text types with limits, partial dates."""

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from typing import Annotated, Any, LiteralString, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

_JOINERS = "\u200c\u200d"
_MARKS_PER_LETTER = 4
# Characters that become combining marks when widths are folded.
_HALF_WIDTH_MARKS = "\uff9e\uff9f"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_LINE_BREAK = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_JOINED = re.compile(rf"([^{_JOINERS}]?)([{_JOINERS}])[{_JOINERS}]*(?=(.?))", re.DOTALL)
# No field permits nearly as many characters: reject them before the cost of cleaning.
CLEANED_UP_TO = 20_000
LONGEST_NAME = 200
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?:/[A-Za-z0-9_.~/-]*)?")
_UNFIT_FOR_LINKS = re.compile(r"[\s\\<>\"`{}|^]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DATE_SHOWN = 40
_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def clean_text(text: str) -> str:
    """Return ``text`` as it may be stored: the same words, without what a reader cannot see.

    Composes letters with their marks (NFC), drops control characters, zero-width characters and
    bidirectional overrides (they hide or reorder words), keeps at most four marks on one letter,
    and folds white space (line breaks stay, at most one empty line in a row). Idempotent, and
    linear in the length of ``text``.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # the fast path: most text needs no cleaning
    # Twice: removing a character can make a letter and its mark adjacent, and composing can free
    # marks.
    text = _composed(_composed(_LINE_ENDS.sub("\n", text)))
    text = _SPACES.sub(" ", _JOINED.sub(_joined, text))
    return _BLANK_LINES.sub("\n\n", _LINE_BREAK.sub("\n", text)).strip()


def _composed(text: str) -> str:
    """``text`` in NFC, without hidden characters and excess marks.

    Excess marks are dropped before normalization, which sorts them in quadratic time.
    """
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in ("Mn", "Me") or _combines(character):
            marks += 1
            if marks > _MARKS_PER_LETTER:
                continue
        elif character in _JOINERS:
            pass  # a joiner does not start a new letter
        elif category in _HIDDEN and character not in "\n\t":
            continue
        else:
            marks = 0
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _combines(character: str) -> bool:
    return unicodedata.combining(character) > 0 or character in _HALF_WIDTH_MARKS


def _joined(found: re.Match[str]) -> str:
    """Keep one of a run of joiners if it has an effect: in an emoji or a script that needs it."""
    before, joiner, after = found.groups()
    between = bool(before and after) and not (before.isspace() or after.isspace())
    return before + joiner if between and not (before + after).isascii() else before


class Frozen(BaseModel):
    """A frozen model that rejects unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Value(Frozen):
    """A part of a fact: strict validation, without type coercion."""

    model_config = ConfigDict(strict=True)


def text_as(name: str) -> Any:
    """A validator for models that may be given as a mere text: it is the field ``name``."""

    def read(value: Any) -> Any:
        return {name: value} if isinstance(value, str) else value

    return model_validator(mode="before")(read)


def needs_one_of(kind: LiteralString, sentence: LiteralString, *names: str) -> Any:
    """A validator for models that need one of the fields ``names``: what to say without."""

    def check(value: Any) -> Any:
        for name in names:
            if getattr(value, name) is not None:
                return value
        raise PydanticCustomError(kind, sentence)

    return model_validator(mode="after")(check)


def _clean(value: Any) -> Any:
    if isinstance(value, str) and len(value) <= CLEANED_UP_TO:
        return clean_text(value)
    return value


def _clean_line(value: Any) -> Any:
    if isinstance(value, str) and value.isascii() and value.isprintable() and "  " not in value:
        return value.strip()  # the fast path: nothing to clean or fold
    value = _clean(value)
    return " ".join(value.split()) if isinstance(value, str) else value


def topic_key(topic: str) -> str:
    """The comparison key of a topic: case-insensitive."""
    return topic.casefold()


def distinct_topics(topics: Iterable[str]) -> tuple[str, ...]:
    """The topics in order, without duplicates; the first spelling is kept."""
    first: dict[str, str] = {}
    for topic in topics:
        first.setdefault(topic_key(topic), topic)
    return tuple(first.values())


def _web_address(value: str) -> str:
    if _PLAIN_ADDRESS.fullmatch(value):
        return value  # the fast path
    try:
        parts = urlsplit(value)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        usable = usable and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        usable = False
    if not usable or _UNFIT_FOR_LINKS.search(value):
        raise PydanticCustomError(
            "web_address", "a link must start with http:// or https:// and contain no spaces"
        )
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise PydanticCustomError(
            "language", "a language must be a code such as en, ko or pt-BR (BCP 47)"
        )
    return value


# Limits precede the cleaning in the annotation, which runs first; so they are checked without
# Python.
ClaimText = Annotated[
    str, StringConstraints(min_length=1, max_length=1000), BeforeValidator(_clean_line)
]
Quote = Annotated[str, StringConstraints(min_length=1, max_length=2000), BeforeValidator(_clean)]
Headline = Annotated[
    str, StringConstraints(min_length=1, max_length=300), BeforeValidator(_clean_line)
]
Remark = Annotated[str, StringConstraints(min_length=1, max_length=1000), BeforeValidator(_clean)]
Name = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_NAME), BeforeValidator(_clean_line)
]
Reference = Name
# Stored as typed, compared by ``topic_key``.
Topic = Annotated[str, StringConstraints(min_length=1, max_length=50), BeforeValidator(_clean_line)]
Topics = Annotated[
    tuple[Topic, ...], Field(strict=False, max_length=20), AfterValidator(distinct_topics)
]
WebAddress = Annotated[
    str,
    StringConstraints(min_length=1, max_length=1000),
    BeforeValidator(_clean_line),
    AfterValidator(_web_address),
]
Language = Annotated[
    str,
    StringConstraints(min_length=1, max_length=35),
    BeforeValidator(_clean_line),
    AfterValidator(_language),
]


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date of known precision: year, year and month, or year, month and day.

    Sorted by date; a less precise date comes before the days in it. Raises ValueError for a
    nonexistent date, or a day without a month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        dt.date(self.year, *(1 if part is None else part for part in (self.month, self.day)))

    def __lt__(self, other: "PartialDate") -> bool:
        return self._order() < other._order()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse ``2020``, ``2020-04`` or ``2020-04-18`` (ISO 8601). Raises ValueError."""
        form = _FORM.fullmatch(text.strip())
        if form is None:
            raise ValueError("not of the form 2020, 2020-04 or 2020-04-18")
        return cls(*(int(part) if part else None for part in form.groups()))  # type: ignore[arg-type]

    def __str__(self) -> str:
        """The ISO 8601 form that ``parse`` reads."""
        return _iso(self.year, self.month, self.day)

    def _order(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    @property
    def last_day(self) -> dt.date:
        """The last day that it can mean."""
        month = 12 if self.month is None else self.month
        days = calendar.monthrange(self.year, month)[1]
        return dt.date(self.year, month, days if self.day is None else self.day)

    def in_words(self) -> str:
        """The date in words: ``18 April 2020``, ``April 2020`` or ``2020``."""
        month = _MONTHS[self.month - 1] if self.month else ""
        return " ".join(filter(None, (str(self.day or ""), month, str(self.year))))


def _read(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value
    try:
        return _parsed(value if isinstance(value, str) else "")
    except ValueError as error:
        raise PydanticCustomError(
            "partial_date",
            "“{given}” isn’t a date; write 2020, 2020-04 or 2020-04-18, a day in the calendar",
            {"given": " ".join(clean_text(str(value)[:_DATE_SHOWN]).split())},
        ) from error


DateField = Annotated[PartialDate, BeforeValidator(_read), PlainSerializer(str, return_type=str)]


def without_checks(schema: Any) -> Any:
    """A core schema of pydantic without the functions that check and clean texts, for reading what
    was valid when it was written. Dates are still parsed.
    """
    match schema:
        case {"type": "function-before" | "function-after", "schema": inner, "function": called}:
            if called["function"] is not _read:
                return without_checks(inner)
    if isinstance(schema, dict):
        return {name: without_checks(part) for name, part in schema.items()}
    return [without_checks(part) for part in schema] if isinstance(schema, list) else schema


# Cached: the same few dates are parsed and formatted again and again.
_parsed = lru_cache(maxsize=4096)(PartialDate.parse)


@lru_cache(maxsize=4096)
def _iso(year: int, month: int | None, day: int | None) -> str:
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])
