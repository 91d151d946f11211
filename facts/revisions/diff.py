"""The differences between two states of a fact, by field and word, and changes with theirs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from rapidfuzz.distance import Indel

from facts.forms.content_record import Record, record_of
from facts.forms.content_record import place as named
from facts.model import Change, Correction, FactContent, PartialDate
from facts.revisions.part_keys import CLAIM, Keyed, keyed
from facts.wording.fact_words import citation, responder, stance_words

T = TypeVar("T")
_DATES = {"date", "published", "on", "next"}
_LISTS = {"topics": "topic", "other_wordings": "other way to say it"}


class Piece(StrEnum):
    """Whether words were kept, added or removed."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words that was kept, added or removed."""

    piece: Piece
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A changed field, labelled as in the forms (``response 2, exact quote``), with both texts.

    ``before`` is None for an added field, ``after`` for a removed one; ``words`` is the word diff.
    """

    place: str
    before: str | None
    after: str | None
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of a fact, as the log shows it.

    ``undoable``: it can be undone without undoing later changes.
    """

    change: Change
    differences: tuple[FieldChange, ...]
    undoable: bool = False


def entry_of(change: Change) -> Entry:
    """A change as the log shows it. No permission check."""
    return Entry(change, differences(change.before, change.after))


def differences(before: FactContent | None, after: FactContent | None) -> tuple[FieldChange, ...]:
    """All changed fields, in reading order."""
    if before is None or after is None:
        whole = before or after
        gone = after is None
        return () if whole is None else tuple(_all_of(whole, gone=gone))
    old, new = keyed(before, before, ""), keyed(after, before, "new")
    return (
        *_fields(CLAIM, old.rest["claim"], new.rest["claim"]),
        *_items("response", before, after, old, new),
        *_items("source", before, after, old, new),
        *_lists(old.rest, new.rest),
        *_fields("verdict", old.rest["verdict"], new.rest["verdict"]),
        *_fields("retraction", old.rest["retraction"], new.rest["retraction"]),
        *_fields("review", old.rest["review"], new.rest["review"]),
        *_gone_and_come("correction", before.corrections, after.corrections, _correction_text),
        *_fields("ref", old.rest["ref"], new.rest["ref"]),
    )


def field_change(place: str, before: str | None, after: str | None) -> FieldChange:
    """The change from one text to another."""
    return FieldChange(place, before, after, tuple(_words(before or "", after or "")))


def _all_of(content: FactContent, *, gone: bool) -> Iterator[FieldChange]:
    record = record_of(content)
    texts = list(_texts(CLAIM, record["claim"]))
    texts += [
        (f"{kind} {number}", _item_text(content, kind, number))
        for kind in ("response", "source")
        for number in range(1, len(getattr(content, f"{kind}s")) + 1)
    ]
    texts += [(noun, text) for name, noun in _LISTS.items() for text in record[name]]
    texts += [pair for name in ("verdict", "retraction") for pair in _texts(name, record[name])]
    texts += [("correction", _correction_text(one)) for one in content.corrections]
    for place, text in texts:
        yield field_change(place, text, None) if gone else field_change(place, None, text)


def _items(
    kind: str, before: FactContent, after: FactContent, old: Keyed, new: Keyed
) -> Iterator[FieldChange]:
    """The changes of the responses or sources."""
    was, now = getattr(old, f"{kind}s"), getattr(new, f"{kind}s")
    for key in {**now, **was}:
        number = (new if key in now else old).number(key)
        if key not in now:
            yield field_change(f"{kind} {number}", _item_text(before, kind, number), None)
        elif key not in was:
            yield field_change(f"{kind} {number}", None, _item_text(after, kind, number))
        else:
            yield from _item(kind, number, dict(was[key]), dict(now[key]), (new, old))


def _item(
    kind: str, number: int, was: Record, now: Record, states: tuple[Keyed, Keyed]
) -> Iterator[FieldChange]:
    if kind == "response":
        was["sources"], now["sources"] = (_cited(one["sources"], *states) for one in (was, now))
    quotes = [_quotes(one.pop("quotes", []), *states) for one in (was, now)]
    yield from _fields(f"{kind}s[{number - 1}]", was, now)
    yield from _worded(f"{kind} {number}", *quotes)


