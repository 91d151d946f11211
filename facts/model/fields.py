"""Building blocks of the model: frozen base classes, and text types with length limits."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
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
# Unicode blocks of right-to-left letters: Hebrew, Arabic, Syriac and related scripts.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


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


# No field permits nearly as many characters: reject them before the cost of cleaning.
_CLEANED_UP_TO = 20_000
_UNFIT_FOR_LINKS = re.compile(r"[\s\\<>\"`{}|^]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _clean(value: Any) -> Any:
    if isinstance(value, str) and len(value) <= _CLEANED_UP_TO:
        return clean_text(value)
    return value


def _clean_line(value: Any) -> Any:
    value = _clean(value)
    if isinstance(value, str) and value.isascii() and value.isprintable() and "  " not in value:
        return value  # the fast path: nothing to fold
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
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), BeforeValidator(_clean_line)]
Reference = Annotated[
    str, StringConstraints(min_length=1, max_length=200), BeforeValidator(_clean_line)
]
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


def isolated(text: str) -> str:
    """``text`` with bidi isolates, so that right-to-left letters do not reorder their
    surroundings.
    """
    if _RIGHT_TO_LEFT.search(text):
        return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
    return text
