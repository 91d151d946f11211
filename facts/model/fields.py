"""What a fact is made of: frozen values, and kinds of text with their limits in characters."""

import re
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

from facts.model.text import clean_text


class Value(BaseModel):
    """A part of a fact: frozen, with no other fields than its own, and nothing guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


# No field may have nearly as many characters: cleaning a flood of them would only take time.
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
        return value  # most lines: nothing in them is left to fold
    return " ".join(value.split()) if isinstance(value, str) else value


def topic_key(topic: str) -> str:
    """What a topic is compared by: two spellings that differ in case are one topic."""
    return topic.casefold()


def distinct_topics(topics: Iterable[str]) -> tuple[str, ...]:
    """The topics in their order, each in its first spelling."""
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
            "web_address", "a link starts with http:// or https:// and has no spaces in it"
        )
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise PydanticCustomError(
            "language", "a language is a code such as en, ko or pt-BR (BCP 47)"
        )
    return value


ClaimText = Annotated[
    str, BeforeValidator(_clean_line), StringConstraints(min_length=1, max_length=1000)
]
Quote = Annotated[str, BeforeValidator(_clean), StringConstraints(min_length=1, max_length=2000)]
Headline = Annotated[
    str, BeforeValidator(_clean_line), StringConstraints(min_length=1, max_length=300)
]
Remark = Annotated[str, BeforeValidator(_clean), StringConstraints(min_length=1, max_length=1000)]
Name = Annotated[str, BeforeValidator(_clean_line), StringConstraints(min_length=1, max_length=200)]
Reference = Annotated[
    str, BeforeValidator(_clean_line), StringConstraints(min_length=1, max_length=200)
]
# Kept as typed, compared by ``topic_key``.
Topic = Annotated[str, BeforeValidator(_clean_line), StringConstraints(min_length=1, max_length=50)]
Topics = Annotated[
    tuple[Topic, ...], Field(strict=False, max_length=20), AfterValidator(distinct_topics)
]
WebAddress = Annotated[
    str,
    BeforeValidator(_clean_line),
    StringConstraints(min_length=1, max_length=1000),
    AfterValidator(_web_address),
]
Language = Annotated[
    str,
    BeforeValidator(_clean_line),
    StringConstraints(min_length=1, max_length=35),
    AfterValidator(_language),
]
