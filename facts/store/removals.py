"""Taking texts out of facts, changes and documents: a person's name, or what must not be kept."""

import re
from collections.abc import Sequence
from typing import Any, Protocol

from facts.model import Change, Fact, Redaction, Refusal

# The mark of an omission in print. No longer than any text it stands for, so that limits hold.
OMITTED = "[…]"
_SHORTEST, _LONGEST = len(OMITTED), 10_000
# What is no text that a person wrote, or is compared with fixed values.
_KEPT = {"id", "desk", "stance", "language", "date", "published", "on", "next", "of"}
_KEPT |= {"created_at", "changed_at", "redactions"}
# What would not be what it says with an omission in it.
_DROPPED = {"url", "archived_url", "ref"}


class Finder(Protocol):
    """Finds texts in others, as ``re.Pattern`` does."""

    def sub(self, replacement: str, text: str, /) -> str:
        """``text`` with ``replacement`` for all that is found."""
        ...

    def search(self, text: str, /) -> object:
        """Something true where anything is found."""
        ...


def mention_of(person: str) -> re.Pattern[str]:
    """Finds the name as a word of its own, so that erasing "ana" leaves "banana" alone."""
    return re.compile(rf"(?<!\w){re.escape(person)}(?!\w)")


def any_of(texts: Sequence[str]) -> re.Pattern[str]:
    """Finds the texts to be redacted, the longest first. Raises Refusal for ones too short."""
    if not texts or not all(_SHORTEST <= len(text) <= _LONGEST for text in texts):
        raise Refusal(
            "Give the text to remove exactly as it is there, "
            f"{_SHORTEST} to {_LONGEST:,} characters of it."
        )
    return re.compile("|".join(map(re.escape, sorted(texts, key=len, reverse=True))))


def without(value: Any, found: Finder, replacement: str) -> Any:
    """A copy of a document with ``replacement`` wherever a text or key in it has what is found."""
    if isinstance(value, str):
        return found.sub(replacement, value)
    if isinstance(value, dict):
        return {
            found.sub(replacement, key): without(part, found, replacement)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [without(part, found, replacement) for part in value]
    return value


def redacted_change(change: Change, found: Finder, redaction: Redaction) -> Change:
    """``change`` with both of its states and its reason redacted; itself if nothing is found."""
    values = {
        "before": change.before and redacted_fact(change.before, found, redaction),
        "after": change.after and redacted_fact(change.after, found, redaction),
        "reason": change.reason and found.sub(OMITTED, change.reason),
    }
    if all(getattr(change, name) == value for name, value in values.items()):
        return change
    return change.model_copy(update=values)


def redacted_fact(fact: Fact, found: Finder, redaction: Redaction) -> Fact:
    """``fact`` without the texts, saying so in its ``redactions``; itself if nothing is found."""
    said = fact.model_dump(mode="json", exclude_defaults=True)
    left = _redacted(said, found)
    if left == said:
        return fact
    for source in left["sources"]:
        if not {"outlet", "headline", "url", "description"}.intersection(source):
            source["description"] = OMITTED
    kept = {name: left[name] for name in left if name != "redactions"}
    return Fact.model_validate(kept | {"redactions": (*fact.redactions, redaction)})


def _redacted(value: Any, found: Finder) -> Any:
    if isinstance(value, str):
        return found.sub(OMITTED, value)
    if isinstance(value, list):
        return [_redacted(part, found) for part in value]
    if not isinstance(value, dict):
        return value
    left = {}
    for name, part in value.items():
        if name in _KEPT:
            left[name] = part
        elif name not in _DROPPED or not found.search(part):
            left[name] = _redacted(part, found)
    return left
