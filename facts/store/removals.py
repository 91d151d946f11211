"""Removing texts from facts, changes and documents: erasing a name, redacting a text.

A fingerprint of a removed text is kept, to find the text again in older backups.
"""

import hashlib
import hmac
import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeAlias

from facts.model import Redaction, Refusal
from facts.store.protocol import NothingToRedact, Redact
from facts.store.shelf import Put, ShelfChange

# The replacement: the usual mark of an omission. Not longer than any text it replaces, so that
# length limits still hold.
OMITTED = "[…]"
_DIGEST_BYTES = 16
# A text of so many characters is not too long for any field.
_FITS_EVERYWHERE = 50
_SHORTEST, _LONGEST = len(OMITTED), 10_000
# Fields not written by a person or compared with fixed values: left alone.
_KEPT = {"id", "desk", "stance", "language", "date", "published", "on", "next", "of"}
_KEPT |= {"created_at", "changed_at"}
# The same for documents on the shelf.
_COMPARED = _KEPT | {"kind", "state", "result", "about", "at", "mailbox", "lane", "owner", "person"}
# Fields that would be invalid with an omission: removed completely.
_DROPPED = {"url", "archived_url", "ref"}
_OF_A_WORD = re.compile(r"\w")


Finder: TypeAlias = "re.Pattern[str] | Fingerprint"