def _cited(keys: list[str], new: Keyed, old: Keyed) -> str | None:
    """The sources cited by a response, by their present numbers; removed ones are marked."""
    said = [
        str(new.number(key)) if key in new.sources else f"{old.number(key)} (gone)" for key in keys
    ]
    return ", ".join(said) or None


def _quotes(quotes: list[Record], new: Keyed, old: Keyed) -> dict[str, str]:
    """A source's wordings, by the statement they are of."""
    worded: dict[str, str] = {}
    for quote in quotes:
        of = quote["of"]
        if of != CLAIM:
            of = f"response {(new if of in new.responses else old).number(of)}"
        name = f"how it quoted {'the claim' if of == CLAIM else of}"
        worded[name] = f"{worded[name]}\n{quote['text']}" if name in worded else quote["text"]
    return worded


def _lists(old: Record, new: Record) -> Iterator[FieldChange]:
    for name, noun in _LISTS.items():
        if old[name] != new[name] and set(old[name]) == set(new[name]):
            yield field_change(f"order of {noun}s", ", ".join(old[name]), ", ".join(new[name]))
        yield from _gone_and_come(noun, old[name], new[name], str)


def _gone_and_come(
    noun: str, old: Sequence[T], new: Sequence[T], text_of: Callable[[T], str]
) -> Iterator[FieldChange]:
    yield from (field_change(noun, text_of(one), None) for one in old if one not in new)
    yield from (field_change(noun, None, text_of(one)) for one in new if one not in old)


def _fields(place: str, old: Any, new: Any) -> Iterator[FieldChange]:
    yield from _worded("", dict(_texts(place, old)), dict(_texts(place, new)))


def _worded(place: str, was: dict[str, str], now: dict[str, str]) -> Iterator[FieldChange]:
    """The differences between named texts; ``place`` is the prefix of their names."""
    for name in {**was, **now}:
        if was.get(name) != now.get(name):
            whole = f"{place}, {name}" if place else name
            yield field_change(whole, was.get(name), now.get(name))


def _texts(place: str, value: Any) -> Iterator[tuple[str, str]]:
    """All texts of a record with their labels, in order. ``place`` is a path."""
    if isinstance(value, dict):
        for name, part in value.items():
            said = PartialDate.parse(part).in_words() if part and name in _DATES else part
            yield from _texts(f"{place}.{name}", said)
    elif value not in (None, [], ""):
        yield named(place), str(value)


def _correction_text(correction: Correction) -> str:
    return f"{correction.on.in_words()}: {correction.sentence}"


def _item_text(content: FactContent, kind: str, number: int) -> str:
    """A whole response or source, by its number."""
    if kind == "source":
        source = content.sources[number - 1]
        return " ".join(filter(None, (citation(source), source.url)))
    one = content.responses[number - 1]
    said = f"{stance_words(one.stance)} {responder(one)}"
    return ": ".join(filter(None, (said, one.text, one.quote and f"“{one.quote}”")))


def _words(before: str, after: str) -> Iterator[Words]:
    old = [word for word in before.split(" ") if word]
    new = [word for word in after.split(" ") if word]
    gone: list[str] = []
    come: list[str] = []
    for step in Indel.opcodes(old, new):
        if step.tag != "equal":
            gone += old[step.src_start : step.src_end]
            come += new[step.dest_start : step.dest_end]
            continue
        yield from _replaced(gone, come)
        gone, come = [], []
        yield Words(Piece.KEPT, " ".join(old[step.src_start : step.src_end]))
    yield from _replaced(gone, come)


def _replaced(gone: list[str], come: list[str]) -> Iterator[Words]:
    if gone:
        yield Words(Piece.REMOVED, " ".join(gone))
    if come:
        yield Words(Piece.ADDED, " ".join(come))
