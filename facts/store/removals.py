"""Taking texts out of facts, changes and documents: a person's name, or what must not be kept.

Of what was taken out a fingerprint is kept, by which it is found again in an older backup.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from facts.model import Change, DeskId, Fact, PartialDate, Redaction, Refusal
from facts.store.protocol import NothingToRedact

# The mark of an omission in print. No longer than any text it stands for, so that limits hold.
OMITTED = "[…]"
_DIGEST_BYTES = 16
_SHORTEST, _LONGEST = len(OMITTED), 10_000
# What is no text that a person wrote, or is compared with fixed values.
_KEPT = {"id", "desk", "stance", "language", "date", "published", "on", "next", "of"}
_KEPT |= {"created_at", "changed_at", "redactions"}
# The same in documents on the shelf.
_COMPARED = _KEPT | {"kind", "state", "result", "about", "at", "lane", "owner", "person"}
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
            f"Give the exact text to remove, {_SHORTEST} to {_LONGEST:,} characters of it."
        )
    return re.compile("|".join(map(re.escape, sorted(texts, key=len, reverse=True))))


@dataclass(frozen=True, slots=True)
class Redacting:
    """What is asked of ``FactStore.redact``."""

    fact_id: int
    texts: tuple[str, ...]
    editor: str
    reason: str
    within: DeskId | None
    once: str | None

    def finder(self) -> re.Pattern[str]:
        """Finds the texts. Raises NothingToRedact for a reason that has one, Refusal."""
        found = any_of(self.texts)
        if found.search(self.reason):
            raise NothingToRedact("The reason contains the text to remove. Leave it out.")
        return found

    def rewritten(
        self, history: Sequence[Change], found: re.Pattern[str], at: datetime
    ) -> list[Change]:
        """The fact's changes without the texts. Raises NothingToRedact if none has one."""
        redaction = redaction_on(at, self.reason)
        new = [redacted_change(change, found, redaction) for change in history]
        if new == list(history):
            raise NothingToRedact(f"Fact {self.fact_id} does not have that text in any revision.")
        return new

    def note(self, change: Change, cut: int) -> dict[str, Any]:
        """What is kept of it, without the texts. ``cut`` is where the shelf's log begins now."""
        return {
            "what": "redaction",
            "text": [fingerprint(text) for text in self.texts],
            "fact_id": self.fact_id,
            "change": change.number,
            "within": self.within,
            "reason": self.reason,
            "shelf": cut,
            "editor": self.editor,
            "at": change.at.isoformat(),
        }


def erasure_note(person: str, replacement: str, cut: int, by: str, at: datetime) -> dict[str, Any]:
    """What is kept of an erasure, without the name."""
    return {
        "what": "erasure",
        "text": [fingerprint(person)],
        "replacement": replacement,
        "shelf": cut,
        "editor": by,
        "at": at.isoformat(),
    }


def redaction_on(at: datetime, reason: str) -> Redaction:
    """What readers are told of a redaction that was made then."""
    return Redaction(on=PartialDate(at.year, at.month, at.day), reason=reason)


# Makes of a document on the shelf (kind, key and content) the key and content it is to have.
Rewrite = Callable[[str, str, Mapping[str, Any]], tuple[str, Mapping[str, Any]]]


def erasing(found: Finder, replacement: str) -> Rewrite:
    """Puts ``replacement`` for what is found in whatever is on the shelf, keys included."""

    def left(value: Any) -> Any:
        if isinstance(value, str):
            return found.sub(replacement, value)
        if isinstance(value, dict):
            return {found.sub(replacement, key): left(part) for key, part in value.items()}
        return [left(part) for part in value] if isinstance(value, list) else value

    return lambda _, key, document: (found.sub(replacement, key), left(dict(document)))


def redacting(found: Finder, within: DeskId | None) -> Rewrite:
    """Takes what is found out of the texts of documents: of all, or of those of a desk.

    Names of parts and values that programs compare stay, whatever the text is.
    """

    def left(value: Any) -> Any:
        if isinstance(value, str):
            return found.sub(OMITTED, value)
        if isinstance(value, dict):
            return {name: it if name in _COMPARED else left(it) for name, it in value.items()}
        return [left(part) for part in value] if isinstance(value, list) else value

    def rewrite(kind: str, key: str, document: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        named = (document.get("desk"), document.get("about"))
        own = within is None or kind.endswith(f"/{within}") or within in named
        return key, left(dict(document)) if own else document

    return rewrite


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


def fingerprint(text: str) -> dict[str, Any]:
    """The length of a text and a salted digest. Who guesses the text can confirm the guess."""
    salt = secrets.token_bytes(_DIGEST_BYTES)
    return {"length": len(text), "salt": salt.hex(), "digest": _digest(text, salt).hex()}


class Fingerprints:
    """Finds the texts that some fingerprints are of. ``by_word``: only as words of their own."""

    def __init__(self, prints: Sequence[dict[str, Any]], *, by_word: bool = False) -> None:
        self._prints = [
            (one["length"], bytes.fromhex(one["salt"]), bytes.fromhex(one["digest"]))
            for one in sorted(prints, key=lambda one: one["length"], reverse=True)
        ]
        self._by_word = by_word

    def sub(self, replacement: str, text: str) -> str:
        """``text`` with ``replacement`` for each of them."""
        for length, salt, digest in self._prints:
            left, place = "", 0
            while place + length <= len(text):
                if self._is_at(text, place, length, salt, digest):
                    left, text, place = left + text[:place] + replacement, text[place + length :], 0
                else:
                    place += 1
            text = left + text
        return text

    def search(self, text: str) -> bool:
        """Whether any of them is in ``text``."""
        return any(
            self._is_at(text, place, length, salt, digest)
            for length, salt, digest in self._prints
            for place in range(len(text) - length + 1)
        )

    def _is_at(self, text: str, place: int, length: int, salt: bytes, digest: bytes) -> bool:
        end = place + length
        if self._by_word and (_is_word(text[place - 1 : place]) or _is_word(text[end : end + 1])):
            return False
        return hmac.compare_digest(_digest(text[place:end], salt), digest)


def _digest(text: str, salt: bytes) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES, salt=salt).digest()


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
