"""Removing texts from facts, changes and documents: erasing a name, redacting a text.

A fingerprint of each removed text is kept, to find the text again in older backups.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from facts.model import Change, DeskId, Fact, PartialDate, Redaction, Refusal
from facts.store.protocol import NothingToRedact

# The replacement: the usual mark of an omission. Not longer than any text it replaces, so that
# length limits still hold.
OMITTED = "[…]"
_DIGEST_BYTES = 16
_SHORTEST, _LONGEST = len(OMITTED), 10_000
# Fields not written by a person or compared with fixed values: left alone.
_KEPT = {"id", "desk", "stance", "language", "date", "published", "on", "next", "of"}
_KEPT |= {"created_at", "changed_at", "redactions"}
# The same for documents on the shelf.
_COMPARED = _KEPT | {"kind", "state", "result", "about", "at", "mailbox", "lane", "owner", "person"}
# Fields that would be invalid with an omission: removed completely.
_DROPPED = {"url", "archived_url", "ref"}


Finder: TypeAlias = "re.Pattern[str] | Fingerprints"


def mention_of(person: str) -> re.Pattern[str]:
    """Matches the name as a whole word: erasing "ana" leaves "banana" alone."""
    return re.compile(rf"(?<!\w){re.escape(person)}(?!\w)")


def any_of(texts: Sequence[str]) -> re.Pattern[str]:
    """Matches the texts to redact, longest first. Raises Refusal for texts that are too short."""
    if not texts or not all(_SHORTEST <= len(text) <= _LONGEST for text in texts):
        raise Refusal(
            f"Give the exact text to remove, {_SHORTEST} to {_LONGEST:,} characters of it."
        )
    return re.compile("|".join(map(re.escape, sorted(texts, key=len, reverse=True))))


@dataclass(frozen=True, slots=True)
class Redacting:
    """The arguments of ``FactStore.redact``."""

    fact_id: int
    texts: tuple[str, ...]
    editor: str
    reason: str
    within: DeskId | None
    once: str | None

    def finder(self) -> re.Pattern[str]:
        """The matcher of the texts. Raises NothingToRedact if the reason contains one, Refusal."""
        found = any_of(self.texts)
        if found.search(self.reason):
            raise NothingToRedact("The reason contains the text to remove. Leave it out.")
        return found

    def rewritten(
        self, history: Sequence[Change], found: re.Pattern[str], at: datetime
    ) -> list[Change]:
        """The fact's changes without the texts. Raises NothingToRedact if none contains one."""
        redaction = redaction_on(at, self.reason)
        new = [redacted_change(change, found, redaction) for change in history]
        if new == list(history):
            raise NothingToRedact(f"Fact {self.fact_id} does not have that text in any revision.")
        return new

    def note(self, change: Change, cut: int) -> dict[str, Any]:
        """The record of it, without the texts. ``cut`` is the new start of the shelf's log."""
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


def erasure_note(
    person: str, replacement: str, cut: int, editor: str, at: datetime
) -> dict[str, Any]:
    """The record of an erasure, without the name."""
    return {
        "what": "erasure",
        "text": [fingerprint(person)],
        "replacement": replacement,
        "shelf": cut,
        "editor": replacement if editor == person else editor,
        "at": at.isoformat(),
    }


def redaction_on(at: datetime, reason: str) -> Redaction:
    """The redaction shown to readers."""
    return Redaction(on=PartialDate(at.year, at.month, at.day), reason=reason)


# Maps a document on the shelf (kind, key, content) to its new key and content.
Rewrite = Callable[[str, str, Mapping[str, Any]], tuple[str, Mapping[str, Any]]]


def erasing(found: Finder, replacement: str) -> Rewrite:
    """Replaces matches in everything on the shelf, including keys."""
    left = _without(found, replacement, names=True)
    return lambda _, key, document: (found.sub(replacement, key), left(dict(document)))


def redacting(found: Finder, within: DeskId | None) -> Rewrite:
    """Redacts matches in the texts of documents: of all, or of one desk's.

    Field names and values that programs compare are left alone.
    """
    left = _without(found, OMITTED, kept=_COMPARED)

    def rewrite(kind: str, key: str, document: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        named = (document.get("desk"), document.get("about"))
        own = within is None or kind.endswith(f"/{within}") or within in named
        return key, left(dict(document)) if own else document

    return rewrite


def redacted_change(change: Change, found: Finder, redaction: Redaction) -> Change:
    """``change`` with both states and its reason redacted; unchanged without a match."""
    values = {
        "before": change.before and redacted_fact(change.before, found, redaction),
        "after": change.after and redacted_fact(change.after, found, redaction),
        "reason": change.reason and found.sub(OMITTED, change.reason),
    }
    if all(getattr(change, name) == value for name, value in values.items()):
        return change
    return change.model_copy(update=values)


def redacted_fact(fact: Fact, found: Finder, redaction: Redaction) -> Fact:
    """``fact`` redacted, recording it in ``redactions``; unchanged without a match."""
    said = fact.model_dump(mode="json", exclude_defaults=True)
    left = _without(found, OMITTED, kept=_KEPT, dropped=_DROPPED)(said)
    if left == said:
        return fact
    for source in left["sources"]:
        if not {"outlet", "headline", "url", "description"}.intersection(source):
            source["description"] = OMITTED
    kept = {name: left[name] for name in left if name != "redactions"}
    return Fact.model_validate(kept | {"redactions": (*fact.redactions, redaction)})


def _without(
    found: Finder,
    mark: str,
    *,
    kept: Container[str] = (),
    dropped: Container[str] = (),
    names: bool = False,
) -> Callable[[Any], Any]:
    """Replaces matches in all texts of a JSON value by ``mark``, and in the ``names`` of fields.

    The fields ``kept`` stay as they are; those ``dropped`` go if they have a match.
    """

    def left(value: Any) -> Any:
        if isinstance(value, str):
            return found.sub(mark, value)
        if isinstance(value, list):
            return [left(part) for part in value]
        if not isinstance(value, dict):
            return value
        return {
            found.sub(mark, name) if names else name: part if name in kept else left(part)
            for name, part in value.items()
            if name not in dropped or not found.search(part)
        }

    return left


def fingerprint(text: str) -> dict[str, Any]:
    """The length and a salted hash of a text. A correct guess of the text can be verified
    with it.
    """
    salt = secrets.token_bytes(_DIGEST_BYTES)
    return {"length": len(text), "salt": salt.hex(), "digest": _digest(text, salt).hex()}


class Fingerprints:
    """Finds texts by their fingerprints. ``by_word``: only whole words."""

    def __init__(self, prints: Sequence[dict[str, Any]], *, by_word: bool = False) -> None:
        self._prints = [
            (one["length"], bytes.fromhex(one["salt"]), bytes.fromhex(one["digest"]))
            for one in sorted(prints, key=lambda one: one["length"], reverse=True)
        ]
        self._by_word = by_word

    def sub(self, replacement: str, text: str) -> str:
        """``text`` with every match replaced by ``replacement``."""
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
        """Whether ``text`` contains any of them."""
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