@dataclass(frozen=True, slots=True)
class Removal(ABC):
    """Takes a text out of a store whose log entries, facts, records of removals and documents are
    JSON objects. ``record`` is what is kept of this one, without the text.
    """

    found: Finder
    record: Mapping[str, Any]
    signed: ClassVar[Sequence[str]]

    def entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """A log entry, or a record, without the text, also in the states before and after it."""
        states = [part for part in ("before", "after") if entry.get(part)]
        signed = [part for part in self.signed if entry.get(part)]
        left = {part: self.state(entry[part]) for part in states}
        return {**entry, **left, **{part: self._sub(entry[part]) for part in signed}}

    @abstractmethod
    def state(self, fact: Mapping[str, Any]) -> Mapping[str, Any]:
        """A fact without the text."""

    @abstractmethod
    def document(
        self, kind: str, key: str, document: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """The new key and content of a document on the shelf."""

    def _sub(self, text: str) -> str:
        return _replaced(self.found, self.record["replacement"], text)


class NameRemoval(Removal):
    """Replaces a name in editors and reasons, but not in what facts say, and everywhere on the
    shelf, also in keys.
    """

    signed = ("editor", "reason")

    def state(self, fact: Mapping[str, Any]) -> Mapping[str, Any]:
        if "redactions" not in fact:
            return fact
        return {**fact, "redactions": [self.entry(one) for one in fact["redactions"]]}

    def document(self, _: str, key: str, document: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        mark = self.record["replacement"]
        left = _without(self.found, mark, names=True)
        return self.found.sub(mark, key), left(dict(document))


class TextRemoval(Removal):
    """Redacts a text in one fact, which records it, and in documents of one desk. Field names and
    values that programs compare are left alone.
    """

    signed = ("reason",)

    def state(self, fact: Mapping[str, Any]) -> Mapping[str, Any]:
        left = _without(self.found, OMITTED, kept=_KEPT, dropped=_DROPPED)(dict(fact))
        if left == fact:
            return fact
        for source in left.get("sources", ()):
            if not {"outlet", "headline", "url", "description"}.intersection(source):
                source["description"] = OMITTED
        when = {"on": self.record["at"][:10], "reason": self.record["reason"]}
        redaction = Redaction.model_validate(when).model_dump(mode="json")
        return {**left, "redactions": [*left.get("redactions", ()), redaction]}

    def document(
        self, kind: str, key: str, document: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        desk, said = self.record["within"], dict(document)
        own = kind.endswith(f"/{desk}") or desk in (said.get("desk"), said.get("about"))
        return key, _without(self.found, OMITTED, kept=_COMPARED)(said) if own else said


def erasure(person: str, editor: str, at: datetime, earlier: int) -> NameRemoval:
    """Erases whole words: "ana" leaves "banana" alone. ``earlier`` counts the erasures so far."""
    found = re.compile(rf"(?<!\w){re.escape(person)}(?!\w)")
    mark = f"erased-{earlier + 1}"
    about = {"replacement": mark, "editor": found.sub(mark, editor)}
    return NameRemoval(found, _record("erasure", person, at) | about)


def redaction(asked: Redact, editor: str, at: datetime) -> TextRemoval:
    """Raises Refusal for a text that is too short, NothingToRedact if the reason contains it."""
    if not _SHORTEST <= len(asked.text) <= _LONGEST:
        raise Refusal(
            f"Give the exact text to remove, {_SHORTEST} to {_LONGEST:,} characters of it."
        )
    if asked.text in asked.reason:
        raise NothingToRedact("The reason contains the text to remove. Leave it out.")
    about = {"fact_id": asked.fact_id, "within": asked.within, "reason": asked.reason}
    about |= {"replacement": OMITTED, "editor": editor}
    record = _record("redaction", asked.text, at) | about
    return TextRemoval(re.compile(re.escape(asked.text)), record)


def recorded(record: Mapping[str, Any]) -> Removal:
    """The removal of a record, to repeat it in an older backup."""
    if record["what"] == "erasure":
        return NameRemoval(Fingerprint(**record["text"], by_word=True), record)
    return TextRemoval(Fingerprint(**record["text"]), record)


def shelf_without(
    removal: Removal, entries: Iterable[ShelfChange]
) -> tuple[list[Put], list[ShelfChange]]:
    """What writes the documents of ``entries`` anew, and the entries to delete without a trace:
    those whose key changes. A deletion mark would contain the name again.
    """
    steps, renamed = [], []
    for entry in entries:
        key, left = removal.document(entry.kind, entry.key, entry.document or {})
        if key != entry.key:
            renamed.append(entry)
        if entry.document is not None and (key, left) != (entry.key, entry.document):
            steps.append(Put(entry.kind, key, left))
    return steps, renamed


def _record(what: str, text: str, at: datetime) -> dict[str, Any]:
    salt = secrets.token_hex(_DIGEST_BYTES)
    found = {"length": len(text), "salt": salt, "digest": _digest(text, salt)}
    return {"what": what, "text": found, "at": at.isoformat()}


def _replaced(found: Finder, mark: str, text: str) -> str:
    """``text`` with ``mark`` for every match, cut at its end if it would be too long for a field:
    the marks of erasures can be longer than a name.
    """
    return found.sub(mark, text)[: max(len(text), _FITS_EVERYWHERE)]


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
            return _replaced(found, mark, value)
        if isinstance(value, list):
            return [left(part) for part in value]
        if not isinstance(value, dict):
            return value
        return {
            found.sub(mark, name) if names else name: part if name in kept else left(part)
            for name, part in value.items()
            if name not in dropped or found.sub(mark, part) == part
        }

    return left


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Finds a text by its length and a salted hash, ``by_word`` only as a whole word. A correct
    guess of the text can be verified with it.
    """

    length: int
    salt: str
    digest: str
    by_word: bool = False

    def sub(self, replacement: str, text: str) -> str:
        """``text`` with every match replaced by ``replacement``."""
        left: list[str] = []
        done = place = 0
        while (end := place + self.length) <= len(text):
            around = text[max(place - 1, 0) : place] + text[end : end + 1]
            if not (self.by_word and _OF_A_WORD.search(around)) and hmac.compare_digest(
                _digest(text[place:end], self.salt), self.digest
            ):
                left += text[done:place], replacement
                done = place = end
            else:
                place += 1
        return "".join(left) + text[done:]


def _digest(text: str, salt: str) -> str:
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES, salt=bytes.fromhex(salt)).hexdigest()
